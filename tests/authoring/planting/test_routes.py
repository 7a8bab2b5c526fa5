"""Planting over HTTP: who may, what is answered, what comes of a failing model, what the log keeps."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select
from structlog.testing import capture_logs

from app.accounts.models import Person, Role
from app.authoring.planting.examples import REQUEST, RESPONSE
from app.authoring.planting.problems import FAILURES
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.schemas import PlantedExercise
from app.authoring.routes import planter_of
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.llm import scripted
from app.llm.models import ModelCall
from app.llm.scripted import Behaviour, ScriptedModel, cut, error
from app.main import create_app
from tests.authoring.planting.cases import FRENCH, flaw, honest, says
from tests.practice.modelled import MODEL, serving, with_model

URL = "/api/v1/exercises/plant"


@pytest.fixture
def author(settings: Settings, db: Database, model: ScriptedModel) -> Iterator[TestClient]:
    with serving(with_model(settings, model), db) as client:
        yield client


def calls(db: Database) -> list[ModelCall]:
    query = select(ModelCall).order_by(col(ModelCall.created_at))
    return db.read(lambda session: list(session.exec(query)))


def plant(client: TestClient, request: dict[str, Any] = FRENCH, **headers: str) -> dict[str, Any]:
    answer = client.post(URL, json=request, headers=headers)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


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


# A model that fails

NO_JSON = scripted.says("Bien sûr ! Voici mes propositions.")
WRONG_SHAPE = scripted.says({"flaws": [{"type": "overclaim"}], "decoys": []})
FAULTS: dict[str, tuple[Behaviour, str, int, str]] = {
    "never answering": (scripted.silent, "timeout", 504, "model-timeout"),
    "slow": (scripted.slow(2, honest), "timeout", 504, "model-timeout"),
    "reset in the middle": (cut(honest, "reset"), "connection", 503, "model-unavailable"),
    "429": (error(429), "rate-limited", 503, "model-unavailable"),
    "429 with Retry-After": (error(429, retry_after="7"), "rate-limited", 503, "model-unavailable"),
    "500": (error(500), "server", 503, "model-unavailable"),
    "503": (error(503), "server", 503, "model-unavailable"),
    "401": (error(401), "misconfigured", 502, "model-misconfigured"),
    "404": (error(404), "misconfigured", 502, "model-misconfigured"),
    "invalid JSON": (scripted.says('{"flaws": ['), "bad-json", 502, "model-answer"),
    "words instead of JSON": (NO_JSON, "bad-json", 502, "model-answer"),
    "wrong shape": (WRONG_SHAPE, "wrong-shape", 502, "model-answer"),
    "a list": (scripted.says("[]"), "wrong-shape", 502, "model-answer"),
    "refusal": (scripted.refuses, "refused", 502, "model-answer"),
    "content filter": (scripted.filtered, "filtered", 502, "model-answer"),
    "truncated": (scripted.truncated, "truncated", 502, "model-answer"),
    "no choice": (scripted.no_choice, "empty", 502, "model-answer"),
    "huge": (scripted.huge(10_000_000), "too-large", 502, "model-answer"),
    "beyond the context": (error(400, "context_length_exceeded"), "too-large", 502, "model-answer"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_says_what_happened_and_is_kept(
    settings: Settings, db: Database, model: ScriptedModel, name: str
) -> None:
    behaviour, kind, status, slug = FAULTS[name]
    model.behaviour = behaviour
    patient = with_model(settings, model, llm_seconds="0.4" if kind == "timeout" else "10")
    with capture_logs(), serving(patient, db) as client:
        answer = client.post(URL, json=FRENCH)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert body["type"] == f"urn:vigie:problem:{slug}"
        assert body["detail"] == FAILURES[body["model_error"]["kind"]].detail
        assert body["model_error"]["kind"] == kind
        assert body["model_error"]["attempts"] >= 1
        assert ("retry-after" in answer.headers) == (status in {503, 504})
        if name == "429 with Retry-After":
            assert answer.headers["retry-after"] == "7"
        [call] = calls(db)
        assert (call.purpose, call.outcome, call.decision) == ("plant", kind, None)
        model.behaviour = honest
        assert len(plant(client)["planted"]) == 5, "the next try finds nothing in its way"


def test_a_passing_fault_is_tried_again(settings: Settings, db: Database, model: ScriptedModel) -> None:
    model.next(error(500), error(503))
    with capture_logs(), serving(with_model(settings, model, llm_retries="3"), db) as client:
        assert len(plant(client)["planted"]) == 5
    [call] = calls(db)
    assert (call.outcome, call.attempts) == ("answered", 3)


def test_an_endpoint_that_keeps_failing_is_left_alone(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = error(500)
    with capture_logs(), serving(with_model(settings, model), db) as client:
        kinds = [client.post(URL, json=FRENCH).json()["model_error"]["kind"] for _ in range(7)]
    assert kinds == ["server"] * 5 + ["circuit-open"] * 2
    assert len(model.requests) == 5


def test_the_day_s_tokens_are_a_bound(settings: Settings, db: Database, model: ScriptedModel) -> None:
    with capture_logs(), serving(with_model(settings, model, llm_daily_tokens="12000"), db) as client:
        plant(client)
        [spent] = calls(db)
        assert 2_000 < spent.input_tokens + spent.output_tokens < 4_000, "it may cost 10,000"
        answer = client.post(URL, json=FRENCH | {"variant": 2})
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:vigie:problem:model-budget")
        assert "VIGIE_LLM_DAILY_TOKENS" in answer.json()["detail"]
        assert 0 < int(answer.headers["retry-after"]) <= 86_400
        assert len(model.requests) == 1
        assert plant(client)["missing"] == [], "what is paid for already is still answered"


def test_without_a_model_the_answer_says_what_to_set(trainee: TestClient) -> None:
    answer = trainee.post(URL, json=FRENCH)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:vigie:problem:no-model")
    assert "VIGIE_LLM_BASE_URL and VIGIE_LLM_MODEL" in answer.json()["detail"]


def test_a_key_that_is_none_is_told(settings: Settings, db: Database, model: ScriptedModel) -> None:
    with capture_logs(), serving(with_model(settings, model, llm_api_key="clé"), db) as client:
        answer = client.post(URL, json=FRENCH)
    assert (answer.status_code, answer.json()["type"]) == (502, "urn:vigie:problem:model-misconfigured")
    assert answer.json()["model_error"]["detail"] == "VIGIE_LLM_API_KEY holds characters that no key has"
    assert (model.requests, calls(db)) == ([], [])


# Many at a time


@contextmanager
def asking(client: TestClient, count: int) -> Iterator[list[int]]:
    """So many requests under way, each with a number of its own; their statuses at the end."""
    statuses: list[int] = []

    def ask(number: int) -> None:
        statuses.append(client.post(URL, json=FRENCH | {"variant": number}).status_code)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2, 2 + count)]
    for thread in threads:
        thread.start()
    yield statuses
    for thread in threads:
        thread.join()


def gate(model: ScriptedModel) -> tuple[threading.Event, Callable[[int], None]]:
    """A model that answers when the event is set; and what waits until so many have asked."""
    opened, arrived = threading.Event(), threading.Semaphore(0)

    def behaviour(asked: scripted.Asked) -> dict[str, Any]:
        arrived.release()
        assert opened.wait(10)
        return honest(asked)

    def wait_for(count: int) -> None:
        for _ in range(count):
            assert arrived.acquire(timeout=10)

    model.behaviour = behaviour
    return opened, wait_for


def test_while_the_model_thinks_everything_else_goes_on(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    opened, wait_for = gate(model)
    with serving(with_model(settings, model), db) as client, asking(client, 1) as statuses:
        wait_for(1)
        assert client.get("/api/v1/exercises").status_code == 200
        started = client.post("/api/v1/exercises/mini/attempts")
        assert started.status_code == 201, "the database is not held meanwhile"
        opened.set()
    assert statuses == [200]


def test_too_many_at_a_time_are_told_to_come_back(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    opened, wait_for = gate(model)
    with serving(with_model(settings, model, llm_concurrency="1"), db) as client:
        with asking(client, 2) as statuses:
            wait_for(1)
            until_full = planter_of(client.app)._places  # type: ignore[arg-type]  # a FastAPI
            while until_full.acquire(blocking=False):
                until_full.release()
            answer = client.post(URL, json=FRENCH)
            opened.set()
        assert sorted(statuses) == [200, 200]
        assert plant(client)["missing"] == []
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:vigie:problem:model-busy")
    assert answer.headers["retry-after"] == "30"


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
    documented = {
        slug
        for status in ("502", "503", "504")
        for slug in operation["responses"][status]["content"]["application/problem+json"]["examples"]
    }
    assert documented == {"no-model", "model-busy", *(failure.slug for failure in FAILURES.values())}
