"""The draft cut into pieces, each with the notes that lie on it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.practice.views.notes import Note
from app.text.spans import Span

_PARAGRAPH: Final = re.compile(r"\S.*?(?=\n[^\S\n]*\n|\s*\Z)", re.DOTALL)
_RANK: Final = {"found": 0, "missed": 0, "planted": 0, "spared": 1, "alarm": 2, "confirmed": 3}


@dataclass(frozen=True, slots=True)
class Start:
    """A passage of a note begins here; `first`: its first one, to which the note leads back."""

    note: Note
    first: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph. `notes` lie on it, the one that matters most first; `starts`: passages that
    begin here. Empty text marks the place of something that is missing."""

    text: str
    notes: tuple[Note, ...] = ()
    starts: tuple[Start, ...] = ()


Paragraph = list[Piece]


def marked_paragraphs(draft: str, notes: Sequence[Note]) -> list[Paragraph]:
    """The paragraphs of the draft (apart by a blank line), cut wherever a note begins or ends."""
    opened: set[int] = set()
    wholes = [Span(match.start(), match.end()) for match in _PARAGRAPH.finditer(draft)]
    nexts = [*(whole.start for whole in wholes[1:]), len(draft) + 1]
    return [_paragraph(draft, whole, end, notes, opened) for whole, end in zip(wholes, nexts, strict=True)]


def _paragraph(draft: str, whole: Span, following: int, notes: Sequence[Note], opened: set[int]) -> Paragraph:
    """The pieces of the paragraph `whole`, and the gaps up to where the following one starts."""
    pieces: Paragraph = []
    for start, end in pairwise(_cuts(whole, notes)):
        pieces += [_gap(note) for note in notes if note.place == start and _is_new(note, opened)]
        on = sorted((note for note in notes if _lies_on(note, Span(start, end))), key=_rank)
        starts = [Start(n, _is_new(n, opened)) for n in on if n.number not in opened or _begins(n, start)]
        pieces.append(Piece(draft[start:end], tuple(on), tuple(starts)))
    after = [note for note in notes if note.place is not None and whole.end <= note.place < following]
    return pieces + [_gap(note) for note in after if _is_new(note, opened)]


def _cuts(whole: Span, notes: Sequence[Note]) -> list[int]:
    edges = [edge for note in notes for span in note.spans for edge in span]
    edges += [note.place for note in notes if note.place is not None]
    return sorted({whole.start, whole.end, *(edge for edge in edges if whole.start < edge < whole.end)})


def _lies_on(note: Note, piece: Span) -> bool:
    return any(span.overlap(piece) for span in note.spans)


def _begins(note: Note, at: int) -> bool:
    return any(span.start == at for span in note.spans)


def _rank(note: Note) -> tuple[int, int]:
    return _RANK[note.state], note.number


def _gap(note: Note) -> Piece:
    return Piece("", (note,), (Start(note, first=True),))


def _is_new(note: Note, opened: set[int]) -> bool:
    """Whether a note is met for the first time; from then on it is not."""
    new = note.number not in opened
    opened.add(note.number)
    return new
