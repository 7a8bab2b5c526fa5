"""Tables of the catalogue."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from app.core.clock import UtcDateTime, now
from app.core.metadata import Table, one_of
from app.exercises.origin import Origin

__all__ = ["CatalogueEntry", "ExerciseAuthor", "ExerciseDraft", "ExerciseVersion", "Origin"]


class ExerciseVersion(Table, table=True):
    """A version that attempts stand on: never changed, never deleted. `document` is the exercise as canonical
    JSON. `number` counts the published ones; it is null for a draft that only its authors tried."""

    __tablename__ = "exercise_version"
    __table_args__ = (UniqueConstraint("exercise_id", "number"),)

    hash: str = Field(primary_key=True, max_length=64)
    exercise_id: str = Field(max_length=64)
    number: int | None
    document: str = Field(sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CatalogueEntry(Table, table=True):
    """An exercise by its slug, and the version that new attempts get: null until it is published. Withdrawn
    (archived) ones are not offered. `files_digest` is that of the folder that the version came from, so that
    an unchanged one need not be read again."""

    __tablename__ = "exercise"
    __table_args__ = (CheckConstraint(one_of("origin", Origin), name="origin_known"),)

    id: str = Field(primary_key=True, max_length=64)
    version_hash: str | None = Field(default=None, foreign_key="exercise_version.hash", max_length=64)
    withdrawn: bool = False
    origin: Origin = Field(default=Origin.FILES, sa_type=Text)
    files_digest: str | None = Field(default=None, max_length=64)


class ExerciseDraft(Table, table=True):
    """What the authors of an exercise are writing, as JSON; `revision` grows at each change, from 1."""

    __tablename__ = "exercise_draft"

    exercise_id: str = Field(primary_key=True, foreign_key="exercise.id", max_length=64, ondelete="CASCADE")
    document: str = Field(sa_type=Text)
    revision: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ExerciseAuthor(Table, table=True):
    """Who may read and change the draft of an exercise; one of them owns it."""

    __tablename__ = "exercise_author"

    exercise_id: str = Field(primary_key=True, foreign_key="exercise.id", max_length=64, ondelete="CASCADE")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", index=True, ondelete="CASCADE")
    owner: bool = False
