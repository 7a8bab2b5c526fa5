"""The last word: what a trainer decides of a grade, with a reason. The assessment that follows supersedes the
one in force; both are kept."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.service import Identity
from app.cohorts.moderation_queue import waiting_for
from app.cohorts.moderation_review import Case, find_case, read_review
from app.cohorts.moderation_schemas import ReviewKind, ReviewOut, ReviewPart, VerdictIn
from app.cohorts.moderation_versions import may_author, plant_flaw
from app.core.clock import now
from app.core.errors import Problem, conflict, invalid
from app.grading.decisions import ACCEPTED, FOUND, DecisionKind, Ruling
from app.grading.decisions_kept import decisions_on
from app.grading.decisions_models import Decision
from app.grading.decisions_regrade import Judgement, decide, said, settle
from app.grading.service import assessment_at, newest_assessment
from app.practice.appeal_models import Appeal, AppealState, Proposal, ProposalState
from app.practice.credits import credit_others, found_in
from app.web.conditional import stale

CONFIRMED = "confirmed"
_IN_FAVOUR = ("passed", "understood", FOUND)


def decide_review(
    session: Session,
    me: Identity,
    review_id: str,
    body: VerdictIn,
    expected: int | None,
    language: str,
) -> ReviewOut:
    """Decide what a review asks. `expected`: the number of the assessment that the trainer saw.

    Raises a 404 problem for what is not in reach, a 409 problem `decided` for what somebody decided
    meanwhile, 412 where another assessment is in force, 422 for a verdict that is no choice."""
    case = find_case(session, me, review_id)
    if not case.open:
        raise conflict("decided", "Somebody decided this meanwhile. Read it again, or go on with the next.")
    if expected is not None and expected != case.record.number:
        raise stale(case.record.number)
    review = read_review(session, me, review_id)
    if case.proposal is not None:
        _answer_proposal(session, me, case, case.proposal, body, language)
    elif case.waiting.kind is ReviewKind.CERTIFYING and body.verdict == CONFIRMED:
        _confirm(session, me, case, body)
    else:
        _decide_part(session, me, case, _part_of(review, body), body)
    session.flush()
    return read_review(session, me, review_id)


def next_review(session: Session, me: Identity, after: str, kind: ReviewKind | None) -> str | None:
    """The id of what waits next, the oldest first but not `after` itself; None where nothing does."""
    return next((one.id for one in waiting_for(session, me, kind) if one.id != after), None)


def _part_of(review: ReviewOut, body: VerdictIn) -> ReviewPart:
    """The question that is decided, for which the verdict is a choice. Raises 422 problems."""
    parts = review.parts
    if review.item.kind is ReviewKind.CERTIFYING:
        parts = [part for part in parts if (part.kind, part.key) == (body.kind, body.subject)]
    if not parts:
        raise invalid("/subject", "Name the check or the outcome that you decide: `kind` and `subject`.")
    if body.verdict not in parts[0].choices:
        raise invalid("/verdict", f"Choose one of these: {', '.join(parts[0].choices)}.")
    return parts[0]


def _judgement(me: Identity, body: VerdictIn) -> Judgement:
    return Judgement(me.person_id, body.reason, body.seconds)


def _decide_part(session: Session, me: Identity, case: Case, part: ReviewPart, body: VerdictIn) -> None:
    ruling = Ruling(part.kind, part.key, body.verdict)
    [made] = decide(session, case.submission_id, [ruling], _judgement(me, body), case.record.number)
    if case.appeal is not None:
        _answer_appeal(session, me, case, case.appeal, made)
    about, number = f"{part.kind} {part.key}", made.assessment_number
    record(
        session,
        me,
        "grade.decide",
        "submission",
        case.submission_id,
        about=about,
        verdict=body.verdict,
        number=number,
    )


def _answer_appeal(session: Session, me: Identity, case: Case, appeal: Appeal, made: Decision) -> None:
    """Upheld where the grade changed as the trainee asked, be it before the answer: since they contested it,
    another decision or a model may have changed it."""
    then = assessment_at(session, case.submission_id, appeal.created_at)
    in_force = newest_assessment(session, case.submission_id)
    upheld = made.verdict.startswith(_IN_FAVOUR) and said(then, made) != said(in_force, made)
    appeal.state = AppealState.UPHELD if upheld else AppealState.REJECTED
    appeal.answer, appeal.answered_by, appeal.answered_at = made.reason, me.person_id, now()
    record(session, me, "appeal.answer", "appeal", appeal.id, state=appeal.state.value)


def _confirm(session: Session, me: Identity, case: Case, body: VerdictIn) -> None:
    """Release a certifying grade: from now on it is final, whatever a model could still have said."""
    if case.record.provisional:
        settle(session, case.submission_id)
    before = _parts_decided(session, case.submission_id)
    mine = sum(one.seconds or 0 for one in before if one.person_id == me.person_id)
    confirmation = Decision(
        submission_id=case.submission_id,
        assessment_number=case.record.number + case.record.provisional,
        kind=DecisionKind.CONFIRMATION,
        subject="",
        verdict=CONFIRMED,
        reason=body.reason,
        person_id=me.person_id,
        seconds=None if body.seconds is None else body.seconds + mine,
        changed=any(one.changed for one in before),
    )
    session.add(confirmation)
    case.waiting.attempt.released_at = now()
    session.add(case.waiting.attempt)
    session.flush()
    number, changed = confirmation.assessment_number, confirmation.changed
    record(session, me, "grade.confirm", "attempt", case.waiting.attempt.id, number=number, changed=changed)


def _parts_decided(session: Session, submission_id: UUID) -> list[Decision]:
    """What was decided in the grade itself. A mark that is credited because it is right elsewhere is not: who
    confirms has not looked at it, and it would hide that nothing else was."""
    return [one for one in decisions_on(session, submission_id) if one.kind != DecisionKind.ANNOTATION]


def _answer_proposal(
    session: Session, me: Identity, case: Case, proposal: Proposal, body: VerdictIn, language: str
) -> None:
    if body.verdict not in (ACCEPTED, "rejected"):
        raise invalid("/verdict", "Choose one of these: accepted, rejected.")
    accepted = body.verdict == ACCEPTED
    if accepted:
        _accept(session, me, case, proposal, body, language)
    credited = _credit_others(session, me, case, proposal, body) if accepted else 0
    _close(session, me, proposal, ProposalState(body.verdict), body.reason, credited)


def _close(
    session: Session, me: Identity, proposal: Proposal, state: ProposalState, reason: str, credited: int = 0
) -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_by, proposal.decided_at = me.person_id, now()
    session.flush()
    record(session, me, "proposal.answer", "proposal", proposal.id, state=state.value, credited=credited)


def _accept(
    session: Session, me: Identity, case: Case, proposal: Proposal, body: VerdictIn, language: str
) -> None:
    """Credit the mark here and, where it is asked for, make a version in which it is a flaw."""
    exercise_id = case.waiting.attempt.exercise_id
    ruling = Ruling(DecisionKind.ANNOTATION, str(proposal.annotation), ACCEPTED)
    decide(session, case.submission_id, [ruling], _judgement(me, body), case.record.number)
    if body.new_flaw is not None:
        if not may_author(session, me, exercise_id):
            raise _not_the_author()
        mark = found_in(session, proposal).mark
        proposal.version_hash = plant_flaw(session, me, exercise_id, mark, body.new_flaw, language)


def _credit_others(session: Session, me: Identity, case: Case, proposal: Proposal, body: VerdictIn) -> int:
    """Where the trainer writes the exercise, credit all marks that are the same, and answer those that are
    proposed; gives in how many submissions. The time was spent on the one alone."""
    exercise_id = case.waiting.attempt.exercise_id
    if not may_author(session, me, exercise_id):
        return 0
    found = found_in(session, proposal)
    credited = credit_others(session, exercise_id, found, Judgement(me.person_id, body.reason))
    theirs = col(Proposal.submission_id).in_(credited), col(Proposal.state) == ProposalState.OPEN
    for other in session.exec(select(Proposal).where(*theirs)):
        if other.annotation in credited[other.submission_id]:
            other.version_hash = proposal.version_hash
            _close(session, me, other, ProposalState.ACCEPTED, body.reason)
    return len(credited)


def _not_the_author() -> Problem:
    return conflict("not-the-author", "Only who writes this exercise, over the API, makes a version of it.")
