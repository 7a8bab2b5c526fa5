"""One job of a worker: what each way to fail leads to. The work is made up, the database is real."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from procrastinate.jobs import Job
from procrastinate.retry import RetryDecision

from app.core.clock import now
from app.core.config import load_settings
from app.core.db import Database
from app.core.db_postgresql import database_away
from app.core.errors import Problem
from app.core.process_locks import ProcessLocks
from app.exercises.catalogue import current_version
from app.grading.jobs import Heard, Patience
from app.grading.queue import lock_of
from app.grading.queue_models import GradingJob, JobState
from app.grading.service import freeze
from app.grading.submission import Submission
from app.grading.worker import Again, patience
from app.grading.worker_jobs import Jobs, PutOff, SetAside, Stopping, WorkerStops
from app.llm.protocol import Kind, ModelError
from app.llm.shared import CALLS, SharedSlots
from tests.databases import only_on_postgresql
from tests.grading.queue.world import Queue, execute
from tests.practice.modelled import until

pytestmark = only_on_postgresql("on SQLite there are no workers")
PATIENCE = Patience(tries=3, poor_tries=2, first=30, longest=100, breather=7, budget=600)


@dataclass
class Bench:
    """Jobs whose work is done as told."""

    db: Database
    faults: list[Exception] = field(default_factory=list)
    done: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stopping, self.locks = Stopping(), ProcessLocks(self.db)
        self.jobs = Jobs(self.db, self.locks, self.work, PATIENCE, self.stopping)
        self.id = self.db.write(
            lambda session: freeze(session, current_version(session, "mini"), Submission(rewrite="x")).id
        )

    def work(self, submission_id: UUID, heard: Heard) -> None:
        heard(1, 3)
        if self.faults:
            raise self.faults.pop(0)
        self.done.append(submission_id)

    def row(self) -> GradingJob | None:
        return self.db.read(lambda session: session.get(GradingJob, self.id))

    def fails(self, fault: Exception, again_in: float) -> None:
        """With this fault it fails, and comes again after so many seconds."""
        self.faults = [fault]
        before = now()
        with pytest.raises(PutOff) as raised:
            self.jobs.do(self.id)
        wait = timedelta(seconds=again_in)
        assert before + wait <= raised.value.at <= now() + wait


@pytest.fixture
def bench(db: Database) -> Bench:
    return Bench(db)


def fault(kind: Kind, retry_after: float | None = None) -> ModelError:
    return ModelError(kind, "as told", retry_after=retry_after)


def test_what_is_done_leaves_no_row(bench: Bench) -> None:
    bench.jobs.do(bench.id)
    assert (bench.done, bench.row()) == ([bench.id], None)


def test_a_failure_waits_twice_as_long_each_time_and_then_is_set_aside(bench: Bench) -> None:
    bench.fails(fault("timeout"), again_in=30)
    bench.fails(fault("server", retry_after=80), again_in=80)
    bench.faults = [fault("connection")]
    with pytest.raises(SetAside, match="connection, 3 times"):
        bench.jobs.do(bench.id)
    row = bench.row()
    assert row is not None
    assert (row.state, row.failures, row.kind) == (JobState.STOPPED, 3, "connection")


def test_poor_answers_get_fewer_tries(bench: Bench) -> None:
    bench.fails(fault("refused"), again_in=30)
    bench.faults = [fault("wrong-shape")]
    with pytest.raises(SetAside):
        bench.jobs.do(bench.id)


@pytest.mark.parametrize(("kind", "wait"), [("budget", 600), ("circuit-open", 7)])
def test_a_used_up_budget_and_a_model_left_alone_are_no_failures(
    bench: Bench, kind: Kind, wait: float
) -> None:
    for _ in range(PATIENCE.tries + 1):
        bench.fails(fault(kind), again_in=wait)
    row = bench.row()
    assert row is not None
    assert (row.state, row.failures, row.kind) == (JobState.LATER, 0, kind)


def test_a_fault_of_ours_counts_and_its_message_is_not_logged(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.fails(ValueError("what a trainee wrote"), again_in=30)
    row = bench.row()
    assert row is not None
    assert (row.failures, row.kind) == (1, "crash")
    logged = capsys.readouterr().out
    assert "ValueError" in logged
    assert "trainee wrote" not in logged


def test_a_database_that_is_away_counts_for_nothing(bench: Bench) -> None:
    bench.faults = [database_away()]
    with pytest.raises(type(database_away())):
        bench.jobs.do(bench.id)
    row = bench.row()
    assert row is not None
    assert (row.state, row.failures) == (JobState.ASKING, 0)


def test_a_job_that_another_worker_does_is_put_off(bench: Bench) -> None:
    with bench.locks.alone(lock_of(bench.id)) as mine:
        assert mine
        with pytest.raises(PutOff):
            bench.jobs.do(bench.id)
    assert bench.done == []
    bench.jobs.do(bench.id)
    assert bench.done == [bench.id]


def test_a_submission_that_was_erased_is_nothing_to_do(bench: Bench) -> None:
    bench.jobs.do(uuid4())
    assert bench.done == []


def test_a_worker_that_stops_begins_nothing_and_ends_between_two_answers(bench: Bench) -> None:
    started = bench.work

    def stopped_meanwhile(submission_id: UUID, heard: Heard) -> None:
        bench.stopping.set()
        started(submission_id, heard)

    jobs = Jobs(bench.db, bench.locks, stopped_meanwhile, PATIENCE, bench.stopping)
    with pytest.raises(WorkerStops):
        jobs.do(bench.id)
    row = bench.row()
    assert row is not None
    assert (row.answered, row.runs, row.failures) == (1, 3, 0)
    with pytest.raises(WorkerStops):
        bench.jobs.do(bench.id)
    with pytest.raises(WorkerStops):
        bench.stopping.wait(0)
    assert bench.done == []


def job() -> Job:
    return Job(id=1, queue="grading", lock=None, queueing_lock=None, task_name="grade")


def decision(error: Exception) -> RetryDecision | None:
    return Again().get_retry_decision(exception=error, job=job())


def at(error: Exception) -> datetime:
    found = decision(error)
    assert found is not None
    assert found.retry_at is not None
    return found.retry_at


def test_only_what_was_set_aside_does_not_come_again() -> None:
    later = now() + timedelta(hours=1)
    assert decision(SetAside("x")) is None
    assert at(PutOff(later)) == later
    assert at(WorkerStops()) <= now()
    assert now() < at(database_away()) <= now() + timedelta(seconds=5)


@pytest.mark.parametrize(("tries", "poor_tries"), [("8", 3), ("2", 2)])
def test_the_settings_say_how_patient_a_worker_is(tries: str, poor_tries: int) -> None:
    given = {"VIGIE_WORKER_TRIES": tries, "VIGIE_WORKER_RETRY_SECONDS": "7"}
    found = patience(load_settings(given))
    assert found == Patience(tries=int(tries), poor_tries=poor_tries, first=7.0)


# The bound on calls, over all processes


@pytest.fixture
def locks(db: Database) -> ProcessLocks:
    return ProcessLocks(db)


def never(_seconds: float) -> None:
    pytest.fail("there is no place free")


def held(queue: Queue) -> list[int]:
    found = execute(
        queue.url,
        "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        CALLS,
    )
    return sorted(place for (place,) in found)


def test_a_machine_that_is_gone_is_noticed_soon(locks: ProcessLocks, queue: Queue) -> None:
    with locks.alone("x"):
        found = execute(
            queue.url,
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'vigie locks'"
            " AND datname = current_database()",
        )
    assert found == [(1,)]
    with locks._engine.connect() as connection:  # its settings are seen from inside alone
        idle = connection.exec_driver_sql("SHOW tcp_keepalives_idle").scalar()
        over_tcp = connection.exec_driver_sql("SELECT inet_server_addr()").scalar() is not None
    assert idle == ("10" if over_tcp else "0")


def test_each_call_holds_one_place_and_gives_it_back(locks: ProcessLocks, queue: Queue) -> None:
    slots = SharedSlots(locks, 2, never)
    with slots():
        assert len(held(queue)) == 1
        with slots():
            assert held(queue) == [0, 1]
    until(lambda: held(queue) == [])


def test_who_finds_no_place_waits_until_there_is_one_or_the_worker_stops(
    locks: ProcessLocks, queue: Queue
) -> None:
    stopping, in_there = Stopping(), threading.Event()
    slots = SharedSlots(locks, 1, stopping.wait)

    def enter() -> None:
        with slots():
            in_there.set()

    with slots():
        waiting = threading.Thread(target=enter)
        waiting.start()
        assert not in_there.wait(0.5)
    waiting.join()
    assert in_there.is_set()
    with slots():
        stopping.set()
        with pytest.raises(WorkerStops):
            slots().__enter__()
    until(lambda: held(queue) == [])


def test_a_lock_whose_connection_is_lost_says_that_the_database_is_away(
    locks: ProcessLocks, queue: Queue
) -> None:
    """So that a restart of PostgreSQL counts for no failure of what waits for a place."""

    def cut(_seconds: float) -> None:
        queue.cut_off()

    with SharedSlots(locks, 1, never)(), pytest.raises(Problem) as away:
        SharedSlots(locks, 1, cut)().__enter__()
    assert away.value.slug == "database-away"


def test_who_dies_holds_no_place(locks: ProcessLocks, queue: Queue) -> None:
    with SharedSlots(locks, 1, never)():
        queue.cut_off()
        with SharedSlots(locks, 1, never)():
            assert held(queue) == [0]
