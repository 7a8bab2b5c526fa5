"""Where a quoted passage stands in a text (DESIGN.md section 4), and code points against UTF-16 units. Pure.

A quote is what counts; an offset only chooses between places where the same quote stands, and only when it
hits one of them exactly. Quotes are compared exactly in NFC first, then folded, so that a plain space or a
straight apostrophe typed for the text's own is no obstacle.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from app.text.folding import fold, fold_with_map
from app.text.places import every_place
from app.text.spans import Span

_MOST_PLACES: Final = 1_000
"""A quote that stands more often is ambiguous whatever stands beside it."""
_LEAST_REACH: Final = 400
_SHOWN: Final = 120
"""Code points of a quote that an error message repeats."""


class AnchorError(ValueError):
    """A quote that names no place in the text. `quote` is the whole quote, the message its beginning."""

    def __init__(self, quote: str, trouble: str) -> None:
        self.quote = quote
        shown = quote if len(quote) <= _SHOWN else quote[: _SHOWN - 1] + "…"
        super().__init__(f"the quote “{shown}” {trouble}")


class QuoteNotFound(AnchorError):
    def __init__(self, quote: str) -> None:
        super().__init__(quote, "does not stand in the text")


class QuoteAmbiguous(AnchorError):
    def __init__(self, quote: str, places: int) -> None:
        super().__init__(quote, f"stands {places} times in the text: a prefix or suffix must tell them apart")


def locate(
    text: str,
    quote: str,
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Span:
    """The place of `quote` in the NFC of `text`, in code points.

    `prefix` and `suffix` are what stands right before and after it; `start` and `end` where it is thought to
    be. Offsets that agree with a place of the quote settle it; otherwise the quote must be unique, or unique
    beside its prefix and suffix. Raises `QuoteNotFound` or `QuoteAmbiguous`.
    """
    text = unicodedata.normalize("NFC", text)
    wanted = unicodedata.normalize("NFC", quote)
    if start is not None and _stands_at(text, wanted, start, end):
        return Span(start, start + len(wanted))
    places = _exact(text, wanted) or _tolerant(text, quote)
    if not places:
        raise QuoteNotFound(quote)
    for place in places:
        if place.start == start and end in {None, place.end}:
            return place
    many = len(places) > _MOST_PLACES
    fitting = places if len(places) == 1 or many else _beside(text, places, prefix, suffix)
    if len(fitting) != 1:
        raise QuoteAmbiguous(quote, len(places))
    return fitting[0]


def utf16_to_code_points(text: str, index: int) -> int:
    """The code point offset of a UTF-16 one (as browsers count). Raises ValueError outside the text or inside
    a character that takes two units."""
    units = text.encode("utf-16-le")
    if not 0 <= 2 * index <= len(units):
        raise ValueError(f"UTF-16 offset {index} lies outside the text")
    try:
        return len(units[: 2 * index].decode("utf-16-le"))
    except UnicodeDecodeError:
        raise ValueError(f"UTF-16 offset {index} lies inside a character") from None


def code_points_to_utf16(text: str, index: int) -> int:
    """The UTF-16 offset of a code point one. Raises ValueError outside the text."""
    if not 0 <= index <= len(text):
        raise ValueError(f"offset {index} lies outside the text")
    return index + sum(character > "\uffff" for character in text[:index])


def _stands_at(text: str, quote: str, start: int, end: int | None) -> bool:
    """Whether the quote stands exactly there: no other place need be looked for."""
    is_there = start >= 0 and text.startswith(quote, start)
    return is_there and quote.strip() != "" and end in {None, start + len(quote)}


def _exact(text: str, quote: str) -> list[Span]:
    """Every place of the quote, overlapping ones too; none for a blank quote."""
    places = every_place(text, quote) if quote.strip() else ()
    return [Span(place, place + len(quote)) for place in places]


def _tolerant(text: str, quote: str) -> list[Span]:
    """Every place where the quote stands on folded text, wherever it cuts words."""
    folded = fold_with_map(text)
    return [folded.original(*place) for place in _exact(folded.text, fold(quote).strip())]


def _beside(text: str, places: list[Span], prefix: str, suffix: str) -> list[Span]:
    """The places with both neighbours; failing that, with one of them."""
    after_prefix = [place for place in places if _stands_before(text, place.start, prefix)]
    before_suffix = [place for place in places if _stands_after(text, place.end, suffix)]
    both = set(after_prefix).intersection(before_suffix)
    return sorted(both) or after_prefix or before_suffix


def _stands_before(text: str, end: int, prefix: str) -> bool:
    wanted = fold(prefix).strip()
    before = text[max(0, end - _reach(prefix)) : end]
    return bool(wanted) and fold(before).rstrip().endswith(wanted)


def _stands_after(text: str, start: int, suffix: str) -> bool:
    wanted = fold(suffix).strip()
    return bool(wanted) and fold(text[start : start + _reach(suffix)]).lstrip().startswith(wanted)


def _reach(context: str) -> int:
    """How far a context is looked for: many times as far as it reaches, since blanks fold into one."""
    return _LEAST_REACH + 8 * len(context)
