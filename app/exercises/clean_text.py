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
# The blank before a run is looked for, so that a run is tried once and not from each of its blanks.
_TRAILING: Final = re.compile(r"(?<![ \t\u00a0\u202f])[ \t\u00a0\u202f]+(?=\n|\Z)")
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
    for leftover in _leftovers(raw, sorted(set(seams))):
        dropped.update(range(*leftover))
    for pattern in (_TRAILING, _DOUBLE):
        dropped.update(i for match in pattern.finditer(raw) for i in range(*match.span(pattern.groups)))
    dropped.update(_surplus_breaks(raw, dropped))
    return _without(raw, dropped)


def _leftovers(raw: str, seams: Sequence[int]) -> Iterator[Span]:
    """The white space that changes which leave nothing leave behind at the seams, which rise. A line and a
    run of blanks are looked at once, however many seams they have."""
    for line, in_line in _by_line(raw, seams):
        if _EMPTY_ITEM.fullmatch(raw, *line):
            yield Span(line.start, min(line.end + 1, len(raw)))
        else:
            yield from _beside(raw, line, in_line)


def _by_line(raw: str, seams: Sequence[int]) -> Iterator[tuple[Span, list[int]]]:
    """The lines that have seams, without their ends, each with its own."""
    line, own = Span(-1, -1), list[int]()
    for seam in seams:
        if seam > line.end:
            if own:
                yield line, own
            line, own = _line_at(raw, seam), []
        own.append(seam)
    if own:
        yield line, own


def _line_at(raw: str, index: int) -> Span:
    end = raw.find("\n", index)
    return Span(raw.rfind("\n", 0, index) + 1, len(raw) if end < 0 else end)


def _beside(raw: str, line: Span, seams: Sequence[int]) -> Iterator[Span]:
    """The leftovers in a line that is not empty. Of the seams of one run the first leaves the most."""
    run, done = Span(-1, -1), -1
    for seam in seams:
        if seam > run.end:
            run = _blanks_around(raw, line, seam)
        leftover = _of_run(raw, line, run, seam)
        if leftover.length and leftover.end > done:
            done = leftover.end
            yield leftover


def _blanks_around(raw: str, line: Span, index: int) -> Span:
    start, end = index, index
    while start > line.start and raw[start - 1] in _BLANKS:
        start -= 1
    while end < line.end and raw[end] in _BLANKS:
        end += 1
    return Span(start, end)


def _of_run(raw: str, line: Span, run: Span, seam: int) -> Span:
    """What a seam in or beside a run of blanks leaves of it to be dropped."""
    before = run.start < seam
    if run.start == line.start or (before and run.end < line.end and raw[run.end] in _CLINGING):
        return run
    return Span(seam if before else run.end, run.end)


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
