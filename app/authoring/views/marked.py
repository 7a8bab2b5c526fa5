"""The draft with its tracked changes shown: what is wrong, what is right, what is only suspicious. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.exercises.criticmarkup import Change, ChangeKind
from app.exercises.prepared import Prepared

Kind = Literal["replaced", "added", "dropped", "decoy"]
_KINDS: Final[dict[ChangeKind, Kind]] = {
    ChangeKind.REPLACEMENT: "replaced",
    ChangeKind.ADDITION: "added",
    ChangeKind.DELETION: "dropped",
    ChangeKind.HIGHLIGHT: "decoy",
}
_PARAGRAPH_BREAK: Final = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Marked:
    """One tracked change. `flawed` stands in the draft, `good` in the reference; "" where one says nothing.
    `number` is that of its note, None for an id that the document does not know; `first`: the first change
    of that note, to which the note leads back."""

    kind: Kind
    flawed: str
    good: str
    id: str
    number: int | None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a paragraph: plain text, or a tracked change."""

    text: str
    change: Marked | None = None


def numbers_by_id(prepared: Prepared) -> dict[str, int]:
    """The ids of the flaws and decoys, numbered from 1 in the order of the draft; unused ones come last."""
    exercise = prepared.exercise
    known = [*(flaw.id for flaw in exercise.flaws), *(decoy.id for decoy in exercise.decoys)]
    used = [change.id for change in prepared.changes if change.id in known]
    return {identifier: number for number, identifier in enumerate(dict.fromkeys([*used, *known]), 1)}


def marked_changes(changes: tuple[Change, ...], numbers: Mapping[str, int]) -> list[Marked]:
    seen = set[str]()
    marked = []
    for change in changes:
        first = change.id not in seen
        seen.add(change.id)
        kind, number = _KINDS[change.kind], numbers.get(change.id)
        marked.append(
            Marked(kind, change.flawed, change.good, change.id, number, first and number is not None)
        )
    return marked


def marked_paragraphs(prepared: Prepared, marked: list[Marked]) -> list[list[Stretch]]:
    """The draft by paragraphs, with every change in its place."""
    paragraphs: list[list[Stretch]] = [[]]
    for stretch in _stretches(prepared, marked):
        if stretch.change:
            paragraphs[-1].append(stretch)
            continue
        first, *others = _PARAGRAPH_BREAK.split(stretch.text)
        paragraphs[-1].append(Stretch(first))
        paragraphs += [[Stretch(text)] for text in others]
    kept = ([s for s in paragraph if s.change or s.text] for paragraph in paragraphs)
    return [paragraph for paragraph in kept if any(s.change or s.text.strip() for s in paragraph)]


def _stretches(prepared: Prepared, marked: list[Marked]) -> Iterator[Stretch]:
    at = 0
    for change, mark in zip(prepared.changes, marked, strict=True):
        yield Stretch(prepared.draft[at : change.draft_span.start])
        yield Stretch("", mark)
        at = change.draft_span.end
    yield Stretch(prepared.draft[at:])
