"""Tables of cohorts: who trains whom, and the exercises set for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of

PARIS = "Europe/Paris"


class Mode(StrEnum):
    """How the grade of an assigned attempt is given: at once, or once a trainer has confirmed it."""

    FORMATIVE = "formative"
    CERTIFYING = "certifying"


class ReferenceShown(StrEnum):
    """When a trainee sees the reference of an assigned exercise."""

    AFTER_SUBMISSION = "after-submission"
    AFTER_DUE = "after-due"


class Cohort(Table, table=True):
    """A group of trainees. `code` lets people join; null while joining is switched off. `revision` grows at
    each change of what trainers edit, from 1."""

    __tablename__ = "cohort"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=200)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    code: str | None = Field(default=None, max_length=8, unique=True)
    time_zone: str = Field(default=PARIS, max_length=64)
    revision: int = 1
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CohortTrainer(Table, table=True):
    """Who runs a cohort; its owner is one of them."""

    __tablename__ = "cohort_trainer"

    cohort_id: UUID = Field(primary_key=True, foreign_key="cohort.id", ondelete="CASCADE")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", index=True, ondelete="CASCADE")


class CohortMember(Table, table=True):
    """A trainee of a cohort."""

    __tablename__ = "cohort_member"

    cohort_id: UUID = Field(primary_key=True, foreign_key="cohort.id", ondelete="CASCADE")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", index=True, ondelete="CASCADE")
    joined_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Assignment(Table, table=True):
    """An exercise set for a cohort. `attempts_allowed` is null where any number is. Archived, not deleted,
    once somebody has begun it."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(one_of("mode", Mode), name="mode_known"),
        CheckConstraint(one_of("reference", ReferenceShown), name="reference_known"),
        CheckConstraint("attempts_allowed >= 1", name="attempts_allowed_some"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True, ondelete="CASCADE")
    exercise_id: str = Field(foreign_key="exercise.id", index=True, max_length=64)
    opens_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts_allowed: int | None = None
    mode: Mode = Field(default=Mode.FORMATIVE, sa_type=Text)
    reference: ReferenceShown = Field(default=ReferenceShown.AFTER_SUBMISSION, sa_type=Text)
    position: int = 0
    revision: int = 1
    created_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
