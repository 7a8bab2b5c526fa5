"""What a trainee may see of an exercise before submission: never its flaws, decoys, reference or rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.exercises.prepared import prepare
from app.exercises.schema import Brief, Domain, Exercise, Language, Reliability, Task


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class ExerciseCard(View):
    """One line of the catalogue. `version` is the content hash, null for a draft that was never published."""

    id: str
    status: Literal["draft", "published", "archived"] = "published"
    version: str | None
    title: str
    language: Language
    domain: Domain
    difficulty: Annotated[int, Field(ge=1, le=3)]
    minutes: int
    client: str
    tasks: list[Task]
    has_twist: bool


class SourceView(View):
    """A document of the dossier."""

    id: str
    title: str
    publisher: str
    date: date
    reliability: Reliability
    text: str


class ExerciseView(ExerciseCard):
    """The exercise as a trainee works on it. `draft` is plain text, NFC; its paragraphs are apart by a
    blank line."""

    brief: Brief
    sources: list[SourceView]
    draft: str


class ExercisePage(View):
    """A page of the catalogue; `next` is the cursor of the following one, null on the last."""

    items: list[ExerciseCard]
    next: str | None


def card_of(exercise: Exercise, version: str | None) -> ExerciseCard:
    return ExerciseCard(
        **{
            name: getattr(exercise, name)
            for name in ("id", "title", "language", "domain", "minutes", "tasks")
        },
        difficulty=exercise.difficulty,
        version=version,
        client=exercise.brief.client.name,
        has_twist=exercise.twist is not None,
    )


def view_of(exercise: Exercise, version: str) -> ExerciseView:
    """The trainee's view. It names every field that leaves, so that a new secret cannot slip out."""
    return ExerciseView(
        **card_of(exercise, version).model_dump(),
        brief=exercise.brief,
        sources=[
            SourceView(
                id=s.id,
                title=s.title,
                publisher=s.publisher,
                date=s.date,
                reliability=s.reliability,
                text=s.text,
            )
            for s in exercise.sources
        ],
        draft=prepare(exercise).draft,
    )
