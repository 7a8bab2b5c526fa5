"""The table of the call log."""

from __future__ import annotations

from datetime import datetime
from typing import Final, get_args
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table
from app.llm.protocol import Kind

ANSWERED: Final = "answered"
REPEATED: Final = "repeated"
"""A usable answer to what was answered already: it was paid for, but does not count."""

OUTCOMES: Final = (ANSWERED, REPEATED, *get_args(Kind))


class ModelCall(Table, table=True):
    """One call of a model, with all of its attempts, answered or not: a `Kind` of error is an outcome.

    `key` is what must not be paid twice: at most one call with it is `answered`. `request` is the body of
    the last attempt as JSON ("" where none was sent) and, like `answer`, quotes the trainee or, for
    planting, the author: both go when the submission goes, or with the account of `person_id` who asked.
    `cost` is in the currency of the price table; null for a model without a price. `decision` is what
    code made of the answer, as JSON.
    """

    __tablename__ = "model_call"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({', '.join(map(repr, OUTCOMES))})", name="outcome_known"),
        Index(
            "one_answer_a_key",
            "key",
            unique=True,
            sqlite_where=text("outcome = 'answered'"),
            postgresql_where=text("outcome = 'answered'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    purpose: str = Field(max_length=40)
    key: str = Field(max_length=64, index=True)
    submission_id: UUID | None = Field(
        default=None, foreign_key="submission.id", ondelete="CASCADE", index=True
    )
    person_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    prompt_name: str = Field(max_length=64)
    prompt_version: int
    prompt_hash: str = Field(max_length=64)
    model: str = Field(max_length=200)
    request: str = Field(sa_type=Text)
    answer: str = Field(sa_type=Text)
    outcome: str = Field(max_length=20)
    detail: str = Field(default="", sa_type=Text)
    attempts: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    tokens_estimated: bool
    cost: float | None = None
    seconds: float
    decision: str | None = Field(default=None, sa_type=Text)
