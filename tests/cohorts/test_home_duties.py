"""The home page of a trainee for whom an exercise is set that they also practise freely: each work has its
place, and one is told from the other."""

from __future__ import annotations

import re
from typing import Any

from fastapi.testclient import TestClient

from tests.cohorts.groups import API, assign, cohort, ines, joined, settings, tara

__all__ = ["cohort", "ines", "joined", "settings", "tara"]

FREE = "Essai libre à reprendre"
APART = "Cet exercice vous est aussi donné par votre groupe"


def home(browser: TestClient, **headers: str) -> tuple[str, str, str]:
    """What is under way and suggested; what is set; the catalogue."""
    main = browser.get("/", headers=headers).text.partition("<main")[2]
    before, _, catalogue = main.partition('id="catalogue-title"')
    watch, _, duties = before.partition('id="duties"')
    return watch, duties, catalogue


def attempts_in(part: str) -> set[str]:
    return set(re.findall(r"/attempts/([0-9a-f-]{36})\"", part))


def begin(browser: TestClient, path: str) -> str:
    return str(browser.post(f"{API}{path}/attempts").json()["id"])


def test_each_work_has_one_place(joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
    free = begin(tara, "/exercises/mini")
    theirs = begin(tara, f"/assignments/{assign(ines, joined)['id']}")
    watch, duties, _ = home(tara)
    assert (attempts_in(watch), attempts_in(duties)) == ({free}, {theirs})


def test_a_free_attempt_says_that_it_is_one(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    begin(tara, "/exercises/mini")
    watch, *_ = home(tara)
    assert [words in watch for words in (FREE, APART, "À reprendre")] == [False, False, True]
    assign(ines, joined)
    watch, _, catalogue = home(tara)
    assert [words in watch for words in (FREE, APART, "À reprendre")] == [True, True, False]
    assert "Donné par votre groupe" in catalogue
    english, *_ = home(tara, **{"Accept-Language": "en"})
    assert "Your group has set this exercise as well" in english


def test_what_is_set_is_not_suggested_besides(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    assert 'href="/exercises/mini"' in home(tara)[0]
    made = assign(ines, joined)
    watch, duties, catalogue = home(tara)
    assert 'href="/exercises/mini"' not in watch
    assert f"/assignments/{made['id']}/start" in duties
    assert 'href="/exercises/mini"' in catalogue


def test_what_is_handed_in_is_a_free_exercise_again(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    theirs = begin(tara, f"/assignments/{assign(ines, joined)['id']}")
    free = begin(tara, "/exercises/mini")
    tara.post(f"{API}/attempts/{theirs}/submit")
    watch, _, catalogue = home(tara)
    assert (attempts_in(watch), FREE in watch) == ({free}, False)
    assert "Donné par votre groupe" not in catalogue


def test_work_of_a_cohort_that_is_closed_is_still_found(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    theirs = begin(tara, f"/assignments/{assign(ines, joined)['id']}")
    ines.post(f"{API}/cohorts/{joined['id']}/archive")
    watch, duties, _ = home(tara)
    assert (attempts_in(watch), attempts_in(duties)) == ({theirs}, set())
