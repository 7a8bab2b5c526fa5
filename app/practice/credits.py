"""Marks that a trainer took for a flaw, credited to all who had made them: what was handed in before the
version that has the flaw, and what is handed in after it by who began before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import Problem
from app.core.logs import log
from app.exercises.catalogue import load_prepared
from app.exercises.models import CatalogueEntry
from app.exercises.prepared import Prepared
from app.exercises.schema import Flaw
from app.grading.assess import plant
from app.grading.assessment import Assessment
from app.grading.decisions import ACCEPTED, DecisionKind, Ruling
from app.grading.decisions_regrade import ANSWERS_GONE, Judgement, decide
from app.grading.matching import Mark
from app.grading.resolve import resolve
from app.grading.service import newest_assessment, read_frozen, read_submission
from app.grading.submission import Annotation
from app.practice.appeal_models import Proposal, ProposalState
from app.practice.models import Attempt
from app.text.anchors import AnchorError, locate
from app.text.folding import contains_phrase, satisfies
from app.text.spans import Span

_BESIDE: Final = 40
"""Code points on either side of a passage that tell it from the same words elsewhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark (resolved) that was taken for a flaw. `flaw`: what a version made of it, if one did, and
    `missing`: what the draft lacks by it."""

    mark: Annotation
    flaw: Flaw | None = None
    missing: str = ""


def found_in(session: Session, proposal: Proposal) -> Found:
    """What a proposal takes for a flaw: its mark or, where a version was made of it, what is one there."""
    prepared = load_prepared(session, read_frozen(session, proposal.submission_id).version_hash)
    marks = resolve(prepared, read_submission(session, proposal.submission_id)).annotations
    mark = marks[proposal.annotation]
    if proposal.version_hash is None:
        return Found(mark)
    made = load_prepared(session, proposal.version_hash)
    flaw = made.exercise.flaws[-1]
    missing = " ".join(change.good for change in made.changes_of(flaw.id))
    passages = made.passages[flaw.id]
    return Found(_on(mark, made.draft, passages[0]) if passages else mark, flaw, missing)


def _on(mark: Annotation, draft: str, place: Span) -> Annotation:
    """The mark as if it had been made on that passage, whatever else the trainee's own one covers."""
    beside = {
        "prefix": draft[max(0, place.start - _BESIDE) : place.start],
        "suffix": draft[place.end : place.end + _BESIDE],
    }
    span = {"quote": place.of(draft), "start": place.start, "end": place.end}
    return mark.model_copy(update={**span, **beside})


def credit_others(
    session: Session, exercise_id: str, found: Found, judgement: Judgement
) -> dict[UUID, list[int]]:
    """Accept the same mark wherever else it counts as a false alarm, in attempts of every version; gives the
    indexes of these marks by submission.

    It waits for whoever is handing in, and `credit_what_is_known` for it, by the row of the exercise: neither
    would see what the other has not committed yet."""
    session.get(CatalogueEntry, exercise_id, with_for_update={"key_share": True})
    others = session.exec(
        select(Attempt.submission_id).where(
            Attempt.exercise_id == exercise_id,
            ~col(Attempt.trial),
            col(Attempt.submission_id).is_not(None),
        )
    ).all()
    credited = {other: _credit(session, other, found, judgement) for other in others if other is not None}
    return {other: marks for other, marks in credited.items() if marks}


def credit_what_is_known(session: Session, attempt: Attempt, submission_id: UUID) -> bool:
    """Credit in what was just handed in what became a flaw of a later version than the attempt's; gives
    whether that changed its grade."""
    entry = session.get(CatalogueEntry, attempt.exercise_id, with_for_update={"read": True})
    if entry is None or entry.version_hash == attempt.version_hash:
        return False
    credited = False
    for proposal in _made_flaws(session, attempt.exercise_id):
        if proposal.decided_by is not None:
            judgement = Judgement(proposal.decided_by, proposal.reason or "")
            credited |= bool(_credit(session, submission_id, found_in(session, proposal), judgement))
    return credited


def _made_flaws(session: Session, exercise_id: str) -> list[Proposal]:
    """One accepted proposal for each version that was made of some."""
    query = select(Proposal).join(Attempt, col(Attempt.submission_id) == col(Proposal.submission_id))
    accepted = col(Proposal.state) == ProposalState.ACCEPTED, col(Proposal.version_hash).is_not(None)
    found = query.where(Attempt.exercise_id == exercise_id, *accepted)
    made = session.exec(found.order_by(col(Proposal.decided_at))).all()
    return list({proposal.version_hash: proposal for proposal in made}.values())


def _credit(session: Session, submission_id: UUID, found: Found, judgement: Judgement) -> list[int]:
    """The marks credited: none where the version has the flaw, as its grade says what marks on it are worth.
    One grade that cannot be computed again does not keep the others from theirs."""
    prepared = load_prepared(session, read_frozen(session, submission_id).version_hash)
    if found.flaw is not None and found.flaw in prepared.exercise.flaws:
        return []
    submission = resolve(prepared, read_submission(session, submission_id))
    alarms = same_marks(prepared, submission.annotations, found, newest_assessment(session, submission_id))
    rulings = [Ruling(DecisionKind.ANNOTATION, str(at), ACCEPTED) for at in alarms]
    if not rulings:
        return []
    try:
        decide(session, submission_id, rulings, judgement)
    except Problem as problem:
        if problem.slug != ANSWERS_GONE:
            raise
        log.warning("mark_not_credited", submission=str(submission_id), reason=problem.slug)
        return []
    return alarms


def same_marks(
    prepared: Prepared, marks: list[Annotation], found: Found, assessment: Assessment
) -> list[int]:
    """The marks (resolved) that count as false alarms and would find the flaw: by touching its passage, or
    for an omission by a comment that names it, where this draft lacks it too."""
    alarms = [alarm.annotation for alarm in assessment.false_alarms]
    if found.mark.quote is None:
        lacks = found.missing and not contains_phrase(prepared.draft, found.missing)
        return [at for at in alarms if lacks and _reports(marks[at], found)]
    try:
        passage = locate(
            prepared.draft, found.mark.quote, found.mark.prefix, found.mark.suffix, found.mark.start
        )
    except AnchorError:
        return []
    planted = plant(prepared)
    return [at for at in alarms if planted.touched(_plain(marks[at]), [passage])]


def _reports(mark: Annotation, found: Found) -> bool:
    named = found.flaw is not None and satisfies(mark.comment, found.flaw.accept)
    return mark.reports_omission and named


def _plain(mark: Annotation) -> Mark:
    placed = mark.start is not None and mark.end is not None
    return Mark(Span(mark.start or 0, mark.end or 0) if placed else None, mark.type, mark.severity)
