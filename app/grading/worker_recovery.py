"""Taking back the jobs of workers that died in the middle of them."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from app.core.db_locks import hold
from app.grading.jobs import Patience
from app.grading.queue import QUEUE, ask
from app.grading.worker_jobs import keep_failure


def take_back(session: Session, stalled: float, patience: Patience) -> list[UUID]:
    """Put the jobs of workers without a heartbeat for `stalled` seconds back in the queue; gives their
    submissions. Each counts as a failure of its job, so that one which kills its worker is set aside too.
    One process does so at a time: no job is taken from the worker that has just taken it over."""
    hold(session, "grading:take-back")
    found = ask(
        session,
        "select_stalled_jobs_by_heartbeat",
        queue=QUEUE,
        task_name=None,
        seconds_since_heartbeat=stalled,
    )
    taken = [UUID(job["args"]["submission_id"]) for job in found]
    for job, submission_id in zip(found, taken, strict=True):
        _end_or_return(
            session, job["id"], keep_failure(session, submission_id, "crash", None, patience).state
        )
    ask(session, "prune_stalled_workers", seconds_since_heartbeat=stalled)
    return taken


def _end_or_return(session: Session, job_id: int, state: str) -> None:
    if state == "stopped":
        ask(session, "finish_job", job_id=job_id, status="failed", delete_job=False)
    else:
        again: dict[str, None] = dict.fromkeys(("retry_at", "new_priority", "new_queue_name", "new_lock"))
        ask(session, "retry_job", job_id=job_id, **again)
