"""Exercises that are set for a trainee so that a trainer keeps something back: their other attempts may not
tell it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Uuid, and_, bindparam, exists, or_
from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort, CohortMember, Mode, ReferenceShown
from app.core.clock import UtcDateTime, now
from app.core.errors import conflict
from app.exercises.models import CatalogueEntry
from app.practice.attempts import attempt_under_way
from app.practice.models import Attempt
from app.practice.visibility import SetApart, set_apart, sets_apart


def refuse_free(session: Session, me: Identity, exercise_id: str) -> None:
    """Raises a 409 problem `assigned` where the caller would begin a free attempt of an exercise of which an
    assignment keeps something back. One that is under way goes on: what it would tell is kept back."""
    if may_free(session, me, exercise_id):
        return
    if attempt_under_way(session, me, exercise_id, None) is None:
        detail = "This exercise is set for you by a trainer: begin it from GET /api/v1/me/assignments."
        raise conflict("assigned", detail)


def may_free(session: Session, me: Identity, exercise_id: str) -> bool:
    """Whether the caller may begin a free attempt of the exercise: nothing of it is kept back."""
    apart = set_apart(session, me.person_id)
    return exercise_id not in apart.certifying and exercise_id not in apart.reference_after


def practised(session: Session, attempt: Attempt) -> list[datetime]:
    """Of certifying work: when its trainee handed the same exercise in besides, after it was set and before
    they began it. Who is out of the cohort for a while may practise, and so may who missed a due date that is
    then moved; nobody is refused for it, and the trainer who confirms the grade is told."""
    set_for = session.get(Assignment, attempt.assignment_id) if attempt.assignment_id else None
    if set_for is None or not attempt.certifying:
        return []
    same = (Attempt.person_id == attempt.person_id, Attempt.exercise_id == attempt.exercise_id)
    besides = (col(Attempt.assignment_id).is_distinct_from(set_for.id), ~col(Attempt.trial))
    moment = col(Attempt.submitted_at)
    meanwhile = (moment >= set_for.created_at, moment < attempt.started_at)
    found = session.exec(select(moment).where(*same, *besides, *meanwhile).order_by(moment)).all()
    return [one for one in found if one is not None]


def _learns_what_is_on_offer() -> ColumnElement[bool]:
    """They learn in the cohort, the assignment is not past due, and the exercise was not withdrawn."""
    learns = exists().where(
        col(CohortMember.cohort_id) == col(Assignment.cohort_id), col(CohortMember.person_id) == _PERSON
    )
    on_offer = exists().where(
        col(CatalogueEntry.id) == col(Assignment.exercise_id),
        ~col(CatalogueEntry.withdrawn),
        col(CatalogueEntry.version_hash).is_not(None),
    )
    in_time = or_(col(Assignment.due_at).is_(None), col(Assignment.due_at) > _NOW)
    return and_(learns, on_offer, in_time)


def _has(*, certifying: bool = False, released: bool = False) -> ColumnElement[bool]:
    """Whether there is an attempt of theirs under the assignment, of such a kind."""
    begun = exists().where(
        col(Attempt.assignment_id) == col(Assignment.id), col(Attempt.person_id) == _PERSON
    )
    if certifying:
        begun = begun.where(col(Attempt.certifying))
    return begun.where(col(Attempt.released_at).is_not(None)) if released else begun


# Asked on most requests of a trainee: the statement is built once.
_PERSON: BindParameter[UUID] = bindparam("person", type_=Uuid())
_NOW: BindParameter[datetime] = bindparam("moment", type_=UtcDateTime())
_OFFERED: Final = _learns_what_is_on_offer()
_CERTIFIES: Final = and_(
    col(Assignment.mode) == Mode.CERTIFYING, ~_has(released=True), or_(_OFFERED, _has(certifying=True))
)
_UNTIL_DUE: Final = and_(col(Assignment.reference) == ReferenceShown.AFTER_DUE, _OFFERED)
_KEPT_BACK: Final = (
    select(Assignment.exercise_id, Assignment.due_at, _CERTIFIES, _UNTIL_DUE)
    .join(Cohort, col(Cohort.id) == col(Assignment.cohort_id))
    .where(col(Cohort.archived_at).is_(None), col(Assignment.archived_at).is_(None))
    .where(or_(_CERTIFIES, _UNTIL_DUE))
)


@sets_apart
def kept_back(session: Session, person_id: UUID) -> SetApart:
    """Certifying work until a grade of it is released, and references until they were due: of what the person
    can begin, now or later, and of the certifying work that they have begun, even if it is late."""
    rows = session.exec(_KEPT_BACK, params={"person": person_id, "moment": now()}).all()
    references = sorted((due, exercise) for exercise, due, _, held in rows if held and due is not None)
    return SetApart(
        frozenset(exercise for exercise, _, held, _ in rows if held),
        {exercise: due for due, exercise in references},  # the latest wins
    )
