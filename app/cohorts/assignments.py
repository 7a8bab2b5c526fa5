"""Assignments as trainers set them: an exercise, from when until when, and under which terms."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from app.accounts.audit import record
from app.accounts.service import Identity
from app.cohorts.access import assignment_of_mine, cohort_of_mine
from app.cohorts.models import Assignment, Mode, ReferenceShown
from app.cohorts.schemas import AssignmentIn, AssignmentList, AssignmentOut
from app.core.clock import now
from app.core.errors import Problem, conflict, invalid
from app.exercises.catalogue import current_version, load_version
from app.exercises.models import CatalogueEntry
from app.practice.models import Attempt
from app.web.conditional import stale


def create(session: Session, me: Identity, cohort_id: UUID, wanted: AssignmentIn) -> AssignmentOut:
    """Set an exercise on offer for a cohort. Raises 404, 409 (`cohort-archived`) and 422 problems."""
    cohort = cohort_of_mine(session, me, cohort_id)
    if cohort.archived_at is not None:
        raise conflict("cohort-archived", "This cohort is archived; restore it before you set exercises.")
    _offered(session, wanted.exercise_id)
    moment = now()
    assignment = Assignment(cohort_id=cohort.id, created_by=me.person_id, **_terms(wanted, moment))
    session.add(assignment)
    session.flush()
    record(session, me, "assignment.create", "assignment", assignment.id, cohort=str(cohort.id))
    return shown(session, assignment)


def list_assignments(session: Session, me: Identity, cohort_id: UUID, archived: bool) -> AssignmentList:
    """Those of a cohort of the caller's, by position and due date."""
    cohort = cohort_of_mine(session, me, cohort_id)
    closed = col(Assignment.archived_at)
    query = select(Assignment).where(
        Assignment.cohort_id == cohort.id, closed.is_not(None) if archived else closed.is_(None)
    )
    found = sorted(session.exec(query).all(), key=_order)
    return AssignmentList(items=[shown(session, assignment) for assignment in found])


def read(session: Session, me: Identity, assignment_id: UUID) -> AssignmentOut:
    return shown(session, assignment_of_mine(session, me, assignment_id)[0])


def replace(
    session: Session, me: Identity, assignment_id: UUID, wanted: AssignmentIn, expected: int | None
) -> AssignmentOut:
    """Change an assignment. Once somebody has begun it, exercise and mode stay (409 `begun`); a reference
    that comes after the due date follows that for attempts under way as well. `expected`: the revision last
    seen, None for any; else a 412 problem."""
    assignment, _ = assignment_of_mine(session, me, assignment_id, held=True)
    if expected is not None and expected != assignment.revision:
        raise stale(assignment.revision)
    if wanted.exercise_id != assignment.exercise_id:
        _offered(session, wanted.exercise_id)
    fixed = (assignment.exercise_id, assignment.mode) == (wanted.exercise_id, wanted.mode)
    if not fixed and _is_begun(session, assignment):
        detail = "Somebody has begun it: its exercise and its mode stay. Archive it and set another one."
        raise conflict("begun", detail)
    for name, value in _terms(wanted, assignment.opens_at).items():
        setattr(assignment, name, value)
    assignment.revision += 1
    session.flush()
    kept_back = update(Attempt).where(col(Attempt.assignment_id) == assignment.id)
    session.execute(kept_back.values(reference_after=reference_after(assignment)))
    record(session, me, "assignment.change", "assignment", assignment.id)
    return shown(session, assignment)


def remove(session: Session, me: Identity, assignment_id: UUID) -> None:
    """Take an assignment back: deleted, or archived once somebody has begun it."""
    assignment, _ = assignment_of_mine(session, me, assignment_id, held=True)
    if _is_begun(session, assignment):
        if assignment.archived_at is None:
            assignment.archived_at = now()
            assignment.revision += 1
            session.flush()
            record(session, me, "assignment.archive", "assignment", assignment.id)
        return
    session.delete(assignment)
    session.flush()
    record(session, me, "assignment.delete", "assignment", assignment_id)


def reference_after(assignment: Assignment) -> datetime | None:
    """From when trainees see the reference; None: once they have handed in."""
    return assignment.due_at if assignment.reference == ReferenceShown.AFTER_DUE else None


def is_certifying(assignment: Assignment) -> bool:
    return assignment.mode == Mode.CERTIFYING


def title_of(session: Session, exercise_id: str) -> str:
    """Of the version on offer; the id of an exercise that has none."""
    entry = session.get(CatalogueEntry, exercise_id)
    if entry is None or entry.version_hash is None:
        return exercise_id
    return load_version(session, entry.version_hash).title


def shown(session: Session, assignment: Assignment) -> AssignmentOut:
    begun = select(func.count(func.distinct(Attempt.person_id)))
    return AssignmentOut(
        **assignment.model_dump(exclude={"created_by"}, warnings=False),
        title=title_of(session, assignment.exercise_id),
        begun=session.exec(begun.where(Attempt.assignment_id == assignment.id)).one(),
    )


def _terms(wanted: AssignmentIn, opens_at: datetime) -> dict[str, Any]:
    """The columns; `opens_at` where none is wanted. Raises a 422 problem where it would never be open."""
    values: dict[str, Any] = {**dict(wanted), "opens_at": wanted.opens_at or opens_at}
    if wanted.due_at is not None and wanted.due_at <= (wanted.opens_at or opens_at):
        raise invalid("/due_at", "must come after the assignment opens")
    return values


def _offered(session: Session, exercise_id: str) -> None:
    try:
        current_version(session, exercise_id)
    except Problem:
        raise invalid(
            "/exercise_id", "There is no such exercise on offer; see GET /api/v1/exercises."
        ) from None


def _is_begun(session: Session, assignment: Assignment) -> bool:
    attempts = select(Attempt.id).where(Attempt.assignment_id == assignment.id)
    return session.exec(attempts.limit(1)).first() is not None


def _order(assignment: Assignment) -> tuple[int, bool, datetime, str]:
    due = assignment.due_at
    return assignment.position, due is None, due or assignment.created_at, str(assignment.id)
