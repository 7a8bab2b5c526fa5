"""The trainer's figures as tables: one line a trainee and assignment, one an attempt, one a flaw or decoy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from app.cohorts.csv_table import Cell
from app.cohorts.insights_schemas import (
    AssignmentFigures,
    AttemptFigures,
    CohortFigures,
    CorrelationOut,
    DecoyStatistics,
    ExerciseFigures,
    FlawStatistics,
    PortionOut,
    TraineeFigures,
    TraineeOverTime,
    Work,
)
from app.cohorts.insights_work import SCORES
from app.exercises.schema import Language
from app.grading.assessment import Scores
from app.web.texts import Texts, texts

Row = list[Cell]

_WORK: Final = (
    *("person", "exercise", "title", "mode", "due", "state", "attempts", "begun", "touched", "submitted"),
    *("late", "awaiting", "provisional", *SCORES, "signs", "id"),
)
_ATTEMPT: Final = (
    *("exercise", "title", "begun", "touched", "submitted", "late", "awaiting", "provisional"),
    *("elapsed", "active", *SCORES, "found", "spared"),
)
_ITEM: Final = (
    *("kind", "id", "type", "severity", "passage", "people", "part", "share", "share-low", "share-high"),
    *("understood", "discrimination", "discrimination-low", "discrimination-high", "few"),
)


def cohort_table(figures: CohortFigures, language: Language) -> Iterator[Row]:
    """A line for each trainee and assignment; one for a trainee without any."""
    page = _Page(language, ZoneInfo(figures.cohort.time_zone))
    assignments = {assignment.id: assignment for assignment in figures.assignments}
    yield page.heads(_WORK)
    for one in figures.people:
        for work in one.work:
            yield page.work(one, work, assignments[work.assignment])
        if not one.work:
            yield [page.name(one.person.name), *[None] * (len(_WORK) - 2), str(one.person.id)]


def person_table(figures: TraineeOverTime, language: Language) -> Iterator[Row]:
    """A line for each attempt."""
    page = _Page(language, ZoneInfo(figures.cohort.time_zone))
    yield page.heads(_ATTEMPT)
    for attempt in figures.attempts:
        yield page.attempt(attempt)


def exercise_table(figures: ExerciseFigures, language: Language) -> Iterator[Row]:
    """A line for each flaw, then one for each decoy."""
    page = _Page(language, ZoneInfo("UTC"))
    yield page.heads(_ITEM)
    for flaw in figures.flaws:
        yield page.flaw(flaw)
    for decoy in figures.decoys:
        yield page.decoy(decoy)


class _Page:
    """Cells in one language; times are those of one zone."""

    def __init__(self, language: Language, zone: ZoneInfo) -> None:
        self.t: Texts = texts(language.value)
        self.zone = zone

    def heads(self, columns: tuple[str, ...]) -> Row:
        return [self.t("csv-" + column, zone=self.zone.key) for column in columns]

    def name(self, name: str | None) -> str:
        return name if name is not None else self.t("insights-nameless")

    def time(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if moment else None

    def yes(self, holds: bool) -> str:
        return self.t("csv-yes" if holds else "csv-no")

    def work(self, one: TraineeFigures, work: Work, assignment: AssignmentFigures) -> Row:
        return [
            self.name(one.person.name),
            assignment.exercise,
            assignment.title,
            self.t("insights-mode-" + assignment.mode),
            self.time(assignment.due_at),
            self.t("insights-state-" + work.state),
            work.attempts,
            self.time(work.begun_at),
            self.time(work.touched_at),
            self.time(work.submitted_at),
            *(self.yes(holds) for holds in (work.late, work.awaiting, work.provisional)),
            *_scores(work.scores),
            self._signs(one, assignment.id),
            str(one.person.id),
        ]

    def _signs(self, one: TraineeFigures, assignment: UUID) -> str:
        """What concerns this assignment, and what concerns all."""
        signs = [sign.sign for sign in one.signs if sign.assignment in {assignment, None}]
        return ", ".join(self.t("insights-sign-" + sign) for sign in signs)

    def attempt(self, attempt: AttemptFigures) -> Row:
        return [
            attempt.exercise,
            attempt.title,
            self.time(attempt.begun_at),
            self.time(attempt.touched_at),
            self.time(attempt.submitted_at),
            *(self.yes(holds) for holds in (attempt.late, attempt.awaiting, attempt.provisional)),
            _tenths(attempt.minutes.elapsed if attempt.minutes else None),
            _tenths(attempt.minutes.active if attempt.minutes else None),
            *_scores(attempt.scores),
            attempt.found,
            attempt.spared,
        ]

    def flaw(self, flaw: FlawStatistics) -> Row:
        return [
            self.t("csv-omission" if flaw.omission else "csv-flaw"),
            flaw.id,
            self.t("type-" + flaw.type),
            self.t("severity-" + flaw.severity),
            flaw.passage,
            *_portion(flaw.found),
            flaw.understood.share,
            *self._discrimination(flaw.discrimination),
        ]

    def decoy(self, decoy: DecoyStatistics) -> Row:
        apart = [self.t("csv-decoy"), decoy.id, None, None, decoy.passage]
        return [*apart, *_portion(decoy.misled), None, *self._discrimination(decoy.discrimination)]

    def _discrimination(self, found: CorrelationOut | None) -> Row:
        if found is None:
            return [None, None, None, None]
        return [found.value, found.low, found.high, self.yes(found.few)]


def _portion(portion: PortionOut) -> Row:
    return [portion.whole, portion.part, portion.share, portion.low, portion.high]


def _scores(scores: Scores | None) -> Row:
    return [_tenths(getattr(scores, name)) if scores else None for name in SCORES]


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


_KEPT: Final[Mapping[int, str]] = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "’": " "})


def file_name(words: str, moment: datetime) -> str:
    """Of a download, from words that may hold anything: `promotion-d-automne-2026-11-23.csv`."""
    plain = unicodedata.normalize("NFKD", words.translate(_KEPT)).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60].strip("-") or "vigie"
    return f"{slug}-{moment:%Y-%m-%d}.csv"
