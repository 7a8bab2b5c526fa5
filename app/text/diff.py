"""Two versions of a text compared for the page: paragraph by paragraph, then word by word. Pure.

difflib gives the comparison that reads best, but takes seconds on repetitive text. So it only gets paragraphs
in which few words could be matched (`MOST_PAIRS`), and not more of them than a page bears
(`MOST_PAIRS_IN_ALL`). The others go to rapidfuzz, whose work is bounded by the product of the lengths, in
machine words. Paragraphs are paired by likeness in the same bounded way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final, Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

Op = Literal["equal", "insert", "delete"]

MOST_PAIRS: Final = 4_000
"""Pairs of equal words, one in each paragraph, up to which difflib compares them: some 300 words of prose."""

MOST_PAIRS_IN_ALL: Final = 60_000
"""The same over all paragraphs that changed."""

MOST_INDEL_CELLS: Final = 30_000_000
"""Words of one side times words of the other up to which deletions and insertions alone are minimised; above,
a method that keeps less in memory."""

MOST_PARAGRAPH_PAIRS: Final = 10_000
ALIKE: Final = 40
"""Likeness of two paragraphs, out of 100, from which one is the other rewritten."""

_PARAGRAPH: Final = re.compile(r".+?(?:\n\s*\n\s*|\Z)|\s+\Z", re.DOTALL)
# A word or a sign with the blanks after it, so that blanks alone are never what two texts share.
_TOKEN: Final = re.compile(r"(?:\w+(?:['’.,-]\w+)*|[^\w\s])[^\S\n]*|\s+")
_FILLER: Final = 2
"""Characters up to which what stayed the same between two changes reads better as a part of them."""


class Piece(NamedTuple):
    """A stretch of text: in both (`equal`), only in the new one (`insert`), only in the old one
    (`delete`)."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphDiff:
    """One paragraph, with the blank lines after it. Equal and deleted pieces joined over all paragraphs are
    the old text, equal and inserted ones the new text. Two pieces side by side never have the same op."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.op != "equal" for piece in self.pieces)


def compare(before: str, after: str) -> list[ParagraphDiff]:
    """The comparison of two texts, to the character. Where both are empty, no paragraph."""
    work = _Work()
    aligned = _aligned(_paragraphs(before), _paragraphs(after))
    return [ParagraphDiff(tuple(_pieces(old, new, work))) for old, new in aligned]


class _Work:
    """What difflib has been given to do so far, in pairs of equal words."""

    def __init__(self) -> None:
        self.pairs = 0

    def allows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether difflib may compare these two; they are counted if so."""
        pairs = count_pairs(old, new)
        if pairs > MOST_PAIRS or self.pairs + pairs > MOST_PAIRS_IN_ALL:
            return False
        self.pairs += pairs
        return True


def _paragraphs(text: str) -> list[str]:
    return _PARAGRAPH.findall(text)


def _pieces(old: str, new: str, work: _Work) -> Iterator[Piece]:
    if old == new:
        return iter((Piece("equal", old),))
    return _merged(_without_islands(list(_word_pieces(_TOKEN.findall(old), _TOKEN.findall(new), work))))


def _word_pieces(old: Sequence[str], new: Sequence[str], work: _Work) -> Iterator[Piece]:
    codes = _difflib(old, new) if work.allows(old, new) else _rapidfuzz(old, new)
    for tag, old_start, old_end, new_start, new_end in codes:
        if tag == "equal":
            yield Piece("equal", "".join(old[old_start:old_end]))
        else:
            yield Piece("delete", "".join(old[old_start:old_end]))
            yield Piece("insert", "".join(new[new_start:new_end]))


Codes = Iterable[tuple[str, int, int, int, int]]


def _difflib(old: Sequence[str], new: Sequence[str]) -> Codes:
    return SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes()


def _rapidfuzz(old: Sequence[str], new: Sequence[str]) -> Codes:
    method = Indel if len(old) * len(new) <= MOST_INDEL_CELLS else Levenshtein
    for code in method.opcodes(old, new):
        yield code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end


def count_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal words there are, white space aside: what difflib's work grows with."""
    count = Counter(new)
    return sum(times * count[token] for token, times in Counter(old).items() if not token.isspace())


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """What is equal by chance between two changes, a little word or a sign, made a part of the change."""
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1
        if piece.op == "equal" and inside and len(piece.text.strip()) <= _FILLER and "\n" not in piece.text:
            kept += [Piece("delete", piece.text), Piece("insert", piece.text)]
        else:
            kept.append(piece)
    return kept


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Each stretch of changes as what is deleted, then what is inserted; equal stretches run together."""
    for is_equal, group in groupby(pieces, key=lambda piece: piece.op == "equal"):
        stretch = list(group)
        ops: tuple[Op, ...] = ("equal",) if is_equal else ("delete", "insert")
        for op in ops:
            text = "".join(piece.text for piece in stretch if piece.op == op)
            if text:
                yield Piece(op, text)


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The paragraphs in pairs, both orders kept; "" where one has no counterpart."""
    start, tail = _shared_ends(old, new)
    yield from zip(old[:start], new[:start], strict=True)
    yield from _paired(old[start : len(old) - tail], new[start : len(new) - tail])
    yield from zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)


def _shared_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - start) if old[-1 - i] != new[-1 - i]), shorter - start)
    return start, tail


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    few = len(old) * len(new) <= MOST_PARAGRAPH_PAIRS
    pairing = _best_pairs(old, new) if few else _equal_pairs(old, new)
    i = j = 0
    for old_index, new_index in [*pairing, (len(old), len(new))]:
        yield from ((paragraph, "") for paragraph in old[i:old_index])
        yield from (("", paragraph) for paragraph in new[j:new_index])
        if old_index < len(old):
            yield old[old_index], new[new_index]
        i, j = old_index + 1, new_index + 1


def _equal_pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The paragraphs that did not change; for very many of them."""
    return [
        pair
        for code in Levenshtein.opcodes(old, new)
        if code.tag == "equal"
        for pair in enumerate(range(code.dest_start, code.dest_end), code.src_start)
    ]


def _best_pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs in order with the greatest sum of likeness, each at least `ALIKE`."""
    likeness = [[fuzz.ratio(one, other, score_cutoff=ALIKE) for other in new] for one in old]
    best = _best_sums(likeness, len(old), len(new))
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _best_sums(likeness: Sequence[Sequence[float]], rows: int, columns: int) -> list[list[float]]:
    """`sums[i][j]`: the greatest sum of likeness from paragraphs i and j on."""
    sums = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            both = likeness[i][j] + sums[i + 1][j + 1] if likeness[i][j] else 0.0
            sums[i][j] = max(both, sums[i + 1][j], sums[i][j + 1])
    return sums
