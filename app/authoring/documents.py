"""What travels between an author's tools and an exercise."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.exercises.findings import Finding, shortened
from app.exercises.lint_messages import Level
from app.exercises.origin import Origin
from app.exercises.schema import Exercise


class Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class Status(StrEnum):
    """Where an exercise stands. `draft`: never published. `archived`: offered no longer; attempts under way
    go on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class FindingOut(Out):
    """One error or warning of the linter. `pointer` is a JSON pointer into the document; `line` and `column`
    count from 1 in the draft's markup; `piece` is the offending text."""

    code: str
    level: Level
    pointer: str
    message: str
    line: int | None = None
    column: int | None = None
    piece: str = ""

    @classmethod
    def of(cls, finding: Finding, language: str) -> Self:
        return cls(
            code=finding.code,
            level=finding.level,
            pointer=finding.pointer,
            message=finding.message(language),
            line=finding.line,
            column=finding.column,
            piece=shortened(finding.piece),
        )


class LintReport(Out):
    """Every finding, errors first; `ok` where none is an error."""

    ok: bool
    findings: list[FindingOut]


class VersionOut(Out):
    """A published version; `current` is the one that new attempts get. `hash` is that of its content."""

    hash: str
    number: Annotated[int, Field(ge=1)]
    created_at: datetime
    current: bool


class VersionPage(Out):
    """Versions, the newest first; `next` is the cursor of the following page, null on the last."""

    items: list[VersionOut]
    next: str | None


class AuthorOut(Out):
    """Who writes an exercise; the owner says who else does."""

    id: UUID
    name: str
    owner: bool


class AuthoredExercise(Out):
    """An exercise as its authors write it. `changed`: the draft is not what is published."""

    id: str
    status: Status
    origin: Origin
    revision: Annotated[int, Field(ge=1)]
    published: VersionOut | None
    changed: bool
    document: Exercise
    lint: list[FindingOut]
    authors: list[AuthorOut]
    created_at: datetime
    updated_at: datetime


class Published(Out):
    """What publishing came to; `already`: this very version was on offer before."""

    version: VersionOut
    already: bool


class DocumentChange(Out):
    """One difference between two versions, outside of the draft. `pointer` leads into the newer document, or
    for what was removed into the older one; parts of a list that have an id are told apart by it."""

    pointer: str
    kind: Literal["added", "removed", "changed"]
    before: Any = None
    after: Any = None


class DraftPiece(Out):
    """A run of words that both drafts have, or one of them."""

    op: Literal["equal", "insert", "delete"]
    text: str


class Comparison(Out):
    """How a version differs from another one. `draft` compares the texts that trainees see, by paragraph."""

    changes: list[DocumentChange]
    draft: list[list[DraftPiece]]


What = Literal["created", "updated", "unchanged"]


class Imported(Out):
    """What became of one exercise of an archive; its draft may have findings of the linter."""

    id: str
    what: What
    revision: Annotated[int, Field(ge=1)]
    lint: list[FindingOut]


class ImportReport(Out):
    """Every exercise of an archive, each a draft of yours now."""

    imported: list[Imported]
