"""What is asked for where a model plants flaws in a clean text. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.authoring.planting.examples import REQUEST
from app.authoring.planting.slugs import slug_of
from app.exercises.document import normalised
from app.exercises.schema import (
    Brief,
    Domain,
    Exercise,
    FlawType,
    Language,
    Line,
    Slug,
    Source,
    Task,
    Whole,
)

MOST_CHARACTERS = 30_000
MOST_FLAWS = 12
MOST_DECOYS = 6

_ID = "The id of the exercise to come; by default made from the title."
_TITLE = "By default the client’s name and business."


class PlantRequest(BaseModel):
    """A clean text with what it is checked against, and the flaws to plant in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [REQUEST]})

    text: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)] = Field(
        description="The clean text, true in every word: plain text with paragraphs, no CriticMarkup. At "
        "least six sentences must be able to stay sound."
    )
    brief: Brief
    sources: Annotated[list[Source], Field(min_length=1, max_length=20)] = Field(
        description="The dossier. Every flaw and every decoy is proved by a quote of it, or of the brief."
    )
    language: Language
    domain: Domain
    types: Annotated[list[FlawType], Field(min_length=1, max_length=MOST_FLAWS)] = Field(
        description="The types of the flaws to plant; one that stands twice is planted twice."
    )
    decoys: Annotated[Whole, Field(ge=0, le=MOST_DECOYS)] = Field(
        default=2, description="How many sound passages to mark as decoys."
    )
    variant: Annotated[Whole, Field(ge=1, le=99)] = Field(
        default=1,
        description="The same request with the same number is answered from the log, without asking the "
        "model again; another number asks for other proposals.",
    )
    id: Slug | None = Field(default=None, description=_ID)
    title: Line | None = Field(default=None, description=_TITLE)
    difficulty: Annotated[Whole, Field(ge=1, le=3)] = 2
    minutes: Annotated[Whole, Field(ge=1, le=240)] = 20

    @model_validator(mode="before")
    @classmethod
    def _normalised(cls, data: object) -> object:
        return normalised(data)

    def clean_exercise(self, text: str) -> Exercise:
        """The exercise with the clean text `text` as its draft, before anything is planted."""
        title = self.title or _short(f"{self.brief.client.name}, {self.brief.client.business}")
        return Exercise(
            id=self.id or slug_of(title) or f"exercise-{self.language}",
            title=title,
            language=self.language,
            domain=self.domain,
            difficulty=self.difficulty,
            minutes=self.minutes,
            brief=self.brief,
            sources=self.sources,
            draft=f"{text}\n",
            tasks=list(Task),
        )


def _short(title: str) -> str:
    return title if len(title) <= 300 else f"{title[:299]}…"
