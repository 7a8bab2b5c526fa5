"""What a trainee says against a grade, and what they are answered, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from app.practice.appeal_models import AppealKind, AppealState, ProposalState


def storable(text: object) -> object:
    """A text without NUL, which PostgreSQL cannot store; anything else as it is."""
    return text.replace("\x00", "") if isinstance(text, str) else text


Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000),
    BeforeValidator(storable),
]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=200)]

_MORNING = "2026-11-20T09:12:00Z"
_ANSWERED: dict[str, JsonValue] = {"answered_by": "Inès Roux", "answered_at": "2026-11-21T08:00:00Z"}
_APPEAL: dict[str, JsonValue] = {
    "kind": "check",
    "subject": "criterion:length",
    "text": "The signature was counted: without it the e-mail has 158 words.",
}
_PROPOSAL: dict[str, JsonValue] = {
    "annotation": 2,
    "text": "Nothing in the dossier says that the joints need no care.",
}


_APPEALED: dict[str, JsonValue] = {
    "id": "7f0f2f2e-5a34-4f8e-9a0a-4a6d1f5d2c11",
    **_APPEAL,
    "state": "upheld",
    "answer": "You are right: the signature is not part of the text.",
    **_ANSWERED,
    "created_at": _MORNING,
}
_PROPOSED: dict[str, JsonValue] = {
    "id": "0b9d3c55-8f53-4c0e-a4ff-9a3a2f6be7b2",
    **_PROPOSAL,
    "state": "accepted",
    "answer": "True, and nobody had seen it. Thank you.",
    **_ANSWERED,
    "in_new_version": True,
    "created_at": _MORNING,
}


class AppealIn(BaseModel):
    """An outcome or a check that is contested. `subject`: the id of a flaw, or the key of a check:
    `repaired:` and the id of the flaw, `criterion:` and its id, `invents-nothing` or `loses-nothing`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _APPEAL})

    kind: AppealKind
    subject: Subject
    text: Words


class AppealOut(BaseModel):
    """An appeal and its answer. `upheld`: the grade was changed as it asks, by this answer or before it."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": _APPEALED})

    id: UUID
    kind: AppealKind
    subject: str
    text: str
    state: AppealState
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    created_at: datetime


class ProposalIn(BaseModel):
    """*This is a flaw too*: a mark that the grade counts as a false alarm, by its place (from 0) among the
    marks handed in, as `false_alarms` of the grade names it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _PROPOSAL})

    annotation: Annotated[int, Field(ge=0, le=10_000)]
    text: Words


class ProposalOut(BaseModel):
    """A proposed flaw and what a trainer decided. `in_new_version`: later versions of it have the flaw."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": _PROPOSED})

    id: UUID
    annotation: int
    text: str
    state: ProposalState
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    in_new_version: bool
    created_at: datetime


class Contests(BaseModel):
    """All that a trainee said against one grade, the oldest first."""

    model_config = ConfigDict(
        frozen=True, json_schema_extra={"example": {"appeals": [_APPEALED], "proposals": [_PROPOSED]}}
    )

    appeals: list[AppealOut]
    proposals: list[ProposalOut]
