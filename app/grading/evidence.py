"""Whether a trainee's proof is the right one. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.text.folding import Folded, fold, fold_with_map
from app.text.spans import Span


def occurrences(text: str, quote: str) -> list[Span]:
    """Every place where a quote stands in a text, in code points of the NFC text, in order.

    Exactly if it does; else with case, accents, kinds of space and the like folded away on both sides (a
    selection in a browser, or a quote typed by hand). The white space around the quote says nothing.
    """
    text, wanted = unicodedata.normalize("NFC", text), unicodedata.normalize("NFC", quote).strip()
    exact = [Span(at, at + len(wanted)) for at in _places(text, wanted)]
    if exact:
        return exact
    folded, needle = _folded(text), fold(wanted).strip()
    return [folded.original(at, at + len(needle)) for at in _places(folded.text, needle)]


def overlaps(text: str, quote: str, other: str) -> bool:
    """Whether two quotes of one text share a character in any of the places where they stand."""
    return any(here.overlap(there) for here in occurrences(text, quote) for there in occurrences(text, other))


def _places(text: str, piece: str) -> list[int]:
    places, at = [], text.find(piece) if piece else -1
    while at >= 0:
        places.append(at)
        at = text.find(piece, at + 1)
    return places


@lru_cache(maxsize=64)
def _folded(text: str) -> Folded:
    return fold_with_map(text)
