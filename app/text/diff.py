"""Two texts compared for a reader: paragraph by paragraph, word by word. Pure.

Words are compared by rapidfuzz's bit-parallel longest common subsequence: difflib, tried first, takes seconds
on repetitive text. Nothing here escapes HTML: the pieces are plain text, and templates escape them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

Op = Literal["equal", "insert", "delete"]

_PARAGRAPH: Final = re.compile(r".+?(?:\n[^\S\n]*\n\s*|\Z)", re.DOTALL)
# A word or a sign with the white space behind it, so that white space alone is never what two texts share.
_TOKEN: Final = re.compile(r"(?:\w+(?:['’.,-]\w+)*|[^\w\s])\s*|\s+")

_ALIKE: Final = 40.0
"""Per cent of similarity from which two paragraphs are one paragraph that was changed."""

_MOST_PAIRS: Final = 2_500
"""Pairs of paragraphs that are compared with each other; beyond, the texts are compared as one paragraph."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that both texts have, or that only the later (`insert`) or the earlier one (`delete`) has."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDiff:
    """One paragraph with the white space behind it. Equal and insert pieces joined over all paragraphs give
    the later text exactly, equal and delete pieces the earlier one."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.op != "equal" for piece in self.pieces)


def compare(before: str, after: str) -> list[ParagraphDiff]:
    """What changed from `before` to `after`, in the order of reading."""
    old, new = _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        return [ParagraphDiff(tuple(_pieces(before, after)))]
    return [ParagraphDiff(tuple(_pieces(a, b))) for a, b in _aligned(old, new)]


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paragraphs in order, "" standing for none, that are most alike in sum."""
    gain = [[max(0.0, fuzz.ratio(a, b) - _ALIKE) for b in new] for a in old]
    best = _best_sums(gain, len(old), len(new))
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and gain[i][j] and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            yield old[i], ""
            i += 1
        else:
            yield "", new[j]
            j += 1


def _best_sums(gain: Sequence[Sequence[float]], rows: int, columns: int) -> list[list[float]]:
    """For each pair of places, the greatest sum of gains that the rest of both texts allows."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], gain[i][j] + best[i + 1][j + 1])
    return best


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """The changes of one paragraph, a deletion before the insertion that stands in its place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    deleted = inserted = ""
    runs = list(_runs(old, new))
    for index, (equal, gone, come) in enumerate(runs):
        if equal and not (_is_filler(equal) and 0 < index < len(runs) - 1):
            yield from _changes(deleted, inserted)
            yield Piece("equal", equal)
            deleted = inserted = ""
        else:
            deleted, inserted = deleted + equal + gone, inserted + equal + come
    yield from _changes(deleted, inserted)


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """(equal, deleted, inserted) stretches in order; either the first or the others are empty."""
    for code in Indel.opcodes(old, new):
        gone, come = old[code.src_start : code.src_end], new[code.dest_start : code.dest_end]
        if code.tag == "equal":
            yield "".join(gone), "", ""
        else:
            yield "", "".join(gone), "".join(come)


def _changes(deleted: str, inserted: str) -> Iterator[Piece]:
    if deleted:
        yield Piece("delete", deleted)
    if inserted:
        yield Piece("insert", inserted)


def _is_filler(equal: str) -> bool:
    """A lone little word that both texts happen to have amid a change reads better as part of it."""
    return len(equal.strip()) <= 2
