"""Which cohorts a caller runs. What is somebody else's is not there at all (404)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort, CohortMember, CohortTrainer
from app.core.errors import not_found


def run_by(me: Identity) -> SelectOfScalar[Cohort]:
    """The cohorts that the caller runs: every one for administrators, none for trainees."""
    if me.is_admin:
        return select(Cohort)
    mine = select(CohortTrainer.cohort_id).where(CohortTrainer.person_id == me.person_id)
    there = select(Cohort).where(col(Cohort.id).in_(mine))
    return there if me.may_author else there.where(col(Cohort.id).is_(None))


def cohort_of_mine(session: Session, me: Identity, cohort_id: UUID) -> Cohort:
    """The cohort, if the caller runs it; else a 404 problem, as for one that does not exist."""
    cohort = session.exec(run_by(me).where(col(Cohort.id) == cohort_id)).first()
    if cohort is None:
        raise not_found("cohort")
    return cohort


def assignment_of_mine(
    session: Session, me: Identity, assignment_id: UUID, *, held: bool = False
) -> tuple[Assignment, Cohort]:
    """The assignment and its cohort, if the caller runs that; else a 404 problem. `held`: nobody begins it
    until the transaction ends (see `app.cohorts.starting`)."""
    assignment = session.get(Assignment, assignment_id, with_for_update=held or None)
    if assignment is None:
        raise not_found("assignment")
    cohort = session.exec(run_by(me).where(col(Cohort.id) == assignment.cohort_id)).first()
    if cohort is None:
        raise not_found("assignment")
    return assignment, cohort


def is_member(session: Session, person_id: UUID, cohort_id: UUID) -> bool:
    """Whether the person learns in the cohort."""
    return session.get(CohortMember, (cohort_id, person_id)) is not None
