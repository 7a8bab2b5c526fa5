"""Assignments: set, changed, taken back; begun while they are open; what is due, and what is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from app.cohorts.models import Assignment
from app.core.clock import now
from app.core.db import Database
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.groups import API, assign, at, cohort, ines, ivan, joined, settings, slug, tara, tom

__all__ = ["cohort", "ines", "ivan", "joined", "settings", "tara", "tom"]


def begin(browser: TestClient, assignment: dict[str, Any]) -> Any:
    return browser.post(f"{API}/assignments/{assignment['id']}/attempts")


def duties(browser: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(f"{API}/me/assignments").json()["items"]
    return found


def move(db: Database, assignment: dict[str, Any], **moments: datetime) -> None:
    """As if time had passed."""
    moved = update(Assignment).where(col(Assignment.id) == UUID(assignment["id"])).values(**moments)
    db.write(lambda session: session.connection().execute(moved))


class TestSetting:
    def test_what_is_not_said(self, cohort: dict[str, Any], ines: TestClient) -> None:
        made = assign(ines, cohort)
        assert made["title"] == "Un devis de terrasse"
        assert (made["mode"], made["reference"]) == ("formative", "after-submission")
        assert (made["due_at"], made["attempts_allowed"], made["begun"], made["position"]) == (
            None,
            None,
            0,
            0,
        )
        assert abs(datetime.fromisoformat(made["opens_at"]) - now()) < timedelta(minutes=1)

    def test_any_offset_is_the_same_moment(self, cohort: dict[str, Any], ines: TestClient) -> None:
        made = assign(ines, cohort, opens_at="2026-11-01T00:00:00Z", due_at="2026-11-30T18:00:00+01:00")
        assert made["due_at"] == "2026-11-30T17:00:00Z"

    @pytest.mark.parametrize(
        ("terms", "pointer"),
        [
            ({"exercise_id": "nothing"}, "/exercise_id"),
            ({"due_at": "2026-11-30T18:00:00"}, "/due_at"),
            ({"due_at": "0001-01-01T00:00:00+14:00"}, "/due_at"),
            ({"due_at": "2026-01-01T00:00:00Z"}, "/due_at"),
            ({"attempts_allowed": 0}, "/attempts_allowed"),
            ({"mode": "exam"}, "/mode"),
            ({"reference": "after-due"}, ""),
            ({"opens_at": "2026-12-02T00:00:00Z", "due_at": "2026-12-01T00:00:00Z"}, ""),
        ],
    )
    def test_what_is_wrong_is_named(
        self, cohort: dict[str, Any], ines: TestClient, terms: dict[str, Any], pointer: str
    ) -> None:
        body = {"exercise_id": "mini", **terms}
        answer = ines.post(f"{API}/cohorts/{cohort['id']}/assignments", json=body)
        assert slug(answer) == (422, "invalid")
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]

    def test_an_archived_cohort_gets_none(self, cohort: dict[str, Any], ines: TestClient) -> None:
        ines.post(f"{API}/cohorts/{cohort['id']}/archive")
        answer = ines.post(f"{API}/cohorts/{cohort['id']}/assignments", json={"exercise_id": "mini"})
        assert slug(answer) == (409, "cohort-archived")

    def test_others_have_no_such_assignment(
        self, joined: dict[str, Any], ines: TestClient, ivan: TestClient, tara: TestClient, tom: TestClient
    ) -> None:
        made = assign(ines, joined)
        address = f"{API}/assignments/{made['id']}"
        assert ines.get(address).headers["ETag"] == '"1"'
        put = {"json": {"exercise_id": "mini"}, "headers": {"If-Match": "*"}}
        assert [ivan.get(address).status_code, ivan.delete(address).status_code] == [404, 404]
        assert ivan.put(address, **put).status_code == 404  # type: ignore[arg-type]  # a body and headers
        assert tara.get(address).status_code == 403
        assert slug(begin(tom, made)) == (404, "not-found")


class TestChanging:
    def test_needs_the_revision(self, joined: dict[str, Any], ines: TestClient) -> None:
        made = assign(ines, joined)
        address = f"{API}/assignments/{made['id']}"
        body = {"exercise_id": "mini", "due_at": at(days=2), "attempts_allowed": 1}
        assert slug(ines.put(address, json=body)) == (428, "precondition-required")
        changed = ines.put(address, json=body, headers={"If-Match": '"1"'})
        assert (changed.json()["attempts_allowed"], changed.headers["ETag"]) == (1, '"2"')
        assert changed.json()["opens_at"] == made["opens_at"]
        assert slug(ines.put(address, json=body, headers={"If-Match": '"1"'})) == (412, "stale")

    def test_once_begun_exercise_and_mode_stay(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        made = assign(ines, joined)
        begin(tara, made)
        body = {"exercise_id": "mini", "mode": "certifying"}
        answer = ines.put(f"{API}/assignments/{made['id']}", json=body, headers={"If-Match": "*"})
        assert slug(answer) == (409, "begun")
        assert ines.get(f"{API}/assignments/{made['id']}").json()["begun"] == 1

    def test_a_later_due_date_keeps_the_reference_back_longer(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        terms = {"exercise_id": "mini", "due_at": at(days=1), "reference": "after-due"}
        made = assign(ines, joined, **terms)
        attempt = begin(tara, made).json()
        assert attempt["reference_after"] == made["due_at"]
        later = {**terms, "due_at": at(days=5)}
        changed = ines.put(f"{API}/assignments/{made['id']}", json=later, headers={"If-Match": "*"}).json()
        again = tara.get(f"{API}/attempts/{attempt['id']}").json()
        assert again["reference_after"] == changed["due_at"]

    def test_taken_back_it_is_deleted_or_once_begun_archived(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        unused, used = assign(ines, joined), assign(ines, joined)
        attempt = begin(tara, used).json()
        for made in (unused, used, used):
            assert ines.delete(f"{API}/assignments/{made['id']}").status_code == 204
        assert ines.get(f"{API}/assignments/{unused['id']}").status_code == 404
        assert ines.get(f"{API}/assignments/{used['id']}").json()["archived_at"] is not None
        address = f"{API}/cohorts/{joined['id']}/assignments"
        assert ines.get(address).json()["items"] == []
        archived = ines.get(address, params={"archived": True}).json()["items"]
        assert [one["id"] for one in archived] == [used["id"]]
        assert duties(tara) == []
        assert tara.post(f"{API}/attempts/{attempt['id']}/submit").status_code == 200


class TestBeginning:
    def test_terms_are_copied(self, joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
        made = assign(ines, joined, mode="certifying", due_at=at(days=1), reference="after-due")
        first = begin(tara, made)
        assert first.status_code == 201
        shown = first.json()
        assert (shown["assignment_id"], shown["certifying"]) == (made["id"], True)
        assert shown["reference_after"] == made["due_at"]
        assert first.headers["Location"] == f"/api/v1/attempts/{shown['id']}"
        again = begin(tara, made)
        assert (again.status_code, again.json()["id"]) == (200, shown["id"])

    def test_not_before_it_opens(self, joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
        made = assign(ines, joined, opens_at="2100-07-01T06:30:00Z")
        answer = begin(tara, made)
        assert slug(answer) == (409, "not-open-yet")
        assert "2100-07-01 08:30 (Europe/Paris)" in answer.json()["detail"]
        assert answer.json()["opens_at"] == "2100-07-01T06:30:00+00:00"

    def test_not_after_it_was_due_but_what_was_begun_is_taken_late(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, tom: TestClient, db: Database
    ) -> None:
        tom.post(f"{API}/cohorts/join", json={"code": joined["code"]})
        made = assign(ines, joined, due_at=at(days=1))
        attempt = begin(tara, made).json()
        move(db, made, opens_at=now() - timedelta(days=3), due_at=now() - timedelta(hours=1))
        assert slug(begin(tom, made)) == (409, "closed")
        assert [(d["state"], d["late"]) for d in duties(tom)] == [("missed", False)]
        assert [(d["state"], d["late"]) for d in duties(tara)] == [("under-way", True)]
        assert begin(tara, made).json()["id"] == attempt["id"]
        assert tara.post(f"{API}/attempts/{attempt['id']}/submit").status_code == 200
        assert [(d["state"], d["late"]) for d in duties(tara)] == [("done", True)]

    def test_the_moment_at_which_it_is_due_is_the_first_after_it(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """From then on the reference is shown: who begins then could read it first."""
        made = assign(ines, joined, due_at=at(days=1), reference="after-due", attempts_allowed=3)
        due = datetime.fromisoformat(made["due_at"])
        tara.post(f"{API}/attempts/{begin(tara, made).json()['id']}/submit")
        for module in ("starting", "duties", "home_pages", "set_apart"):
            monkeypatch.setattr(f"app.cohorts.{module}.now", lambda: due)
        monkeypatch.setattr("app.practice.visibility.now", lambda: due)
        assert f"/assignments/{made['id']}/start" not in tara.get("/").text
        assert slug(begin(tara, made)) == (409, "closed")

    def test_it_opens_at_the_very_moment(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = assign(ines, joined, opens_at=at(days=1))
        opens = datetime.fromisoformat(made["opens_at"])
        monkeypatch.setattr("app.cohorts.starting.now", lambda: opens - timedelta(microseconds=1))
        assert slug(begin(tara, made)) == (409, "not-open-yet")
        monkeypatch.setattr("app.cohorts.starting.now", lambda: opens)
        assert begin(tara, made).status_code == 201

    def test_a_moved_due_date_moves_what_is_late(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        made = assign(ines, joined, due_at=at(days=1))
        begin(tara, made)
        move(db, made, opens_at=now() - timedelta(days=3), due_at=now() - timedelta(hours=1))
        assert duties(tara)[0]["late"] is True
        body = {"exercise_id": "mini", "due_at": at(days=2)}
        ines.put(f"{API}/assignments/{made['id']}", json=body, headers={"If-Match": "*"})
        assert duties(tara)[0]["late"] is False

    def test_as_often_as_it_may_be(self, joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
        made = assign(ines, joined, attempts_allowed=2)
        for _ in range(2):
            attempt = begin(tara, made)
            assert attempt.status_code == 201
            assert tara.post(f"{API}/attempts/{attempt.json()['id']}/submit").status_code == 200
        answer = begin(tara, made)
        assert slug(answer) == (409, "no-attempts-left")
        assert "2 attempts" in answer.json()["detail"]

    @pytest.mark.parametrize("what", ["cohort", "assignment"])
    def test_not_where_it_is_archived_but_what_is_under_way_goes_on(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, tom: TestClient, what: str
    ) -> None:
        tom.post(f"{API}/cohorts/join", json={"code": joined["code"]})
        made = assign(ines, joined)
        begin(tara, made)
        if what == "cohort":
            ines.post(f"{API}/cohorts/{joined['id']}/archive")
        else:
            ines.delete(f"{API}/assignments/{made['id']}")
        assert slug(begin(tom, made)) == (409, f"{what}-archived")
        assert begin(tara, made).status_code == 200
        assert duties(tom) == []


class TestFreePractice:
    @pytest.mark.parametrize(
        "terms", [{"mode": "certifying"}, {"reference": "after-due", "due_at": at(days=9)}]
    )
    def test_waits_while_it_would_tell_what_is_kept_back(
        self,
        joined: dict[str, Any],
        ines: TestClient,
        tara: TestClient,
        tom: TestClient,
        terms: dict[str, Any],
    ) -> None:
        free = f"{API}/exercises/mini/attempts"
        made = assign(ines, joined, **terms)
        assert slug(tara.post(free)) == (409, "assigned")
        assert tara.post("/exercises/mini/start").headers["Location"] == "/?said=assigned#duties"
        assert "commencez-le d’ici" in tara.get("/?said=assigned").text
        assert tom.post(free).status_code == 201
        ines.delete(f"{API}/assignments/{made['id']}")
        assert tara.post(free).status_code == 201

    def test_what_was_begun_before_goes_on(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        free = f"{API}/exercises/mini/attempts"
        tara.post(free)
        assign(ines, joined, mode="certifying")
        assert tara.post(free).status_code == 200


class TestDuties:
    def test_what_is_due_comes_first(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        whenever = assign(ines, joined)
        later = assign(ines, joined, due_at=at(days=9))
        upcoming = assign(ines, joined, opens_at=at(days=1), due_at=at(days=2))
        soon = assign(ines, joined, due_at=at(days=1))
        done = assign(ines, joined, due_at=at(hours=5))
        tara.post(f"{API}/attempts/{begin(tara, done).json()['id']}/submit")
        begin(tara, later)
        found = [(d["id"], d["state"]) for d in duties(tara)]
        assert found == [
            (later["id"], "under-way"),
            (soon["id"], "open"),
            (whenever["id"], "open"),
            (upcoming["id"], "upcoming"),
            (done["id"], "done"),
        ]

    def test_a_score_is_there_once_it_may_be_seen(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        formative = assign(ines, joined)
        attempts = [begin(tara, formative).json()["id"]]
        tara.post(f"{API}/attempts/{attempts[0]}/submit")
        assert [(duty["state"], duty["score"]) for duty in duties(tara)] == [("done", 0)]
        certifying = assign(ines, joined, mode="certifying")
        attempts.append(begin(tara, certifying).json()["id"])
        tara.post(f"{API}/attempts/{attempts[1]}/submit")
        by_id = {duty["id"]: duty for duty in duties(tara)}
        assert (by_id[certifying["id"]]["state"], by_id[certifying["id"]]["score"]) == ("awaiting", None)
        released = update(Attempt).where(col(Attempt.id) == UUID(attempts[1])).values(released_at=now())
        db.write(lambda session: session.connection().execute(released))
        by_id = {duty["id"]: duty for duty in duties(tara)}
        assert (by_id[certifying["id"]]["state"], by_id[certifying["id"]]["score"]) == ("done", 0)

    def test_who_left_has_none(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, cast: Cast
    ) -> None:
        made = assign(ines, joined)
        tara.delete(f"{API}/cohorts/{joined['id']}/members/{cast.id('tara')}")
        assert duties(tara) == []
        assert slug(begin(tara, made)) == (404, "not-found")
