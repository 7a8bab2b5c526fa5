"""Whether a trainee's proof is the right one. Pure."""

from __future__ import annotations

import unicodedata
from collections import deque
from functools import lru_cache
from itertools import islice
from typing import Final

from app.text.folding import Folded, fold, fold_with_map
from app.text.places import every_place
from app.text.spans import Span

MOST_PLACES: Final = 100
"""A quote that stands more often, a letter or an article, proves something in the first of them only."""


def occurrences(text: str, quote: str) -> list[Span]:
    """The places where a quote stands in a text, the first `MOST_PLACES` of them, in code points of the NFC
    text, in order.

    Exactly if it does; else with case, accents, kinds of space and the like folded away on both sides (a
    selection in a browser, or a quote typed by hand). The white space around the quote says nothing.
    """
    text, wanted = unicodedata.normalize("NFC", text), unicodedata.normalize("NFC", quote).strip()
    exact = [Span(at, at + len(wanted)) for at in islice(every_place(text, wanted), MOST_PLACES)]
    if exact:
        return exact
    folded, needle = _folded(text), fold(wanted).strip()
    places = islice(every_place(folded.text, needle), MOST_PLACES)
    return [folded.original(at, at + len(needle)) for at in places]


def overlaps(text: str, quote: str, other: str) -> bool:
    """Whether two quotes of one text share a character in any of the places where they stand."""
    ours, theirs = deque(_kept_occurrences(text, quote)), deque(_kept_occurrences(text, other))
    while ours and theirs:
        if ours[0].overlap(theirs[0]):
            return True
        (ours if ours[0].end <= theirs[0].end else theirs).popleft()
    return False


@lru_cache(maxsize=512)
def _kept_occurrences(text: str, quote: str) -> list[Span]:
    return occurrences(text, quote)


@lru_cache(maxsize=64)
def _folded(text: str) -> Folded:
    return fold_with_map(text)
