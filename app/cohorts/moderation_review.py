"""One review: the trainee's work, the questions of the grade, what rules, runs and people said on each."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.cohorts.moderation_parts import mark_part, parts_of
from app.cohorts.moderation_queue import (
    Waiting,
    appealed,
    certified,
    item_of,
    proposed,
    splits_of,
)
from app.cohorts.moderation_schemas import (
    DecisionOut,
    HandedIn,
    ReviewKind,
    ReviewOut,
    ReviewPart,
)
from app.cohorts.moderation_scope import in_reach
from app.cohorts.moderation_versions import may_author
from app.cohorts.set_apart import practised
from app.core.errors import not_found
from app.exercises.catalogue import load_prepared
from app.exercises.prepared import Prepared
from app.grading.assessment import Assessment
from app.grading.decisions_kept import decisions_on
from app.grading.models import AssessmentRecord
from app.grading.replay import ReplayError, heard_again
from app.grading.resolve import resolve
from app.grading.service import newest_record, read_submission
from app.grading.submission import Submission
from app.practice.appeal_models import Appeal, AppealState, Proposal, ProposalState
from app.practice.appeals import names_of
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class Case:
    """A review with the rows that it is about. `open`: nobody has decided it yet."""

    waiting: Waiting
    open: bool
    record: AssessmentRecord
    appeal: Appeal | None = None
    proposal: Proposal | None = None

    @property
    def submission_id(self) -> UUID:
        return self.record.submission_id


def read_review(session: Session, me: Identity, review_id: str) -> ReviewOut:
    """Raises a 404 problem for what is not in the caller's reach."""
    case = find_case(session, me, review_id)
    attempt = case.waiting.attempt
    prepared = load_prepared(session, attempt.version_hash)
    submission = resolve(prepared, read_submission(session, case.submission_id))
    assessment = Assessment.model_validate_json(case.record.document)
    return ReviewOut(
        item=item_of(session, case.waiting),
        open=case.open,
        number=case.record.number,
        provisional=case.record.provisional,
        text=case.appeal.text if case.appeal else case.proposal.text if case.proposal else None,
        scores=assessment.scores,
        handed_in=_handed_in(prepared, submission),
        parts=_parts(session, case, prepared, submission, assessment),
        decisions=history(session, case.submission_id),
        may_author=case.proposal is not None and may_author(session, me, attempt.exercise_id),
        practised=practised(session, attempt),
    )


def find_case(session: Session, me: Identity, review_id: str) -> Case:
    """The review by its id, open or decided. Raises a 404 problem."""
    kind, _, rest = review_id.partition(".")
    ref, _, subject = rest.partition(".")
    try:
        case = _find(session, me, ReviewKind(kind), UUID(ref), subject)
    except ValueError:
        case = None
    if case is None:
        raise not_found("review")
    return case


def _find(session: Session, me: Identity, kind: ReviewKind, ref: UUID, subject: str) -> Case | None:
    if kind is ReviewKind.CERTIFYING:
        attempt = _attempt(session, me, col(Attempt.id) == ref)
        if attempt is None or attempt.submission_id is None or not attempt.certifying:
            return None
        record = newest_record(session, attempt.submission_id)
        return Case(certified(attempt), attempt.released_at is None, record)
    if kind is ReviewKind.SPLIT:
        return _split(session, me, ref, subject)
    row: Appeal | Proposal | None = (
        session.get(Appeal, ref) if kind is ReviewKind.APPEAL else session.get(Proposal, ref)
    )
    attempt = _attempt(session, me, col(Attempt.submission_id) == row.submission_id) if row else None
    if row is None or attempt is None:
        return None
    record = newest_record(session, row.submission_id)
    if isinstance(row, Appeal):
        return Case(appealed(row, attempt), row.state == AppealState.OPEN, record, appeal=row)
    return Case(proposed(row, attempt), row.state == ProposalState.OPEN, record, proposal=row)


def _split(session: Session, me: Identity, submission_id: UUID, named: str) -> Case | None:
    """One that is decided by now is still there to be read."""
    attempt = _attempt(session, me, col(Attempt.submission_id) == submission_id)
    if attempt is None:
        return None
    newest = newest_record(session, submission_id)
    of_it = (AssessmentRecord.submission_id == submission_id, col(AssessmentRecord.split))
    records = select(AssessmentRecord).where(*of_it).order_by(col(AssessmentRecord.number).desc())
    for record in session.exec(records):
        for waiting in splits_of(record, attempt):
            if f"{waiting.subject_kind}.{waiting.subject}" == named:
                return Case(waiting, record.id == newest.id, newest)
    return None


def _attempt(session: Session, me: Identity, which: object) -> Attempt | None:
    return session.exec(select(Attempt).where(which, in_reach(me))).first()  # type: ignore[arg-type]  # a column's condition


def _handed_in(prepared: Prepared, submission: Submission) -> HandedIn:
    return HandedIn(
        draft=prepared.draft,
        annotations=submission.annotations,
        rewrite=submission.rewrite,
        client_note=submission.client_note,
        twist=submission.twist,
    )


def history(session: Session, submission_id: UUID) -> list[DecisionOut]:
    """What people decided of a submission, the newest first."""
    made = decisions_on(session, submission_id)
    names = names_of(session, [one.person_id for one in made])
    return [
        DecisionOut(
            number=one.assessment_number,
            kind=one.kind,
            subject=one.subject,
            verdict=one.verdict,
            reason=one.reason,
            by=names.get(one.person_id) or None,
            changed=one.changed,
            at=one.created_at,
        )
        for one in reversed(made)
    ]


def _parts(
    session: Session, case: Case, prepared: Prepared, submission: Submission, assessment: Assessment
) -> list[ReviewPart]:
    """The question of the review; of a certifying grade all of them, the undecided first."""
    if case.proposal is not None:
        return [mark_part(prepared, submission, case.proposal.annotation)]
    try:
        heard = heard_again(session, prepared, submission, case.record)
    except ReplayError:
        heard = None
    wanted, parts = case.waiting, parts_of(prepared, submission, assessment, heard.runs if heard else [])
    if wanted.kind is ReviewKind.CERTIFYING:
        return sorted(parts, key=lambda part: part.said is not None and not part.split)
    return [part for part in parts if (part.kind, part.key) == (wanted.subject_kind, wanted.subject)]
