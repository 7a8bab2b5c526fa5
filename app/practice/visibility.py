"""What a trainee may see of a submitted attempt, and from when: the terms under which it was begun say it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from sqlmodel import Session, col, func, select

from app.core.clock import now
from app.core.errors import Problem
from app.grading.assessment import Assessment, Check
from app.practice.models import Attempt


def is_awaiting(attempt: Attempt) -> bool:
    """Whether a trainer has yet to confirm the grade of a submitted attempt."""
    return attempt.submission_id is not None and attempt.certifying and attempt.released_at is None


def grade_visible(attempt: Attempt) -> bool:
    """Whether the trainee may see the grade, and all that tells of it."""
    return attempt.submission_id is not None and not is_awaiting(attempt)


def reference_from(session: Session, attempt: Attempt) -> datetime | None:
    """When the trainee will see the reference; None where they may by now. Another attempt of theirs on the
    exercise, for which it is still kept back, keeps it back here as well."""
    theirs = (Attempt.person_id == attempt.person_id, Attempt.exercise_id == attempt.exercise_id)
    query = select(func.max(Attempt.reference_after)).where(*theirs, ~col(Attempt.trial))
    latest = attempt.reference_after if attempt.trial else session.exec(query).one()
    return latest if latest is not None and latest > now() else None


def without_reference(assessment: Assessment) -> Assessment:
    """The grade without the words of the reference that it names."""
    return assessment.model_copy(update={"checks": [_without_wording(c) for c in assessment.checks]})


def _without_wording(check: Check) -> Check:
    """Of a repair, `detail` names what the right wording has."""
    return check.model_copy(update={"detail": []}) if check.kind == "repaired" else check


def not_released() -> Problem:
    """The 404 problem for a grade that waits for a trainer."""
    detail = "This attempt is handed in. Its grade is shown once a trainer has confirmed it."
    return Problem(HTTPStatus.NOT_FOUND, "not-released", detail)
