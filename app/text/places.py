"""Where a piece of text stands in another one, in a time that grows with that text alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

_SHORT: Final = 32
"""Code points up to which a piece is looked for anew after each place; that takes no time to speak of."""


def every_place(text: str, piece: str) -> Iterator[int]:
    """Where the piece begins, in order, overlapping places too; none for an empty piece."""
    at, period, tail = text.find(piece) if piece else -1, 0, ""
    while at >= 0:
        yield at
        if tail and text.startswith(tail, at + len(piece)):
            at += period
            continue
        found = text.find(piece, at + 1)
        if not tail and 0 < found - at < len(piece) > _SHORT:
            period = _period(piece)
            tail = piece[-period:]
        at = found


@lru_cache(maxsize=64)
def _period(piece: str) -> int:
    """The least distance at which the piece can stand twice, overlapping itself."""
    borders = [0] * len(piece)
    border = 0
    for index in range(1, len(piece)):
        while border and piece[index] != piece[border]:
            border = borders[border - 1]
        border += piece[index] == piece[border]
        borders[index] = border
    return len(piece) - border


# What may join two digits into one longer number, date or time: 55,5  12/09  10:30
_DIGIT_JOINERS: Final = frozenset(".,:/")
_DASHED_DATE: Final = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{2,4})(?!\d)")
_FEW: Final = 4
"""Places inside of longer words or numbers that are looked at one by one before all edges are marked."""


class Bounded:
    """A folded text in which phrases stand as whole words and whole numbers only."""

    def __init__(self, text: str) -> None:
        self.text = text

    def places(self, phrase: str) -> Iterator[int]:
        """Where the folded phrase begins, in order, not overlapping."""
        free = 0
        for place in every_place(self.text, phrase):
            if place >= free and _is_bounded(self.text, place, place + len(phrase)):
                free = place + len(phrase)
                yield place

    def first(self, phrase: str) -> int:
        """The first of these places; -1 where there is none."""
        for tried, place in enumerate(every_place(self.text, phrase), 1):
            if _is_bounded(self.text, place, place + len(phrase)):
                return place
            if tried == _FEW:
                return self._first_marked(phrase)
        return -1

    def _first_marked(self, phrase: str) -> int:
        """The same, without a look at each of thousands of places that are none."""
        found = (self._marked.find(spelling) for spelling in _spellings(phrase))
        return min((at - self._marked.count(_EDGE, 0, at) for at in found if at >= 0), default=-1)

    @cached_property
    def _marked(self) -> str:
        return _with_edges(self.text)


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] neither begins nor ends inside a word, a number or a date."""
    before, first = text[max(0, start - 2) : start], text[start]
    last, after = text[end - 1], text[end : end + 2]
    if _joined(first, before[::-1]) or _joined(last, after):
        return False
    return not (first.isdigit() or last.isdigit()) or not _cuts_a_date(text, start, end)


def _joined(edge: str, outward: str) -> bool:
    """Whether an edge character goes on into its neighbours, given outward from it (at most two)."""
    if not edge.isalnum() or not outward:
        return False
    if outward[0].isalnum():
        return True
    return edge.isdigit() and outward[0] in _DIGIT_JOINERS and outward[1:].isdigit()


def _cuts_a_date(text: str, start: int, end: int) -> bool:
    return any(
        date.start() < start < date.end() or date.start() < end < date.end()
        for date in _DASHED_DATE.finditer(text, max(0, start - 10), end + 10)
    )


_EDGE: Final = "\u00ad"
"""Marks where words and numbers begin and end: a soft hyphen, which no folded text has."""
_EDGES: Final = re.compile(r"(?<![^\W_])(?=[^\W_])|(?<=[^\W_])(?![^\W_])")
_DIGIT: Final = r"[\d²³¹]"
_JOINED: Final = re.compile(rf"(?<={_DIGIT}){_EDGE}([.,:/]){_EDGE}(?={_DIGIT})")
_DASH: Final = f"{_EDGE}-{_EDGE}"
_MARKED_DATE: Final = re.compile(_DASHED_DATE.pattern.replace("-", _DASH))
_JOINED_BEFORE: Final = re.compile(rf"\A([.,:/]){_EDGE}(?={_DIGIT})")
_JOINED_AFTER: Final = re.compile(rf"(?<={_DIGIT}){_EDGE}([.,:/])\Z")


def _with_edges(text: str) -> str:
    """The text with its edges marked, but for those within a number or a dashed date."""
    marked = _JOINED.sub(r"\1", _EDGES.sub(_EDGE, text))
    return _MARKED_DATE.sub(lambda date: date.group().replace(_EDGE, ""), marked)


def _spellings(phrase: str) -> set[str]:
    """The phrase with its edges marked. Where it begins or ends with what joins digits (`,5`), both ways: its
    neighbour tells whether it does."""
    whole = _with_edges(phrase)
    begun = {whole, _JOINED_BEFORE.sub(r"\1", whole)}
    return begun | {_JOINED_AFTER.sub(r"\1", spelling) for spelling in begun}
