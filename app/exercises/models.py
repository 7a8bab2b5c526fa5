"""Tables of the catalogue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table


class ExerciseVersion(Table, table=True):
    """A published version: never changed, never deleted. `document` is the exercise as canonical JSON."""

    __tablename__ = "exercise_version"
    __table_args__ = (UniqueConstraint("exercise_id", "number"),)

    hash: str = Field(primary_key=True, max_length=64)
    exercise_id: str = Field(max_length=64)
    number: int
    document: str = Field(sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CatalogueEntry(Table, table=True):
    """An exercise by its slug, and the version that new attempts get. Withdrawn ones are not offered."""

    __tablename__ = "exercise"

    id: str = Field(primary_key=True, max_length=64)
    version_hash: str = Field(foreign_key="exercise_version.hash", max_length=64)
    withdrawn: bool = False
