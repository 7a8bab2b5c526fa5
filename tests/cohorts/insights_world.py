"""A group with its work, as the tables hold it: what tests of the trainer's figures look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import event
from sqlmodel import Session

from app.accounts.models import Person, Role
from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort, CohortMember, CohortTrainer, Mode
from app.core.clock import now
from app.core.db import Database
from app.exercises.catalogue import current_version, publish_version
from app.exercises.models import Origin
from app.exercises.schema import Exercise
from app.grading.decisions import DecisionKind
from app.grading.decisions_models import Decision
from app.grading.service import freeze, grade
from app.grading.submission import Annotation, Submission
from app.practice.models import AnnotationRecord, Attempt, TextKind, WrittenText
from tests.mini import mini_document

PRICE: Final[dict[str, Any]] = {"quote": "75", "type": "contradicts-dossier", "severity": "critical"}
FOR_EVER: Final[dict[str, Any]] = {"quote": "à vie", "type": "overclaim", "severity": "major"}
DEPOSIT: Final[dict[str, Any]] = {
    "omission": True,
    "type": "material-omission",
    "severity": "minor",
    "comment": "l’acompte",
}
WORK: Final[dict[str, Any]] = {"quote": "La pose prend huit jours", "type": "outdated", "severity": "minor"}
EVERYTHING: Final = (PRICE, FOR_EVER, DEPOSIT)
REWRITE: Final = (
    "Bonjour Madame, la terrasse coûte 65 € le mètre carré. Vous recevrez le bois le 12 mars 2026, la pose "
    "prend huit jours, et la garantie est de dix ans. "
    "Un acompte de 30 % est demandé. Bien à vous, Nadia Roux."
)


class World:
    """A database with a group. Times are days (or minutes) from `start`."""

    def __init__(self, db: Database) -> None:
        self.db, self.start = db, now()

    def day(self, days: float) -> datetime:
        return self.start + timedelta(days=days)

    def person(self, name: str, role: Role = Role.TRAINEE) -> UUID:
        person_id = uuid4()
        self.add(Person(id=person_id, name=name, role=role))
        return person_id

    def add(self, row: Any) -> Any:
        self.db.write(lambda session: session.add(row))
        return row

    def cohort(self, *trainers: UUID, name: str = "Promotion d’automne") -> UUID:
        cohort_id = uuid4()
        self.add(Cohort(id=cohort_id, name=name, owner_id=trainers[0]))
        for person_id in trainers:
            self.add(CohortTrainer(cohort_id=cohort_id, person_id=person_id))
        return cohort_id

    def member(self, cohort_id: UUID, name: str, person_id: UUID | None = None) -> UUID:
        person_id = person_id or self.person(name)
        self.add(CohortMember(cohort_id=cohort_id, person_id=person_id))
        return person_id

    def exercise(self, exercise_id: str, **changes: Any) -> str:
        """A variant of the small exercise, published."""
        document = {**mini_document(), "id": exercise_id, "title": f"Devis {exercise_id}", **changes}
        exercise = Exercise.model_validate(document)
        self.db.write(lambda session: publish_version(session, exercise, Origin.API))
        return exercise_id

    def assign(
        self, cohort_id: UUID, exercise_id: str = "mini", due: float | None = 7, **values: Any
    ) -> UUID:
        assignment_id = uuid4()
        assignment = Assignment(
            id=assignment_id,
            cohort_id=cohort_id,
            exercise_id=exercise_id,
            opens_at=self.day(-30),
            due_at=None if due is None else self.day(due),
            **values,
        )
        self.add(assignment)
        return assignment_id

    def begin(self, person_id: UUID, assignment_id: UUID | None, days: float = -1, **values: Any) -> Attempt:
        """An attempt begun then and not touched since; a free one for None."""
        return self.db.write(
            lambda session: _attempt(session, person_id, assignment_id, self.day(days), values)
        )

    def hand_in(
        self,
        person_id: UUID,
        assignment_id: UUID | None,
        *marks: dict[str, Any],
        days: float = -1,
        minutes: float = 20,
        rewrite: str = "",
        **values: Any,
    ) -> Attempt:
        """An attempt begun then and handed in so many minutes later, graded by rules."""
        attempt = self.begin(person_id, assignment_id, days, **values)
        at = attempt.started_at + timedelta(minutes=minutes)
        return self.db.write(lambda session: _hand_in(session, attempt.id, marks, rewrite, at))

    def save_mark(self, attempt_id: UUID, minutes: float) -> None:
        """A mark made so many minutes after the attempt began."""
        started = self.db.read(lambda session: session.get_one(Attempt, attempt_id)).started_at
        moment = started + timedelta(minutes=minutes)
        row = AnnotationRecord(
            attempt_id=attempt_id, id=uuid4(), document="{}", revision=1, created_at=moment
        )
        self.add(row)

    def save_text(self, attempt_id: UUID, minutes: float) -> None:
        """The rewrite, changed last so many minutes after the attempt began."""
        started = self.db.read(lambda session: session.get_one(Attempt, attempt_id)).started_at
        moment = started + timedelta(minutes=minutes)
        self.add(
            WrittenText(attempt_id=attempt_id, kind=TextKind.REWRITE, text="…", revision=1, updated_at=moment)
        )

    def decide(self, attempt: Attempt, person_id: UUID, kind: DecisionKind, **values: Any) -> None:
        """What a trainer decided of the grade of an attempt, a moment after what was decided before."""
        of_grade: dict[str, Any] = {"submission_id": attempt.submission_id, "assessment_number": 1}
        said: dict[str, Any] = {"subject": "grade", "verdict": "confirmed", "reason": ""}
        self.add(Decision(kind=kind, person_id=person_id, **of_grade, **said, **values))

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements sent to the database meanwhile."""
        seen: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(self.db.engine, "before_cursor_execute", note)
        yield seen
        event.remove(self.db.engine, "before_cursor_execute", note)


def _attempt(
    session: Session, person_id: UUID, assignment_id: UUID | None, at: datetime, values: dict[str, Any]
) -> Attempt:
    assignment = session.get(Assignment, assignment_id) if assignment_id else None
    exercise_id = assignment.exercise_id if assignment else "mini"
    attempt = Attempt(
        person_id=person_id,
        exercise_id=exercise_id,
        version_hash=current_version(session, exercise_id),
        assignment_id=assignment_id,
        certifying=assignment is not None and assignment.mode == Mode.CERTIFYING,
        started_at=at,
        touched_at=at,
    )
    for name, value in values.items():
        setattr(attempt, name, value)
    session.add(attempt)
    session.flush()
    return attempt


def _hand_in(
    session: Session, attempt_id: UUID, marks: Sequence[dict[str, Any]], rewrite: str, at: datetime
) -> Attempt:
    attempt = session.get_one(Attempt, attempt_id)
    annotations = [Annotation.model_validate(mark) for mark in marks]
    submission = Submission(annotations=annotations, rewrite=rewrite)
    frozen = freeze(session, attempt.version_hash, submission)
    attempt.submission_id, attempt.submitted_at, attempt.touched_at = frozen.id, at, at
    grade(session, frozen)
    session.flush()
    return attempt


def trainer(person_id: UUID) -> Identity:
    return Identity(person_id, Role.TRAINER)
