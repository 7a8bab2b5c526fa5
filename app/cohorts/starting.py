"""Beginning an assigned exercise: only while it is open, and as often as it may be."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from app.accounts.service import Identity
from app.cohorts.access import is_member
from app.cohorts.assignments import is_certifying, reference_after
from app.cohorts.models import Assignment, Cohort
from app.core.clock import now
from app.core.db_locks import hold
from app.core.errors import Problem, conflict, not_found
from app.practice.attempts import Terms, attempt_under_way, start_attempt
from app.practice.models import Attempt
from app.practice.schemas import AttemptOut
from app.practice.submission import attempt_out

REFUSALS: Final = frozenset(
    {"not-open-yet", "closed", "no-attempts-left", "cohort-archived", "assignment-archived"}
)


def begin(session: Session, me: Identity, assignment_id: UUID) -> tuple[AttemptOut, bool]:
    """The caller's open attempt under the assignment, even past its due date, or a new one; True where it is
    new. Raises a 404 problem unless they learn in the cohort, and 409 problems of `REFUSALS` that say when
    it opens, when it closed, or how many attempts there were."""
    # Until the transaction ends it is neither changed nor taken back; many begin it at once.
    assignment = session.get(Assignment, assignment_id, with_for_update={"read": True})
    if assignment is None or not is_member(session, me.person_id, assignment.cohort_id):
        raise not_found("assignment")
    hold(session, f"assignment:{me.person_id}:{assignment_id}")
    under_way = attempt_under_way(session, me, assignment.exercise_id, assignment.id)
    if under_way is None:
        _let_begin(session, me, assignment)
    attempt, created = start_attempt(session, me, assignment.exercise_id, _terms(assignment))
    return attempt_out(session, attempt), created


def _terms(assignment: Assignment) -> Terms:
    return Terms(assignment.id, is_certifying(assignment), reference_after(assignment))


def _let_begin(session: Session, me: Identity, assignment: Assignment) -> None:
    cohort, moment = session.get_one(Cohort, assignment.cohort_id), now()
    if cohort.archived_at is not None:
        raise conflict("cohort-archived", "This cohort is closed; nothing of it can be begun any more.")
    if assignment.archived_at is not None:
        raise conflict("assignment-archived", "This exercise was taken back by a trainer of the cohort.")
    if moment < assignment.opens_at:
        opens = _said(assignment.opens_at, cohort)
        raise _refused("not-open-yet", f"It opens at {opens}.", opens_at=assignment.opens_at)
    if assignment.due_at is not None and moment >= assignment.due_at:
        due = _said(assignment.due_at, cohort)
        detail = f"It was due at {due}. What was begun before can still be handed in, late."
        raise _refused("closed", detail, due_at=assignment.due_at)
    if assignment.attempts_allowed is not None:
        begun = select(func.count()).select_from(Attempt).where(col(Attempt.person_id) == me.person_id)
        if (
            session.exec(begun.where(Attempt.assignment_id == assignment.id)).one()
            >= assignment.attempts_allowed
        ):
            detail = f"You have had the {assignment.attempts_allowed} attempts that it allows."
            raise conflict("no-attempts-left", detail)


def _said(moment: datetime, cohort: Cohort) -> str:
    """In the cohort's time zone, as in 2026-11-30 18:00 (Europe/Paris)."""
    local = moment.astimezone(ZoneInfo(cohort.time_zone))
    return f"{local:%Y-%m-%d %H:%M} ({cohort.time_zone})"


def _refused(slug: str, detail: str, **moments: datetime) -> Problem:
    extra = {name: moment.isoformat() for name, moment in moments.items()}
    return Problem(HTTPStatus.CONFLICT, slug, detail, extra=extra)
