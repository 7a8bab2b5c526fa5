"""An exercise in the cohorts of a trainer: its flaws and decoys, and the time that it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.cohorts import insights_roll as roll
from app.cohorts.access import cohort_of_mine
from app.cohorts.insights_items import DecoyFigures, FlawFigures, Solved, decoy_figures, flaw_figures
from app.cohorts.insights_schemas import (
    CorrelationOut,
    DecoyStatistics,
    ExerciseFigures,
    FlawStatistics,
    PortionOut,
    SpreadOut,
    TimeStatistics,
)
from app.cohorts.insights_time import time_figures, worked
from app.cohorts.insights_work import in_order, spreads
from app.cohorts.models import Assignment, Cohort
from app.core.clock import now
from app.core.errors import conflict, not_found
from app.exercises.catalogue import load_versions
from app.exercises.models import CatalogueEntry, ExerciseAuthor
from app.exercises.prepared import Prepared
from app.grading.assessment import Assessment
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class _Answers:
    """Each person's first submission with its grade, the newest version's first; and how many there are in
    all. `shown` are the versions, the one on offer first."""

    firsts: list[tuple[Attempt, Assessment]]
    submissions: int
    shown: list[Prepared]
    by_hash: dict[str, Prepared]

    @property
    def solved(self) -> list[Solved]:
        versions = [(self.by_hash[attempt.version_hash], found) for attempt, found in self.firsts]
        versions.sort(key=lambda pair: self.shown.index(pair[0]))
        return [Solved(one.exercise, len(one.sound_sentences), found) for one, found in versions]


def read_exercise(
    session: Session, me: Identity, exercise_id: str, cohort_id: UUID | None
) -> ExerciseFigures:
    """In one cohort of the caller's, or in all of them. Raises a 404 problem where it was never set there,
    and a 409 problem for who is solving it right now: the figures name its flaws."""
    cohorts = [cohort_of_mine(session, me, cohort_id)] if cohort_id else roll.all_trained(session, me)
    assigned = _assigned(session, exercise_id, [cohort.id for cohort in cohorts])
    if not assigned:
        raise not_found("exercise set for a cohort")
    _refuse_while_practising(session, me, exercise_id)
    answers = _read(session, me, exercise_id, [assignment.id for assignment in assigned])
    used = {assignment.cohort_id for assignment in assigned}
    return _figures(session, exercise_id, answers, [cohort for cohort in cohorts if cohort.id in used])


def _assigned(session: Session, exercise_id: str, cohorts: Sequence[UUID]) -> list[Assignment]:
    """Archived ones too: what was done for them was done."""
    query = select(Assignment).where(Assignment.exercise_id == exercise_id)
    return list(session.exec(query.where(col(Assignment.cohort_id).in_(cohorts))).all())


def _refuse_while_practising(session: Session, me: Identity, exercise_id: str) -> None:
    """As the authors' pages do for the answers."""
    if session.get(ExerciseAuthor, (exercise_id, me.person_id)) is not None:
        return
    mine = (col(Attempt.person_id) == me.person_id, col(Attempt.exercise_id) == exercise_id)
    working = (*mine, ~col(Attempt.trial), col(Attempt.submission_id).is_(None))
    if session.exec(select(Attempt.id).where(*working)).first() is not None:
        detail = "You are working on this exercise; hand your attempt in before you read its figures."
        raise conflict("attempt-open", detail)


def _read(session: Session, me: Identity, exercise_id: str, assignments: Sequence[UUID]) -> _Answers:
    """Of members, and, without a name, of who has erased the account."""
    attempts = in_order(roll.attempts_in(session, assignments, sa.or_(roll.is_member(), roll.is_nameless())))
    firsts = {attempt.person_id: attempt for attempt in reversed(attempts)}
    documents = roll.documents_of(session, roll.shown_to(me, firsts.values()))
    graded = [
        (one, documents[one.submission_id]) for one in firsts.values() if one.submission_id in documents
    ]
    shown = _versions(session, exercise_id, [attempt for attempt, _ in graded])
    return _Answers(
        firsts=[(attempt, Assessment.model_validate_json(text)) for attempt, text in graded],
        submissions=len(attempts),
        shown=list(shown.values()),
        by_hash=shown,
    )


def _versions(session: Session, exercise_id: str, attempts: Sequence[Attempt]) -> dict[str, Prepared]:
    """The version on offer first, then those answered, the one that was begun last before the others."""
    entry = session.get(CatalogueEntry, exercise_id)
    begun = sorted(attempts, key=lambda attempt: attempt.started_at, reverse=True)
    hashes = dict.fromkeys([entry.version_hash if entry else None, *(one.version_hash for one in begun)])
    loaded = load_versions(session, [version for version in hashes if version])
    return {version: loaded[version] for version in hashes if version in loaded}


def _figures(
    session: Session, exercise_id: str, answers: _Answers, cohorts: Sequence[Cohort]
) -> ExerciseFigures:
    solved, newest = answers.solved, answers.shown[0].exercise
    return ExerciseFigures(
        id=exercise_id,
        title=newest.title,
        language=newest.language,
        cohorts=[roll.reference(cohort) for cohort in cohorts],
        as_of=now(),
        people=len(answers.firsts),
        submissions=answers.submissions,
        versions=len({attempt.version_hash for attempt, _ in answers.firsts}),
        flaws=[_flaw(one, answers.shown) for one in flaw_figures(solved)],
        decoys=[_decoy(one, answers.shown) for one in decoy_figures(solved)],
        scores=spreads([assessment.scores for _, assessment in answers.firsts]),
        time=_time(session, [attempt for attempt, _ in answers.firsts]),
    )


def _time(session: Session, attempts: Sequence[Attempt]) -> TimeStatistics:
    moments = roll.moments_of(session, attempts)
    found = time_figures(
        [worked(one.started_at, one.submitted_at, moments[one.id]) for one in attempts if one.submitted_at]
    )
    return TimeStatistics(
        elapsed=SpreadOut.of(found.elapsed), active=SpreadOut.of(found.active), in_one_go=found.in_one_go
    )


def _flaw(figures: FlawFigures, versions: Sequence[Prepared]) -> FlawStatistics:
    """With the words of the newest version that has it."""
    version = next(one for one in versions if figures.id in one.passages)
    flaw = next(flaw for flaw in version.exercise.flaws if flaw.id == figures.id)
    omission = not version.passages[flaw.id]
    return FlawStatistics(
        id=flaw.id,
        type=flaw.type,
        severity=flaw.severity,
        passage=_missing(version, flaw.id) if omission else _passage(version, flaw.id),
        omission=omission,
        why=flaw.why,
        of_newest=version is versions[0],
        found=PortionOut.of(figures.found),
        understood=PortionOut.of(figures.understood),
        discrimination=CorrelationOut.of(figures.discrimination),
    )


def _decoy(figures: DecoyFigures, versions: Sequence[Prepared]) -> DecoyStatistics:
    version = next(one for one in versions if figures.id in one.decoys)
    decoy = next(decoy for decoy in version.exercise.decoys if decoy.id == figures.id)
    return DecoyStatistics(
        id=decoy.id,
        passage=_passage(version, decoy.id),
        why=decoy.why,
        of_newest=version is versions[0],
        misled=PortionOut.of(figures.misled),
        discrimination=CorrelationOut.of(figures.discrimination),
    )


def _passage(version: Prepared, identifier: str) -> str:
    return _joined([change.flawed for change in version.changes_of(identifier)])


def _missing(version: Prepared, identifier: str) -> str:
    return _joined([change.good for change in version.changes_of(identifier)])


def _joined(words: Sequence[str]) -> str:
    return " … ".join(word for word in words if word)
