"""Imports every table module, so that the metadata is whole (for Alembic and for tests)."""

from __future__ import annotations

from sqlmodel import SQLModel

from app.accounts import models as accounts
from app.cohorts import models as cohorts
from app.core import rate_limits
from app.exercises import models as exercises
from app.grading import decisions_models as decisions
from app.grading import models as grading
from app.grading import queue_models as queue
from app.llm import models as llm
from app.practice import appeal_models as appeals
from app.practice import models as practice

metadata = SQLModel.metadata
__all__ = [
    "accounts",
    "appeals",
    "cohorts",
    "decisions",
    "exercises",
    "grading",
    "llm",
    "metadata",
    "practice",
    "queue",
    "rate_limits",
]
