"""What a model answers when it is asked to plant flaws: proposals, which code then checks. Pure.

The words that code knows (types, kinds, severities) are offered to the model in the schema and read as plain
text, so that one wrong word costs its own proposal and not the whole answer.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from app.exercises.schema import FlawType, Severity
from app.text.nfc import as_kept

Kind = Literal["replace", "add", "drop"]
KINDS: Final[tuple[Kind, ...]] = ("replace", "add", "drop")

Words = Annotated[str, AfterValidator(as_kept)]
"""A text of the model's: what it decomposes would else not be the same once the exercise is kept."""

TypeWord = Annotated[str, WithJsonSchema({"type": "string", "enum": [str(kind) for kind in FlawType]})]
KindWord = Annotated[str, WithJsonSchema({"type": "string", "enum": list(KINDS)})]
SeverityWord = Annotated[str, WithJsonSchema({"type": "string", "enum": [str(s) for s in Severity]})]


class Proposed(BaseModel):
    """What both kinds of proposal say: where in the clean text, why, and the proof. `before` and `after`
    stand beside the passage, and tell it apart where it stands more than once."""

    model_config = ConfigDict(frozen=True)

    passage: Words
    before: Words = ""
    after: Words = ""
    why: Words
    source: Words
    quote: Words


class FlawProposal(Proposed):
    """One flaw. `replace`: `text` instead of the passage; `add`: `text` right after the passage; `drop`: the
    passage is left out, and `text` is empty."""

    type: TypeWord
    kind: KindWord
    text: Words = ""
    severity: SeverityWord
    accept: list[list[Words]] = []


class DecoyProposal(Proposed):
    """A sound passage that looks suspicious."""


class Proposals(BaseModel):
    """One answer of the model."""

    flaws: list[FlawProposal]
    decoys: list[DecoyProposal] = Field(default=[])
