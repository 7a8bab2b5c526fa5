"""Grading a submission again with what a person decided: the new assessment supersedes the one in force,
which stays. No model is asked: what it said is read from the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.core.clock import now
from app.core.errors import Problem, conflict, invalid
from app.exercises.catalogue import load_prepared
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.decisions import DecisionError, DecisionKind, Decisions, Ruling, check_key
from app.grading.decisions_kept import as_decisions, decisions_on
from app.grading.decisions_models import Decision
from app.grading.models import AssessmentRecord
from app.grading.provenance import Provenance
from app.grading.replay import ReplayError, heard_again
from app.grading.resolve import resolve
from app.grading.service import keep_assessment, newest_record, read_frozen
from app.grading.submission import Submission
from app.grading.testimony import PENDING
from app.web.conditional import stale

ANSWERS_GONE: Final = "answers-gone"
"""The slug of the problem of a grade that cannot be computed again."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whose decision it is, why, and how long it took."""

    person_id: UUID
    reason: str
    seconds: int | None = None


def decide(
    session: Session,
    submission_id: UUID,
    rulings: Sequence[Ruling],
    judgement: Judgement,
    expected: int | None = None,
) -> list[Decision]:
    """Keep decisions and put the grade that follows in force. `expected`: the number of the assessment that
    the person saw, None to decide on whatever is in force.

    Raises a 412 problem for another number, a 422 problem for a decision that does not fit, a 409 problem
    `answers-gone` where the call log lacks what the model said.
    """
    record = newest_record(session, submission_id)
    if expected is not None and expected != record.number:
        raise stale(record.number)
    made = [_decision(record, ruling, judgement) for ruling in rulings]
    before = Assessment.model_validate_json(record.document)
    decisions = _together([*decisions_on(session, submission_id), *made])
    after = _graded(session, record, decisions)
    for one in made:
        one.changed = said(before, one) != said(after, one)
        session.add(one)
    provenance = Provenance.model_validate_json(record.provenance) if record.provenance else None
    keep_assessment(session, submission_id, record.number + 1, after, provenance)
    return made


def settle(session: Session, submission_id: UUID) -> None:
    """Put the grade in force without what a model could still have said, for good. Raises as `decide`."""
    record = newest_record(session, submission_id)
    if not record.provisional:
        return
    decisions = _together(decisions_on(session, submission_id))
    final = _graded(session, record, decisions).model_copy(update={"provisional": False})
    keep_assessment(session, submission_id, record.number + 1, final)


def _decision(record: AssessmentRecord, ruling: Ruling, judgement: Judgement) -> Decision:
    return Decision(
        submission_id=record.submission_id,
        assessment_number=record.number + 1,
        kind=DecisionKind(ruling.kind),
        subject=ruling.subject,
        verdict=ruling.verdict,
        reason=judgement.reason,
        person_id=judgement.person_id,
        seconds=judgement.seconds,
        created_at=now(),
    )


def _together(made: Sequence[Decision]) -> Decisions:
    try:
        return as_decisions(made)
    except DecisionError as error:
        raise _unfit(error) from None


def _graded(session: Session, record: AssessmentRecord, decisions: Decisions) -> Assessment:
    frozen = read_frozen(session, record.submission_id)
    prepared = load_prepared(session, frozen.version_hash)
    submission = resolve(prepared, Submission.model_validate_json(frozen.document))
    try:
        heard = heard_again(session, prepared, submission, record)
    except ReplayError as error:
        detail = (
            f"This grade cannot be computed again: {error}. Ask an administrator to restore the call log "
            "from the backup of the database, then decide again."
        )
        raise conflict(ANSWERS_GONE, detail) from None
    testimony = heard.testimony if heard else PENDING if record.provisional else None
    try:
        return assess(prepared.exercise, submission, testimony=testimony, decisions=decisions)
    except DecisionError as error:
        raise _unfit(error) from None


def _unfit(error: DecisionError) -> Problem:
    return invalid("/verdict", f"This decision does not fit: {error}.")


def said(assessment: Assessment, decision: Decision) -> object:
    """What a grade says of the subject of a decision."""
    if decision.kind == DecisionKind.CHECK:
        return next((c.passed for c in assessment.checks if check_key(c) == decision.subject), None)
    if decision.kind == DecisionKind.OUTCOME:
        outcomes = (o for o in assessment.outcomes if o.flaw == decision.subject)
        return next(((o.annotation, o.reason) for o in outcomes), None)
    return any(str(alarm.annotation) == decision.subject for alarm in assessment.false_alarms)
