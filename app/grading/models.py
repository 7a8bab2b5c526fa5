"""Tables of what was handed in and of its grades."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of


class FrozenSubmission(Table, table=True):
    """A submission as it was handed in, for ever: any grade of it can be computed again."""

    __tablename__ = "submission"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version_hash: str = Field(foreign_key="exercise_version.hash", max_length=64)
    document: str = Field(sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AssessmentRecord(Table, table=True):
    """One grade of a submission. A newer number supersedes it; none is ever overwritten.

    `provenance` says how a model took part (`app.grading.provenance`), as JSON; null where none did. `split`:
    the runs of a model differ on something that nobody has decided yet."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        Index(
            "waiting_for_the_model",
            "created_at",
            sqlite_where=text("provisional"),
            postgresql_where=text("provisional"),
        ),
        Index(
            "waiting_for_a_trainer",
            "created_at",
            sqlite_where=text("split"),
            postgresql_where=text("split"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", ondelete="CASCADE")
    number: int
    document: str = Field(sa_type=Text)
    scorer_version: str = Field(max_length=20)
    provisional: bool
    provenance: str | None = Field(default=None, sa_type=Text)
    split: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CoachState(StrEnum):
    """`dropped`: what the model wrote was not fit to be shown, or it could not write at all."""

    WAITING = "waiting"
    WRITTEN = "written"
    DROPPED = "dropped"


class Coaching(Table, table=True):
    """The coach's paragraph on a submission, clearly apart from its grade. There is one to come for each
    submission handed in while a model is set up.

    `language` is that of the trainee's pages, `model` the one that wrote, `call_key` the key of the entry of
    the call log that the paragraph comes from."""

    __tablename__ = "coaching"
    __table_args__ = (
        CheckConstraint(one_of("state", CoachState), name="state_known"),
        CheckConstraint("language IN ('fr', 'en')", name="language_known"),
        Index(
            "waiting_for_the_coach",
            "created_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    submission_id: UUID = Field(primary_key=True, foreign_key="submission.id", ondelete="CASCADE")
    language: str = Field(max_length=2)
    state: CoachState = Field(default=CoachState.WAITING, sa_type=Text)
    paragraph: str | None = Field(default=None, sa_type=Text)
    model: str | None = Field(default=None, max_length=200)
    call_key: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
