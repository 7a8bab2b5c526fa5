"""The background thread that gives each submission the model's part of its grade, where one process serves
all (SQLite). Where several do, `app.grading.queue` and `app.grading.worker` take its place.

It keeps no list of its own: `waiting` reads it from the database each time, so that what a crash left
undone is picked up at the next start. What it does keep, in memory, is how often it has failed and when to
try again; a new start begins afresh.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, NamedTuple, Protocol
from uuid import UUID

from sqlmodel import Session

from app.core.clock import now
from app.core.logs import log
from app.llm.protocol import Kind, ModelError

State = Literal["queued", "asking", "later", "stopped"]
Heard = Callable[[int, int], None]
"""Told how many of how many answers there are."""

Work = Callable[[UUID, Heard], None]
"""Does what a submission waits for. Raises `ModelError` where the model gave no usable answer."""

POOR_ANSWERS: Final[frozenset[Kind]] = frozenset(
    {"bad-json", "wrong-shape", "truncated", "refused", "filtered", "empty", "too-large"}
)
"""The model answered, and was paid: asking again seldom helps and always costs."""

_IDLE_SECONDS: Final = 60.0
"""How long nothing is looked for when nobody says that there is something."""


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds. After a failure, `first` and then twice as long each time, up to `longest`; after `tries`
    failures no more until the next start, or after `poor_tries` where the model answers and its answers are
    no good. A model that is left alone for now (`breather`) and a budget that is used up (`budget`) are no
    failure of the submission: they only wait."""

    tries: int = 8
    poor_tries: int = 3
    first: float = 30.0
    longest: float = 3_600.0
    breather: float = 30.0
    budget: float = 600.0

    def after(self, failures: int, asked: float | None) -> float:
        """How long to wait after so many failures; longer where the server asked for more."""
        return min(self.longest, max(self.first * 2.0 ** (failures - 1), asked or 0.0))

    def is_over(self, failures: int, kind: Kind | Literal["crash"]) -> bool:
        return failures >= (self.poor_tries if kind in POOR_ANSWERS else self.tries)

    def verdict(self, failures: int, kind: Kind | Literal["crash"], asked: float | None) -> Verdict:
        """What follows from a failure of this kind after so many others; `asked`: seconds that the server
        wants to be left alone."""
        if kind == "circuit-open":
            return Verdict("later", failures, self.breather)
        if kind == "budget":
            return Verdict("later", failures, self.budget)
        failures += 1
        over = self.is_over(failures, kind)
        return Verdict("stopped" if over else "later", failures, self.after(failures, asked))


class Verdict(NamedTuple):
    """Whether and after how many seconds it is tried again, and the failures that count so far."""

    state: Literal["later", "stopped"]
    failures: int
    wait: float


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the model's part of a submission stands. `later`: it failed (`kind`) and is tried again;
    `stopped`: it failed too often, and waits for the next start or an administrator. `at`: when it failed
    last; `due` counts on the grader's own clock."""

    state: State
    answered: int = 0
    runs: int = 0
    kind: Kind | Literal["crash"] | None = None
    failures: int = 0
    due: float = 0.0
    at: datetime | None = None


QUEUED: Final = Progress("queued")


class Grader(Protocol):
    """Who sees to the model's part of grades: the thread below, or the worker processes."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def wake(self) -> None:
        """Say that there is something to do."""

    def standing(self, session: Session, submission_id: UUID) -> Progress:
        """Where a submission that waits stands."""

    def known(self, session: Session) -> dict[UUID, Progress]:
        """Where those stand of which there is more to say than that they wait."""

    def again(self, session: Session, submission_id: UUID) -> None:
        """Take up one that has stopped, as if it had never failed."""


class BackgroundGrader:
    """Works through what waits, one submission at a time, the first of `waiting` first.

    `open_work` is entered in the thread, once, since making a client of the model takes a while, and left
    when the thread ends.
    """

    def __init__(
        self,
        waiting: Callable[[], Sequence[UUID]],
        open_work: Callable[[], AbstractContextManager[Work]],
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waiting, self._open_work = waiting, open_work
        self._patience, self._clock = patience or Patience(), clock
        self._progress: dict[UUID, Progress] = {}
        self._paused_until = 0.0
        self._wake, self._stop = threading.Event(), threading.Event()
        self._broken: Kind | Literal["crash"] | None = None
        self._thread = threading.Thread(target=self._run, name="grader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Take nothing new, and wait so long for what is under way; it is done again after the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def wake(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def progress(self, submission_id: UUID) -> Progress:
        """Where a submission that waits stands."""
        if self._broken:
            return Progress("stopped", kind=self._broken)
        return self._progress.get(submission_id, QUEUED)

    def standing(self, _session: Session, submission_id: UUID) -> Progress:
        return self.progress(submission_id)

    def known(self, _session: Session) -> dict[UUID, Progress]:
        return dict(self._progress)

    def again(self, _session: Session, submission_id: UUID) -> None:
        self._progress.pop(submission_id, None)
        self.wake()

    def _run(self) -> None:
        try:
            with self._open_work() as work:
                self._work_until_stopped(work)
        except ModelError as error:
            self._broken = error.kind
            log.error("model_part_impossible", kind=error.kind, detail=error.detail)
        except Exception as error:  # noqa: BLE001 - a page must not wait for a thread that has ended
            self._broken = "crash"
            log.error("model_part_impossible", kind="crash", error=type(error).__name__, place=place(error))

    def _work_until_stopped(self, work: Work) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            delay = self._turn_safely(work)
            if delay:
                self._wake.wait(delay)

    def _turn_safely(self, work: Work) -> float:
        try:
            return self.turn(work)
        except Exception as error:  # noqa: BLE001 - the thread must outlive a database that is locked for once
            log.error("grader_crashed", error=type(error).__name__, place=place(error))
            return self._patience.breather

    def turn(self, work: Work) -> float:
        """Do one thing, if there is one that is due. Returns the seconds until the next can be."""
        waiting = self._waiting()
        self._progress = {id_: state for id_, state in self._progress.items() if id_ in waiting}
        moment = self._clock()
        if moment < self._paused_until:
            return self._paused_until - moment
        open_ones = [id_ for id_ in waiting if self.progress(id_).state != "stopped"]
        due = next((id_ for id_ in open_ones if self.progress(id_).due <= moment), None)
        if due is None:
            return min([_IDLE_SECONDS, *(self.progress(id_).due - moment for id_ in open_ones)])
        self._do(work, due)
        return 0.0

    def _do(self, work: Work, id_: UUID) -> None:
        before = self.progress(id_)
        self._progress[id_] = replace(before, state="asking")

        def heard(answered: int, runs: int) -> None:
            self._progress[id_] = replace(before, state="asking", answered=answered, runs=runs)

        try:
            work(id_, heard)
        except ModelError as error:
            self._failed(id_, error)
        except Exception as error:  # noqa: BLE001 - one submission must not stop the grading of all others
            log.error(
                "model_part_crashed", submission=str(id_), error=type(error).__name__, place=place(error)
            )
            self._put_off(id_, "crash", None)
        else:
            self._progress.pop(id_, None)
            log.info("model_part_done", submission=str(id_))

    def _failed(self, id_: UUID, error: ModelError) -> None:
        if error.kind == "circuit-open":
            self._paused_until = self._clock() + self._patience.breather
        self._put_off(id_, error.kind, error.retry_after)
        self._report(id_, error)

    def _put_off(self, id_: UUID, kind: Kind | Literal["crash"], asked: float | None) -> None:
        before = self._progress[id_]
        state, failures, wait = self._patience.verdict(before.failures, kind, asked)
        due = self._clock() + wait
        self._progress[id_] = replace(before, state=state, kind=kind, failures=failures, due=due, at=now())

    def _report(self, id_: UUID, error: ModelError) -> None:
        progress = self._progress[id_]
        log.warning(
            "model_part_stopped" if progress.state == "stopped" else "model_part_put_off",
            submission=str(id_),
            kind=error.kind,
            detail=error.detail,
            failures=progress.failures,
            again_in=round(progress.due - self._clock()) if progress.state == "later" else None,
        )


def place(error: Exception) -> str:
    """Where it was raised; its message stays out, since it may quote a trainee."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
