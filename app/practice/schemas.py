"""What travels between a trainee's browser and an attempt. Annotation targets follow the W3C Web Annotation
Data Model: a quote with its context, and a position in code points of the NFC draft."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.exercises.public import ExerciseView
from app.exercises.schema import Severity, Whole
from app.grading.submission import SOUND, LinkedEvidence, MarkType
from app.text.nfc import nfc


def _nfc(text: str) -> str:
    """NFC, line feeds only, and no NUL, which PostgreSQL cannot store."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return nfc(plain)


Nfc = AfterValidator(_nfc)
Quote = Annotated[str, StringConstraints(min_length=1, max_length=20_000), Nfc]
Context = Annotated[str, StringConstraints(max_length=200), Nfc]
Comment = Annotated[str, StringConstraints(max_length=4_000), Nfc]
Offset = Annotated[Whole, Field(ge=0, le=1_000_000)]


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextQuoteSelector(Message):
    """The words of the draft, with those around them where they stand in it more than once."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: Quote
    prefix: Context = ""
    suffix: Context = ""


class TextPositionSelector(Message):
    """Where they stand: code points of the NFC draft, `end` exclusive. Where it disagrees with the quote, the
    quote wins."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: Offset
    end: Offset


Selector = Annotated[TextQuoteSelector | TextPositionSelector, Field(discriminator="type")]


class Target(Message):
    """The passage: one quote selector, and at most one position selector."""

    selector: Annotated[list[Selector], Field(min_length=1, max_length=2)]

    @model_validator(mode="after")
    def _one_quote(self) -> Self:
        if len({s.type for s in self.selector}) != len(self.selector):
            raise ValueError("give each kind of selector once")
        if not any(isinstance(s, TextQuoteSelector) for s in self.selector):
            raise ValueError("a TextQuoteSelector is needed: the quote decides, positions only help")
        return self

    @property
    def quote(self) -> TextQuoteSelector:
        return next(s for s in self.selector if isinstance(s, TextQuoteSelector))

    @property
    def position(self) -> TextPositionSelector | None:
        return next((s for s in self.selector if isinstance(s, TextPositionSelector)), None)


class EvidenceIn(Message):
    """The passage that proves a mark: of the source with this id, or of the `brief`."""

    source: Annotated[str, StringConstraints(max_length=64)]
    quote: Quote


class AnnotationIn(Message):
    """One mark. `target` is null exactly where `omission` is true; `type` is a flaw type, or `sound` for a
    passage that was checked and holds (then without severity)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "target": {
                        "selector": [
                            {
                                "type": "TextQuoteSelector",
                                "exact": "87 %",
                                "prefix": "",
                                "suffix": " des",
                            },
                            {"type": "TextPositionSelector", "start": 120, "end": 124},
                        ]
                    },
                    "type": "contradicts-dossier",
                    "severity": "major",
                    "confidence": 90,
                    "comment": "Le baromètre dit 86 %.",
                    "evidence": {"source": "barometre", "quote": "86 %"},
                }
            ]
        }
    )

    target: Target | None = None
    omission: Annotated[bool, Field(strict=True)] = False
    type: MarkType
    severity: Severity | None = None
    confidence: Annotated[Whole, Field(ge=50, le=100)] | None = None
    comment: Comment = ""
    evidence: EvidenceIn | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.omission == (self.target is not None):
            raise ValueError("give either a target or omission: true")
        if self.omission and self.type == SOUND:
            raise ValueError("an omission cannot be sound")
        return self


class AnnotationOut(Message):
    """A mark as it is kept. `revision` grows at each change and is the ETag."""

    id: UUID
    target: Target | None
    omission: bool
    type: MarkType
    severity: Severity | None
    confidence: int | None
    comment: str
    evidence: LinkedEvidence | None
    revision: int


class TextIn(Message):
    """A text of the trainee, whole."""

    text: Annotated[str, StringConstraints(max_length=50_000), Nfc]


class TextOut(Message):
    """A written text; `text` is null and `revision` 0 while nothing was ever saved."""

    text: str | None
    revision: int


class Texts(Message):
    """What the trainee has written so far."""

    rewrite: TextOut
    client_note: TextOut
    twist: TextOut


class TwistOut(Message):
    """The client's answer to the note."""

    message: str


class AttemptOut(Message):
    """An attempt with everything that its trainee may see and has done. `trial`: an author solves their own
    exercise, which counts nowhere. `assignment_id`: the assignment under which it was begun. The grade of a
    `certifying` one is there from `released_at` on; the reference from `reference_after` on. `set_apart`: the
    exercise is set for the trainee as certifying work, which keeps the grade of this attempt back until the
    grade of that is released."""

    id: UUID
    trial: bool = False
    exercise: ExerciseView
    status: Literal["open", "submitted"]
    annotations: list[AnnotationOut]
    texts: Texts
    twist: TwistOut | None
    started_at: datetime
    submitted_at: datetime | None
    assignment_id: UUID | None = None
    certifying: bool = False
    reference_after: datetime | None = None
    released_at: datetime | None = None
    set_apart: bool = False
