"""What a trainee has done so far: the attempts, with their scores where they are graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.service import Identity
from app.exercises.catalogue import load_version, offered_cards
from app.exercises.public import ExerciseCard
from app.grading.assessment import Scores
from app.grading.service import newest_assessments
from app.practice.attempts import attempts_of
from app.practice.models import Attempt
from app.practice.visibility import SetApart, grade_visible, is_awaiting, set_apart


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """One attempt in a list; `scores` is None while it is open, and while it is `awaiting` the trainer who
    confirms its grade, or `set_apart` because of certifying work. A `trial` is in no list, only by itself."""

    id: UUID
    exercise_id: str
    title: str
    started_at: datetime
    touched_at: datetime
    submitted_at: datetime | None
    scores: Scores | None
    trial: bool = False
    awaiting: bool = False
    set_apart: bool = False

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the home page shows: what is on offer, and the attempts, the one worked on last first."""

    cards: list[ExerciseCard]
    attempts: list[AttemptSummary]


def read_overview(session: Session, me: Identity) -> Overview:
    return Overview(offered_cards(session), summaries(session, attempts_of(session, me)))


def read_history(session: Session, me: Identity, exercise_id: str) -> list[AttemptSummary]:
    """The caller's attempts of one exercise, the one worked on last first."""
    return summaries(session, attempts_of(session, me, exercise_id))


def summaries(session: Session, attempts: list[Attempt]) -> list[AttemptSummary]:
    """All of one person."""
    apart = set_apart(session, attempts[0].person_id) if attempts else SetApart()
    shown = [attempt.submission_id for attempt in attempts if grade_visible(attempt, apart)]
    graded = newest_assessments(session, [submission_id for submission_id in shown if submission_id])
    return [
        AttemptSummary(
            id=attempt.id,
            exercise_id=attempt.exercise_id,
            title=load_version(session, attempt.version_hash).title,
            started_at=attempt.started_at,
            touched_at=attempt.touched_at,
            submitted_at=attempt.submitted_at,
            scores=graded[attempt.submission_id].scores if attempt.submission_id in graded else None,
            trial=attempt.trial,
            awaiting=is_awaiting(attempt),
            set_apart=apart.holds(attempt),
        )
        for attempt in attempts
    ]
