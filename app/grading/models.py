"""Tables of what was handed in and of its grades."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table


class FrozenSubmission(Table, table=True):
    """A submission as it was handed in, for ever: any grade of it can be computed again."""

    __tablename__ = "submission"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version_hash: str = Field(foreign_key="exercise_version.hash", max_length=64)
    document: str = Field(sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AssessmentRecord(Table, table=True):
    """One grade of a submission. A newer number supersedes it; none is ever overwritten."""

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", ondelete="CASCADE")
    number: int
    document: str = Field(sa_type=Text)
    scorer_version: str = Field(max_length=20)
    provisional: bool
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
