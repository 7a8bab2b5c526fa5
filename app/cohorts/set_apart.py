"""Exercises that one does not practise freely for now: feedback would tell what the trainer keeps back."""

from __future__ import annotations

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort, CohortMember, Mode, ReferenceShown
from app.core.clock import now
from app.core.errors import conflict
from app.practice.attempts import attempt_under_way
from app.practice.models import Attempt


def refuse_free(session: Session, me: Identity, exercise_id: str) -> None:
    """Raises a 409 problem `assigned` where a new free attempt would show the caller what an assignment of
    theirs keeps back: until it was due, or, of a certifying one, until a grade of theirs is released."""
    if attempt_under_way(session, me, exercise_id, None) is not None:
        return
    released = exists().where(
        col(Attempt.assignment_id) == col(Assignment.id),
        col(Attempt.person_id) == me.person_id,
        col(Attempt.released_at).is_not(None),
    )
    certifies = (col(Assignment.mode) == Mode.CERTIFYING) & ~released
    keeps_back = or_(certifies, col(Assignment.reference) == ReferenceShown.AFTER_DUE)
    query = (
        select(Assignment.id)
        .join(Cohort, col(Cohort.id) == col(Assignment.cohort_id))
        .join(CohortMember, col(CohortMember.cohort_id) == col(Cohort.id))
        .where(CohortMember.person_id == me.person_id, Assignment.exercise_id == exercise_id)
        .where(col(Cohort.archived_at).is_(None), col(Assignment.archived_at).is_(None))
        .where(or_(col(Assignment.due_at).is_(None), col(Assignment.due_at) > now()), keeps_back)
    )
    if session.exec(query.limit(1)).first() is not None:
        detail = "This exercise is set for you by a trainer: begin it from GET /api/v1/me/assignments."
        raise conflict("assigned", detail)
