"""Joining a cohort by its code; who learns in it; guesses."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.db import Database
from tests.cast import Cast
from tests.cohorts.groups import API, cohort, ines, ivan, joined, settings, slug, tara, tom

__all__ = ["cohort", "ines", "ivan", "joined", "settings", "tara", "tom"]
JOIN = f"{API}/cohorts/join"


@pytest.mark.parametrize("form", ["{}", "{} ", "{low}", "{a}-{b}", "{a} {b}"])
def test_however_the_code_is_written(cohort: dict[str, Any], tara: TestClient, form: str) -> None:
    code = cohort["code"]
    written = form.format(code, low=code.lower(), a=code[:4], b=code[4:])
    answer = tara.post(JOIN, json={"code": written})
    assert answer.status_code == 200
    assert {k: answer.json()[k] for k in ("id", "name", "time_zone")} == {
        k: cohort[k] for k in ("id", "name", "time_zone")
    }
    assert [trainer["name"] for trainer in answer.json()["trainers"]] == ["Ines"]
    assert [mine["id"] for mine in tara.get(f"{API}/me/cohorts").json()["items"]] == [cohort["id"]]


def test_again_changes_nothing(joined: dict[str, Any], tara: TestClient, ines: TestClient) -> None:
    before = tara.get(f"{API}/me/cohorts").json()
    assert tara.post(JOIN, json={"code": joined["code"]}).status_code == 200
    assert tara.get(f"{API}/me/cohorts").json() == before
    assert ines.get(f"{API}/cohorts/{joined['id']}").json()["members"] == 1


def test_its_trainer_need_not(cohort: dict[str, Any], ines: TestClient) -> None:
    assert slug(ines.post(JOIN, json={"code": cohort["code"]})) == (409, "own-cohort")


@pytest.mark.parametrize("how", ["renewed", "off", "archived"])
def test_a_code_that_no_longer_leads_anywhere(
    cohort: dict[str, Any], ines: TestClient, tara: TestClient, how: str
) -> None:
    address = f"{API}/cohorts/{cohort['id']}"
    deed = {"renewed": ("POST", "/code"), "off": ("DELETE", "/code"), "archived": ("POST", "/archive")}[how]
    assert ines.request(deed[0], address + deed[1]).status_code < 300
    wanted = (409, "cohort-archived") if how == "archived" else (404, "unknown-code")
    assert slug(tara.post(JOIN, json={"code": cohort["code"]})) == wanted
    if how == "renewed":
        code = ines.get(address).json()["code"]
        assert tara.post(JOIN, json={"code": code}).status_code == 200


@pytest.mark.parametrize("code", ["", "-", "XXXXXXXX", "é" * 40])
def test_an_unknown_code(cohort: dict[str, Any], tara: TestClient, code: str) -> None:
    assert slug(tara.post(JOIN, json={"code": code})) == (404, "unknown-code")


def test_without_any_code_nobody_gets_in_by_an_empty_one(
    cohort: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    ines.delete(f"{API}/cohorts/{cohort['id']}/code")
    assert tara.post(JOIN, json={"code": ""}).status_code == 404


def test_guesses_are_bounded_and_successes_are_not(
    cohort: dict[str, Any], tara: TestClient, tom: TestClient, cast: Cast, db: Database
) -> None:
    limit = tara.app.state.settings.limit_sign_ins  # type: ignore[attr-defined]  # the ASGI application
    for _ in range(limit + 3):
        assert tara.post(JOIN, json={"code": cohort["code"]}).status_code == 200
    for _ in range(limit):
        assert tara.post(JOIN, json={"code": "WRONG234"}).status_code == 404
    refused = tara.post(JOIN, json={"code": cohort["code"]})
    assert slug(refused) == (429, "too-many-requests")
    assert int(refused.headers["Retry-After"]) > 0
    assert tom.post(JOIN, json={"code": cohort["code"]}).status_code == 429, "from the same address"


class TestMembers:
    def test_are_listed_for_their_trainer(
        self, joined: dict[str, Any], ines: TestClient, tom: TestClient, cast: Cast
    ) -> None:
        tom.post(JOIN, json={"code": joined["code"]})
        address = f"{API}/cohorts/{joined['id']}/members"
        first = ines.get(address, params={"limit": 1}).json()
        assert [(m["name"], m["email"]) for m in first["items"]] == [("Tara", "tara@people.example")]
        rest = ines.get(address, params={"limit": 1, "cursor": first["next"]}).json()
        assert ([m["name"] for m in rest["items"]], rest["next"]) == (["Tom"], None)

    def test_a_trainer_takes_somebody_out(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, cast: Cast
    ) -> None:
        address = f"{API}/cohorts/{joined['id']}/members/{cast.id('tara')}"
        for _ in range(2):
            assert ines.delete(address).status_code == 204
        assert tara.get(f"{API}/me/cohorts").json()["items"] == []

    def test_a_trainee_leaves_and_takes_nobody_along(
        self, joined: dict[str, Any], tara: TestClient, tom: TestClient, ivan: TestClient, cast: Cast
    ) -> None:
        address = f"{API}/cohorts/{joined['id']}/members"
        assert slug(tom.delete(f"{address}/{cast.id('tara')}")) == (404, "not-found")
        assert slug(ivan.delete(f"{address}/{cast.id('tara')}")) == (404, "not-found")
        assert tara.delete(f"{address}/{cast.id('tara')}").status_code == 204
        assert slug(tara.delete(f"{address}/{cast.id('tara')}")) == (404, "not-found")
