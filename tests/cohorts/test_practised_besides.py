"""Who leaves a cohort may practise freely what is set there. Where they come back and begin it as certifying
work, the trainer who confirms the grade is told."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.cast import Cast
from tests.cohorts.groups import API, assign, cohort, ines, joined, settings, slug, tara

__all__ = ["cohort", "ines", "joined", "settings", "tara"]

FREE = "/exercises/mini"


def hand_in(browser: TestClient, path: str) -> str:
    attempt = browser.post(f"{API}{path}/attempts")
    assert attempt.status_code == 201, attempt.text
    handed_in = browser.post(f"{API}/attempts/{attempt.json()['id']}/submit")
    assert handed_in.status_code in (200, 202)
    return str(attempt.json()["id"])


def handed_in_at(browser: TestClient, attempt: str) -> str:
    return str(browser.get(f"{API}/attempts/{attempt}").json()["submitted_at"])


@pytest.fixture
def leave(joined: dict[str, Any], tara: TestClient, cast: Cast) -> str:
    return f"{API}/cohorts/{joined['id']}/members/{cast.id('tara')}"


def practised(trainer: TestClient, attempt: str) -> list[str]:
    found: list[str] = trainer.get(f"{API}/reviews/certifying.{attempt}").json()["practised"]
    return found


def test_what_was_practised_after_leaving_is_told(
    joined: dict[str, Any], ines: TestClient, tara: TestClient, leave: str
) -> None:
    hand_in(tara, FREE)
    made = assign(ines, joined, mode="certifying")
    assert slug(tara.post(f"{API}{FREE}/attempts")) == (409, "assigned")
    assert tara.delete(leave).status_code == 204
    free = [hand_in(tara, FREE), hand_in(tara, FREE)]
    assert tara.get(f"{API}/attempts/{free[0]}/assessment").status_code == 200
    assert tara.post(f"{API}/cohorts/join", json={"code": joined["code"]}).status_code == 200
    certifying = hand_in(tara, f"/assignments/{made['id']}")
    assert practised(ines, certifying) == [handed_in_at(tara, one) for one in free]
    page = ines.get(f"/reviews/certifying.{certifying}").text
    assert "cette personne l’a rendu 2 fois à part" in page
    english = ines.get(f"/reviews/certifying.{certifying}", headers={"Accept-Language": "en"}).text
    assert "this person handed it in 2 times besides" in english


def test_what_was_handed_in_before_it_was_set_is_nobodys_business(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    hand_in(tara, FREE)
    certifying = hand_in(tara, f"/assignments/{assign(ines, joined, mode='certifying')['id']}")
    assert practised(ines, certifying) == []
    assert "à part" not in ines.get(f"/reviews/certifying.{certifying}").text


def test_nor_is_what_comes_after_or_stays_in_the_same_work(
    joined: dict[str, Any], ines: TestClient, tara: TestClient, leave: str
) -> None:
    made = assign(ines, joined, mode="certifying")
    first = hand_in(tara, f"/assignments/{made['id']}")
    second = hand_in(tara, f"/assignments/{made['id']}")
    assert [practised(ines, first), practised(ines, second)] == [[], []]
    assert tara.delete(leave).status_code == 204
    assert slug(tara.post(f"{API}{FREE}/attempts")) == (409, "assigned")


def test_who_joins_is_told_what_trainers_see(joined: dict[str, Any], tara: TestClient) -> None:
    page = tara.get(f"/join/{joined['code']}").text
    assert "quand vous avez rendu le même exercice à part entre-temps" in page
