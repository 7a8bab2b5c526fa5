"""What Prometheus reads, and who may."""

from __future__ import annotations

import os
import re
import time
from contextlib import closing
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import Session, select

from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.grading.models import AssessmentRecord, FrozenSubmission
from app.llm.models import ModelCall
from app.main import create_app
from tests.cast import Cast
from tests.conftest import BASE
from tests.mini import mark

TOKEN = "prometheus-0123456789"
Samples = dict[str, list[tuple[dict[str, str], float]]]


def here(app: FastAPI) -> TestClient:
    """Something on this machine that asks for the metrics."""
    return TestClient(app, BASE, client=("127.0.0.1", 50000), raise_server_exceptions=False)


def samples_of(client: TestClient, **headers: str) -> Samples:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found: Samples = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((dict(sample.labels), sample.value))
    return found


def value(samples: Samples, name: str, **labels: str) -> float:
    """The one sample with these labels among others."""
    found = [number for given, number in samples.get(name, []) if labels.items() <= given.items()]
    assert len(found) == 1, (name, labels, samples.get(name))
    return found[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "vigie.example"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Via": "1.1 proxy"},
        {"Forwarded": "for=203.0.113.9"},
    ],
)
def test_what_comes_through_a_proxy_is_not_from_here(app: FastAPI, headers: dict[str, str]) -> None:
    assert here(app).get("/metrics").status_code == 200
    assert here(app).get("/metrics", headers=headers).status_code == 404


def test_from_elsewhere_there_are_none_without_a_token_that_is_set(stranger: TestClient) -> None:
    for given in ("", "Bearer ", f"Bearer {TOKEN}"):
        assert stranger.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_the_token_opens_them_from_anywhere(settings: Settings, db: Database) -> None:
    settings = settings.model_copy(update={"metrics_token": type(settings.llm_api_key)(TOKEN)})
    client = TestClient(create_app(settings, db), BASE)
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": TOKEN}).status_code == 404
    samples = samples_of(client, Authorization=f"Bearer {TOKEN}", Host="web:8000")
    assert value(samples, "vigie_database_up") == 1


def test_requests_are_counted_by_method_template_and_status(app: FastAPI, cast: Cast) -> None:
    tara = cast.browser("tara")
    attempt = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
    for _ in range(3):
        tara.get(f"/api/v1/attempts/{attempt}")
    tara.get("/api/v1/attempts/00000000-0000-4000-8000-000000000000")
    tara.get("/nothing/at/all")
    tara.request("BREW", "/")
    samples = samples_of(here(app))
    template = {"process": str(os.getpid()), "method": "GET", "route": "/api/v1/attempts/{attempt_id}"}
    assert value(samples, "vigie_requests_total", **template, status="200") == 3
    assert value(samples, "vigie_requests_total", **template, status="404") == 1
    assert value(samples, "vigie_requests_total", route="unmatched", status="404") == 1
    assert value(samples, "vigie_requests_total", method="other") == 1
    assert value(samples, "vigie_request_seconds_count", **template) == 4
    assert value(samples, "vigie_request_seconds_bucket", **template, le="+Inf") == 4


def test_refused_sign_ins_are_counted(app: FastAPI, stranger: TestClient) -> None:
    stranger.get("/sign-in", params={"token": "wrong"})
    stranger.get("/sign-in", params={"token": "wrong too"})
    refused = samples_of(here(app))["vigie_sign_ins_refused_total"]
    assert sum(number for _, number in refused) == 2


def _wait(session: Session) -> None:
    """A grade that waits for a minute, and one that was superseded."""
    version = session.exec(select(FrozenSubmission)).one()
    first = session.exec(select(AssessmentRecord)).one()
    first.provisional = True
    second = FrozenSubmission(version_hash=version.version_hash, document="{}")
    session.add(second)
    session.flush()
    session.add(_grade(second.id, 1, provisional=True))
    session.add(_grade(second.id, 2, provisional=False))
    first.created_at = now() - timedelta(seconds=60)
    for outcome, cost in (("answered", 0.25), ("answered", 0.5), ("timeout", None)):
        session.add(_call(outcome, cost))


def _grade(submission_id: UUID, number: int, *, provisional: bool) -> AssessmentRecord:
    return AssessmentRecord(
        submission_id=submission_id, number=number, document="{}", scorer_version="1", provisional=provisional
    )


def _call(outcome: str, cost: float | None) -> ModelCall:
    return ModelCall(
        purpose="judge",
        key=f"{outcome}{cost}",
        prompt_name="judge",
        prompt_version=1,
        prompt_hash="0",
        model="small",
        request="{}",
        answer="",
        outcome=outcome,
        attempts=1,
        input_tokens=100,
        cached_tokens=40,
        output_tokens=10,
        tokens_estimated=False,
        cost=cost,
        seconds=1.0,
    )


def test_the_queue_and_the_call_log_are_told_from_the_database(
    app: FastAPI, db: Database, cast: Cast
) -> None:
    tara = cast.browser("tara")
    attempt = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
    tara.post(f"/api/v1/attempts/{attempt}/submit")
    db.write(_wait)
    samples = samples_of(here(app))
    assert value(samples, "vigie_submissions") == 1
    assert value(samples, "vigie_grading_waiting") == 1
    assert value(samples, "vigie_grading_set_aside") == 0
    assert 60 <= value(samples, "vigie_grading_oldest_seconds") < 120
    assert value(samples, "vigie_coaching_waiting") == 0
    answered = {"purpose": "judge", "model": "small", "outcome": "answered"}
    assert value(samples, "vigie_model_calls", **answered) == 2
    assert value(samples, "vigie_model_calls", outcome="timeout") == 1
    assert value(samples, "vigie_model_tokens", **answered, kind="input") == 200
    assert value(samples, "vigie_model_tokens", **answered, kind="cached") == 80
    assert value(samples, "vigie_model_tokens", **answered, kind="output") == 20
    assert value(samples, "vigie_model_cost", **answered) == 0.75


def test_without_its_database_a_process_still_tells_of_its_requests(app: FastAPI, db: Database) -> None:
    client = here(app)
    client.get("/health/live")
    db.write(lambda session: session.connection().exec_driver_sql("DROP TABLE model_call"))
    samples = samples_of(client)
    assert value(samples, "vigie_database_up") == 0
    assert "vigie_grading_waiting" not in samples
    assert value(samples, "vigie_requests_total", route="/health/live") == 1


def test_a_database_that_is_away_is_told_before_prometheus_gives_up(settings: Settings) -> None:
    nobody_listens = "postgresql://127.0.0.1:1/vigie"
    with closing(Database(nobody_listens)) as away:
        began = time.monotonic()
        samples = samples_of(here(create_app(settings, away)))
        assert value(samples, "vigie_database_up") == 0
        assert time.monotonic() - began < 6


def test_no_label_tells_of_a_person(app: FastAPI, cast: Cast) -> None:
    tara = cast.browser("tara")
    attempt = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
    tara.put(f"/api/v1/attempts/{attempt}/rewrite", json={"text": "une phrase à moi"})
    tara.put(f"/api/v1/attempts/{attempt}/annotations/{cast.id('tom')}", json=mark("75 €"))
    text = here(app).get("/metrics").text
    for hidden in (str(cast.id("tara")), str(cast.id("tom")), attempt, "Tara", "people.example", "phrase"):
        assert hidden not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text)
