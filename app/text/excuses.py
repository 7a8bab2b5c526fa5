"""What looks like a fact and claims nothing, so that stating it invents nothing. Pure."""

from __future__ import annotations

import re
from typing import Final

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


def claims_nothing(fact: Fact, text: str) -> bool:
    """Whether the fact, as it stands in its text, is a way of speaking (`Fact.loose`), the date at the head
    of a letter, or a time of day that opens a story (`Il est 18 h`, `Mardi, 18 h.`)."""
    return fact.loose or _dates_a_letter(fact, text) or _sets_a_scene(fact, text)


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
