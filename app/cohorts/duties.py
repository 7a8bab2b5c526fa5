"""What is set for a trainee, and where they stand with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort, CohortMember, Mode, ReferenceShown
from app.cohorts.schemas import CohortName, Duties, Duty, DutyState
from app.core.clock import now
from app.exercises.catalogue import load_version
from app.exercises.models import CatalogueEntry
from app.grading.service import newest_assessments
from app.practice.models import Attempt
from app.practice.visibility import grade_visible, is_awaiting, set_apart

_RANKS: Final = (
    DutyState.UNDER_WAY,
    DutyState.OPEN,
    DutyState.UPCOMING,
    DutyState.AWAITING,
    DutyState.DONE,
    DutyState.MISSED,
)


def my_duties(session: Session, me: Identity) -> Duties:
    """The assignments of the open cohorts that the caller learns in: what is due first, then the rest."""
    query = (
        select(Assignment, Cohort)
        .join(Cohort, col(Cohort.id) == col(Assignment.cohort_id))
        .join(CohortMember, col(CohortMember.cohort_id) == col(Cohort.id))
        .where(CohortMember.person_id == me.person_id)
        .where(col(Cohort.archived_at).is_(None), col(Assignment.archived_at).is_(None))
    )
    rows = session.exec(query).all()
    attempts = _attempts(session, me, [assignment.id for assignment, _ in rows])
    scores = _scores(session, me, attempts)
    moment = now()
    found = [
        _duty(session, assignment, cohort, mine, scores, moment)
        for assignment, cohort in rows
        if (mine := [a for a in attempts if a.assignment_id == assignment.id])
        or _is_offered(session, assignment)
    ]
    return Duties(items=sorted(found, key=_order))


def _attempts(session: Session, me: Identity, assignments: Sequence[UUID]) -> Sequence[Attempt]:
    query = select(Attempt).where(
        Attempt.person_id == me.person_id, col(Attempt.assignment_id).in_(assignments)
    )
    return session.exec(query.order_by(col(Attempt.started_at))).all()


def _scores(session: Session, me: Identity, attempts: Sequence[Attempt]) -> dict[UUID, float | None]:
    """Overall scores by attempt, of those that the trainee may see."""
    apart = set_apart(session, me.person_id)
    shown = {a.submission_id: a.id for a in attempts if a.submission_id and grade_visible(a, apart)}
    graded = newest_assessments(session, list(shown))
    return {shown[submission_id]: grade.scores.overall for submission_id, grade in graded.items()}


def _is_offered(session: Session, assignment: Assignment) -> bool:
    """An exercise that was withdrawn cannot be begun any more."""
    entry = session.get_one(CatalogueEntry, assignment.exercise_id)
    return not entry.withdrawn and entry.version_hash is not None


def _duty(
    session: Session,
    assignment: Assignment,
    cohort: Cohort,
    mine: Sequence[Attempt],
    scores: dict[UUID, float | None],
    moment: datetime,
) -> Duty:
    entry = session.get_one(CatalogueEntry, assignment.exercise_id)
    version = mine[-1].version_hash if mine else entry.version_hash
    exercise = load_version(session, version or "")
    last = next((a for a in mine if a.submission_id is None), mine[-1] if mine else None)
    return Duty(
        id=assignment.id,
        cohort=CohortName(id=cohort.id, name=cohort.name, time_zone=cohort.time_zone),
        exercise_id=assignment.exercise_id,
        title=exercise.title,
        language=exercise.language,
        minutes=exercise.minutes,
        opens_at=assignment.opens_at,
        due_at=assignment.due_at,
        attempts_allowed=assignment.attempts_allowed,
        attempts_begun=len(mine),
        mode=Mode(assignment.mode),
        reference=ReferenceShown(assignment.reference),
        state=_state(assignment, last, moment),
        late=_is_late(assignment.due_at, mine, last, moment),
        attempt_id=last.id if last else None,
        submitted_at=last.submitted_at if last else None,
        score=scores.get(last.id) if last else None,
    )


def _state(assignment: Assignment, last: Attempt | None, moment: datetime) -> DutyState:
    if last is not None:
        if last.submission_id is None:
            return DutyState.UNDER_WAY
        return DutyState.AWAITING if is_awaiting(last) else DutyState.DONE
    if moment < assignment.opens_at:
        return DutyState.UPCOMING
    past = assignment.due_at is not None and moment >= assignment.due_at
    return DutyState.MISSED if past else DutyState.OPEN


def _is_late(
    due_at: datetime | None, mine: Sequence[Attempt], last: Attempt | None, moment: datetime
) -> bool:
    """Nothing was handed in by the due date: what is under way is late from then on."""
    if due_at is None:
        return False
    handed_in = [attempt.submitted_at for attempt in mine if attempt.submitted_at]
    if handed_in:
        return min(handed_in) > due_at
    return last is not None and moment > due_at


def _order(duty: Duty) -> tuple[int, bool, datetime, str]:
    due = duty.due_at or duty.opens_at
    return _RANKS.index(duty.state), duty.due_at is None, due, str(duty.id)
