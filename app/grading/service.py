"""Grading what was handed in, and reading the grades. Nothing here ever reads a live attempt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import not_found
from app.exercises.catalogue import load_prepared
from app.exercises.prepared import Prepared
from app.exercises.schema import Language
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.decisions import NO_DECISIONS, Decisions
from app.grading.models import AssessmentRecord, Coaching, FrozenSubmission
from app.grading.provenance import Provenance
from app.grading.questions import open_questions
from app.grading.resolve import resolve
from app.grading.submission import Submission
from app.grading.testimony import PENDING


def freeze(session: Session, version_hash: str, submission: Submission) -> FrozenSubmission:
    """Keep a submission for ever, beside the version that it answers."""
    frozen = FrozenSubmission(version_hash=version_hash, document=submission.model_dump_json())
    session.add(frozen)
    session.flush()
    return frozen


def grade(session: Session, frozen: FrozenSubmission) -> Assessment:
    """Assess a frozen submission by rules alone, for good."""
    prepared = load_prepared(session, frozen.version_hash)
    assessment = assess(prepared.exercise, Submission.model_validate_json(frozen.document))
    keep_assessment(session, frozen.id, 1, assessment)
    return assessment


def grade_with_model_to_come(session: Session, frozen: FrozenSubmission, language: Language) -> Assessment:
    """Assess by rules: provisionally where they leave a question to the model. From now on the submission
    waits for the model's answers, and for the coach's paragraph in `language`."""
    prepared = load_prepared(session, frozen.version_hash)
    assessment = provisional(prepared, Submission.model_validate_json(frozen.document))
    keep_assessment(session, frozen.id, 1, assessment)
    session.add(Coaching(submission_id=frozen.id, language=language))
    session.flush()
    return assessment


def provisional(
    prepared: Prepared, submission: Submission, decisions: Decisions = NO_DECISIONS
) -> Assessment:
    """The grade by rules and people, marked provisional where a model could answer what rules leave open."""
    submission = resolve(prepared, submission)
    open_ = open_questions(prepared, submission, assess(prepared.exercise, submission))
    testimony = PENDING if open_ else None
    return assess(prepared.exercise, submission, testimony=testimony, decisions=decisions)


def keep_assessment(
    session: Session,
    submission_id: UUID,
    number: int,
    assessment: Assessment,
    provenance: Provenance | None = None,
) -> None:
    """Write an assessment down; the database refuses a number that there is already."""
    session.add(
        AssessmentRecord(
            submission_id=submission_id,
            number=number,
            document=assessment.model_dump_json(),
            scorer_version=assessment.scorer_version,
            provisional=assessment.provisional,
            provenance=provenance.model_dump_json() if provenance else None,
            split=any(o.split for o in assessment.outcomes) or any(c.split for c in assessment.checks),
        )
    )
    session.flush()


def newest_assessments(session: Session, submissions: Sequence[UUID]) -> dict[UUID, Assessment]:
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
    return Assessment.model_validate_json(newest_record(session, submission_id).document)


def one_assessment(session: Session, submission_id: UUID, number: int | None = None) -> Assessment:
    """The assessment of that number, or the one in force. Raises a 404 problem when there is none."""
    if number is None:
        return newest_assessment(session, submission_id)
    which = (AssessmentRecord.submission_id == submission_id, AssessmentRecord.number == number)
    record = session.exec(select(AssessmentRecord).where(*which)).first()
    if record is None:
        raise not_found("assessment")
    return Assessment.model_validate_json(record.document)


def assessment_at(session: Session, submission_id: UUID, moment: datetime) -> Assessment:
    """The assessment that was in force then; the first one before there was any."""
    of_submission = select(AssessmentRecord).where(AssessmentRecord.submission_id == submission_id)
    records = session.exec(of_submission.order_by(col(AssessmentRecord.number))).all()
    if not records:
        raise not_found("assessment")
    by_then = [record for record in records if record.created_at <= moment]
    return Assessment.model_validate_json((by_then or records[:1])[-1].document)


def newest_record(session: Session, submission_id: UUID) -> AssessmentRecord:
    """The assessment in force as it is kept. Raises a 404 problem when there is none."""
    newest = (
        select(AssessmentRecord)
        .where(col(AssessmentRecord.submission_id) == submission_id)
        .order_by(col(AssessmentRecord.number).desc())
    )
    record = session.exec(newest).first()
    if record is None:
        raise not_found("assessment")
    return record


def read_submission(session: Session, submission_id: UUID) -> Submission:
    """The submission as it was handed in."""
    return Submission.model_validate_json(read_frozen(session, submission_id).document)


def read_frozen(session: Session, submission_id: UUID) -> FrozenSubmission:
    """The submission as it is kept, with the version that it answers. Raises a 404 problem."""
    frozen = session.get(FrozenSubmission, submission_id)
    if frozen is None:
        raise not_found("submission")
    return frozen
