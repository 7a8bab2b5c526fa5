"""Grading what was handed in, and reading the grades. Nothing here ever reads a live attempt."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import not_found
from app.exercises.catalogue import load_version
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.models import AssessmentRecord, FrozenSubmission
from app.grading.submission import Submission


def freeze(session: Session, version_hash: str, submission: Submission) -> FrozenSubmission:
    """Keep a submission for ever, beside the version that it answers."""
    frozen = FrozenSubmission(version_hash=version_hash, document=submission.model_dump_json())
    session.add(frozen)
    session.flush()
    return frozen


def grade(session: Session, frozen: FrozenSubmission) -> Assessment:
    """Assess a frozen submission by rules; the new assessment supersedes the earlier ones."""
    exercise = load_version(session, frozen.version_hash)
    assessment = assess(exercise, Submission.model_validate_json(frozen.document))
    session.add(
        AssessmentRecord(
            submission_id=frozen.id,
            number=_newest_number(session, frozen.id) + 1,
            document=assessment.model_dump_json(),
            scorer_version=assessment.scorer_version,
            provisional=assessment.provisional,
        )
    )
    session.flush()
    return assessment


def newest_assessments(session: Session, submissions: list[UUID]) -> dict[UUID, Assessment]:
    """The assessment in force of each submission."""
    rows = session.exec(
        select(AssessmentRecord)
        .where(col(AssessmentRecord.submission_id).in_(submissions))
        .order_by(col(AssessmentRecord.number))
    )
    newest = {row.submission_id: row.document for row in rows}
    return {id_: Assessment.model_validate_json(document) for id_, document in newest.items()}


def newest_assessment(session: Session, submission_id: UUID) -> Assessment:
    """The assessment in force. Raises a 404 problem when there is none."""
    found = newest_assessments(session, [submission_id])
    if submission_id not in found:
        raise not_found("assessment")
    return found[submission_id]


def read_submission(session: Session, submission_id: UUID) -> Submission:
    """The submission as it was handed in."""
    frozen = session.get(FrozenSubmission, submission_id)
    if frozen is None:
        raise not_found("submission")
    return Submission.model_validate_json(frozen.document)


def _newest_number(session: Session, submission_id: UUID) -> int:
    numbers = select(AssessmentRecord.number).where(col(AssessmentRecord.submission_id) == submission_id)
    return max(session.exec(numbers).all(), default=0)
