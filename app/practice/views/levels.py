"""Scores in words. Pure."""

from __future__ import annotations

from typing import Final, Literal

Level = Literal["excellent", "good", "fair", "weak", "low"]
_FROM: Final[tuple[tuple[float, Level], ...]] = ((85, "excellent"), (70, "good"), (50, "fair"), (25, "weak"))


def level_of(score: float) -> Level:
    """The word for a score of 0 to 100; its texts are `level-…`."""
    return next((level for least, level in _FROM if score >= least), "low")
