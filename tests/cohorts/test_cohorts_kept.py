"""What cohorts keep of a person: in the download, after the account is erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.accounts.own_data import Erasing
from app.authoring.own_data import AUTHORING
from app.cohorts.models import Cohort
from app.cohorts.own_data import COHORTS
from app.core.db import Database
from tests.cast import Cast
from tests.cohorts.groups import API, assign, cohort, ines, ivan, joined, settings, tara, tom
from tests.mini import mini_document

__all__ = ["cohort", "ines", "ivan", "joined", "settings", "tara", "tom"]


def erase(app: FastAPI, db: Database, person_id: UUID) -> dict[str, int]:
    """What was weighed; then everything that any feature holds of the person goes."""

    def work(session: Session) -> dict[str, int]:
        erasing = Erasing(person_id)
        weighed = dict(COHORTS.weigh(session, erasing))
        for holding in app.state.holdings:
            holding.erase(session, erasing)
        return weighed

    return db.write(work)


def kept(db: Database, cohort: dict[str, Any]) -> Cohort | None:
    return db.read(lambda session: session.get(Cohort, UUID(cohort["id"])))


def test_the_download_says_where_one_learns_and_what_one_runs(
    joined: dict[str, Any], ines: TestClient, tara: TestClient
) -> None:
    made = assign(ines, joined)
    hers, trainers = tara.get("/account/data").json(), ines.get("/account/data").json()
    assert [one["name"] for one in hers["cohorts_joined"]] == ["Automne"]
    assert (hers["cohorts_run"], hers["assignments_made"]) == ([], [])
    assert [(one["name"], one["owner"]) for one in trainers["cohorts_run"]] == [("Automne", True)]
    assert [one["id"] for one in trainers["assignments_made"]] == [made["id"]]


def test_an_erased_trainee_is_in_no_cohort(
    joined: dict[str, Any], ines: TestClient, tara: TestClient, app: FastAPI, db: Database, cast: Cast
) -> None:
    made = assign(ines, joined)
    tara.post(f"{API}/assignments/{made['id']}/attempts")
    weighed = erase(app, db, cast.id("tara"))
    assert weighed["cohorts_left"] == 1
    assert ines.get(f"{API}/cohorts/{joined['id']}/members").json()["items"] == []
    assert ines.get(f"{API}/assignments/{made['id']}").json()["begun"] == 0


def test_a_cohort_of_an_erased_owner_passes_to_a_fellow(
    joined: dict[str, Any], ines: TestClient, ivan: TestClient, app: FastAPI, db: Database, cast: Cast
) -> None:
    ines.put(f"{API}/cohorts/{joined['id']}/trainers/{cast.id('ivan')}")
    assert erase(app, db, cast.id("ines"))["cohorts_kept"] == 1
    left = ivan.get(f"{API}/cohorts/{joined['id']}").json()
    assert left["owner"]["name"] == "Ivan"
    assert [one["name"] for one in left["trainers"]] == ["Ivan"]
    assert left["archived_at"] is None


def test_without_a_fellow_it_is_archived_where_it_has_trainees(
    joined: dict[str, Any], app: FastAPI, db: Database, cast: Cast
) -> None:
    assert erase(app, db, cast.id("ines"))["cohorts_kept"] == 1
    left = kept(db, joined)
    assert left is not None
    assert left.archived_at is not None
    assert left.code is None


def test_and_goes_where_it_has_none(
    cohort: dict[str, Any], ines: TestClient, app: FastAPI, db: Database, cast: Cast
) -> None:
    assign(ines, cohort)
    assert erase(app, db, cast.id("ines"))["cohorts_erased"] == 1
    assert kept(db, cohort) is None


def test_the_exercise_of_an_erased_author_stays_where_others_set_it(
    cohort: dict[str, Any], ivan: TestClient, ines: TestClient, db: Database, cast: Cast
) -> None:
    assert ivan.post(f"{API}/exercises", json={**mini_document(), "id": "mine"}).status_code == 201
    assert ivan.post(f"{API}/exercises/mine/publish").status_code == 200
    assign(ines, cohort, exercise_id="mine")
    weighed = db.read(lambda session: AUTHORING.weigh(session, Erasing(cast.id("ivan"))))
    assert (weighed["exercises_kept"], weighed["exercises_erased"]) == (1, 0)
