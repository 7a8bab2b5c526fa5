"""Ratios and fractions, all read as percentages: `une entreprise sur quatre`, `one in four`, `un quart`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from app.text.numbers import GAP, WORDS, percentage, word_number
from app.text.sheet import Fact, Sheet

_TEN: Final = {
    language: "|".join(word for word, value in words.items() if value <= 20 or value == 100)
    for language, words in WORDS.items()
}
_NUMBER: Final = {language: rf"(?:\d{{1,4}}|{words})" for language, words in _TEN.items()}
_UNIT_NEXT: Final = (
    rf"(?!{GAP}(?:jours?|semaines?|mois|ans?|annees?|heures?|minutes?|days?|weeks?|months?|years?|hours?|euros?"
    r"|[a-z]*(?:january|february|march|april|june|july|august|september|october|november|december)"
    r"|[%€$£h]|pour ?cent|per ?cent))"
)
# The tail of a ratio, and its head looked for in the words before: quick, since tails are few.
_TAIL: Final = {
    "fr": re.compile(rf"[ \n]sur (?P<whole>{_NUMBER['fr']})(?![\w,]\w|\w| \d){_UNIT_NEXT}"),
    "en": re.compile(
        rf"(?:[ \n-]in[ -]|[ \n]out of )(?P<whole>{_NUMBER['en']})(?![\w,]\w|\w| \d){_UNIT_NEXT}"
    ),
}
_HEAD: Final = {
    language: re.compile(
        rf"(?<![\w.,'-])(?P<part>{number})(?P<counted>(?:[ \n](?!sur |in )[a-z'-]{{2,}}){{0,3}})$"
    )
    for language, number in _NUMBER.items()
}
_REACH: Final = 48
_LARGEST_RATE: Final = 20
_PLURAL: Final = re.compile(r"[ \n]([a-z'-]+[sx])\b")
_NOT_PLURALS: Final = frozenset(
    "dans pas plus mais sous sans moins tres puis depuis nous vous les des ses is has was".split()
)
_ABOUT: Final = re.compile(
    r"(?:pres d'|pres de|plus d'|plus de|moins d'|moins de|environ|presque|quelque|quasi|quasiment|pas loin de"
    r"|nearly|almost|about|around|over|roughly|some|more than|fewer than|less than|close to)[ \n]?$"
)
_ABOUT_REACH: Final = 14


def find_ratios(sheet: Sheet) -> Iterator[Fact]:
    """`une entreprise sur quatre`, `1 sur 4`, `one in four`, `two out of three`."""
    taken = 0
    for tail in _TAIL[sheet.language].finditer(sheet.open):
        reach = max(taken, tail.start() - _REACH)
        head = _HEAD[sheet.language].search(sheet.open[reach : tail.start()])
        value = _ratio(head["part"], tail["whole"], sheet.language) if head else None
        if head and value:
            taken = tail.end()
            start = reach + head.start()
            loose = _is_doubtful(sheet, head["counted"], tail.end()) or _is_rounded(sheet, start)
            also = f"{head['part']}/{tail['whole']}" if _is_count(tail["whole"]) else ""
            yield sheet.fact("percentage", value, start, taken, loose=loose, also=also)


def _is_count(whole: str) -> bool:
    """`31 sur 52` counts, `neuf sur dix` and `3 in 100` give a rate."""
    return whole.isdigit() and int(whole) > _LARGEST_RATE and int(whole) not in (100, 1_000)


def _ratio(part: str, whole: str, language: str) -> str | None:
    numbers = [int(n) if n.isdigit() else word_number(n, language) for n in (part, whole)]
    if None in numbers or not 0 < (numbers[0] or 0) < (numbers[1] or 0) or _is_year(whole):
        return None
    return _percent(Fraction(numbers[0] or 0, numbers[1] or 1))


def _percent(ratio: Fraction) -> str:
    return f"{percentage(ratio)} %"


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text) is not None


def _is_doubtful(sheet: Sheet, counted: str, end: int) -> bool:
    """`une remise sur deux factures` and `one change in two places` are no ratios. French shows it by the plural
    after the number; English (`one company in four plans`) does not."""
    if not counted:
        return False
    after = _PLURAL.match(sheet.open, end)
    return after is not None and after.group(1) not in _NOT_PLURALS


def _is_rounded(sheet: Sheet, start: int) -> bool:
    """`près de neuf sur dix` rounds a figure rather than giving one."""
    return _ABOUT.search(sheet.plain[max(0, start - _ABOUT_REACH) : start]) is not None


_FRENCH_PARTS: Final = {
    **{"demi": 2, "tiers": 3, "quart": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8},
    **{"dixieme": 10, "centieme": 100},
}
_ENGLISH_PARTS: Final = {
    **{"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10},
}
_PARTS: Final = {"fr": _FRENCH_PARTS, "en": _ENGLISH_PARTS}
# `un tiers` is also a third party, `un quart d'heure` a time, `a quarter` three months: the whole must follow.
_FRACTION: Final = {
    "fr": re.compile(
        rf"(?<![\w'-])(?P<part>{_NUMBER['fr']}) (?P<name>{'|'.join(_FRENCH_PARTS)})s?\b(?! d'heure)"
        r"(?P<whole>(?=[ \n](?:des|du|de la|de l'|de [a-z]+s\b|d'entre|seulement|environ)))?"
    ),
    "en": re.compile(
        rf"(?<![\w'])(?P<part>an?|{_NUMBER['en']})[ -](?P<name>{'|'.join(_ENGLISH_PARTS)})s?\b"
        r"(?P<whole>(?=[ \n](?:of|the|our|their|all|less|fewer|more|as|lower|higher)\b))?"
    ),
}
_HALF: Final = {
    "fr": re.compile(r"\b(?:la moitie)(?=[ \n](?:des|du|de la|de l'|de [a-z]+s\b|d'entre))"),
    "en": re.compile(r"\bhalf(?=[ \n](?:of|the|our|their|all)\b)"),
}
_SLASHED: Final = re.compile(r"(?<![\w/.,-])(?P<part>\d{1,2})/(?P<whole>\d{1,3})(?![\w/]|[.,-]\d)")
_ONLY_PARTS: Final = frozenset({"quart"})


def find_fractions(sheet: Sheet) -> Iterator[Fact]:
    """`un quart`, `deux tiers des clients`, `la moitié des`, `three quarters of`, `3/4`."""
    for pattern, read in (
        (_FRACTION[sheet.language], _named),
        (_HALF[sheet.language], _half),
        (_SLASHED, _slashed),
    ):
        matches = [(match, read(match, sheet.language)) for match in pattern.finditer(sheet.open)]
        found = [
            sheet.fact("percentage", value, *match.span(), loose=_is_rounded(sheet, match.start()))
            for match, value in matches
            if value
        ]
        sheet.hide(fact.span for fact in found)
        yield from found


def _half(match: re.Match[str], language: str) -> str:
    return "50 %"


def _slashed(match: re.Match[str], language: str) -> str | None:
    return _ratio(match["part"], match["whole"], language)


def _named(match: re.Match[str], language: str) -> str | None:
    part = 1 if match["part"] in ("a", "an") else None
    if part is None:
        part = int(match["part"]) if match["part"].isdigit() else word_number(match["part"], language)
    several = part is not None and part > 1
    if not part or (match["whole"] is None and match["name"] not in _ONLY_PARTS and not several):
        return None
    whole = _PARTS[language][match["name"]]
    return _percent(Fraction(part, whole)) if part < whole else None
