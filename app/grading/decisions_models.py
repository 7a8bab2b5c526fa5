"""The table of what people decided in grades."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of
from app.grading.decisions import DecisionKind


class Decision(Table, table=True):
    """One decision of a person, for ever: every later grading of the submission applies it again.

    `assessment_number`: the assessment that it made, or for a confirmation the one that was confirmed;
    `subject` and `verdict` as in `app.grading.decisions.Ruling`. `seconds`: the time spent on it. `changed`:
    whether it changed what stood before; of a confirmation, whether any decision on a check or an outcome
    did."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(one_of("kind", DecisionKind), name="kind_known"),
        Index("decisions_of_a_submission", "submission_id", "assessment_number"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", ondelete="CASCADE")
    assessment_number: int
    kind: DecisionKind = Field(sa_type=Text)
    subject: str = Field(max_length=200)
    verdict: str = Field(max_length=40)
    reason: str = Field(sa_type=Text)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    seconds: int | None = None
    changed: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
