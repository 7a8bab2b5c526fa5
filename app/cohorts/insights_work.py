"""Where people are with what was set for them: the parts that the pages of a group and of one trainee
share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from app.cohorts.insights_attention import Set, attention
from app.cohorts.insights_roll import Grade
from app.cohorts.insights_schemas import ScoreSpreads, SignOut, SpreadOut, Work, WorkState
from app.cohorts.models import Assignment
from app.cohorts.statistics import middle, spread
from app.grading.assessment import Scores
from app.practice.models import Attempt

SCORES: Final = ("overall", "fact_checking", "nuance", "client_adaptation")


@dataclass(frozen=True)
class Desk:
    """What one trainee did for one assignment: the attempts, the oldest first."""

    assignment: Assignment
    attempts: Sequence[Attempt]

    @cached_property
    def handed_in(self) -> list[Attempt]:
        """The one handed in last comes last."""
        return in_order(self.attempts)

    @property
    def open(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.submission_id is None), None)

    @property
    def state(self) -> WorkState:
        if self.handed_in:
            return "handed-in"
        return "under-way" if self.attempts else "not-begun"

    def is_late(self, moment: datetime) -> bool:
        """Handed in after the due date, or, at `moment`, not at all."""
        due = self.assignment.due_at
        first = next((attempt.submitted_at for attempt in self.handed_in), None)
        return due is not None and due < (first or moment)


def in_order(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Those handed in, the one handed in last last."""
    handed_in = [(attempt.submitted_at, attempt) for attempt in attempts if attempt.submission_id]
    return [attempt for _, attempt in sorted(handed_in, key=lambda pair: (pair[0], pair[1].id))]


def is_awaiting(attempt: Attempt) -> bool:
    """Whether a trainer has still to confirm the grade."""
    return attempt.certifying and attempt.submission_id is not None and attempt.released_at is None


def work_of(desk: Desk, grades: Mapping[UUID, Grade], moment: datetime) -> Work:
    last = desk.handed_in[-1] if desk.handed_in else None
    grade = grade_of(last, grades)
    return Work(
        assignment=desk.assignment.id,
        state=desk.state,
        attempts=len(desk.handed_in),
        begun_at=min((attempt.started_at for attempt in desk.attempts), default=None),
        touched_at=max((attempt.touched_at for attempt in desk.attempts), default=None),
        submitted_at=last.submitted_at if last else None,
        late=desk.is_late(moment),
        awaiting=last is not None and is_awaiting(last),
        provisional=grade is not None and grade.provisional,
        scores=grade.scores if grade else None,
    )


def grade_of(attempt: Attempt | None, grades: Mapping[UUID, Grade]) -> Grade | None:
    return grades.get(attempt.submission_id) if attempt and attempt.submission_id else None


def signs_of(
    desks: Sequence[Desk], titles: Mapping[str, str], grades: Mapping[UUID, Grade], moment: datetime
) -> list[SignOut]:
    """Reasons to lend one trainee a hand. `titles`: of the exercises, by their ids."""
    sets = [
        Set(
            desk.assignment.id,
            due_at=desk.assignment.due_at,
            handed_in=bool(desk.handed_in),
            touched_at=desk.open.touched_at if desk.open else None,
        )
        for desk in desks
    ]
    handed_in = in_order([attempt for desk in desks for attempt in desk.attempts])
    found = [grade_of(attempt, grades) for attempt in handed_in]
    scores = [grade.scores.overall if grade else None for grade in found]
    named = {desk.assignment.id: titles[desk.assignment.exercise_id] for desk in desks}
    return [
        SignOut(
            sign=one.sign,
            assignment=one.assignment,
            title=named[one.assignment] if one.assignment else None,
        )
        for one in attention(sets, scores, moment)
    ]


def medians(scores: Sequence[Scores | None]) -> Scores:
    """The median over all and in each dimension."""
    return Scores(**{name: middle(_values(scores, name)) for name in SCORES})


def spreads(scores: Sequence[Scores | None]) -> ScoreSpreads:
    return ScoreSpreads(**{name: SpreadOut.of(spread(_values(scores, name))) for name in SCORES})


def _values(scores: Sequence[Scores | None], name: str) -> list[float | None]:
    return [getattr(one, name) if one else None for one in scores]
