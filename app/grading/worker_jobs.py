"""One job of a worker: the model's part of one submission, and what its failure leads to."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Literal
from uuid import UUID

from sqlmodel import Session

from app.core.clock import now
from app.core.db import Database
from app.core.errors import Problem
from app.core.logs import log
from app.core.process_locks import ProcessLocks
from app.grading.jobs import Patience, Verdict, Work, place
from app.grading.models import FrozenSubmission
from app.grading.queue import lock_of
from app.grading.queue_models import GradingJob, JobState
from app.llm.protocol import Kind, ModelError

AWAY_SECONDS: Final = 5.0
"""After which a job is tried again that the database, or another worker, did not let be done."""


class PutOff(Exception):
    """Try the job again at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"again at {at.isoformat()}")
        self.at = at


class SetAside(Exception):
    """The job has failed too often."""


class WorkerStops(Exception):
    """The worker was told to stop, and has given nothing away that was paid for."""


class Stopping:
    """Whether the worker was told to stop; `wait` sleeps in the thread of a job."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def check(self) -> None:
        """Raises `WorkerStops` once the worker was told to stop."""
        if self._event.is_set():
            raise WorkerStops

    def wait(self, seconds: float) -> None:
        """Sleep. Raises `WorkerStops` as soon as the worker is told to stop."""
        if self._event.wait(seconds):
            raise WorkerStops


class Jobs:
    """Does jobs, in any thread, with the `work` of `app.grading.completion.Completion`."""

    def __init__(
        self, db: Database, locks: ProcessLocks, work: Work, patience: Patience, stopping: Stopping
    ) -> None:
        self._db, self._locks, self._work = db, locks, work
        self._patience, self._stopping = patience, stopping

    def do(self, submission_id: UUID) -> None:
        """Raises `PutOff` or `WorkerStops` where it is to come again, `SetAside` where it failed for good."""
        self._stopping.check()
        with self._locks.alone(lock_of(submission_id)) as mine:
            if not mine:  # a worker that was thought dead still does it
                raise PutOff(now() + timedelta(seconds=AWAY_SECONDS))
            if self._db.write_beside(partial(keep_asking, submission_id=submission_id)):
                self._try(submission_id)

    def _try(self, submission_id: UUID) -> None:
        try:
            self._work(submission_id, partial(self._heard, submission_id))
        except (WorkerStops, Problem):  # a problem: the database is away
            raise
        except ModelError as error:
            self._failed(submission_id, error.kind, error.retry_after, error.detail)
        except Exception as error:  # noqa: BLE001 - whatever it is, the submission is not to come for ever
            self._failed(submission_id, "crash", None, f"{type(error).__name__} {place(error)}")
        else:
            self._db.write_beside(partial(forget, submission_id=submission_id))
            log.info("model_part_done", submission=str(submission_id))

    def _heard(self, submission_id: UUID, answered: int, runs: int) -> None:
        self._db.write_beside(partial(keep_asking, submission_id=submission_id, answered=answered, runs=runs))
        if answered < runs:
            self._stopping.check()

    def _failed(
        self, submission_id: UUID, kind: Kind | Literal["crash"], asked: float | None, detail: str
    ) -> None:
        keep = partial(
            keep_failure, submission_id=submission_id, kind=kind, asked=asked, patience=self._patience
        )
        state, failures, wait = self._db.write_beside(keep)
        stopped = state == "stopped"
        log.warning(
            "model_part_stopped" if stopped else "model_part_put_off",
            submission=str(submission_id),
            kind=kind,
            detail=detail,
            failures=failures,
            again_in=None if stopped else round(wait),
        )
        if stopped:
            raise SetAside(f"{kind}, {failures} times") from None
        raise PutOff(now() + timedelta(seconds=wait)) from None


def keep_asking(session: Session, submission_id: UUID, answered: int = 0, runs: int = 0) -> bool:
    """Write down that it is being asked; the failures so far stay. False where the submission was erased."""
    if session.get(FrozenSubmission, submission_id) is None:
        return False
    row = _row(session, submission_id)
    row.state, row.answered, row.runs, row.updated_at = JobState.ASKING, answered, runs, now()
    session.add(row)
    return True


def keep_failure(
    session: Session,
    submission_id: UUID,
    kind: Kind | Literal["crash"],
    asked: float | None,
    patience: Patience,
) -> Verdict:
    """Count a failure, and say what follows from it."""
    row = _row(session, submission_id)
    verdict = patience.verdict(row.failures, kind, asked)
    row.state, row.failures, row.kind = JobState(verdict.state), verdict.failures, kind
    row.updated_at = now()
    if session.get(FrozenSubmission, submission_id) is not None:
        session.add(row)
    return verdict


def forget(session: Session, submission_id: UUID) -> None:
    """It is done."""
    row = session.get(GradingJob, submission_id)
    if row is not None:
        session.delete(row)


def _row(session: Session, submission_id: UUID) -> GradingJob:
    row = session.get(GradingJob, submission_id)
    return row or GradingJob(submission_id=submission_id, state=JobState.ASKING)
