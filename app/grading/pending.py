"""What still waits for the model: the provisional assessments, and the coach's paragraphs to come.

There is no other list of what is to do, so that a crash at any moment loses nothing: what was not written
down waits as before. The number of an assessment is taken once, so that nothing is graded twice either.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.exercises.catalogue import load_prepared
from app.exercises.prepared import Prepared
from app.exercises.schema import Language
from app.grading.assessment import Assessment
from app.grading.decisions import NO_DECISIONS, Decisions
from app.grading.decisions_kept import kept_decisions
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.grading.provenance import Provenance
from app.grading.resolve import resolve
from app.grading.service import keep_assessment, newest_record, read_frozen
from app.grading.submission import Submission


@dataclass(frozen=True)
class Case:
    """A frozen submission (resolved) with the assessment in force, whose number is `number`, and all that
    people decided of it. `coaching`: the language of the paragraph that is still to come; None where none
    is."""

    submission_id: UUID
    prepared: Prepared
    submission: Submission
    number: int
    assessment: Assessment
    coaching: Language | None
    decisions: Decisions = NO_DECISIONS


def waiting_submissions(session: Session) -> list[UUID]:
    """Those with work for the model: grades before paragraphs, the oldest first."""
    newer = aliased(AssessmentRecord)
    superseded = sa.exists().where(
        col(newer.submission_id) == col(AssessmentRecord.submission_id),
        col(newer.number) > col(AssessmentRecord.number),
    )
    grades = session.exec(
        select(AssessmentRecord.submission_id)
        .where(col(AssessmentRecord.provisional), ~superseded)
        .order_by(col(AssessmentRecord.created_at))
    ).all()
    paragraphs = session.exec(
        select(Coaching.submission_id)
        .where(col(Coaching.state) == CoachState.WAITING)
        .order_by(col(Coaching.created_at))
    ).all()
    return list(dict.fromkeys([*grades, *paragraphs]))


def load_case(session: Session, submission_id: UUID) -> Case:
    """Raises a 404 problem for a submission that is unknown or was never graded."""
    frozen, record = read_frozen(session, submission_id), newest_record(session, submission_id)
    prepared = load_prepared(session, frozen.version_hash)
    coaching = session.get(Coaching, submission_id)
    awaited = coaching is not None and coaching.state == CoachState.WAITING
    return Case(
        submission_id=submission_id,
        prepared=prepared,
        submission=resolve(prepared, Submission.model_validate_json(frozen.document)),
        number=record.number,
        assessment=Assessment.model_validate_json(record.document),
        coaching=Language(coaching.language) if coaching and awaited else None,
        decisions=kept_decisions(session, submission_id),
    )


def supersede(session: Session, case: Case, assessment: Assessment, provenance: Provenance) -> bool:
    """Put a newer assessment in force; False, and nothing written, where another has come in between."""
    if newest_record(session, case.submission_id).number != case.number:
        return False
    keep_assessment(session, case.submission_id, case.number + 1, assessment, provenance)
    return True


def keep_paragraph(
    session: Session, submission_id: UUID, paragraph: str | None, model: str, call_key: str
) -> None:
    """Write the coach's paragraph down, or (None) that there will be none."""
    awaited = (col(Coaching.submission_id) == submission_id, col(Coaching.state) == CoachState.WAITING)
    state = CoachState.WRITTEN if paragraph else CoachState.DROPPED
    values = {"state": state, "paragraph": paragraph, "model": model, "call_key": call_key}
    session.execute(sa.update(Coaching).where(*awaited).values(**values))
