"""Tables of what trainees say against their grades: appeals, and marks that they propose as flaws."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of


class AppealKind(StrEnum):
    """What is contested: the outcome of a flaw, or a check of the rubric."""

    OUTCOME = "outcome"
    CHECK = "check"


class AppealState(StrEnum):
    """`upheld`: the grade was changed as the trainee asked; `rejected`: it stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class Appeal(Table, table=True):
    """A trainee contests one outcome (`subject`: the id of the flaw) or one check (its key), once."""

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind", "subject"),
        CheckConstraint(one_of("kind", AppealKind), name="kind_known"),
        CheckConstraint(one_of("state", AppealState), name="state_known"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", ondelete="CASCADE")
    kind: AppealKind = Field(sa_type=Text)
    subject: str = Field(max_length=200)
    text: str = Field(sa_type=Text)
    state: AppealState = Field(default=AppealState.OPEN, index=True, sa_type=Text)
    answer: str | None = Field(default=None, sa_type=Text)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ProposalState(StrEnum):
    """`accepted`: the mark counts as a genuine extra flaw, in this submission and wherever it was marked."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Proposal(Table, table=True):
    """*This is a flaw too*: a mark (`annotation`, its index) that the grade counts as a false alarm.

    `version_hash`: the version of the exercise in which its passage is a flaw, where one was made of it."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("submission_id", "annotation"),
        CheckConstraint(one_of("state", ProposalState), name="state_known"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", ondelete="CASCADE")
    annotation: int
    text: str = Field(sa_type=Text)
    state: ProposalState = Field(default=ProposalState.OPEN, index=True, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version_hash: str | None = Field(
        default=None, max_length=64, foreign_key="exercise_version.hash", ondelete="SET NULL"
    )
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
