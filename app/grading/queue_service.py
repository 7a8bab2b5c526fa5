"""The jobs that ask the model, for administrators: what failed for good, and taking it up again."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from app.accounts.audit import record
from app.accounts.service import Identity
from app.core.errors import not_found
from app.grading.jobs import QUEUED, Grader, Progress
from app.grading.pending import waiting_submissions
from app.grading.queue_schemas import GradingJobOut, GradingJobPage, Wanted


def list_jobs(
    session: Session, _me: Identity, grader: Grader | None, wanted: Wanted, cursor: UUID | None, limit: int
) -> GradingJobPage:
    """`failed`: those set aside. `waiting`: all others, in the order in which they are taken. A cursor that
    has gone meanwhile begins anew."""
    found = [job for job in _all(session, grader) if (job.state == "stopped") == (wanted == "failed")]
    first = next((at for at, job in enumerate(found, start=1) if job.submission_id == cursor), 0)
    items = found[first : first + limit]
    return GradingJobPage(items=items, next=items[-1].submission_id if found[first + limit :] else None)


def count_waiting(session: Session, grader: Grader | None) -> int:
    """How many are not set aside."""
    return sum(job.state != "stopped" for job in _all(session, grader))


def retry_job(session: Session, me: Identity, grader: Grader | None, submission_id: UUID) -> None:
    """Take a job that was set aside up again, as if it had never failed. Raises a 404 problem for any
    other."""
    if grader is None or grader.standing(session, submission_id).state != "stopped":
        raise not_found("job that was set aside")
    grader.again(session, submission_id)
    record(session, me, "grading.retry", "submission", submission_id)


def _all(session: Session, grader: Grader | None) -> list[GradingJobOut]:
    known = grader.known(session) if grader else {}
    return [_out(id_, known.get(id_, QUEUED)) for id_ in waiting_submissions(session)]


def _out(submission_id: UUID, progress: Progress) -> GradingJobOut:
    return GradingJobOut(
        submission_id=submission_id,
        state=progress.state,
        kind=progress.kind,
        tries=progress.failures,
        at=progress.at,
    )
