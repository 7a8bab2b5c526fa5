"""What is kept of the grade in force beside its figures: how a model took part, and the coach's paragraph."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from app.grading.models import Coaching, CoachState
from app.grading.provenance import Provenance
from app.grading.service import newest_record
from app.practice.views.model_part import Graded, Paragraph


def read_graded(session: Session, submission_id: UUID) -> Graded:
    """Of a submitted attempt. Raises a 404 problem for a submission that was never graded."""
    record, coaching = newest_record(session, submission_id), session.get(Coaching, submission_id)
    return Graded(
        number=record.number,
        provisional=record.provisional,
        provenance=Provenance.model_validate_json(record.provenance) if record.provenance else None,
        coaching=coaching is not None and coaching.state == CoachState.WAITING,
        paragraph=_paragraph(coaching),
    )


def _paragraph(coaching: Coaching | None) -> Paragraph | None:
    if coaching is None or coaching.paragraph is None:
        return None
    return Paragraph(coaching.paragraph, coaching.language, coaching.model or "")
