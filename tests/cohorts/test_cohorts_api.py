"""Cohorts through the API: made, changed, archived, run by several, unseen by others."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts.models import AuditEntry
from app.cohorts.groups import ALPHABET
from app.core.db import Database
from tests.cast import Cast
from tests.cohorts.groups import API, cohort, ines, ivan, joined, settings, slug, tara, tom

__all__ = ["cohort", "ines", "ivan", "joined", "settings", "tara", "tom"]


def deeds(db: Database) -> list[str]:
    return db.read(lambda s: list(s.exec(select(AuditEntry.action).where(AuditEntry.kind == "cohort"))))


def test_a_new_cohort_is_its_makers(cohort: dict[str, Any], cast: Cast, db: Database) -> None:
    assert cohort["name"] == "Automne"
    assert cohort["time_zone"] == "Europe/Paris"
    assert cohort["owner"] == {"id": str(cast.id("ines")), "name": "Ines"}
    assert cohort["trainers"] == [cohort["owner"]]
    assert (cohort["members"], cohort["revision"], cohort["archived_at"]) == (0, 1, None)
    assert len(cohort["code"]) == 8
    assert set(cohort["code"]) <= set(ALPHABET)
    assert deeds(db) == ["cohort.create"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "  "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"name": "x", "time_zone": "Europe/Nowhere"}, "/time_zone"),
        ({"name": "x", "colour": "red"}, "/colour"),
    ],
)
def test_what_is_wrong_with_it_is_named(ines: TestClient, body: dict[str, Any], pointer: str) -> None:
    answer = ines.post(f"{API}/cohorts", json=body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_trainee_makes_none(tara: TestClient) -> None:
    assert tara.post(f"{API}/cohorts", json={"name": "x"}).status_code == 403
    assert tara.get(f"{API}/cohorts").status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/archive"),
        ("POST", "/restore"),
        ("POST", "/code"),
        ("DELETE", "/code"),
        ("GET", "/members"),
        ("GET", "/assignments"),
    ],
)
def test_another_group_has_no_such_cohort(
    cohort: dict[str, Any], ivan: TestClient, cast: Cast, method: str, path: str
) -> None:
    address = f"{API}/cohorts/{cohort['id']}{path}"
    assert slug(ivan.request(method, address)) == (404, "not-found")
    assert cast.browser("ada").request(method, address).status_code < 300
    assert ivan.get(f"{API}/cohorts").json()["items"] == []


def test_an_administrators_tool_needs_the_scope_for_others(cohort: dict[str, Any], cast: Cast) -> None:
    assert cast.tool("ada").get(f"{API}/cohorts/{cohort['id']}").status_code == 404


class TestReplacing:
    def test_with_the_revision_last_seen(self, cohort: dict[str, Any], ines: TestClient) -> None:
        address = f"{API}/cohorts/{cohort['id']}"
        assert ines.get(address).headers["ETag"] == '"1"'
        body = {"name": "Hiver", "time_zone": "Indian/Reunion"}
        changed = ines.put(address, json=body, headers={"If-Match": '"1"'})
        assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
        assert (changed.json()["name"], changed.json()["time_zone"]) == ("Hiver", "Indian/Reunion")
        assert slug(ines.put(address, json=body, headers={"If-Match": '"1"'})) == (412, "stale")
        assert slug(ines.put(address, json=body)) == (428, "precondition-required")

    def test_the_same_again_changes_nothing(
        self, cohort: dict[str, Any], ines: TestClient, db: Database
    ) -> None:
        body = {"name": "Automne", "time_zone": "Europe/Paris"}
        answer = ines.put(f"{API}/cohorts/{cohort['id']}", json=body, headers={"If-Match": "*"})
        assert answer.headers["ETag"] == '"1"'
        assert deeds(db) == ["cohort.create"]


def test_archived_ones_are_listed_apart(cohort: dict[str, Any], ines: TestClient) -> None:
    for _ in range(2):
        assert ines.post(f"{API}/cohorts/{cohort['id']}/archive").json()["archived_at"]
    assert ines.get(f"{API}/cohorts").json()["items"] == []
    assert len(ines.get(f"{API}/cohorts", params={"archived": True}).json()["items"]) == 1
    assert ines.post(f"{API}/cohorts/{cohort['id']}/restore").json()["archived_at"] is None
    assert len(ines.get(f"{API}/cohorts").json()["items"]) == 1


def test_a_list_comes_in_pages(ines: TestClient) -> None:
    for name in ("Été", "automne", "Hiver"):
        ines.post(f"{API}/cohorts", json={"name": name})
    first = ines.get(f"{API}/cohorts", params={"limit": 2}).json()
    assert [item["name"] for item in first["items"]] == ["automne", "Été"]
    rest = ines.get(f"{API}/cohorts", params={"limit": 2, "cursor": first["next"]}).json()
    assert ([item["name"] for item in rest["items"]], rest["next"]) == (["Hiver"], None)
    wrong = ines.get(f"{API}/cohorts", params={"cursor": str(uuid4())})
    assert slug(wrong) == (422, "invalid")


class TestTrainers:
    def test_a_fellow_runs_it_as_well(
        self, cohort: dict[str, Any], ines: TestClient, ivan: TestClient, cast: Cast
    ) -> None:
        address = f"{API}/cohorts/{cohort['id']}"
        fellow = f"{address}/trainers/{cast.id('ivan')}"
        for _ in range(2):
            assert [one["name"] for one in ines.put(fellow).json()] == ["Ines", "Ivan"]
        assert ivan.get(address).status_code == 200
        assert slug(ivan.delete(fellow)) == (403, "forbidden")
        for _ in range(2):
            assert ines.delete(fellow).status_code == 204
        assert ivan.get(address).status_code == 404

    def test_who_cannot(self, joined: dict[str, Any], ines: TestClient, cast: Cast) -> None:
        trainers = f"{API}/cohorts/{joined['id']}/trainers"
        assert slug(ines.put(f"{trainers}/{cast.id('tara')}")) == (422, "invalid")
        assert slug(ines.put(f"{trainers}/{uuid4()}")) == (404, "not-found")
        assert slug(ines.delete(f"{trainers}/{cast.id('ines')}")) == (409, "owner-stays")

    def test_nobody_learns_and_trains_in_the_same(
        self, cohort: dict[str, Any], ines: TestClient, ivan: TestClient, cast: Cast
    ) -> None:
        assert ivan.post(f"{API}/cohorts/join", json={"code": cohort["code"]}).status_code == 200
        answer = ines.put(f"{API}/cohorts/{cohort['id']}/trainers/{cast.id('ivan')}")
        assert slug(answer) == (409, "is-member")


def test_solo_mode_knows_no_cohorts(app: FastAPI, cast: Cast) -> None:
    browser = cast.browser("ada")
    app.state.settings = app.state.settings.model_copy(update={"mode": "solo"})
    answer = browser.get(f"{API}/cohorts")
    assert answer.status_code == 404
    assert "VIGIE_MODE=server" in answer.json()["detail"]
    assert browser.get(f"{API}/me/assignments").status_code == 404
    assert cast.stranger().get(f"{API}/cohorts").status_code == 401
