"""Tables of attempts: what a trainee is working on, saved at each change."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of

FREE_AND_OPEN = "submission_id IS NULL AND assignment_id IS NULL"
ASSIGNED_AND_OPEN = "submission_id IS NULL AND assignment_id IS NOT NULL"


class TextKind(StrEnum):
    """The texts that a trainee writes in an attempt."""

    REWRITE = "rewrite"
    CLIENT_NOTE = "client_note"
    TWIST = "twist"


class Attempt(Table, table=True):
    """One trainee's work on one exercise version. Submitted once it has a submission. A `trial` is an author
    who solves their own exercise: it counts nowhere.

    The last four columns are the terms of an attempt that a trainer set: they are copied when it begins. The
    grade of a `certifying` one is shown from `released_at` on; the reference from `reference_after` on."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(
            "one_open_attempt",
            "person_id",
            "exercise_id",
            "trial",
            unique=True,
            sqlite_where=text(FREE_AND_OPEN),
            postgresql_where=text(FREE_AND_OPEN),
        ),
        Index(
            "one_open_assigned_attempt",
            "person_id",
            "assignment_id",
            unique=True,
            sqlite_where=text(ASSIGNED_AND_OPEN),
            postgresql_where=text(ASSIGNED_AND_OPEN),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    exercise_id: str = Field(foreign_key="exercise.id", max_length=64)
    version_hash: str = Field(foreign_key="exercise_version.hash", max_length=64)
    trial: bool = False
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    touched_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    twist_revealed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submission_id: UUID | None = Field(default=None, foreign_key="submission.id", unique=True)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assignment_id: UUID | None = Field(
        default=None, foreign_key="assignment.id", index=True, ondelete="SET NULL"
    )
    certifying: bool = False
    reference_after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AnnotationRecord(Table, table=True):
    """One mark under its client-made id; `document` is the resolved Annotation as JSON."""

    __tablename__ = "annotation"

    attempt_id: UUID = Field(primary_key=True, foreign_key="attempt.id", ondelete="CASCADE")
    id: UUID = Field(primary_key=True)
    document: str = Field(sa_type=Text)
    revision: int
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class WrittenText(Table, table=True):
    """The rewrite, the client note or the answer to the twist; `revision` grows at each change."""

    __tablename__ = "written_text"
    __table_args__ = (CheckConstraint(one_of("kind", TextKind), name="kind_known"),)

    attempt_id: UUID = Field(primary_key=True, foreign_key="attempt.id", ondelete="CASCADE")
    kind: TextKind = Field(primary_key=True, sa_type=Text)
    text: str = Field(sa_type=Text)
    revision: int
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
