"""What is answered where a model planted flaws in a clean text."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.authoring.documents import FindingOut
from app.authoring.planting.examples import RESPONSE
from app.authoring.planting.proposals import DecoyProposal, FlawProposal
from app.authoring.planting.reasons import Reason
from app.exercises.schema import Exercise, FlawType, WordGroups


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


class PlantedExercise(BaseModel):
    """A draft document for a person to edit and publish: nothing is saved."""

    model_config = ConfigDict(json_schema_extra={"examples": [RESPONSE]})

    document: Exercise
    lint: list[FindingOut]
    sound: list[SoundSentence]
    planted: list[PlantedFlaw]
    missing: list[FlawType] = Field(description="What was asked for and could not be planted.")
    rejected: list[Rejected]
