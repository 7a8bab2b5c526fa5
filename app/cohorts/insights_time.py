"""What can honestly be said of the time that an attempt took. Pure.

From the first look to handing in, nights and meals pass too, so that *elapsed* says at most how long
somebody worked. The server knows some moments in between: each mark when it was made, each text when it was
last changed, the twist. Between two known moments that lie close together somebody was most likely at work; a
longer gap is a pause, or reading, and nobody knows which. *Active* adds up the short gaps: about the least
that somebody worked. Where no gap is short, nothing can be said, and it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from app.cohorts.statistics import Spread, spread

PAUSE: Final = timedelta(minutes=30)
"""A longer gap is taken for a pause: the half hour after which web statistics, too, let a visit end."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes from the start to handing in, and those of activity. `in_one_go`: without any pause, so that
    both are the same."""

    elapsed: float
    active: float | None

    @property
    def in_one_go(self) -> bool:
        return self.active == self.elapsed


@dataclass(frozen=True, slots=True)
class TimeFigures:
    """Over several attempts, in minutes: at most, at least, and how many were done without a pause."""

    elapsed: Spread | None
    active: Spread | None
    in_one_go: int


def worked(started_at: datetime, submitted_at: datetime, moments: Iterable[datetime]) -> Worked:
    """Of one attempt. `moments` at which something of it was saved, in any order; those outside it (a clock
    that was set back) do not count."""
    between = (moment for moment in moments if started_at < moment < submitted_at)
    known = sorted({started_at, *between, max(started_at, submitted_at)})
    gaps = [after - before for before, after in pairwise(known)]
    short = [gap for gap in gaps if gap <= PAUSE]
    active = sum(short, timedelta()) if short or not gaps else None
    return Worked(_minutes(sum(gaps, timedelta())), None if active is None else _minutes(active))


def time_figures(attempts: Sequence[Worked]) -> TimeFigures:
    """Over attempts that were handed in."""
    return TimeFigures(
        elapsed=spread(one.elapsed for one in attempts),
        active=spread(one.active for one in attempts),
        in_one_go=sum(one.in_one_go for one in attempts),
    )


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60
