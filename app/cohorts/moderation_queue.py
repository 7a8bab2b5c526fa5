"""What waits for a trainer: splits among a model's runs, appeals, certifying grades, proposals. Nothing is
kept of the queue itself: it is read from what it is about, so that it never disagrees with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort
from app.cohorts.moderation_parts import label_of
from app.cohorts.moderation_schemas import Named, ReviewItem, ReviewKind, ReviewPage, SubjectKind, SubjectRef
from app.cohorts.moderation_scope import in_reach
from app.core.errors import not_found
from app.exercises.catalogue import load_prepared
from app.exercises.schema import Exercise
from app.grading.assessment import Assessment
from app.grading.decisions import check_key
from app.grading.models import AssessmentRecord
from app.grading.service import read_submission
from app.practice.appeal_models import Appeal, AppealState, Proposal, ProposalState
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, or waited, with the attempt that it is about."""

    kind: ReviewKind
    ref: UUID
    at: datetime
    attempt: Attempt
    subject_kind: SubjectKind
    subject: str

    @property
    def id(self) -> str:
        named = f".{self.subject_kind}.{self.subject}" if self.kind is ReviewKind.SPLIT else ""
        return f"{self.kind.value}.{self.ref}{named}"

    @property
    def cursor(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


def list_reviews(
    session: Session,
    me: Identity,
    kind: ReviewKind | None,
    cohort: UUID | None,
    cursor: str | None,
    limit: int,
) -> ReviewPage:
    """At most `limit` of what waits for the caller, the oldest first."""
    waiting = [one for one in waiting_for(session, me, kind, cohort) if cursor is None or one.cursor > cursor]
    page = waiting[:limit]
    following = page[-1].cursor if len(waiting) > limit else None
    return ReviewPage(items=[item_of(session, one) for one in page], next=following)


def waiting_for(
    session: Session, me: Identity, kind: ReviewKind | None = None, cohort: UUID | None = None
) -> list[Waiting]:
    """All that waits for the caller, the oldest first: a queue that people work off is short."""
    readers = {
        ReviewKind.SPLIT: _splits,
        ReviewKind.APPEAL: _appeals,
        ReviewKind.CERTIFYING: _certifying,
        ReviewKind.PROPOSAL: _proposals,
    }
    reach = in_reach(me, cohort)
    found = [one for name, read in readers.items() if kind in (None, name) for one in read(session, reach)]
    return sorted(found, key=lambda one: one.cursor)


def _splits(session: Session, reach: Any) -> Iterator[Waiting]:
    """Of grades that are shown: those of a certifying one are part of its confirmation."""
    newer = aliased(AssessmentRecord)
    superseded = sa.exists().where(
        col(newer.submission_id) == col(AssessmentRecord.submission_id),
        col(newer.number) > col(AssessmentRecord.number),
    )
    shown = sa.or_(~col(Attempt.certifying), col(Attempt.released_at).is_not(None))
    rows = session.exec(
        select(AssessmentRecord, Attempt)
        .join(Attempt, col(Attempt.submission_id) == col(AssessmentRecord.submission_id))
        .where(col(AssessmentRecord.split), ~superseded, shown, reach)
    )
    for record, attempt in rows:
        yield from splits_of(record, attempt)


def splits_of(record: AssessmentRecord, attempt: Attempt) -> Iterator[Waiting]:
    """What a model's runs differ on in one assessment."""
    assessment = Assessment.model_validate_json(record.document)
    subjects: list[tuple[SubjectKind, str]] = [
        *(("outcome", outcome.flaw) for outcome in assessment.outcomes if outcome.split),
        *(("check", check_key(check)) for check in assessment.checks if check.split),
    ]
    for kind, subject in subjects:
        yield Waiting(ReviewKind.SPLIT, record.submission_id, record.created_at, attempt, kind, subject)


def _appeals(session: Session, reach: Any) -> Iterator[Waiting]:
    query = select(Appeal, Attempt).join(Attempt, col(Attempt.submission_id) == col(Appeal.submission_id))
    for appeal, attempt in session.exec(query.where(col(Appeal.state) == AppealState.OPEN, reach)):
        yield appealed(appeal, attempt)


def appealed(appeal: Appeal, attempt: Attempt) -> Waiting:
    kind: SubjectKind = "check" if appeal.kind == "check" else "outcome"
    return Waiting(ReviewKind.APPEAL, appeal.id, appeal.created_at, attempt, kind, appeal.subject)


def _certifying(session: Session, reach: Any) -> Iterator[Waiting]:
    query = select(Attempt).where(col(Attempt.certifying), col(Attempt.released_at).is_(None), reach)
    for attempt in session.exec(query):
        yield certified(attempt)


def certified(attempt: Attempt) -> Waiting:
    at = attempt.submitted_at or attempt.touched_at
    return Waiting(ReviewKind.CERTIFYING, attempt.id, at, attempt, "grade", "")


def _proposals(session: Session, reach: Any) -> Iterator[Waiting]:
    query = select(Proposal, Attempt).join(Attempt, col(Attempt.submission_id) == col(Proposal.submission_id))
    for proposal, attempt in session.exec(query.where(col(Proposal.state) == ProposalState.OPEN, reach)):
        yield proposed(proposal, attempt)


def proposed(proposal: Proposal, attempt: Attempt) -> Waiting:
    at, subject = proposal.created_at, str(proposal.annotation)
    return Waiting(ReviewKind.PROPOSAL, proposal.id, at, attempt, "annotation", subject)


def item_of(session: Session, waiting: Waiting) -> ReviewItem:
    """The thing in words, with the names of who and what it is about."""
    attempt = waiting.attempt
    person = session.get(Person, attempt.person_id)
    exercise = load_prepared(session, attempt.version_hash).exercise
    if person is None:
        raise not_found("review")
    return ReviewItem(
        id=waiting.id,
        kind=waiting.kind,
        created_at=waiting.at,
        person=Named(id=person.id, name=person.name),
        cohort=_cohort(session, attempt),
        exercise=Named(id=exercise.id, name=exercise.title),
        attempt=attempt.id,
        subject=SubjectRef(
            kind=waiting.subject_kind, key=waiting.subject, label=_label(session, waiting, exercise)
        ),
    )


def _cohort(session: Session, attempt: Attempt) -> Named | None:
    assignment = session.get(Assignment, attempt.assignment_id) if attempt.assignment_id else None
    cohort = session.get(Cohort, assignment.cohort_id) if assignment else None
    return Named(id=cohort.id, name=cohort.name) if cohort else None


def _label(session: Session, waiting: Waiting, exercise: Exercise) -> str:
    if waiting.kind is not ReviewKind.PROPOSAL or waiting.attempt.submission_id is None:
        return label_of(exercise, waiting.subject_kind, waiting.subject)
    marks = read_submission(session, waiting.attempt.submission_id).annotations
    return (marks[int(waiting.subject)].quote or marks[int(waiting.subject)].comment)[:200]
