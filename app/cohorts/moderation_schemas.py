"""What a trainer reads and decides of grades, over HTTP."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.exercises.schema import AppliesTo, WordGroups
from app.grading.assessment import DecidedBy, Scores
from app.grading.submission import Annotation
from app.practice.appeal_schemas import Subject, Words


class ReviewKind(StrEnum):
    """Why something waits for a trainer: a `split` among a model's runs, an `appeal`, a `certifying` grade
    to confirm, or a `proposal` of a flaw."""

    SPLIT = "split"
    APPEAL = "appeal"
    CERTIFYING = "certifying"
    PROPOSAL = "proposal"


SubjectKind = Literal["check", "outcome", "annotation", "grade"]
_PERSON: dict[str, JsonValue] = {"id": "5b1a9a0e-47a4-4d3e-8c44-64dbb2a2f8a1", "name": "Tara Ollier"}
_ITEM: dict[str, JsonValue] = {
    "id": "appeal.7f0f2f2e-5a34-4f8e-9a0a-4a6d1f5d2c11",
    "kind": "appeal",
    "created_at": "2026-11-20T09:12:00Z",
    "person": _PERSON,
    "cohort": {"id": "2e8d9f7a-0b3e-4a55-90f0-0f4a0d6a3b7c", "name": "Autumn 2026"},
    "exercise": {"id": "a-quote-for-a-terrace", "name": "A quote for a terrace"},
    "attempt": "b3b1c9d2-54ac-4c1f-a7f3-0c3a4f9a7e55",
    "subject": {"kind": "check", "key": "criterion:length", "label": "The e-mail has at most 160 words."},
}
_PART: dict[str, JsonValue] = {
    "kind": "check",
    "key": "criterion:length",
    "label": "The e-mail has at most 160 words.",
    "why": None,
    "said": "failed",
    "by": "rule",
    "split": False,
    "quote": None,
    "detail": ["171"],
    "rule": "failed",
    "runs": [
        {"run": 1, "answer": True, "field": "rewrite", "quote": "I have put that right", "reason": "accepted"}
    ],
    "evidence": {"source": "quote", "title": "Signed quote", "quote": "£65 per square metre"},
    "applies_to": "rewrite",
    "annotation": None,
    "choices": ["passed", "failed"],
}
_MARK: dict[str, JsonValue] = {
    "id": "5f8a7c52-3b62-4a0b-9a51-6f6a3f0f5b0e",
    "quote": "your quote",
    "prefix": "",
    "suffix": "",
    "start": 19,
    "end": 29,
    "omission": False,
    "type": "overclaim",
    "severity": "minor",
    "confidence": 80,
    "comment": "Nothing proves it.",
    "evidence": None,
}
_HISTORY: dict[str, JsonValue] = {
    "number": 2,
    "kind": "check",
    "subject": "criterion:length",
    "verdict": "passed",
    "reason": "The signature is not part of the text.",
    "by": "Inès Roux",
    "changed": True,
    "at": "2026-11-21T08:00:00Z",
}


class Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class Named(Out):
    """A person, a cohort or an exercise, with the name to show."""

    id: UUID | str
    name: str


class SubjectRef(Out):
    """What is to be decided: a check by its key, an outcome by its flaw, a mark by its index, or the whole
    grade (empty). `label` says it in words."""

    kind: SubjectKind
    key: str
    label: str


class ReviewItem(Out):
    """One thing that waits for a trainer."""

    id: str
    kind: ReviewKind
    created_at: datetime
    person: Named
    cohort: Named | None
    exercise: Named
    attempt: UUID
    subject: SubjectRef

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": _ITEM})


class ReviewPage(Out):
    """What waits, the oldest first; `next` is the cursor of what follows, null at the end."""

    items: list[ReviewItem]
    next: str | None

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": {"items": [_ITEM], "next": None}})


class RunSaid(Out):
    """What one run of the model said. `answer` is null where its quote proved nothing, as `reason` says."""

    run: int
    answer: bool | None
    field: str
    quote: str
    reason: str


class Proof(Out):
    """A passage of the dossier that proves a point; `title` is null for the brief."""

    source: str
    title: str | None
    quote: str


class ReviewPart(Out):
    """One question of the grade: what it asks, what stands now and by whom, what rules alone said (`rule`),
    what each run of the model said, and the verdicts that can be given. `runs` answer the model's question:
    for a repaired flaw that is whether it is still there."""

    kind: SubjectKind
    key: str
    label: str
    why: str | None
    said: str | None
    by: DecidedBy | None
    split: bool
    quote: str | None
    detail: list[str]
    rule: str | None
    runs: list[RunSaid]
    evidence: Proof | None
    applies_to: AppliesTo | None
    annotation: int | None
    choices: list[str]

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": _PART})


class DecisionOut(Out):
    """What a person decided of a grade, and the number of the assessment that it made or confirmed."""

    number: int
    kind: str
    subject: str
    verdict: str
    reason: str
    by: str | None
    changed: bool
    at: datetime

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": _HISTORY})


class HandedIn(Out):
    """What the trainee handed in, and the draft that they had before them."""

    draft: str
    annotations: list[Annotation]
    rewrite: str
    client_note: str
    twist: str | None


class ReviewOut(Out):
    """One review: what is asked, the trainee's work, the questions of the grade and what was said on each.

    `open` is false once it is decided. `number` is the assessment in force, as the `ETag` says. `text`: the
    trainee's words, of an appeal or a proposal. `may_author`: a proposal that is accepted can become a flaw
    of a new version. `practised`: of certifying work, when the trainee handed the same exercise in besides,
    after it was set and before they began it."""

    item: ReviewItem
    open: bool
    number: int
    provisional: bool
    text: str | None
    scores: Scores
    handed_in: HandedIn
    parts: list[ReviewPart]
    decisions: list[DecisionOut]
    may_author: bool
    practised: list[datetime]

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "item": _ITEM,
                "open": True,
                "number": 1,
                "provisional": False,
                "text": "The signature was counted.",
                "scores": {"overall": 71.5, "fact_checking": 80, "nuance": 63, "client_adaptation": 71.5},
                "handed_in": {
                    "draft": "Dear Nora, here is your quote.",
                    "annotations": [_MARK],
                    "rewrite": "Dear Nora, I have put that right.",
                    "client_note": "The price was wrong.",
                    "twist": None,
                },
                "parts": [_PART],
                "decisions": [_HISTORY],
                "may_author": False,
                "practised": [],
            }
        },
    )


class NewFlaw(BaseModel):
    """How the mark of an accepted proposal stands in the next version of the exercise: `good` is the right
    wording (empty: the passage should go), `why` is shown in the feedback, `accept` the words of a comment
    that show that it is understood. An omission needs the words that are missing as `good`, and `accept`;
    `after` is the passage of the draft that they should follow (empty: they end it)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"good": "which need care every spring", "why": "Joints need care."}},
    )

    good: Annotated[str, Field(max_length=2_000)]
    why: Words
    after: Annotated[str, Field(max_length=2_000)] = ""
    accept: Annotated[WordGroups, Field(max_length=50)] = []


class VerdictIn(BaseModel):
    """A decision. `verdict`: one of the `choices`; `found:2` names the mark (from 0) that found a flaw.
    `confirmed` releases a certifying grade. `kind` and `subject` name the part of a certifying grade that is
    decided; elsewhere there is but one. `seconds`: the time spent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"verdict": "passed", "reason": "The signature is not part of it."}},
    )

    verdict: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Words
    kind: Literal["check", "outcome"] | None = None
    subject: Subject | None = None
    seconds: Annotated[int, Field(ge=0, le=14_400)] | None = None
    new_flaw: NewFlaw | None = None
