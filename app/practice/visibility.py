"""What a trainee may see of a submitted attempt, and from when: the terms under which it was begun say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.core.clock import now
from app.core.errors import Problem
from app.grading.assessment import Assessment, Check
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class SetApart:
    """What is set for a person keeps back of their other attempts, by exercise: of those in `certifying` the
    grades, of those in `reference_after` the reference until then."""

    certifying: frozenset[str] = frozenset()
    reference_after: Mapping[str, datetime] = field(default_factory=dict)

    def holds(self, attempt: Attempt) -> bool:
        """Whether the grade of this attempt is kept back, which would help with the certifying work."""
        return attempt.exercise_id in self.certifying and not attempt.trial


Rule = Callable[[Session, UUID], SetApart]
_RULES: Final[list[Rule]] = []


def sets_apart(rule: Rule) -> Rule:
    """Registers what finds out, for a person, what is set apart (`app.cohorts.set_apart`). Grades are read in
    many places, and none of them may forget to ask."""
    _RULES.append(rule)
    return rule


def set_apart(session: Session, person_id: UUID) -> SetApart:
    found = [rule(session, person_id) for rule in _RULES]
    return SetApart(
        frozenset().union(*(one.certifying for one in found)),
        {exercise: moment for one in found for exercise, moment in one.reference_after.items()},
    )


def is_awaiting(attempt: Attempt) -> bool:
    """Whether a trainer has yet to confirm the grade of a submitted attempt."""
    return attempt.submission_id is not None and attempt.certifying and attempt.released_at is None


def grade_visible(attempt: Attempt, apart: SetApart) -> bool:
    """Whether the trainee may see the grade, and all that tells of it."""
    return attempt.submission_id is not None and not is_awaiting(attempt) and not apart.holds(attempt)


def is_apart(session: Session, attempt: Attempt) -> bool:
    """Whether certifying work on the same exercise keeps the grade of the attempt back."""
    return set_apart(session, attempt.person_id).holds(attempt)


def demand_visible(session: Session, attempt: Attempt) -> None:
    """Raises the 404 problem that says why the grade of a submitted attempt is not shown: `not-released` or
    `set-apart`."""
    if is_awaiting(attempt):
        raise _not_released()
    if is_apart(session, attempt):
        raise _set_apart()


def reference_from(session: Session, attempt: Attempt) -> datetime | None:
    """When the trainee will see the reference; None where they may by now. Another attempt of theirs on the
    exercise, for which it is still kept back, keeps it back here as well; so does an assignment to come."""
    theirs = (Attempt.person_id == attempt.person_id, Attempt.exercise_id == attempt.exercise_id)
    query = select(func.max(Attempt.reference_after)).where(*theirs, ~col(Attempt.trial))
    if attempt.trial:
        moments = [attempt.reference_after]
    else:
        to_come = set_apart(session, attempt.person_id).reference_after
        moments = [session.exec(query).one(), to_come.get(attempt.exercise_id)]
    return max((moment for moment in moments if moment is not None and moment > now()), default=None)


def without_reference(assessment: Assessment) -> Assessment:
    """The grade without the words of the reference that it names."""
    return assessment.model_copy(update={"checks": [_without_wording(c) for c in assessment.checks]})


def _without_wording(check: Check) -> Check:
    """Of a repair, `detail` names what the right wording has."""
    return check.model_copy(update={"detail": []}) if check.kind == "repaired" else check


def _not_released() -> Problem:
    detail = "This attempt is handed in. Its grade is shown once a trainer has confirmed it."
    return Problem(HTTPStatus.NOT_FOUND, "not-released", detail)


def _set_apart() -> Problem:
    detail = (
        "This exercise is set for you as certifying work. Hand that in (GET /api/v1/me/assignments): the "
        "grade of this attempt is shown once a trainer has confirmed that one."
    )
    return Problem(HTTPStatus.NOT_FOUND, "set-apart", detail)
