"""Figures, amounts and percentages, in digits and in words, with their unit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.text.numbers import GAP, NUMBER, WORDS, Reading, WordNumber, canonical, read_digits, word_numbers
from app.text.ratios import is_rounded
from app.text.sheet import Fact, FactKind, Sheet
from app.text.streets import street_follows

_CURRENCIES: Final = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds", "livre sterling", "livres sterling"), "GBP"),
    **dict.fromkeys(("chf", "franc suisse", "francs suisses", "swiss franc", "swiss francs"), "CHF"),
}
_DURATIONS: Final = {
    "fr": {
        **dict.fromkeys(("j", "jour", "jours"), "day"),
        **dict.fromkeys(("semaine", "semaines"), "week"),
        "mois": "month",
        **dict.fromkeys(("an", "ans", "annee", "annees"), "year"),
        **dict.fromkeys(("h", "heure", "heures"), "hour"),
        **dict.fromkeys(("min", "mn", "minute", "minutes"), "minute"),
        **dict.fromkeys(("seconde", "secondes"), "second"),
    },
    "en": {
        **dict.fromkeys(("day", "days"), "day"),
        **dict.fromkeys(("week", "weeks"), "week"),
        **dict.fromkeys(("month", "months"), "month"),
        **dict.fromkeys(("year", "years"), "year"),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
        **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
        **dict.fromkeys(("second", "seconds"), "second"),
    },
}
CURRENCIES: Final = frozenset(_CURRENCIES.values())
_SCALES: Final = {
    **dict.fromkeys(("k", "mille", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "million", "millions"), 10**6),
    **dict.fromkeys(("md", "mds", "bn", "milliard", "milliards", "billion", "billions"), 10**9),
}


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DIGITS: Final = re.compile(rf"(?<![0-9][.,])(?P<number>{NUMBER})")
_SIGN: Final = re.compile(r"(?P<sign>[€$£]|(?<!\w)(?:eur|usd|gbp|chf)) ?$")
_SIGN_REACH: Final = 5
_SIGN_ENDS: Final = frozenset("€$£rdpf")
_SCALE: Final = re.compile(
    r"[ \n]?(?:(?P<word>mille|thousand|millions?|milliards?|billions?)\b"
    r"|(?P<letter>k|md|mds|mn|bn|m)(?=\b|eur))"
)
_OF: Final = r"(?:d'|de |of )?"
_UNIT: Final = {
    language: re.compile(
        rf"{GAP}(?P<percent>%|pour ?cents?\b|per ?cent\b|p\. ?100\b)"
        rf"|{GAP}{_OF}(?P<currency>{_any_of(_CURRENCIES)})(?:(?<=€)(?P<cents>\d{{2}})(?!\d)|(?!\w))"
        rf"|{GAP}(?P<centimes>centimes?)\b"
        rf"|(?:{GAP}|-)(?:(?:working|business|calendar|full|whole)[ -])?"
        rf"(?P<duration>{_any_of(durations)})(?![\w'])"
        r"|(?P<rank>er|e|ere|re|eme|ieme|nde?|st|rd|th)\b"
        r"|(?P<times> ?[x×](?!\w))"
    )
    for language, durations in _DURATIONS.items()
}
_NO_WORD_NEXT: Final = re.compile(rf"(?!{GAP}[a-z])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
SMALL: Final = 10
"""Up to this, a number in words (`three reasons`) and a rank (`5th`) are ways of speaking rather than
claims."""


class Unit(NamedTuple):
    """What follows a number: its unit ("" for none), by how much it multiplies, and where it ends."""

    name: str
    factor: Decimal
    cents: int
    end: int

    def multiplied(self, number: Decimal) -> Decimal:
        """The number with what follows it: `1,2` with `k` is 1200, `3` with `€50` is 3.50."""
        if self.factor == 1 and not self.cents:
            return number
        return number * self.factor + Decimal(self.cents) / 100


def find_figures(sheet: Sheet) -> Iterator[Fact]:
    """Numbers in digits, with currency, `%`, unit of duration or rank where they have one. A year is a
    date."""
    position = 0
    while match := _DIGITS.search(sheet.open, position):
        sign = _sign_before(sheet, match.start(), position)
        glued = sign is None and _is_word(sheet.open[max(0, match.start() - 1) : match.start()])
        unit = None if glued else unit_at(sheet, match.end(), sign["sign"] if sign else None)
        position = unit.end if unit else match.end()
        if unit:
            yield _in_digits(sheet, match, unit, match.start() - len(sign.group() if sign else ""))


def _sign_before(sheet: Sheet, start: int, taken: int) -> re.Match[str] | None:
    if sheet.open[max(0, start - 2) : start].strip()[-1:] not in _SIGN_ENDS:
        return None
    return _SIGN.search(sheet.open[max(taken, start - _SIGN_REACH) : start])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _in_digits(sheet: Sheet, match: re.Match[str], unit: Unit, start: int) -> Fact:
    if _YEAR.fullmatch(match.group()) and not unit.name and unit.end == match.end():
        return sheet.fact("date", match.group(), *match.span())
    reading = read_digits(match["number"], sheet.language)
    if reading is None:
        return sheet.fact("figure", re.sub(r"\D", "", match["number"]), *match.span())
    return quantity(sheet, reading, unit, start, unit.name == "th" and reading.value <= SMALL)


def quantity(sheet: Sheet, reading: Reading, unit: Unit, start: int, loose: bool) -> Fact:
    value, also = (
        "" if number is None else f"{canonical(unit.multiplied(number))} {unit.name}".rstrip()
        for number in reading
    )
    bare = not unit.name and _counts_nothing(sheet, unit.end)
    return sheet.fact(kind_of(unit.name), value, start, unit.end, also=also, loose=loose, bare=bare)


def _counts_nothing(sheet: Sheet, end: int) -> bool:
    """Whether no word follows that the number could count, nor the street of a house."""
    return _NO_WORD_NEXT.match(sheet.plain, end) is not None and not street_follows(sheet.plain, end)


def kind_of(unit: str) -> FactKind:
    return "percentage" if unit == "%" else "amount" if unit in CURRENCIES else "figure"


def unit_at(sheet: Sheet, end: int, sign: str | None = None) -> Unit | None:
    """The scale and the unit that follow a number ending at `end`. None when a letter does (`3D`, `5G`)."""
    factor, end = _scale_at(sheet, end, sign)
    if sign:
        return Unit(_CURRENCIES[sign], factor, 0, end)
    match = _UNIT[sheet.language].match(sheet.open, end)
    if match is None:
        return None if _is_word(sheet.open[end : end + 1]) else Unit("", factor, 0, end)
    factor = factor / 100 if match["centimes"] else factor
    return Unit(_unit_name(match, sheet.language), factor, int(match["cents"] or 0), match.end())


def _unit_name(match: re.Match[str], language: str) -> str:
    if match["percent"]:
        return "%"
    if match["currency"]:
        return _CURRENCIES[match["currency"]]
    if match["duration"]:
        return _DURATIONS[language][match["duration"]]
    return "EUR" if match["centimes"] else "th" if match["rank"] else ""


def _scale_at(sheet: Sheet, end: int, sign: str | None) -> tuple[Decimal, int]:
    scale = _SCALE.match(sheet.open, end)
    if scale is None:
        return Decimal(1), end
    glued_k = scale.group() == "k" and not sheet.open[scale.end() : scale.end() + 1].isalpha()
    unit = _UNIT[sheet.language].match(sheet.open, scale.end())
    if scale["word"] or sign or glued_k or (unit and unit["currency"]):
        return Decimal(_SCALES[scale["word"] or scale["letter"]]), scale.end()
    return Decimal(1), end


_ENGLISH_ARTICLE: Final = re.compile(r"a(?<!\wa)n? (?P<unit>day|week|month|year|hour|minute)\b")
_FORTNIGHT: Final = frozenset({"fortnight"})
_FRENCH_RANKS: Final = "deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme"
_ENGLISH_RANKS: Final = "- third fourth fifth sixth seventh eighth ninth tenth"
_RANKS: Final = {
    "fr": {word: rank for rank, word in enumerate(_FRENCH_RANKS.split(), 2)},
    "en": {word: rank for rank, word in enumerate(_ENGLISH_RANKS.split(), 2)},
}


def find_worded_figures(sheet: Sheet) -> Iterator[Fact]:
    """Numbers in words: `soixante-cinq euros`, `two hundred`. `un` and `one` count with a unit only, and so
    does the French `neuf`, which also means *new*."""
    taken = 0
    starts = [start for start, _ in sheet.places_of(WORDS[sheet.language].keys())]
    for number in word_numbers(sheet.open, sheet.language, starts):
        unit = unit_at(sheet, number.end) if number.start >= taken else None
        if unit is None or not _counts(sheet, number, unit):
            continue
        taken = unit.end
        loose = _is_loose(number, unit)
        fact = quantity(sheet, Reading(Decimal(number.value)), unit, number.start, loose)
        yield fact._replace(about=loose and is_rounded(sheet, number.start))


def _counts(sheet: Sheet, number: WordNumber, unit: Unit) -> bool:
    doubtful = number.words == 1 and number.value == (9 if sheet.language == "fr" else 1)
    return bool(unit.name) or (number.value > 1 and not doubtful)


def _is_loose(number: WordNumber, unit: Unit) -> bool:
    if kind_of(unit.name) != "figure":
        return False
    a_way_of_speaking = number.words == 1 and number.value in (100, 1_000, 10**6, 10**9)
    return number.value <= SMALL or a_way_of_speaking


def find_worded_ranks(sheet: Sheet) -> Iterator[Fact]:
    """`cinquième`, `third`; `a month`, which says one, and `a fortnight`, which says two weeks."""
    ranks = _RANKS[sheet.language]
    for start, word in sheet.places_of(ranks.keys()):
        yield sheet.fact("figure", f"{ranks[word]} th", start, start + len(word), loose=True)
    if sheet.language == "en":
        for match in _ENGLISH_ARTICLE.finditer(sheet.open):
            yield sheet.fact("figure", f"1 {match['unit']}", *match.span(), loose=True)
        for start, word in sheet.places_of(_FORTNIGHT):
            yield sheet.fact("figure", "2 week", start, start + len(word), loose=True)
