"""Durations in one unit and in another: `two weeks` are `14 days`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.text.numbers import canonical

SECONDS: Final = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_629_746,
    "year": 31_556_952,
}
"""How long each unit is; months and years on average."""

_EXACT: Final = (("second", "minute", "hour", "day", "week"), ("month", "year"))
_PLACES: Final = 2
_IN_A_YEAR: Final = {"month": 1, "year": 12}


def same_durations(number: str, unit: str) -> Iterator[tuple[str, str]]:
    """The same duration in the other units that measure it exactly: `2`, `week` -> `14`, `day`, and so on.
    Nothing for what is no duration; a month is no number of days."""
    for other in next((units for units in _EXACT if unit in units), ()):
        share = Decimal(number) * _length(unit) / _length(other)
        if other != unit and share == round(share, _PLACES):
            yield canonical(round(share, _PLACES)), other


def _length(unit: str) -> int:
    return _IN_A_YEAR.get(unit) or SECONDS[unit]


def seconds(number: str, unit: str) -> Decimal:
    """How long it is, on average."""
    return Decimal(number) * SECONDS[unit]
