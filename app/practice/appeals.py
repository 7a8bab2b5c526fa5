"""A trainee's word against a grade: appeals, and marks proposed as flaws. Trainers answer them in
`app.cohorts.moderation`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.models import Person
from app.accounts.service import Identity
from app.core.errors import Problem, conflict, invalid
from app.grading.assessment import Assessment
from app.grading.decisions import check_key
from app.grading.service import newest_assessment
from app.practice.appeal_models import Appeal, AppealKind, Proposal
from app.practice.appeal_schemas import AppealIn, AppealOut, Contests, ProposalIn, ProposalOut
from app.practice.attempts import my_attempt
from app.practice.models import Attempt
from app.practice.submission import not_submitted
from app.practice.visibility import demand_visible, is_awaiting


def contest(session: Session, me: Identity, attempt_id: UUID, body: AppealIn, solo: bool) -> AppealOut:
    """Contest an outcome or a check of one's grade, once. `solo`: nobody else is there to answer.

    Raises 404 problems for what is not the caller's, not submitted or not released, a 409 problem for a
    second appeal on one subject or where none can be answered, a 422 problem for an unknown subject."""
    submission_id, assessment = _open_to_appeal(session, me, attempt_id, solo)
    if body.subject not in subjects_of(assessment, body.kind):
        raise invalid("/subject", f"The grade has no {body.kind.value} “{body.subject}”.")
    same = (Appeal.submission_id == submission_id, Appeal.kind == body.kind, Appeal.subject == body.subject)
    if session.exec(select(Appeal.id).where(*same)).first() is not None:
        raise conflict("already-contested", "You contested this once; it cannot be contested again.")
    appeal = Appeal(submission_id=submission_id, kind=body.kind, subject=body.subject, text=body.text)
    session.add(appeal)
    session.flush()
    record(session, me, "appeal.make", "appeal", appeal.id, attempt=str(attempt_id))
    return appeals_out(session, [appeal])[0]


def propose(session: Session, me: Identity, attempt_id: UUID, body: ProposalIn, solo: bool) -> ProposalOut:
    """Propose a mark that counts as a false alarm as a flaw, once. Raises the problems of `contest`."""
    submission_id, assessment = _open_to_appeal(session, me, attempt_id, solo)
    if body.annotation not in {alarm.annotation for alarm in assessment.false_alarms}:
        detail = f"The grade counts no false alarm for the mark {body.annotation}."
        raise invalid("/annotation", detail)
    same = (Proposal.submission_id == submission_id, Proposal.annotation == body.annotation)
    if session.exec(select(Proposal.id).where(*same)).first() is not None:
        raise conflict("already-proposed", "You proposed this mark once; it cannot be proposed again.")
    proposal = Proposal(submission_id=submission_id, annotation=body.annotation, text=body.text)
    session.add(proposal)
    session.flush()
    record(session, me, "proposal.make", "proposal", proposal.id, attempt=str(attempt_id))
    return proposals_out(session, [proposal])[0]


def read_contests(session: Session, me: Identity, attempt_id: UUID) -> Contests:
    """All that the caller said against the grade of an attempt of theirs, and what was answered. Raises 404
    problems where that grade is not shown."""
    attempt = my_attempt(session, me, attempt_id)
    if attempt.submission_id is None:
        raise not_submitted()
    demand_visible(session, attempt)
    return contests_of(session, attempt.submission_id)


def contests_of(session: Session, submission_id: UUID) -> Contests:
    appeals = select(Appeal).where(Appeal.submission_id == submission_id)
    proposals = select(Proposal).where(Proposal.submission_id == submission_id)
    return Contests(
        appeals=appeals_out(session, session.exec(appeals.order_by(col(Appeal.created_at))).all()),
        proposals=proposals_out(session, session.exec(proposals.order_by(col(Proposal.created_at))).all()),
    )


def subjects_of(assessment: Assessment, kind: AppealKind) -> set[str]:
    """What can be contested: by flaw for outcomes, where there was a review; by the key of the check."""
    if kind == AppealKind.OUTCOME:
        if assessment.review.whole.score is None:
            return set()
        return {outcome.flaw for outcome in assessment.outcomes}
    return {check_key(check) for check in assessment.checks}


def can_contest(attempt: Attempt, solo: bool) -> bool:
    """Whether there is somebody to answer, of a submitted attempt whose grade is shown."""
    return not (solo or attempt.trial or is_awaiting(attempt))


def _open_to_appeal(session: Session, me: Identity, attempt_id: UUID, solo: bool) -> tuple[UUID, Assessment]:
    attempt = my_attempt(session, me, attempt_id)
    if attempt.submission_id is None:
        raise not_submitted()
    demand_visible(session, attempt)
    if not can_contest(attempt, solo):
        raise _nobody_answers()
    return attempt.submission_id, newest_assessment(session, attempt.submission_id)


def _nobody_answers() -> Problem:
    return conflict("nobody-answers", "Nobody could answer: this is a trial, or a server for one person.")


def appeals_out(session: Session, appeals: Sequence[Appeal]) -> list[AppealOut]:
    names = names_of(session, [appeal.answered_by for appeal in appeals])
    return [
        AppealOut(
            id=appeal.id,
            kind=AppealKind(appeal.kind),
            subject=appeal.subject,
            text=appeal.text,
            state=appeal.state,
            answer=appeal.answer,
            answered_by=names.get(appeal.answered_by),
            answered_at=appeal.answered_at,
            created_at=appeal.created_at,
        )
        for appeal in appeals
    ]


def proposals_out(session: Session, proposals: Sequence[Proposal]) -> list[ProposalOut]:
    names = names_of(session, [proposal.decided_by for proposal in proposals])
    return [
        ProposalOut(
            id=proposal.id,
            annotation=proposal.annotation,
            text=proposal.text,
            state=proposal.state,
            answer=proposal.reason,
            answered_by=names.get(proposal.decided_by),
            answered_at=proposal.decided_at,
            in_new_version=proposal.version_hash is not None,
            created_at=proposal.created_at,
        )
        for proposal in proposals
    ]


def names_of(session: Session, people: Sequence[UUID | None]) -> dict[UUID | None, str]:
    """Names by id; an account that was erased has none left."""
    ids = {person for person in people if person is not None}
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all() if ids else []
    return dict(rows)
