"""*Solve it yourself*: the whole loop on an author's own draft, which leaves no trace anywhere else."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts.models import Scope
from app.core.config import Settings
from app.core.db import Database
from app.exercises.models import ExerciseVersion
from app.llm.scripted import ScriptedModel
from app.practice.models import Attempt
from tests.cast import Cast
from tests.mini import mark
from tests.practice.modelled import QUICK, generous, serving, until, with_model

URL = "/api/v1/exercises"
TERRASSE = f"{URL}/terrasse"
REWRITE = (
    "Bonjour Madame, voici le devis de votre terrasse. Le prix est de 65 € le mètre carré. Vous recevrez le "
    "bois le 12 mars 2026. La terrasse est garantie dix ans. Un acompte de 30 % est demandé à la commande."
)


@pytest.fixture
def ines(cast: Cast, document: dict[str, Any]) -> TestClient:
    """A trainer's tool, her draft written."""
    tool = cast.tool("ines")
    assert tool.post(URL, json=document).status_code == 201
    return tool


def trial(tool: TestClient, **query: str) -> dict[str, Any]:
    answer = tool.post(f"{TERRASSE}/trial", params=query)
    assert answer.status_code in {200, 201}, answer.text
    attempt: dict[str, Any] = answer.json()
    return {**attempt, "new": answer.status_code == 201}


def rewrite_draft(tool: TestClient, document: dict[str, Any], **changes: Any) -> None:
    tag = tool.get(TERRASSE, params={"view": "author"}).headers["etag"]
    put = tool.put(TERRASSE, json={**document, **changes}, headers={"If-Match": tag})
    assert put.status_code == 200, put.text


def work(tool: TestClient, attempt: dict[str, Any]) -> None:
    url = f"/api/v1/attempts/{attempt['id']}"
    found = mark("75 €", comment="Le devis dit 65.", confidence=90)
    assert tool.put(f"{url}/annotations/{uuid4()}", json=found).status_code == 201
    assert tool.put(f"{url}/rewrite", json={"text": REWRITE}).status_code == 200


def submit(tool: TestClient, attempt: dict[str, Any]) -> dict[str, Any]:
    answer = tool.post(f"/api/v1/attempts/{attempt['id']}/submit")
    assert answer.status_code == 200, answer.text
    assessment: dict[str, Any] = answer.json()
    return assessment


def test_the_whole_loop_on_a_draft_that_nobody_else_sees(ines: TestClient, cast: Cast) -> None:
    answer = ines.post(f"{TERRASSE}/trial")
    attempt = answer.json()
    assert (answer.status_code, attempt["trial"], attempt["status"]) == (201, True, "open")
    assert answer.headers["location"] == f"/api/v1/attempts/{attempt['id']}"
    assert "75 € le mètre carré" in attempt["exercise"]["draft"]
    work(ines, attempt)
    assessment = submit(ines, attempt)
    assert [outcome["found"] for outcome in assessment["outcomes"]] == [True, False, False]
    assert assessment["provisional"] is False
    assert ines.get(f"/api/v1/attempts/{attempt['id']}").json()["trial"] is True
    page = cast.browser("ines").get(f"/attempts/{attempt['id']}/feedback")
    assert page.status_code == 200
    assert "ne compte pas" in page.text


def test_every_page_of_it_says_that_it_does_not_count(cast: Cast, ines: TestClient) -> None:
    browser = cast.browser("ines")
    started = browser.post("/authoring/terrasse/try")
    assert started.status_code == 303
    address = started.headers["location"]
    workspace = browser.get(address).text
    assert "Essai à blanc" in workspace
    assert 'href="/authoring/terrasse"' in workspace
    assert 'href="/exercises/terrasse"' not in workspace
    assert browser.post("/authoring/terrasse/try").headers["location"] == address
    assert browser.post(f"/api/v1{address}/submit").status_code == 200
    feedback = browser.get(f"{address}/feedback").text
    assert "Essai à blanc" in feedback
    assert 'action="/authoring/terrasse/try"' in feedback
    assert "/exercises/terrasse" not in feedback
    assert "Vos essais" not in feedback
    assert "À faire ensuite" not in feedback
    assert f"{address}/feedback" in browser.get("/authoring/terrasse").text


def test_a_real_attempt_has_no_such_mark(trainee: TestClient) -> None:
    address = trainee.post("/exercises/mini/start").headers["location"]
    assert "Essai à blanc" not in trainee.get(address).text
    assert trainee.get(f"/api/v1{address}").json()["trial"] is False


def test_it_is_in_no_list_and_moves_no_figure(ines: TestClient, cast: Cast, db: Database) -> None:
    ines.post(f"{TERRASSE}/publish")
    browser = cast.browser("ines")
    before = {path: browser.get(path).text for path in ("/", "/exercises/terrasse", "/exercises/mini")}
    attempt = trial(ines)
    assert {path: browser.get(path).text for path in before} == before
    work(ines, attempt)
    submit(ines, attempt)
    assert {path: browser.get(path).text for path in before} == before
    assert attempt["id"] not in before["/"] + before["/exercises/terrasse"]
    # A real attempt is begun, suggested and scored as if the trial had never been.
    real = browser.post("/exercises/terrasse/start").headers["location"]
    assert attempt["id"] not in real
    browser.post(f"/api/v1{real}/submit")
    home, exercise, feedback = (
        browser.get(path).text for path in ("/", "/exercises/terrasse", f"{real}/feedback")
    )
    assert re.findall(r"Dernier score\s:\s*</span>(\d+)/100<", home) == ["0"]
    assert attempt["id"] not in home + exercise + feedback
    assert exercise.count("/feedback") == 1


def test_a_trial_and_a_real_attempt_are_open_side_by_side(ines: TestClient) -> None:
    ines.post(f"{TERRASSE}/publish")
    real = ines.post(f"{TERRASSE}/attempts")
    assert real.status_code == 201
    tried = trial(ines)
    assert tried["id"] != real.json()["id"]
    again = ines.post(f"{TERRASSE}/attempts")
    assert (again.status_code, again.json()["id"], again.json()["trial"]) == (200, real.json()["id"], False)
    assert trial(ines)["id"] == tried["id"]


def test_one_with_work_in_it_is_resumed_on_its_own_state_of_the_draft(
    ines: TestClient, document: dict[str, Any], cast: Cast
) -> None:
    first = trial(ines)
    work(ines, first)
    rewrite_draft(ines, document, title="Un autre titre")
    resumed = trial(ines)
    assert (resumed["id"], resumed["new"], resumed["exercise"]["title"]) == (
        first["id"],
        False,
        document["title"],
    )
    assert "un état plus ancien" in cast.browser("ines").get("/authoring/terrasse").text
    fresh = trial(ines, afresh="true")
    assert (fresh["new"], fresh["exercise"]["title"], fresh["annotations"]) == (True, "Un autre titre", [])
    assert ines.get(f"/api/v1/attempts/{first['id']}").status_code == 404


def test_one_without_work_moves_on_with_the_draft(ines: TestClient, document: dict[str, Any]) -> None:
    first = trial(ines)
    assert trial(ines)["new"] is False
    rewrite_draft(ines, document, minutes=44)
    second = trial(ines)
    assert (second["new"], second["exercise"]["minutes"]) == (True, 44)
    assert ines.get(f"/api/v1/attempts/{first['id']}").status_code == 404


def test_after_submission_the_next_one_takes_the_newest_draft(
    ines: TestClient, document: dict[str, Any], cast: Cast
) -> None:
    first = trial(ines)
    submit(ines, first)
    rewrite_draft(ines, document, title="Un autre titre")
    browser = cast.browser("ines")
    address = browser.post("/authoring/terrasse/try").headers["location"]
    assert first["id"] not in address
    assert "Un autre titre" in browser.get(address).text
    assert ines.get(f"/api/v1/attempts/{first['id']}").json()["exercise"]["title"] == document["title"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("{>>prix<<}", "", "markup-no-comment"), ("{>>garantie<<}", "{>>garanti<<}", "unknown-id")],
)
def test_a_draft_with_errors_cannot_be_tried(
    ines: TestClient, cast: Cast, document: dict[str, Any], db: Database, old: str, new: str, code: str
) -> None:
    rewrite_draft(ines, document, draft=document["draft"].replace(old, new))
    refused = ines.post(f"{TERRASSE}/trial")
    assert refused.status_code == 422
    problem = refused.json()
    assert problem["type"] == "urn:vigie:problem:lint"
    first = next(error for error in problem["errors"] if error["code"] == code)
    assert (first["pointer"], first["line"]) == ("/draft", 1)
    browser = cast.browser("ines")
    led = browser.post("/authoring/terrasse/try")
    assert led.headers["location"] == "/authoring/terrasse/answers?done=no-trial#findings"
    page = browser.get(led.headers["location"]).text
    assert "ne peut pas être travaillé" in page
    assert f"[{code}]" in page
    assert db.read(lambda session: session.exec(select(Attempt)).all()) == []
    of_draft = select(ExerciseVersion).where(ExerciseVersion.exercise_id == "terrasse")
    assert db.read(lambda session: session.exec(of_draft).all()) == []


def test_one_under_way_can_be_finished_while_the_draft_is_broken(
    ines: TestClient, document: dict[str, Any]
) -> None:
    attempt = trial(ines)
    work(ines, attempt)
    rewrite_draft(ines, document, draft=document["draft"].replace("{>>prix<<}", ""))
    assert trial(ines)["id"] == attempt["id"]
    assert ines.post(f"{TERRASSE}/trial", params={"afresh": True}).status_code == 422
    assert trial(ines)["annotations"] != [], "what was done is still there"
    assert submit(ines, attempt)["scores"]["overall"] > 0


def test_an_unpublished_exercise_can_be_tried_but_not_attempted(ines: TestClient, cast: Cast) -> None:
    trial(ines)
    for name in ("ines", "ivan", "tara", "ada"):
        browser = cast.browser(name)
        assert browser.post(f"{TERRASSE}/attempts").status_code == 404
        assert browser.get(TERRASSE).status_code == 404
        assert browser.get("/exercises/terrasse").status_code == 404
        assert browser.post("/exercises/terrasse/start").status_code == 404


def test_who_may_try_it(ines: TestClient, cast: Cast) -> None:
    assert cast.browser("tara").post(f"{TERRASSE}/trial").status_code == 403
    assert cast.browser("tara").post("/authoring/terrasse/try").status_code == 403
    assert cast.tool("ines", Scope.READ).post(f"{TERRASSE}/trial").status_code == 403
    assert cast.tool("ivan").post(f"{TERRASSE}/trial").status_code == 404
    assert cast.browser("ivan").post("/authoring/terrasse/try").status_code == 404
    assert cast.tool("ada").post(f"{TERRASSE}/trial").status_code == 404, "her token is no administrator's"
    assert cast.tool("ada", Scope.ADMIN).post(f"{TERRASSE}/trial").status_code == 201
    assert cast.stranger().post(f"{TERRASSE}/trial").status_code == 401
    assert ines.post(f"{URL}/nothing/trial").status_code == 404
    mine = trial(ines)
    assert cast.tool("ivan").get(f"/api/v1/attempts/{mine['id']}").status_code == 404


def test_an_exercise_of_the_files_is_tried_as_it_is_on_offer(cast: Cast) -> None:
    ivan = cast.tool("ivan")
    version = ivan.get(f"{URL}/mini").json()["version"]
    tried = ivan.post(f"{URL}/mini/trial")
    assert tried.status_code == 201
    assert (tried.json()["trial"], tried.json()["exercise"]["version"]) == (True, version)


def test_who_is_solving_it_in_earnest_cannot_try_it_for_its_answers(ines: TestClient, cast: Cast) -> None:
    ines.post(f"{TERRASSE}/publish")
    for path in ("mini", "terrasse"):
        browser = cast.browser("ivan")
        browser.post(f"{URL}/{path}/attempts")
        refused = browser.post(f"{URL}/{path}/trial")
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:vigie:problem:attempt-open")
        assert browser.post(f"/authoring/{path}/try").status_code == 409


def test_what_was_tried_can_be_published_as_it_was(ines: TestClient, db: Database) -> None:
    tried = trial(ines)
    kept = tried["exercise"]["version"]

    def number() -> int | None:
        row = db.read(lambda session: session.get(ExerciseVersion, kept))
        assert row is not None
        return row.number

    assert number() is None
    assert ines.get(f"{TERRASSE}/versions").status_code == 404
    published = ines.post(f"{TERRASSE}/publish").json()["version"]
    assert (published["hash"], published["number"], number()) == (kept, 1, 1)
    work(ines, tried)
    assert submit(ines, tried)["outcomes"][0]["found"] is True


def test_a_model_takes_its_part_as_in_any_attempt(settings: Settings, db: Database) -> None:
    with ScriptedModel(generous) as model, serving(with_model(settings, model), db, QUICK) as browser:
        attempt = browser.post(f"{URL}/mini/trial").json()
        vague = mark("75 €", comment="Ce montant-là me paraît étrange.")
        url = f"/api/v1/attempts/{attempt['id']}"
        assert browser.put(f"{url}/annotations/{uuid4()}", json=vague).status_code == 201
        assert submit(browser, attempt)["provisional"] is True
        until(lambda: not browser.get(f"{url}/assessment").json()["provisional"])
        reasons = [outcome["reason"] for outcome in browser.get(f"{url}/assessment").json()["outcomes"]]
        assert reasons[0] is True
        assert UUID(attempt["id"]) not in {
            UUID(found) for found in re.findall(r"/attempts/([0-9a-f-]{36})", browser.get("/").text)
        }
