"""Facts compared: which ones a text holds, and which ones it backs. Pure.

Two questions are asked of a text that is known (a dossier, a reference, a rewrite):

- does it *back* a fact that somebody else states? Strict: the same number with the same unit, or stated with
  a less telling one. `65` is backed by `65 €`; `65 %` is not, nor is a sum that the text does not give. A
  bare figure in digits, as in a table, backs any unit. A duration is backed in any unit that measures it
  exactly (`two weeks` by `14 days`), a number that rounds (`une soixantaine`) by one close to it. A date is
  backed by a fuller one (`12 décembre` by `12 décembre 2026`, `2026` by any day of it).
- does it *hold* a fact that should be there? Lenient: `12 décembre` will do for `12 décembre 2026`, `65 à 80
  €` for `65 €`, a bare `65` too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from app.text.dates import said_by
from app.text.durations import SECONDS, same_durations, seconds
from app.text.sheet import Fact

_BARE, _ANY = "?", "*"
"""Beside the units of a number: it stands without one and no word follows; and it is in digits too, so that
it may be of any unit (`nous étions deux.` backs no `deux heures`)."""
_NUMERIC: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
ROUGHLY: Final = Decimal("0.2")
"""How far a rounded number (`une soixantaine`) may be from what it rounds, as a share of it."""


class FactBook:
    """Facts indexed, so that each question takes constant time; but for numbers that round, which are few."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.units: dict[str, set[str]] = defaultdict(set)
        self.dates: set[str] = set()
        self.said: set[str] = set()
        self.addresses: set[tuple[str, str]] = set()
        for fact in facts:
            self._add(fact)

    def _add(self, fact: Fact) -> None:
        for value in filter(None, (fact.value, fact.also)):
            if fact.kind == "date":
                self._add_date(value)
            elif fact.kind in ("email", "link"):
                self.addresses.add((fact.kind, value))
            elif fact.kind != "name":
                self._add_number(value, fact)

    def _add_number(self, value: str, fact: Fact) -> None:
        number, _, unit = value.partition(" ")
        self.units[number].add(_BARE if fact.bare else unit)
        if fact.bare and fact.text[0].isdigit() and not fact.about:
            self.units[number].add(_ANY)
        for part in _parts_of_count(value):
            self.units[part].add("")

    def _add_date(self, date: str) -> None:
        self.dates.add(date)
        self.said |= said_by(date)
        if date.isdigit():
            self.units[date].add("")
        elif date.endswith(":00"):
            self.units[str(int(date[1:3]))].add("hour")

    def backs(self, fact: Fact) -> bool:
        return any(
            self._backs(fact, value) or (fact.about and self._backs_roughly(value, fact.bare))
            for value in (fact.value, fact.also)
            if value
        )

    def _backs(self, fact: Fact, value: str) -> bool:
        if fact.kind == "date":
            return value in self.said or self._is_number(value) or self._is_hour(value)
        if fact.kind in ("email", "link"):
            return self._has_address(fact.kind, value)
        number, _, unit = value.partition(" ")
        if not unit:
            return self.has_number(number) or self._has_parts(value)
        units = self._units_of(number)
        return unit in units or _ANY in units or self._backs_otherwise_measured(number, unit)

    def _backs_otherwise_measured(self, number: str, unit: str) -> bool:
        """`two weeks` where `14 days` are known."""
        return any(other in self._units_of(same) for same, other in same_durations(number, unit))

    def _backs_roughly(self, value: str, bare: bool) -> bool:
        """A rounded number, where one close to it is known; a bare one may round any."""
        number, _, unit = value.partition(" ")
        return any(
            _is_near(number, unit, known, unit if bare else other)
            for known, units in self.units.items()
            if _NUMERIC.fullmatch(known)
            for other in units
        )

    def has_number(self, number: str) -> bool:
        """Whether the number stands here, with any unit or none, or as part of a date."""
        return bool(self._units_of(number)) or number in self.said

    def holds(self, fact: Fact) -> bool:
        return any(self._holds(fact, value) for value in (fact.value, fact.also) if value)

    def _holds(self, fact: Fact, value: str) -> bool:
        if fact.kind == "date":
            shorter = f"-{value[4:]}" if value[:1].isdigit() and len(value) > 4 else value
            return (
                value in self.said or shorter in self.dates or self._is_number(value) or self._is_hour(value)
            )
        if fact.kind in ("email", "link"):
            return self._has_address(fact.kind, value)
        number, _, unit = value.partition(" ")
        units = self._units_of(number)
        return (bool(units) and (fact.bare or unit in units or _BARE in units)) or self._has_parts(value)

    def _has_parts(self, value: str) -> bool:
        """`31 sur 52` is there when both numbers are."""
        parts = _parts_of_count(value)
        return bool(parts) and all(map(self._units_of, parts))

    def _units_of(self, number: str) -> set[str]:
        return self.units.get(number, set())

    def _is_number(self, date: str) -> bool:
        """A year may have been read as a number (`1 950`), and the other way round."""
        return date.isdigit() and bool(self._units_of(date))

    def _is_hour(self, date: str) -> bool:
        return date.endswith(":00") and "hour" in self._units_of(str(int(date[1:3])))

    def _has_address(self, kind: str, value: str) -> bool:
        """A site is there when one of its pages is."""
        if (kind, value) in self.addresses:
            return True
        return kind == "link" and any(
            k == kind and known.startswith(f"{value}/") for k, known in self.addresses
        )


def _is_near(number: str, unit: str, known: str, other: str) -> bool:
    """Whether a known number with its unit is what a rounded one may stand for."""
    if unit in SECONDS and other in SECONDS:
        stated, real = seconds(number, unit), seconds(known, other)
    elif other in (unit, _BARE):
        stated, real = Decimal(number), Decimal(known)
    else:
        return False
    return abs(stated - real) <= ROUGHLY * stated


def _parts_of_count(value: str) -> list[str]:
    """The numbers of a count such as `31/52`; none for a mere ratio (`1/3 %`)."""
    return value.split("/") if "/" in value and not value.endswith("%") else []


def keys_of(fact: Fact) -> set[str]:
    """Under which keys `Reading.facts_by_number` has a fact."""
    if fact.kind in ("date", "email", "link"):
        return {fact.kind}
    return {fact.number, fact.also.partition(" ")[0]} - {""}


def is_same(one: Fact, other: Fact) -> bool:
    """Whether both say the same: equal in kind and in value, in either reading."""
    values = {one.value, one.also} & {other.value, other.also}
    return one.kind == other.kind and bool(values - {""})
