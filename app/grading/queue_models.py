"""The table of how the jobs stand that ask the model."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of


class JobState(StrEnum):
    """`later`: it failed and is tried again. `stopped`: it failed too often, and an administrator decides."""

    ASKING = "asking"
    LATER = "later"
    STOPPED = "stopped"


class GradingJob(Table, table=True):
    """How the model's part of a submission stands where worker processes see to it: for the pages, and for
    the worker's patience. A job that was never tried has no row, and one that is done none any more.

    `answered` of `runs` answers are there; after `failures` in a row the last was of the `kind`."""

    __tablename__ = "grading_job"
    __table_args__ = (
        CheckConstraint(one_of("state", JobState), name="state_known"),
        Index("ix_grading_job_state", "state", "updated_at"),
    )

    submission_id: UUID = Field(primary_key=True, foreign_key="submission.id", ondelete="CASCADE")
    state: JobState = Field(sa_type=Text)
    answered: int = 0
    runs: int = 0
    failures: int = 0
    kind: str | None = Field(default=None, max_length=40)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
