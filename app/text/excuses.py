"""What looks like a fact and claims nothing, so that stating it invents nothing. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from app.text.durations import SECONDS
from app.text.quantities import SMALL
from app.text.sheet import Fact

_WEEKDAY: Final = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
# `Lyon, le mardi 3 mars 2026`: at most a place, an article and the day of the week stand before the date.
_LETTER_HEAD: Final = re.compile(
    rf"\s*(?:[^\W\d][\w' ’-]{{0,60}}, ?)?(?:(?:le|the|on) )?(?:{_WEEKDAY},? )?", re.IGNORECASE
)
_TELLS_THE_TIME: Final = re.compile(
    r"(?:^|[\n.!?…:«“\"])\s*(?:il est|il était|nous sommes|it is|it’s|it's|it was) $", re.IGNORECASE
)
_FRAGMENT: Final = re.compile(
    rf"(?:^|[\n.!?…«“\"])\s*(?:(?:un |a |one )?{_WEEKDAY},? (?:à |at )?)?$", re.IGNORECASE
)
_REACH: Final = 32

# `ces deux jours` counts what was told before; `dans les deux jours` and `tous les deux jours` say when.
_TOLD_BEFORE: Final = re.compile(
    r"(?<!\bdans\s)(?<!\bsous\s)(?<!\btous\s)(?<!\btoutes\s)(?<!\bin\s)(?<!\bover\s)(?<!\bwithin\s)"
    r"\b(?:les|ces|the|these|those|both)\s$",
    re.IGNORECASE,
)
_ON_THE_CLOCK: Final = re.compile(r"\b(?:à|vers|dès|jusqu['’]à|at)\s$", re.IGNORECASE)
_EVERY_DAY: Final = re.compile(r"\s(?:sur\s+sept|par\s+semaine|a\s+week|per\s+week)\b", re.IGNORECASE)
_AND_A_HALF: Final = re.compile(r"\s(?:et\s+demie?|and\s+a\s+half)\b", re.IGNORECASE)
_FEWEST: Final = 2


def claims_nothing(fact: Fact, text: str) -> bool:
    """Whether the fact, as it stands in its text, is a way of speaking (`Fact.loose`), the date at the head
    of a letter, or a time of day that opens a story (`Il est 18 h`, `Mardi, 18 h.`).

    A duration in words (`within two hours`, `avant six ans`) is no way of speaking: it is claimed as much as
    one in digits. Not so one unit of it or a hundred (`un mois`, `cent ans`), what only counts again (`ces
    deux jours`), an hour of the day (`à dix heures`), `sept jours sur sept`, and what is read in part (`deux
    ans et demi`).
    """
    way_of_speaking = fact.loose and not _is_a_term(fact, text)
    return way_of_speaking or _dates_a_letter(fact, text) or _sets_a_scene(fact, text)


def _is_a_term(fact: Fact, text: str) -> bool:
    if fact.unit not in SECONDS or not _FEWEST <= Decimal(fact.number) <= SMALL:
        return False
    before = text[max(0, fact.span.start - _REACH) : fact.span.start]
    after = text[fact.span.end : fact.span.end + _REACH]
    if _TOLD_BEFORE.search(before) or _AND_A_HALF.match(after):
        return False
    if fact.value == "7 day" and _EVERY_DAY.match(after):
        return False
    return not (fact.unit == "hour" and _ON_THE_CLOCK.search(before))


def _dates_a_letter(fact: Fact, text: str) -> bool:
    if fact.kind != "date" or _is_time(fact):
        return False
    start = text.rfind("\n", 0, fact.span.start) + 1
    rest = text[fact.span.end :].partition("\n")[0]
    return not rest.strip(" .") and _LETTER_HEAD.fullmatch(text, start, fact.span.start) is not None


def _sets_a_scene(fact: Fact, text: str) -> bool:
    if not _is_time(fact):
        return False
    before = text[max(0, fact.span.start - _REACH) : fact.span.start]
    if _TELLS_THE_TIME.search(before):
        return True
    return text[fact.span.end :].lstrip()[:1] in (".", "…") and _FRAGMENT.search(before) is not None


def _is_time(fact: Fact) -> bool:
    """A time of day; a lone `18 h` is read as a figure of hours."""
    return fact.value.startswith("T") or fact.unit == "hour"
