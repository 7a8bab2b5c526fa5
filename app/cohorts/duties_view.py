"""What is set for a trainee, as the home page shows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.dates import due_in_words, exact
from app.cohorts.schemas import Duty, DutyState
from app.practice.views.home import Assigned
from app.web.texts import Language

TO_DO = frozenset({DutyState.UNDER_WAY, DutyState.OPEN, DutyState.UPCOMING})


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One assignment. `due`: in words, as long as it is to do; `due_exact` and `opens`: to the minute, in the
    cohort's time zone. `begins`: whether a new attempt can be begun; `past`: its due date is over."""

    duty: Duty
    due: str
    due_exact: str
    opens: str
    begins: bool
    past: bool


@dataclass(frozen=True, slots=True)
class DutiesPart:
    """`said`: why something could not be begun just now, as a slug, or nothing."""

    to_do: list[DutyLine]
    rest: list[DutyLine]
    said: str = ""

    @property
    def any(self) -> bool:
        return bool(self.to_do or self.rest)


@dataclass(frozen=True, slots=True)
class ExercisePart:
    """What is set of one exercise, as its page shows it: what is to do, and what can be begun `again`;
    `may_free`: whether a free attempt can be begun besides."""

    to_do: list[DutyLine]
    again: list[DutyLine]
    may_free: bool

    @property
    def lines(self) -> list[DutyLine]:
        return [*self.to_do, *self.again]


def exercise_part(
    duties: Sequence[Duty], exercise_id: str, may_free: bool, moment: datetime, language: Language
) -> ExercisePart:
    """`duties`: all of the person's."""
    part = duties_part([duty for duty in duties if duty.exercise_id == exercise_id], moment, language)
    return ExercisePart(part.to_do, [line for line in part.rest if line.begins], may_free)


def duties_part(duties: Sequence[Duty], moment: datetime, language: Language, said: str = "") -> DutiesPart:
    lines = [_line(duty, moment, language) for duty in duties]
    to_do = [line for line in lines if line.duty.state in TO_DO]
    return DutiesPart(to_do, [line for line in lines if line.duty.state not in TO_DO], said)


def assigned(duties: Sequence[Duty]) -> Assigned:
    """What is to do of it, which the page does not list once more."""
    to_do = [duty for duty in duties if duty.state in TO_DO]
    attempts = frozenset(duty.attempt_id for duty in to_do if duty.attempt_id)
    return Assigned(frozenset(duty.exercise_id for duty in to_do), attempts)


def _line(duty: Duty, moment: datetime, language: Language) -> DutyLine:
    zone, due = duty.cohort.time_zone, duty.due_at
    past = due is not None and moment >= due
    return DutyLine(
        duty=duty,
        due=due_in_words(due, moment, zone, language) if due and duty.state in TO_DO else "",
        due_exact=exact(due, zone, language) if due else "",
        opens=exact(duty.opens_at, zone, language) if duty.state is DutyState.UPCOMING else "",
        begins=duty.may_begin and not past,
        past=past,
    )
