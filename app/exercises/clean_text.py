"""White space tidied after tracked changes are accepted or rejected, with spans carried along. Pure.

A *seam* is a place where a change left nothing: the blanks on its two sides, or an emptied line, are
leftovers there, while the same blanks elsewhere may be the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from app.text.spans import Span

_BLANKS: Final = " \t\u00a0\u202f\u2009"
_TRAILING: Final = re.compile(r"[ \t\u00a0\u202f]+(?=\n|\Z)")
_DOUBLE: Final = re.compile(r"(?<=[^\s])[ \t]([ \t]+)")
_EMPTY_ITEM: Final = re.compile(r"\s*(?:[-*+•–—]|\d{1,2}[.)])?\s*")
_LINE_BREAKS: Final = re.compile(r"\n{3,}")
_CLINGING: Final = ",.)]…"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`positions[i]` is where code point i of the raw text stands (or would stand) in `text`."""

    text: str
    positions: Sequence[int]

    def span(self, raw: Span) -> Span:
        """The same stretch of the clean text, without white space around it."""
        start, end = self.positions[raw.start], self.positions[raw.end]
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)


def clean(raw: str, seams: Sequence[int]) -> Cleaned:
    """Tidy `raw`: no white space at the ends of lines or of the text, one blank between words, at most one
    empty line between paragraphs, and nothing left over at the seams."""
    dropped = set[int]()
    for seam in seams:
        dropped.update(_leftovers(raw, seam))
    for pattern in (_TRAILING, _DOUBLE):
        dropped.update(i for match in pattern.finditer(raw) for i in range(*match.span(pattern.groups)))
    dropped.update(_surplus_breaks(raw, dropped))
    return _without(raw, dropped)


def _leftovers(raw: str, seam: int) -> Iterator[int]:
    """The white space that a change which leaves nothing at `seam` leaves behind."""
    line_start = raw.rfind("\n", 0, seam) + 1
    line_end = raw.find("\n", seam)
    line_end = len(raw) if line_end < 0 else line_end
    if _EMPTY_ITEM.fullmatch(raw, line_start, line_end):
        yield from range(line_start, min(line_end + 1, len(raw)))
        return
    left, right = seam, seam
    while left > line_start and raw[left - 1] in _BLANKS:
        left -= 1
    while right < line_end and raw[right] in _BLANKS:
        right += 1
    if left == line_start or (left < seam and right < line_end and raw[right] in _CLINGING):
        yield from range(left, right)
    elif left < seam:
        yield from range(seam, right)


def _surplus_breaks(raw: str, dropped: set[int]) -> Iterator[int]:
    kept = [index for index in range(len(raw)) if index not in dropped]
    text = "".join(raw[index] for index in kept)
    for match in _LINE_BREAKS.finditer(text):
        yield from kept[match.start() + 2 : match.end()]
    yield from kept[: len(text) - len(text.lstrip())]
    yield from kept[len(text.rstrip()) :]


def _without(raw: str, dropped: set[int]) -> Cleaned:
    positions = list(accumulate((index not in dropped for index in range(len(raw))), initial=0))
    return Cleaned("".join(c for index, c in enumerate(raw) if index not in dropped), positions)
