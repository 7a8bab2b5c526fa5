"""A half-open stretch of a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """`start` (inclusive) and `end` (exclusive), in code points of an NFC text."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many code points both share; 0 when they only meet."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def of(self, text: str) -> str:
        return text[self.start : self.end]
