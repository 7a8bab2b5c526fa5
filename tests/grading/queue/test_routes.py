"""What administrators see of the jobs that failed, whoever does them: a thread (SQLite) or workers."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app.accounts.models import AuditEntry, Scope
from app.core.config import Settings
from app.core.db import Database
from app.grading.jobs import BackgroundGrader, Patience
from app.grading.models import FrozenSubmission
from app.grading.worker_jobs import keep_failure
from app.llm.protocol import ModelError
from app.llm.scripted import ScriptedModel
from app.main import create_app
from tests.cast import Cast
from tests.grading.queue.world import hand_in

URL = "/api/v1/grading/jobs"
PATIENCE = Patience(tries=2, poor_tries=1)


@pytest.fixture
def app(modelled: Settings, db: Database) -> FastAPI:
    """Its thread, where it has one, is never started: `fail` does what it would do."""
    return create_app(modelled.model_copy(update={"mode": "server"}), db, PATIENCE)


@pytest.fixture
def client(cast: Cast) -> TestClient:
    """The trainee's browser."""
    return cast.browser("tara")


@pytest.fixture
def ada(cast: Cast) -> TestClient:
    return cast.tool("ada", Scope.ADMIN)


@pytest.fixture
def submissions(client: TestClient, db: Database, model: ScriptedModel) -> list[UUID]:
    """Three that wait for the model, the first first."""
    hand_in(client, 3)
    query = select(FrozenSubmission.id).order_by(col(FrozenSubmission.created_at))
    assert model.requests == []
    return list(db.read(lambda session: session.exec(query).all()))


def fail(app: FastAPI, db: Database, submission_id: UUID, error: ModelError) -> None:
    """The next try at a submission fails."""
    grader = app.state.grader
    if isinstance(grader, BackgroundGrader):

        def work(_id: UUID, _heard: object) -> None:
            raise error

        grader._do(work, submission_id)  # what its thread does next
    else:
        db.write_beside(lambda session: keep_failure(session, submission_id, error.kind, None, PATIENCE))


def listed(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get(URL, params=query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def ids(page: dict[str, Any]) -> list[UUID]:
    return [UUID(item["submission_id"]) for item in page["items"]]


def test_nothing_has_failed_and_all_waits(ada: TestClient, submissions: list[UUID]) -> None:
    assert listed(ada) == {"items": [], "next": None}
    waiting = listed(ada, state="waiting")
    assert ids(waiting) == submissions
    assert waiting["items"][0] == {
        "submission_id": str(submissions[0]), "state": "queued", "kind": None, "tries": 0, "at": None
    }  # fmt: skip


def test_what_failed_too_often_is_shown_with_what_went_wrong(
    app: FastAPI, db: Database, ada: TestClient, submissions: list[UUID]
) -> None:
    first, second, third = submissions
    fail(app, db, second, ModelError("timeout", "as told"))
    fail(app, db, third, ModelError("refused", "as told"))
    [failed] = listed(ada)["items"]
    assert (failed["submission_id"], failed["state"]) == (str(third), "stopped")
    assert (failed["kind"], failed["tries"]) == ("refused", 1)
    assert failed["at"].endswith("Z")
    waiting = listed(ada, state="waiting")["items"]
    assert [(item["submission_id"], item["state"], item["tries"]) for item in waiting] == [
        (str(first), "queued", 0),
        (str(second), "later", 1),
    ]


def test_pages_follow_each_other(ada: TestClient, submissions: list[UUID]) -> None:
    page = listed(ada, state="waiting", limit=2)
    assert (ids(page), page["next"]) == (submissions[:2], str(submissions[1]))
    rest = listed(ada, state="waiting", limit=2, cursor=page["next"])
    assert (ids(rest), rest["next"]) == (submissions[2:], None)


def test_one_that_is_taken_up_again_begins_anew(
    app: FastAPI, db: Database, ada: TestClient, cast: Cast, submissions: list[UUID]
) -> None:
    fail(app, db, submissions[0], ModelError("refused", "as told"))
    assert ada.post(f"{URL}/{submissions[0]}/retry").status_code == 204
    assert listed(ada)["items"] == []
    assert listed(ada, state="waiting")["items"][0]["tries"] == 0
    entry = db.read(
        lambda session: session.exec(select(AuditEntry).where(AuditEntry.action == "grading.retry")).one()
    )
    assert (entry.actor_id, entry.kind, entry.subject) == (cast.id("ada"), "submission", str(submissions[0]))
    again = ada.post(f"{URL}/{submissions[0]}/retry")
    assert (again.status_code, again.json()["detail"][:37]) == (404, "There is no such job that was set asi")


def test_one_that_never_failed_or_never_was_is_a_404(ada: TestClient, submissions: list[UUID]) -> None:
    for id_ in (submissions[0], uuid4()):
        assert ada.post(f"{URL}/{id_}/retry").status_code == 404


def test_without_a_model_there_is_nothing(settings: Settings, db: Database) -> None:
    cast = Cast(create_app(settings.model_copy(update={"mode": "server"}), db), db)
    ada = cast.tool("ada", Scope.ADMIN)
    assert listed(ada) == {"items": [], "next": None}
    assert ada.post(f"{URL}/{uuid4()}/retry").status_code == 404


@pytest.mark.parametrize(
    ("name", "scope"), [("tara", Scope.AUTHOR), ("ines", Scope.AUTHOR), ("ada", Scope.AUTHOR)]
)
def test_only_an_administrator_may_look(cast: Cast, name: str, scope: Scope) -> None:
    tool = cast.tool(name, scope)
    assert tool.get(URL).status_code == 403
    assert tool.post(f"{URL}/{uuid4()}/retry").status_code == 403


# The page


def test_the_page_shows_what_was_set_aside_and_takes_it_up(
    app: FastAPI, db: Database, cast: Cast, submissions: list[UUID]
) -> None:
    fail(app, db, submissions[0], ModelError("refused", "as told"))
    ada = cast.browser("ada")
    page = ada.get("/grading").text
    assert "Le modèle a refusé de répondre" in page
    assert "2 travaux rendus attendent leur tour." in page
    assert str(submissions[0]) in page
    assert 'href="/grading"' in ada.get("/people").text
    answer = ada.post(f"/grading/{submissions[0]}/retry")
    assert (answer.status_code, answer.headers["location"]) == (303, "/grading")
    assert "Rien n’est mis de côté" in ada.get("/grading").text
    assert ada.post(f"/grading/{submissions[0]}/retry").status_code == 404


def test_the_page_is_for_administrators(cast: Cast) -> None:
    assert cast.browser("ines").get("/grading").status_code == 403
    assert 'href="/grading"' not in cast.browser("ines").get("/people").text
