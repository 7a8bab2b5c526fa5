"""Worker processes: real ones, with a real model server, that stop, die and lose their database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.llm import scripted
from app.llm.scripted import ScriptedModel, error
from tests.databases import only_on_postgresql
from tests.grading.queue.world import (
    CALLS_EACH,
    CountingModel,
    Queue,
    Worker,
    asked,
    audit,
    hand_in,
    is_done,
    wait_until,
    working,
)
from tests.practice.modelled import generous

pytestmark = only_on_postgresql("on SQLite there are no workers")


@pytest.fixture
def workers(modelled: Settings) -> Iterator[ExitStack]:
    """Ends what was started with `start`."""
    with ExitStack() as stack:
        yield stack


def start(stack: ExitStack, settings: Settings, **more: str) -> Worker:
    return stack.enter_context(working(settings, **more))


def test_workers_together_make_no_more_calls_at_a_time_than_the_settings_say(
    client: TestClient,
    db: Database,
    model: ScriptedModel,
    modelled: Settings,
    workers: ExitStack,
    queue: Queue,
) -> None:
    """What was handed in while no worker ran is done once two are there; each of them could do more alone."""
    model.behaviour = counting = CountingModel(0.3)
    works = hand_in(client, 10)
    both = [start(workers, modelled, VIGIE_LLM_CONCURRENCY="3") for _ in range(2)]
    wait_until(lambda: is_done(db, len(works)))
    wait_until(lambda: not queue.jobs())
    assert counting.most == 3
    found = audit(db)
    assert set(found.graded.values()) == {1}
    assert (found.answered, found.paid_twice) == (len(works) * CALLS_EACH, 0)
    assert len(model.requests) == len(works) * CALLS_EACH
    assert all(worker.says("model_part_done") for worker in both), "both had a part in it"
    assert all(work.is_complete() for work in works)
    assert [worker.stop() for worker in both] == [0, 0]


def test_what_a_killed_worker_was_doing_is_done_by_another_and_paid_once(
    client: TestClient,
    db: Database,
    model: ScriptedModel,
    modelled: Settings,
    workers: ExitStack,
    queue: Queue,
) -> None:
    model.next(generous)
    model.behaviour = scripted.slow(30, generous)
    doomed = start(workers, modelled)
    hand_in(client)
    wait_until(asked(model, 2))
    assert audit(db).answered == 1
    model.behaviour = generous
    doomed.kill()
    heir = start(workers, modelled)
    wait_until(lambda: is_done(db, 1))
    wait_until(lambda: not queue.jobs())
    assert heir.says("job_taken_back") == 1
    found = audit(db)
    assert list(found.graded.values()) == [1]
    assert (found.answered, found.paid_twice) == (CALLS_EACH, 0)
    assert len(model.requests) == CALLS_EACH + 1, "one answer was on its way when the worker died"


def test_a_worker_that_is_told_to_stop_ends_its_call_and_leaves_the_rest(
    client: TestClient,
    db: Database,
    model: ScriptedModel,
    modelled: Settings,
    workers: ExitStack,
    queue: Queue,
) -> None:
    model.behaviour = scripted.slow(1.0, generous)
    worker = start(workers, modelled)
    hand_in(client)
    wait_until(asked(model, 1))
    assert worker.stop(seconds=10) == 0
    assert worker.says("worker_stopped") == 1
    assert audit(db).answered == 1
    assert queue.states() == {"todo": 1}
    model.behaviour = generous
    start(workers, modelled)
    wait_until(lambda: is_done(db, 1))
    assert len(model.requests) == CALLS_EACH


def test_a_job_that_always_fails_is_set_aside_until_an_administrator_takes_it_up(
    client: TestClient,
    db: Database,
    model: ScriptedModel,
    modelled: Settings,
    workers: ExitStack,
    queue: Queue,
) -> None:
    model.behaviour = error(500)
    start(workers, modelled)
    [work] = hand_in(client)
    wait_until(lambda: queue.states() == {"failed": 1})
    assert len(model.requests) == 2
    assert "malgré plusieurs essais" in work.page()
    [job] = client.get("/api/v1/grading/jobs").json()["items"]
    assert (job["state"], job["kind"], job["tries"]) == ("stopped", "server", 2)
    time.sleep(1.0)  # a worker that looks for missing jobs does not find this one
    assert len(model.requests) == 2
    model.behaviour = generous
    assert client.post(f"/api/v1/grading/jobs/{job['submission_id']}/retry").status_code == 204
    wait_until(lambda: is_done(db, 1))
    assert client.get("/api/v1/grading/jobs").json()["items"] == []
    assert list(audit(db).graded.values()) == [1]


def test_a_wish_to_be_left_alone_is_respected(
    client: TestClient, db: Database, model: ScriptedModel, modelled: Settings, workers: ExitStack
) -> None:
    model.next(error(429, retry_after="3"))
    start(workers, modelled, VIGIE_LLM_RETRIES="0")
    hand_in(client)
    wait_until(asked(model, 1))
    told = time.monotonic()
    wait_until(asked(model, 2))
    assert time.monotonic() - told > 2.5
    wait_until(lambda: is_done(db, 1))


def test_what_has_no_job_gets_one_from_a_worker_that_starts(
    client: TestClient,
    db: Database,
    modelled: Settings,
    workers: ExitStack,
    queue: Queue,
) -> None:
    hand_in(client, 2)
    queue.forget()
    worker = start(workers, modelled)
    wait_until(lambda: is_done(db, 2))
    assert worker.says("job_was_missing") == 2
    assert set(audit(db).graded.values()) == {1}


def test_a_worker_outlives_its_connections(
    client: TestClient,
    db: Database,
    model: ScriptedModel,
    modelled: Settings,
    workers: ExitStack,
    queue: Queue,
) -> None:
    model.behaviour = scripted.slow(0.5, generous)
    worker = start(workers, modelled)
    works = hand_in(client, 4)
    wait_until(asked(model, 2))
    queue.cut_off()
    wait_until(lambda: is_done(db, len(works)))
    wait_until(lambda: not queue.jobs())
    found = audit(db)
    assert set(found.graded.values()) == {1}
    assert found.paid_twice == 0
    hand_in(client)
    wait_until(lambda: is_done(db, len(works) + 1))
    assert worker.stop() == 0
