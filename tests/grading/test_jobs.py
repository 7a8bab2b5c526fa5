"""The background thread's order, patience and bounds; its work is made up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from app.grading.jobs import QUEUED, BackgroundGrader, Heard, Patience, Progress
from app.llm.protocol import Kind, ModelError

FIRST, SECOND = uuid4(), uuid4()
PATIENCE = Patience(tries=3, poor_tries=2, first=30, longest=100, breather=7, budget=600)


@dataclass
class Bench:
    """A list of what waits, a clock, and work that does as it is told."""

    waiting: list[UUID] = field(default_factory=lambda: [FIRST, SECOND])
    now: float = 1_000.0
    faults: list[Exception] = field(default_factory=list)
    done: list[UUID] = field(default_factory=list)
    tried: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.grader = BackgroundGrader(
            lambda: self.waiting, lambda: nullcontext(self.work), PATIENCE, lambda: self.now
        )

    def work(self, submission: UUID, heard: Heard) -> None:
        self.tried.append(submission)
        if self.faults:
            raise self.faults.pop(0)
        self.waiting.remove(submission)
        self.done.append(submission)

    def turn(self) -> float:
        return self.grader.turn(self.work)

    def state(self, submission: UUID = FIRST) -> Progress:
        return self.grader.progress(submission)


def fault(kind: Kind, retry_after: float | None = None) -> ModelError:
    return ModelError(kind, "as told", retry_after=retry_after)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_first_that_waits_is_done_first_one_at_a_time(bench: Bench) -> None:
    assert bench.turn() == 0
    assert bench.done == [FIRST]
    assert bench.turn() == 0
    assert bench.done == [FIRST, SECOND]
    assert bench.turn() == 60


def test_nothing_is_known_of_what_was_never_tried(bench: Bench) -> None:
    assert bench.state() is QUEUED


def test_a_failure_waits_twice_as_long_each_time_and_lets_others_pass(bench: Bench) -> None:
    bench.faults = [fault("timeout"), fault("server")]
    bench.turn()
    assert (bench.state().state, bench.state().kind, bench.state().due) == ("later", "timeout", 1_030)
    bench.turn()
    assert bench.tried == [FIRST, SECOND]
    assert bench.turn() == 30
    bench.now = 1_030.0
    bench.faults = [fault("bad-json")]
    bench.turn()
    assert (bench.state().failures, bench.state().due) == (2, 1_030 + 60)


def test_after_its_tries_a_submission_is_left_until_the_next_start(bench: Bench) -> None:
    bench.waiting = [FIRST]
    for _ in range(PATIENCE.tries):
        assert bench.state().state != "stopped"
        bench.faults = [fault("server")]
        assert bench.turn() == 0
        bench.now += 1_000
    assert (bench.state().state, bench.state().kind) == ("stopped", "server")
    assert bench.turn() == 60
    assert bench.tried == [FIRST] * PATIENCE.tries
    restarted = Bench(waiting=[FIRST])
    restarted.turn()
    assert restarted.done == [FIRST]


def test_poor_answers_are_paid_for_and_so_are_asked_for_less_often(bench: Bench) -> None:
    bench.waiting, bench.faults = [FIRST], [fault("refused"), fault("wrong-shape")]
    bench.turn()
    assert bench.state().state == "later"
    bench.now += 1_000
    bench.turn()
    assert (bench.state().state, bench.state().failures) == ("stopped", PATIENCE.poor_tries)


def test_the_servers_own_wish_is_honoured_within_bounds(bench: Bench) -> None:
    bench.waiting, bench.faults = [FIRST], [fault("rate-limited", retry_after=80), fault("rate-limited", 9e9)]
    bench.turn()
    assert bench.state().due == 1_080
    bench.now = 1_080
    bench.turn()
    assert bench.state().due == 1_080 + PATIENCE.longest


def test_a_model_that_is_left_alone_for_now_stops_all_work_and_counts_as_no_failure(bench: Bench) -> None:
    bench.faults = [fault("circuit-open")] * 9
    for turn in range(9):
        assert bench.turn() == 0
        assert bench.turn() == PATIENCE.breather
        assert len(bench.tried) == turn + 1
        bench.now += PATIENCE.breather
    assert bench.state().failures == 0
    bench.turn()
    bench.turn()
    assert sorted(bench.done) == sorted([FIRST, SECOND])


def test_a_used_up_budget_waits_without_counting_as_a_failure(bench: Bench) -> None:
    bench.faults = [fault("budget")]
    bench.turn()
    assert (bench.state().state, bench.state().failures, bench.state().due) == ("later", 0, 1_600)
    bench.turn()
    assert bench.done == [SECOND]


def test_a_crash_of_one_submission_is_logged_without_its_words_and_others_go_on(bench: Bench) -> None:
    bench.faults = [ValueError("the trainee wrote: secret")]
    with capture_logs() as lines:
        bench.turn()
        bench.turn()
    assert bench.done == [SECOND]
    assert (bench.state().state, bench.state().kind) == ("later", "crash")
    assert [line["event"] for line in lines] == ["model_part_crashed", "model_part_done"]
    assert lines[0]["error"] == "ValueError"
    assert "test_jobs.py" in lines[0]["place"]
    assert "secret" not in str(lines)


def test_each_failure_and_each_success_is_one_line_of_the_log(bench: Bench) -> None:
    bench.waiting, bench.faults = [FIRST], [fault("timeout"), fault("server"), fault("refused")]
    with capture_logs() as lines:
        for _ in range(3):
            bench.turn()
            bench.now += 1_000
    assert [(line["event"], line["kind"], line["failures"], line["again_in"]) for line in lines] == [
        ("model_part_put_off", "timeout", 1, 30),
        ("model_part_put_off", "server", 2, 60),
        ("model_part_stopped", "refused", 3, None),
    ]
    assert {line["submission"] for line in lines} == {str(FIRST)}


def test_what_no_longer_waits_is_forgotten(bench: Bench) -> None:
    bench.faults = [fault("timeout")]
    bench.turn()
    bench.waiting = [SECOND]
    bench.turn()
    assert bench.state() is QUEUED


def test_progress_is_seen_while_the_model_is_asked(bench: Bench) -> None:
    seen = []

    def work(submission: UUID, heard: Heard) -> None:
        seen.append(bench.state())
        heard(2, 3)
        seen.append(bench.state())
        bench.waiting.remove(submission)

    bench.grader.turn(work)
    assert [(p.state, p.answered, p.runs) for p in seen] == [("asking", 0, 0), ("asking", 2, 3)]


class Running:
    """A grader in its thread, and events for what it does."""

    def __init__(self, open_work: Callable[[Running], Callable[[UUID, Heard], None]]) -> None:
        self.waiting: list[UUID] = []
        self.worked = threading.Event()
        self.fail_to_read = 0
        self.grader = BackgroundGrader(
            self.read, lambda: nullcontext(open_work(self)), Patience(breather=0.01)
        )

    def read(self) -> list[UUID]:
        if self.fail_to_read:
            self.fail_to_read -= 1
            raise OSError("the database is locked")
        return list(self.waiting)

    def work(self, submission: UUID, heard: Heard) -> None:
        self.waiting.remove(submission)
        self.worked.set()


def test_the_thread_wakes_at_once_and_stops() -> None:
    running = Running(lambda self: self.work)
    running.grader.start()
    try:
        running.waiting.append(FIRST)
        running.grader.wake()
        assert running.worked.wait(5)
    finally:
        running.grader.stop()
    assert not running.grader._thread.is_alive()


def test_the_thread_outlives_a_database_that_fails_for_once() -> None:
    running = Running(lambda self: self.work)
    running.waiting, running.fail_to_read = [FIRST], 2
    with capture_logs() as lines:
        running.grader.start()
        assert running.worked.wait(5)
        running.grader.stop()
    assert [line["event"] for line in lines] == ["grader_crashed", "grader_crashed", "model_part_done"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [(fault("misconfigured"), "misconfigured"), (ImportError("no such library"), "crash")],
)
def test_a_model_that_cannot_be_set_up_leaves_everything_as_it_is_and_says_so(
    error: Exception, kind: str
) -> None:
    def impossible(_: Running) -> Callable[[UUID, Heard], None]:
        raise error

    running = Running(impossible)
    running.waiting = [FIRST]
    with capture_logs() as lines:
        running.grader.start()
        running.grader._thread.join(5)
    assert (running.grader.progress(FIRST).state, running.grader.progress(FIRST).kind) == (
        "stopped",
        kind,
    )
    assert [line["event"] for line in lines] == ["model_part_impossible"]
    running.grader.stop()


def test_a_grader_that_never_started_stops_without_waiting() -> None:
    Running(lambda self: self.work).grader.stop()
