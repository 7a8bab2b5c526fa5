"""A model that fails, is not there, or is asked too often: what is answered, over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from app.authoring.planting.problems import FAILURES
from app.authoring.routes import planter_of
from app.core.config import Settings
from app.core.db import Database
from app.llm import scripted
from app.llm.scripted import Behaviour, ScriptedModel, cut, error
from tests.authoring.planting.cases import FRENCH, honest
from tests.authoring.planting.over_http import URL, calls, plant
from tests.practice.modelled import serving, with_model

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
