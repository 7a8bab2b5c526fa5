"""The versions of an exercise, and what one changes of another. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.authoring.documents import DocumentChange, VersionOut
from app.authoring.versions import compare_prepared
from app.exercises.prepared import Prepared
from app.text.diff import ParagraphDiff, compare

DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to compare: the numbers of two versions, `new` None for the draft as it stands; `old` is None
    while nothing is chosen. Values that mean nothing choose nothing."""

    old: int | None = None
    new: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Choice:
        old, new = (_number(query.get(name, "")) for name in ("from", "to"))
        return cls(old, new) if old and (new or query.get("to") == DRAFT) else cls()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) else None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference outside of the texts. Texts are compared word by word in `diff`; anything else is shown
    as JSON in `before` and `after`, None where it is not there."""

    change: DocumentChange
    before: str | None
    after: str | None
    diff: list[ParagraphDiff] | None


@dataclass(frozen=True, slots=True)
class VersionsComparison:
    """`draft` and `reference` are the texts that trainees see and that they are measured by; each is empty
    where it stayed the same."""

    lines: list[ChangeLine]
    draft: list[ParagraphDiff]
    reference: list[ParagraphDiff]

    @property
    def same(self) -> bool:
        return not (self.lines or self.draft or self.reference)


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """`versions` come newest first. `choices` are what can be compared, as the page's form gives them, and
    `old` and `new` those that it shows; `comparison` is None while nothing is chosen."""

    versions: list[VersionOut]
    choices: list[str]
    old: str
    new: str
    comparison: VersionsComparison | None


def versions_page(
    versions: list[VersionOut], with_draft: bool, choice: Choice, two: tuple[Prepared, Prepared] | None
) -> VersionsPage:
    """`with_draft`: the draft as it stands is not what is published. Unless chosen, the form offers the
    newest and what comes before it."""
    choices = [*([DRAFT] if with_draft else []), *(str(version.number) for version in versions)]
    offered = (choices * 2)[:2] if choices else ["", ""]
    old, new = (str(choice.old), str(choice.new or DRAFT)) if choice.old else (offered[1], offered[0])
    return VersionsPage(versions, choices, old, new, versions_comparison(*two) if two else None)


def versions_comparison(before: Prepared, after: Prepared) -> VersionsComparison:
    return VersionsComparison(
        lines=[_line(change) for change in compare_prepared(before, after).changes],
        draft=_compared(before.draft, after.draft),
        reference=_compared(before.reference, after.reference),
    )


def _compared(before: str, after: str) -> list[ParagraphDiff]:
    paragraphs = compare(before, after)
    return paragraphs if any(paragraph.changed for paragraph in paragraphs) else []


def _line(change: DocumentChange) -> ChangeLine:
    before, after = change.before, change.after
    if isinstance(before, str) and isinstance(after, str):
        return ChangeLine(change, None, None, compare(before, after))
    return ChangeLine(
        change,
        None if change.kind == "added" else _shown(before),
        None if change.kind == "removed" else _shown(after),
        None,
    )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
