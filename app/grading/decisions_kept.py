"""The decisions that are kept of a submission, as the grader takes them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.grading.decisions import Decisions, Ruling, read_decisions
from app.grading.decisions_models import Decision


def decisions_on(session: Session, submission_id: UUID) -> list[Decision]:
    """Every decision on a submission, in the order in which they were made."""
    of_submission = select(Decision).where(Decision.submission_id == submission_id)
    order = (col(Decision.assessment_number), col(Decision.created_at), col(Decision.id))
    return list(session.exec(of_submission.order_by(*order)).all())


def kept_decisions(session: Session, submission_id: UUID, number: int | None = None) -> Decisions:
    """What people decided of a submission; with `number` what the assessment of that number stands on."""
    made = decisions_on(session, submission_id)
    return as_decisions([one for one in made if number is None or one.assessment_number <= number])


def as_decisions(made: Sequence[Decision]) -> Decisions:
    return read_decisions(Ruling(str(one.kind), one.subject, one.verdict) for one in made)
