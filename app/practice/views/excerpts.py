"""A quote in its surroundings, in what the trainee wrote. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from app.grading.evidence import occurrences

AROUND: Final = 90
"""About how many characters of the surroundings are shown on either side."""

_BLANK_LINE: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage in three pieces, the middle one the quote as the trainee wrote it. `opens` and `closes`: the
    passage starts where its paragraph does, and ends where it does."""

    before: str
    quote: str
    after: str
    opens: bool = True
    closes: bool = True


def whole_text(text: str, quote: str | None) -> Excerpt | None:
    """The whole text with the quote in it; None where there is none or it does not stand there."""
    text = unicodedata.normalize("NFC", text)
    places = occurrences(text, quote) if quote else []
    if not places:
        return None
    place = places[0]
    return Excerpt(text[: place.start], place.of(text), text[place.end :])


def excerpt(text: str, quote: str | None) -> Excerpt | None:
    """The quote with some words of its paragraph around it; None as for `whole_text`."""
    whole = whole_text(text, quote)
    if whole is None:
        return None
    before = _BLANK_LINE.split(whole.before)[-1].lstrip("\n")
    after = _BLANK_LINE.split(whole.after)[0].rstrip("\n")
    first, last = _last_words(before), _first_words(after)
    return Excerpt(first, whole.quote, last, opens=first == before, closes=last == after)


def _last_words(text: str) -> str:
    """The end of a text, from the start of a word."""
    if len(text) <= AROUND:
        return text
    return text[-AROUND:].partition(" ")[2]


def _first_words(text: str) -> str:
    """The beginning of a text, up to the end of a word."""
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0]
