"""Who may need a hand, by rules that the page says. Pure.

- *late*: the due date has passed, and nothing was handed in;
- *left*: begun, nothing handed in, and untouched for three days while the due date is at most three days
  away, or, where there is no due date, for fourteen days;
- *low*: the last two overall scores are both under 50.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

UNTOUCHED: Final = timedelta(days=3)
DUE_SOON: Final = timedelta(days=3)
UNTOUCHED_WITHOUT_DUE: Final = timedelta(days=14)
LOW: Final = 50.0
LOW_IN_A_ROW: Final = 2


class Sign(StrEnum):
    """Why somebody may need a hand."""

    LATE = "late"
    LEFT = "left"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Set:
    """An exercise set for somebody, and where they are with it: when they last touched an open attempt, and
    whether anything was handed in."""

    assignment: UUID
    due_at: datetime | None
    handed_in: bool
    touched_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attention:
    """One reason, and the assignment that it is about; None where it is about the scores."""

    sign: Sign
    assignment: UUID | None


def attention(sets: Sequence[Set], scores: Sequence[float | None], moment: datetime) -> list[Attention]:
    """Of one person at `moment`. `scores`: the overall ones of what was handed in, the oldest first; those
    that are None say nothing and are passed over."""
    found = [Attention(sign, one.assignment) for one in sets if (sign := _sign_of(one, moment))]
    return [*found, Attention(Sign.LOW, None)] if is_low(scores) else found


def is_low(scores: Iterable[float | None]) -> bool:
    """Whether the last scores are all under the mark, and there are enough of them."""
    last = [score for score in scores if score is not None][-LOW_IN_A_ROW:]
    return len(last) == LOW_IN_A_ROW and all(score < LOW for score in last)


def _sign_of(one: Set, moment: datetime) -> Sign | None:
    if one.handed_in:
        return None
    if one.due_at is not None and one.due_at < moment:
        return Sign.LATE
    return Sign.LEFT if _is_left(one, moment) else None


def _is_left(one: Set, moment: datetime) -> bool:
    if one.touched_at is None:
        return False
    untouched = moment - one.touched_at
    if one.due_at is None:
        return untouched >= UNTOUCHED_WITHOUT_DUE
    return untouched >= UNTOUCHED and one.due_at - moment <= DUE_SOON
