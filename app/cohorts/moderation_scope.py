"""Whose work a trainer has the last word on: that of the members of their cohorts, on its assignments.
Administrators have it on everybody's. Nobody decides on their own work."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, true
from sqlmodel import col

from app.accounts.service import Identity
from app.cohorts.models import Assignment, CohortMember, CohortTrainer
from app.practice.models import Attempt


def in_reach(me: Identity, cohort: UUID | None = None) -> ColumnElement[bool]:
    """The condition on attempts, of one cohort where it is given."""
    others = (
        col(Attempt.submission_id).is_not(None),
        ~col(Attempt.trial),
        col(Attempt.person_id) != me.person_id,
    )
    if me.is_admin:
        return and_(*others, _assigned_in(cohort) if cohort else true())
    return and_(*others, _assigned_in(cohort), _taught_by(me.person_id))


def _assigned_in(cohort: UUID | None) -> ColumnElement[bool]:
    assigned = exists().where(col(Assignment.id) == col(Attempt.assignment_id))
    return assigned.where(col(Assignment.cohort_id) == cohort) if cohort else assigned


def _taught_by(person_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        col(Assignment.id) == col(Attempt.assignment_id),
        col(CohortTrainer.cohort_id) == col(Assignment.cohort_id),
        col(CohortTrainer.person_id) == person_id,
        col(CohortMember.cohort_id) == col(Assignment.cohort_id),
        col(CohortMember.person_id) == col(Attempt.person_id),
    )
