"""What is asked for and answered where a model plants flaws in a clean text. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.authoring.examples import REQUEST, RESPONSE
from app.authoring.proposals import DecoyProposal, FlawProposal
from app.authoring.reasons import Reason
from app.authoring.slugs import slug_of
from app.exercises.document import normalised
from app.exercises.lint_messages import Level
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
    WordGroups,
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
    decoys: Annotated[int, Field(ge=0, le=MOST_DECOYS)] = Field(
        default=2, description="How many sound passages to mark as decoys."
    )
    variant: Annotated[int, Field(ge=1, le=99)] = Field(
        default=1,
        description="The same request with the same number is answered from the log, without asking the "
        "model again; another number asks for other proposals.",
    )
    id: Slug | None = Field(default=None, description=_ID)
    title: Line | None = Field(default=None, description=_TITLE)
    difficulty: Annotated[int, Field(ge=1, le=3)] = 2
    minutes: Annotated[int, Field(ge=1, le=240)] = 20

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


class PlantedFlaw(BaseModel):
    """`accept_left_out`: groups of words that the model proposed and that do not count."""

    id: str
    type: FlawType
    accept_left_out: WordGroups


class SoundSentence(BaseModel):
    """A sentence of the trainees’ draft without any flaw: code points from `start` to `end` (exclusive) of
    that draft, which is the document’s with every change accepted."""

    text: str
    start: int
    end: int


class Rejected(BaseModel):
    """A proposal that was not taken, as the model made it, and why not."""

    kind: Literal["flaw", "decoy"]
    proposal: FlawProposal | DecoyProposal
    reason: Reason
    message: str


class LintFinding(BaseModel):
    """One finding of the linter. `pointer` is a JSON pointer into the document; `line` and `column`, from 1,
    count in the text of its draft."""

    code: str
    level: Level
    pointer: str
    message: str
    line: int | None
    column: int | None
    piece: str


class PlantedExercise(BaseModel):
    """A draft document for a person to edit and publish: nothing is saved."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESPONSE]})

    document: Exercise
    lint: list[LintFinding]
    sound: list[SoundSentence]
    planted: list[PlantedFlaw]
    missing: list[FlawType] = Field(description="What was asked for and could not be planted.")
    rejected: list[Rejected]


def _short(title: str) -> str:
    return title if len(title) <= 300 else f"{title[:299]}…"
