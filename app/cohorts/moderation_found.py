"""What others took for a flaw in the exercises that one writes: passages of accepted marks that are no flaw
of the version on offer. Who proposed them, and in which words, is not the author's business."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.exercises.catalogue import load_prepared
from app.exercises.models import CatalogueEntry, ExerciseAuthor
from app.exercises.prepared import Prepared
from app.grading.resolve import resolve
from app.grading.service import read_submission
from app.grading.submission import Annotation, MarkType
from app.practice.appeal_models import Proposal, ProposalState
from app.practice.models import Attempt
from app.text.anchors import AnchorError, locate


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage of an exercise that trainers took for a flaw of this type, and how often."""

    exercise_id: str
    title: str
    language: str
    passage: str
    type: MarkType
    times: int


def found_in_mine(session: Session, me: Identity) -> list[FoundPassage]:
    """Of the exercises that the caller writes (administrators: of all), by exercise, the most often first."""
    counted: Counter[tuple[str, str, MarkType]] = Counter()
    for proposal, attempt in session.exec(_accepted(me)):
        prepared = load_prepared(session, attempt.version_hash)
        marks = resolve(prepared, read_submission(session, proposal.submission_id)).annotations
        mark = marks[proposal.annotation]
        current = _current(session, attempt.exercise_id)
        if current is not None and mark.quote is not None and _is_free(current, mark):
            counted[attempt.exercise_id, mark.quote, mark.type] += 1
    found = [_passage(session, *named, times) for named, times in counted.items()]
    return sorted(found, key=lambda one: (one.title, -one.times, one.passage))


def _accepted(me: Identity) -> Any:
    joined = select(Proposal, Attempt).join(
        Attempt, col(Attempt.submission_id) == col(Proposal.submission_id)
    )
    accepted = joined.where(
        col(Proposal.state) == ProposalState.ACCEPTED, col(Proposal.version_hash).is_(None)
    )
    if me.is_admin:
        return accepted
    mine = select(ExerciseAuthor.exercise_id).where(ExerciseAuthor.person_id == me.person_id)
    return accepted.where(col(Attempt.exercise_id).in_(mine))


def _current(session: Session, exercise_id: str) -> Prepared | None:
    """The version on offer."""
    entry = session.get(CatalogueEntry, exercise_id)
    if entry is None or entry.withdrawn or entry.version_hash is None:
        return None
    return load_prepared(session, entry.version_hash)


def _is_free(prepared: Prepared, mark: Annotation) -> bool:
    """Whether the passage still stands in the draft, and is not part of a flaw there."""
    try:
        place = locate(prepared.draft, mark.quote or "", mark.prefix, mark.suffix, mark.start)
    except AnchorError:
        return False
    return not any(place.overlap(span) for spans in prepared.passages.values() for span in spans)


def _passage(session: Session, exercise_id: str, passage: str, type_: MarkType, times: int) -> FoundPassage:
    prepared = _current(session, exercise_id)
    exercise = prepared.exercise if prepared else None
    title, language = (exercise.title, str(exercise.language)) if exercise else (exercise_id, "fr")
    return FoundPassage(exercise_id, title, language, passage, type_, times)
