"""The queue of the model's part of grades on PostgreSQL: Procrastinate jobs, one for each submission.

A job is put there in the transaction that makes the submission wait. On SQLite there are none: the one
server process grades by itself (`app.grading.jobs`), and `defer` and `ensure` do nothing.

A job has its submission as its lock and as its queueing lock: it is there once, and runs once at a time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.core.db_locks import hold
from app.grading.jobs import QUEUED, Progress
from app.grading.pending import waiting_submissions
from app.grading.queue_models import GradingJob, JobState
from app.llm.protocol import Kind

QUEUE: Final = "grading"
TASK: Final = "grade"
GRADE, PARAGRAPH = 0, -1
"""Priorities: a grade comes before a paragraph of the coach."""

_jobs: Final = sa.table(
    "procrastinate_jobs", sa.column("id"), sa.column("queue_name"), sa.column("status"), sa.column("lock")
)
_workers: Final = sa.table("procrastinate_workers", sa.column("last_heartbeat"))
_status: Final = sa.cast(_jobs.c.status, sa.Text)


def is_queued(session: Session) -> bool:
    """Whether jobs of worker processes see to what waits in this database."""
    return session.get_bind().dialect.name == "postgresql"


def lock_of(submission_id: UUID) -> str:
    return f"submission:{submission_id}"


def defer(session: Session, submission_id: UUID, priority: int = GRADE) -> None:
    """Put the job of a submission that has none in the queue, in this transaction."""
    if not is_queued(session):
        return
    key, arguments = lock_of(submission_id), json.dumps({"submission_id": str(submission_id)})
    ask(session, "defer_jobs", jobs=[(QUEUE, TASK, priority, key, key, arguments, None)])


def ask(session: Session, query: str, **arguments: object) -> list[dict[str, Any]]:
    """Run one of the library's own queries in this transaction; its rows by the names of their columns."""
    from procrastinate.sql import queries  # takes most of a second, and SQLite needs none of it

    session.flush()
    found = session.connection().exec_driver_sql(queries[query], arguments)
    return [dict(row) for row in found.mappings()]


def ensure(session: Session, submission_ids: Sequence[UUID]) -> list[UUID]:
    """Put the jobs of those in the queue that have none; gives these. On PostgreSQL only one process does so
    at a time."""
    if not is_queued(session):
        return []
    hold(session, "grading:ensure")
    present = _live_locks(session)
    missing = [id_ for id_ in submission_ids if lock_of(id_) not in present]
    for id_ in missing:
        defer(session, id_)
    return missing


def _live_locks(session: Session) -> set[str]:
    """Of the jobs that wait or are under way."""
    live = sa.select(_jobs.c.lock).where(_jobs.c.queue_name == QUEUE, _status.in_(("todo", "doing")))
    return set(session.execute(live).scalars())


def ensure_all(session: Session) -> list[UUID]:
    """The same for all that waits and has not stopped: what was handed in on SQLite, or lost its job."""
    stopped = select(GradingJob.submission_id).where(col(GradingJob.state) == JobState.STOPPED)
    left_out = set(session.exec(stopped))
    return ensure(session, [id_ for id_ in waiting_submissions(session) if id_ not in left_out])


def workers_alive(session: Session, silent: float) -> int | None:
    """Worker processes whose heart has beaten within `silent` seconds; None on SQLite, which has none."""
    if not is_queued(session):
        return None
    since = sa.func.now() - timedelta(seconds=silent)
    alive = sa.select(sa.func.count()).select_from(_workers).where(_workers.c.last_heartbeat >= since)
    return session.scalar(alive) or 0


class QueuedGrading:
    """The grader of a web process on PostgreSQL (`app.grading.jobs.Grader`): it does nothing by itself, and
    reads in the database how the jobs stand."""

    def start(self) -> None:
        """Nobody who hands something in should wait for the library to be imported."""
        import procrastinate.sql  # noqa: F401 - see `ask`

    def stop(self) -> None: ...

    def wake(self) -> None: ...

    def standing(self, session: Session, submission_id: UUID) -> Progress:
        row = session.get(GradingJob, submission_id)
        return _progress(row) if row else QUEUED

    def known(self, session: Session) -> dict[UUID, Progress]:
        return {row.submission_id: _progress(row) for row in session.exec(select(GradingJob))}

    def again(self, session: Session, submission_id: UUID) -> None:
        session.execute(sa.delete(GradingJob).where(col(GradingJob.submission_id) == submission_id))
        _forget_failed(session, submission_id)
        ensure(session, [submission_id])


def _progress(row: GradingJob) -> Progress:
    return Progress(
        state=JobState(row.state).value,
        answered=row.answered,
        runs=row.runs,
        kind=cast("Kind | None", row.kind),
        failures=row.failures,
        at=row.updated_at,
    )


def _forget_failed(session: Session, submission_id: UUID) -> None:
    failed = sa.delete(_jobs).where(_jobs.c.lock == lock_of(submission_id), _status == "failed")
    session.execute(failed)
