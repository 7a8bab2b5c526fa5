"""Planting over HTTP: who may, what is answered, what the log keeps, what is documented."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts.models import Person, Role
from app.accounts.own_data import Erasing
from app.authoring.own_data import AUTHORING
from app.authoring.planting.examples import REQUEST, RESPONSE
from app.authoring.planting.problems import FAILURES
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.schemas import PlantedExercise
from app.authoring.routes import planter_of
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.llm.scripted import ScriptedModel
from app.main import create_app
from tests.authoring.planting.cases import FRENCH, decoy, flaw, says
from tests.authoring.planting.over_http import URL, calls, plant
from tests.practice.modelled import MODEL, serving, with_model


def test_the_answer_is_the_one_of_the_documentation(author: TestClient) -> None:
    assert plant(author, REQUEST) == RESPONSE


def test_nothing_is_saved_but_the_call(author: TestClient, db: Database) -> None:
    body = plant(author)
    ids = [card["id"] for card in author.get("/api/v1/exercises").json()["items"]]
    assert body["document"]["id"] not in ids
    [call] = calls(db)
    assert (call.purpose, call.prompt_name, call.prompt_version, call.model) == ("plant", "plant", 1, MODEL)
    assert (call.outcome, call.submission_id, call.attempts) == ("answered", None, 1)
    assert call.input_tokens > 1_000
    assert "pin français" in call.request
    assert json.loads(call.decision or "") == {
        "planted": FRENCH["types"],
        "decoys": ["leurre", "leurre-2"],
        "rejected": [],
    }


@pytest.mark.parametrize("request_", [FRENCH, REQUEST], ids=["fr", "en"])
def test_a_person_creates_and_publishes_what_was_planted(
    author: TestClient, request_: dict[str, Any]
) -> None:
    document = plant(author, request_)["document"]
    created = author.post("/api/v1/exercises", json=document)
    assert (created.status_code, created.json()["lint"]) == (201, [])
    assert created.json()["document"] == document
    address = f"/api/v1/exercises/{document['id']}"
    assert author.get(address).status_code == 404, "until a person publishes it"
    assert author.post(f"{address}/publish").status_code == 200
    assert "{>>" not in author.get(address).json()["draft"]


def test_what_one_asked_is_in_ones_data_and_goes_with_the_account(author: TestClient, db: Database) -> None:
    plant(author)
    [call] = calls(db)
    who = call.person_id
    assert who is not None
    [asked] = db.read(lambda session: AUTHORING.collect(session, who))["asked_of_the_model"]
    assert (asked["purpose"], asked["model"]) == ("plant", MODEL)
    assert "pin français" in json.dumps(asked["request"], ensure_ascii=False)
    db.write(lambda session: AUTHORING.erase(session, Erasing(who)))
    assert calls(db) == []


def test_the_same_request_is_paid_once_and_another_number_asks_anew(
    author: TestClient, db: Database, model: ScriptedModel
) -> None:
    first = plant(author)
    again = plant(author, FRENCH | {"minutes": 45})
    assert again["document"] == first["document"] | {"minutes": 45}
    assert len(model.requests) == 1
    plant(author, FRENCH | {"variant": 2})
    assert len(model.requests) == 2
    assert "(série 2)" in model.requests[1].user
    assert [call.outcome for call in calls(db)] == ["answered", "answered"]


def test_an_answer_of_a_shape_that_is_no_longer_ours_is_asked_for_again(
    author: TestClient, db: Database, model: ScriptedModel
) -> None:
    plant(author)

    def spoil(session: Any) -> None:
        session.connection().exec_driver_sql("UPDATE model_call SET answer = '{}'")

    db.write(spoil)
    assert plant(author)["rejected"] == []
    assert len(model.requests) == 2


@pytest.mark.parametrize(
    ("request_", "header", "message"),
    [
        (FRENCH, None, "le type « stereotype » n’était pas demandé"),
        (FRENCH, "en", "the type “stereotype” was not asked for"),
        (FRENCH, "fr-FR,fr;q=0.9,en;q=0.5", "le type « stereotype » n’était pas demandé"),
        (REQUEST, None, "the type “stereotype” was not asked for"),
        (REQUEST, "fr", "le type « stereotype » n’était pas demandé"),
    ],
)
def test_messages_are_in_the_language_asked_for_else_that_of_the_exercise(
    author: TestClient, model: ScriptedModel, request_: dict[str, Any], header: str | None, message: str
) -> None:
    model.behaviour = lambda _asked: says(flaw(type="stereotype"))
    body = plant(author, request_, **({"accept-language": header} if header else {}))
    assert [one["message"] for one in body["rejected"]] == [message]
    french = message.startswith("le")
    assert any(
        ("ni défaut ni leurre" if french else "neither flaw") in one["message"] for one in body["lint"]
    )


def test_the_prompt_is_in_the_language_of_the_exercise(author: TestClient, model: ScriptedModel) -> None:
    plant(author, FRENCH, **{"accept-language": "en"})
    plant(author, REQUEST, **{"accept-language": "fr"})
    starts = [asked.system.split(".")[0] for asked in model.requests]
    assert starts == ["Vous préparez un exercice de relecture", "You are preparing a reviewing exercise"]


def test_what_was_rejected_comes_as_the_model_made_it(author: TestClient, model: ScriptedModel) -> None:
    bad, worse = flaw(type="stereotype"), decoy(quote="inventé de toutes pièces")
    model.behaviour = lambda _asked: says(bad, decoys=[worse])
    kinds = [(one["kind"], one["proposal"], one["reason"]) for one in plant(author)["rejected"]]
    assert kinds == [("flaw", bad, "type-not-asked"), ("decoy", worse, "quote-not-found")]


def test_the_server_s_end_is_that_of_the_client(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    with serving(with_model(settings, model), db) as client:
        plant(client)
        kept = planter_of(client.app)._client  # type: ignore[arg-type]  # a FastAPI
        assert kept
        assert not kept._endpoint._client.is_closed()
    assert kept._endpoint._client.is_closed()


# Who may


def test_a_stranger_may_not(author: TestClient, model: ScriptedModel) -> None:
    author.cookies.clear()
    assert author.post(URL, json=FRENCH).status_code == 401
    assert model.requests == []


def test_a_trainee_may_not(author: TestClient, db: Database, model: ScriptedModel) -> None:
    def demote(session: Any) -> None:
        for person in session.exec(select(Person)).all():
            person.role = Role.TRAINEE
            session.add(person)

    db.write(demote)
    answer = author.post(URL, json=FRENCH)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:vigie:problem:forbidden")
    assert model.requests == []


# What is asked for


def without(*path: str | int) -> dict[str, Any]:
    """`FRENCH` without one member."""
    request: dict[str, Any] = json.loads(json.dumps(FRENCH))
    at: Any = request
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return request


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        (without("text"), "/text"),
        (without("sources", 0, "text"), "/sources/0/text"),
        (without("brief", "client", "name"), "/brief/client/name"),
        (FRENCH | {"text": ""}, "/text"),
        (FRENCH | {"text": "x" * 30_001}, "/text"),
        (FRENCH | {"text": "Trop. Court."}, "/text"),
        (FRENCH | {"text": FRENCH["text"] + " {++x++}{>>y<<}"}, "/text"),
        (FRENCH | {"types": []}, "/types"),
        (FRENCH | {"types": ["overclaim"] * 13}, "/types"),
        (FRENCH | {"types": ["overclaim", "typo"]}, "/types/1"),
        (FRENCH | {"sources": []}, "/sources"),
        (FRENCH | {"sources": FRENCH["sources"] * 11}, "/sources"),
        (FRENCH | {"language": "de"}, "/language"),
        (FRENCH | {"domain": "law"}, "/domain"),
        (FRENCH | {"decoys": 7}, "/decoys"),
        (FRENCH | {"decoys": -1}, "/decoys"),
        (FRENCH | {"variant": 0}, "/variant"),
        (FRENCH | {"id": "Pas un slug"}, "/id"),
        (FRENCH | {"difficulty": 4}, "/difficulty"),
        (FRENCH | {"minutes": 0}, "/minutes"),
        (FRENCH | {"flaws": []}, "/flaws"),
    ],
)
def test_a_wrong_request_is_answered_with_its_place_and_costs_nothing(
    author: TestClient, model: ScriptedModel, request_: dict[str, Any], pointer: str
) -> None:
    answer = author.post(URL, json=request_)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert [item["pointer"] for item in answer.json()["errors"]] == [pointer]
    assert model.requests == []


def test_marks_in_the_text_are_told_with_line_and_column(author: TestClient) -> None:
    answer = author.post(URL, json=FRENCH | {"text": FRENCH["text"] + "\nP.-S. {==Merci==}{>>x<<}"})
    [item] = answer.json()["errors"]
    assert (item["pointer"], item["line"], item["column"]) == ("/text", 7, 7)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"text": ', b"\xff\xfe", b'"text"'])
def test_a_body_that_is_no_request(author: TestClient, body: bytes) -> None:
    answer = author.post(URL, content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


# The documentation


def test_the_schemas_carry_examples_that_hold() -> None:
    for shape in (PlantRequest, PlantedExercise):
        [example] = shape.model_json_schema()["examples"]
        shape.model_validate(example)


def test_every_error_is_documented(settings: Settings, db: Database) -> None:
    app = create_app(load_settings({"VIGIE_DATABASE_URL": settings.database_url}), db)
    assert isinstance(app, FastAPI)
    operation = app.openapi()["paths"][URL]["post"]
    assert operation["summary"]
    assert {"400", "401", "403", "413", "422", "429"} < set(operation["responses"])
    documented = {
        slug
        for status in ("502", "503", "504")
        for slug in operation["responses"][status]["content"]["application/problem+json"]["examples"]
    }
    assert documented == {"no-model", "model-busy", *(failure.slug for failure in FAILURES.values())}
