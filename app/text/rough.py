"""Numbers that round: `une soixantaine de clients`, `une quinzaine de jours`, `two dozen`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.text.numbers import WORDS, Reading, word_number
from app.text.quantities import SMALL, Unit, kind_of, quantity, unit_at
from app.text.sheet import Fact, Sheet

_FRENCH: Final = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
}
_ROUND: Final = {"fr": _FRENCH | {f"{word}s": value for word, value in _FRENCH.items()}, "en": {"dozen": 12}}
_FEW: Final = "|".join(word for words in WORDS.values() for word, value in words.items() if value < SMALL)
_TIMES: Final = re.compile(rf"(?<!half )(?<![\w,.'-])(?P<times>an?|[0-9]{{1,3}}|{_FEW}) $")
_OF: Final = re.compile(r" (?:de |d'|of )")
# A fortnight and a time apart when they count nothing.
_OF_NEEDED: Final = frozenset({"quinzaine", "quarantaine"})
_WAYS_OF_SPEAKING: Final = frozenset({"centaine", "centaines"})
_REACH: Final = 8


def find_rough_figures(sheet: Sheet) -> Iterator[Fact]:
    """Each with the number that it rounds to (`Fact.about`); up to ten, and for hundreds, loose. Nothing for
    `des dizaines`, `la trentaine`, `la première quinzaine`."""
    for start, word in sheet.places_of(_ROUND[sheet.language].keys()):
        before = _TIMES.search(sheet.open[max(0, start - _REACH) : start])
        of = _OF.match(sheet.open, start + len(word))
        times = _times(before["times"], sheet.language) if before else None
        if before and times and (of or word not in _OF_NEEDED):
            value, end = times * _ROUND[sheet.language][word], start + len(word)
            unit = _unit(sheet, of.end() if of else end, end)
            loose = kind_of(unit.name) == "figure" and (value <= SMALL or word in _WAYS_OF_SPEAKING)
            rounded = quantity(sheet, Reading(Decimal(value)), unit, start - len(before.group()), loose)
            yield rounded._replace(about=True)


def _times(text: str, language: str) -> int | None:
    if text in ("a", "an"):
        return 1
    return int(text) if text.isdigit() else word_number(text, language)


def _unit(sheet: Sheet, start: int, end: int) -> Unit:
    """The unit that begins at `start`; none, and the end of the word itself, where another word stands."""
    unit = unit_at(sheet, start)
    return unit if unit and unit.end > start else Unit("", Decimal(1), 0, end)
