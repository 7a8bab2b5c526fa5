"""How the trainer's pages say figures: times in the cohort's zone, lengths of time, points of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_decimal

from app.cohorts.insights_attention import DUE_SOON, LOW, LOW_IN_A_ROW, UNTOUCHED, UNTOUCHED_WITHOUT_DUE
from app.cohorts.insights_schemas import AttemptFigures, CohortFigures, TraineeFigures
from app.cohorts.insights_time import PAUSE
from app.cohorts.insights_work import SCORES
from app.cohorts.statistics import ENOUGH
from app.web.render import LOCALES, zone_name
from app.web.texts import Language, texts

HOUR: Final = 60
DAY: Final = 24 * HOUR
RULES: Final = {
    "untouched": UNTOUCHED.days,
    "soon": DUE_SOON.days,
    "undated": UNTOUCHED_WITHOUT_DUE.days,
    "low": int(LOW),
    "row": LOW_IN_A_ROW,
}
"""What the pages say of who may need a hand."""


@dataclass(frozen=True, slots=True)
class Words:
    """Says times and lengths in one language; times are those of one zone."""

    language: Language
    zone: ZoneInfo
    enough: int = ENOUGH
    pause: int = int(PAUSE.total_seconds() // 60)

    @property
    def place(self) -> str:
        """The city that names the zone."""
        return zone_name(self.zone.key, self.language)

    def when(self, moment: datetime) -> str:
        locale = LOCALES[self.language]
        return format_datetime(moment, "d MMM y, HH:mm", tzinfo=self.zone, locale=locale)

    def day(self, moment: datetime) -> str:
        return format_datetime(moment, "d MMM y", tzinfo=self.zone, locale=LOCALES[self.language])

    def length(self, minutes: float) -> str:
        """So many minutes in words: minutes under an hour and a half, hours under two days, else days."""
        t = texts(self.language)
        if minutes < 1.5 * HOUR:
            return t("insights-minutes", count=round(minutes))
        if minutes < 2 * DAY:
            return t("insights-hours", hours=int(minutes // HOUR), minutes=f"{int(minutes % HOUR):02}")
        return t("insights-days", count=round(minutes / DAY))

    def seconds(self, seconds: float) -> str:
        t = texts(self.language)
        return t("insights-seconds", count=round(seconds)) if seconds < 90 else self.length(seconds / 60)

    def figure(self, value: float) -> str:
        """With two decimals and a sign that stands out."""
        return format_decimal(value, format="0.00", locale=LOCALES[self.language]).replace("-", "−")


@dataclass(frozen=True, slots=True)
class Trend:
    """The scores of one kind over time; `points` are x (0 to 100, first to last) and the score."""

    name: str
    points: list[tuple[float, float]]

    @property
    def line(self) -> str:
        """For a picture whose y runs down from 100."""
        return " ".join(f"{x:.1f},{100 - y:.1f}" for x, y in self.points)

    @property
    def scores(self) -> list[int]:
        return [round(score) for _, score in self.points]


def trends(attempts: Sequence[AttemptFigures]) -> list[Trend]:
    """One for the whole and one for each dimension, in the order of handing in; evenly spread, so that two
    attempts of one day stay apart. Without what was never measured."""
    graded = sorted(
        ((one.submitted_at, one.scores) for one in attempts if one.submitted_at and one.scores),
        key=lambda pair: pair[0],
    )
    found = []
    for name in SCORES:
        values = [value for _, scores in graded if (value := getattr(scores, name)) is not None]
        step = 100 / max(1, len(values) - 1)
        found.append(Trend(name, [(at * step, value) for at, value in enumerate(values)]))
    return [trend for trend in found if trend.points]


def needing_a_hand(page: CohortFigures) -> list[TraineeFigures]:
    """Those with a reason, the one with most first."""
    found = [one for one in page.people if one.signs]
    return sorted(found, key=lambda one: -len(one.signs))
