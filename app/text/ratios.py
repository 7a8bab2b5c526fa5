"""Ratios and fractions, all read as percentages: `une entreprise sur quatre`, `one in four`, `un quart`.
Pure."""

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
    "fr": re.compile(rf"[ \n]sur (?P<whole>{_NUMBER['fr']})(?![\w-]|,\d| \d){_UNIT_NEXT}"),
    "en": re.compile(
        rf"(?:[ \n-]in[ -]|[ \n]out of )(?P<whole>{_NUMBER['en']})(?![\w-]|,\d| \d){_UNIT_NEXT}"
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
_ENDING_LIKE_PLURALS: Final = (
    "dans pas plus mais sous sans moins tres puis depuis nous vous les des ses is has was"
)
_NOT_PLURALS: Final = frozenset(_ENDING_LIKE_PLURALS.split())
_ABOUT: Final = re.compile(
    r"(?:pres d'|pres de|plus d'|plus de|moins d'|moins de|environ|presque|quelque|quasi|quasiment"
    r"|pas loin de"
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
            loose = _is_doubtful(sheet, head["counted"], tail.end()) or is_rounded(sheet, start)
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
    """`une remise sur deux factures` and `one change in two places` are no ratios. French shows it by the
    plural after the number; English (`one company in four plans`) does not."""
    if not counted:
        return False
    after = _PLURAL.match(sheet.open, end)
    return after is not None and after.group(1) not in _NOT_PLURALS


def is_rounded(sheet: Sheet, start: int) -> bool:
    """`près de neuf sur dix` rounds a figure rather than giving one."""
    return _ABOUT.search(sheet.plain[max(0, start - _ABOUT_REACH) : start]) is not None


_FRENCH_PARTS: Final = "- demi tiers quart cinquieme sixieme septieme huitieme neuvieme dixieme"
_ENGLISH_PARTS: Final = "- half third quarter fifth sixth seventh eighth ninth tenth"
_PARTS: Final = {
    language: {name: whole for whole, part in enumerate(parts.split(), 1) for name in (part, f"{part}s")}
    for language, parts in (("fr", _FRENCH_PARTS), ("en", _ENGLISH_PARTS))
}
_PART_BEFORE: Final = {
    "fr": re.compile(rf"(?<![\w'-])(?P<part>{_NUMBER['fr']}) $"),
    "en": re.compile(rf"(?<![\w'])(?P<part>an?|{_NUMBER['en']})[ -]$"),
}
# `un tiers` is also a third party, `un quart d'heure` a time, `a quarter` three months: the whole must
# follow.
_WHOLE_AFTER: Final = {
    "fr": re.compile(r"[ \n](?:des|du|de la|de l'|de [a-z]+s\b|d'entre|seulement|environ)"),
    "en": re.compile(r"[ \n](?:of|the|our|their|all|less|fewer|more|as|lower|higher)\b"),
}
_HOUR_AFTER: Final = re.compile(r" d'heure")
_HALVES: Final = {"fr": {"moitie", "fifty"}, "en": {"half", "fifty"}}
_EVENLY: Final = re.compile(
    r"(?P<shared>moitie[ -]moitie|half[ -]and[ -]half|fifty[ -]fifty)\b"
    r"|(?:moitie|half(?! (?:past|an?)\b))(?![\w-])[^,.;:!?\n\x00]{1,40}"
    r", ?(?:moitie|half(?! (?:past|an?)\b))(?![\w-])"
)
# `la seconde moitié de mars` is a time, `l'autre moitié` says no more than the first did.
_WHICH_HALF: Final = re.compile(
    r"\b(?:premiere|seconde|deuxieme|derniere|autre|first|second|latter|last|other)[ -]$"
)
_LA: Final = re.compile(r"\bla $")
_SLASHED: Final = re.compile(
    r"(?P<part>[0-9](?<![\w/.,-][0-9])[0-9]?)/(?P<whole>[0-9]{1,3})(?![\w/]|[.,-][0-9])"
)


def find_fractions(sheet: Sheet) -> Iterator[Fact]:
    """`un quart`, `deux tiers des clients`, `la moitié`, `moitié-moitié`, `three quarters of`, `3/4`,
    `50/50`."""
    for place, name in sheet.places_of(_PARTS[sheet.language].keys()):
        fraction = _fraction(sheet, place, name)
        if fraction:
            yield fraction
    yield from _halves(sheet)
    for match in _SLASHED.finditer(sheet.open):
        evenly = match["part"] == match["whole"] == "50"
        value = "50 %" if evenly else _ratio(match["part"], match["whole"], sheet.language)
        if value:
            yield sheet.fact("percentage", value, *match.span())


def _fraction(sheet: Sheet, place: int, name: str) -> Fact | None:
    whole, end = _PARTS[sheet.language].get(name), place + len(name)
    before = _PART_BEFORE[sheet.language].search(sheet.open[max(0, place - _ABOUT_REACH) : place])
    if whole is None or before is None or _HOUR_AFTER.match(sheet.open, end):
        return None
    part = _part(before["part"], sheet.language)
    certain = part > 1 or name == "quart" or _WHOLE_AFTER[sheet.language].match(sheet.open, end)
    if not certain or not 0 < part < whole:
        return None
    start = place - len(before.group())
    return sheet.fact(
        "percentage", _percent(Fraction(part, whole)), start, end, loose=is_rounded(sheet, start)
    )


def _part(text: str, language: str) -> int:
    if text in ("a", "an"):
        return 1
    return int(text) if text.isdigit() else word_number(text, language) or 0


def _halves(sheet: Sheet) -> Iterator[Fact]:
    taken = 0
    for place, name in sheet.places_of(_HALVES[sheet.language]):
        before = sheet.open[max(0, place - _ABOUT_REACH) : place]
        if place < taken or _WHICH_HALF.search(before):
            continue
        evenly = _EVENLY.match(sheet.open, place)
        if evenly:
            taken = evenly.end()
            end = taken if evenly["shared"] else place + len(name)
            yield sheet.fact("percentage", "50 %", place, end, loose=not evenly["shared"])
        elif name != "fifty":
            yield from _half(sheet, place, place + len(name), _LA.search(before))


def _half(sheet: Sheet, place: int, end: int, article: re.Match[str] | None) -> Iterator[Fact]:
    if article or _WHOLE_AFTER[sheet.language].match(sheet.open, end):
        start = place - len(article.group()) if article else place
        yield sheet.fact("percentage", "50 %", start, end, loose=is_rounded(sheet, start))
