"""Reading an attempt whole, handing it in, and its grade."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from sqlmodel import Session

from app.accounts.service import Identity
from app.core.clock import now
from app.core.db_locks import hold
from app.core.errors import Problem
from app.exercises.catalogue import load_version
from app.exercises.public import view_of
from app.exercises.schema import Language
from app.grading.assessment import Assessment
from app.grading.queue import GRADE, PARAGRAPH, defer
from app.grading.service import freeze, grade, grade_with_model_to_come, newest_assessment
from app.grading.submission import Submission
from app.practice.annotations import kept_marks, list_annotations
from app.practice.attempts import lock_of, my_attempt, written_texts
from app.practice.credits import credit_what_is_known
from app.practice.models import Attempt, TextKind, WrittenText
from app.practice.schemas import AttemptOut, TextOut, Texts, TwistOut
from app.practice.visibility import (
    demand_visible,
    grade_visible,
    is_apart,
    reference_from,
    set_apart,
    without_reference,
)


def read_attempt(session: Session, me: Identity, attempt_id: UUID) -> AttemptOut:
    """Everything that the trainee may see of the attempt and has done in it."""
    return attempt_out(session, my_attempt(session, me, attempt_id))


def attempt_out(session: Session, attempt: Attempt) -> AttemptOut:
    exercise = load_version(session, attempt.version_hash)
    revealed = exercise.twist if attempt.twist_revealed_at else None
    return AttemptOut(
        id=attempt.id,
        trial=attempt.trial,
        exercise=view_of(exercise, attempt.version_hash),
        status="submitted" if attempt.submission_id else "open",
        annotations=list_annotations(session, attempt.id),
        texts=_texts(written_texts(session, attempt.id)),
        twist=TwistOut(message=revealed.message) if revealed else None,
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        assignment_id=attempt.assignment_id,
        certifying=attempt.certifying,
        reference_after=attempt.reference_after,
        released_at=attempt.released_at,
        set_apart=is_apart(session, attempt),
    )


def _texts(written: dict[TextKind, WrittenText]) -> Texts:
    def one(kind: TextKind) -> TextOut:
        row = written.get(kind)
        return TextOut(text=row.text, revision=row.revision) if row else TextOut(text=None, revision=0)

    return Texts(
        rewrite=one(TextKind.REWRITE), client_note=one(TextKind.CLIENT_NOTE), twist=one(TextKind.TWIST)
    )


def hand_in(
    session: Session, me: Identity, attempt_id: UUID, model_for: Language | None = None
) -> Assessment | AttemptOut:
    """Hand the attempt in, and what its trainee gets for it: the grade, or, where it is
    kept back, the attempt as it is now."""
    submit(session, me, attempt_id, model_for)
    attempt = my_attempt(session, me, attempt_id)
    shown = grade_visible(attempt, set_apart(session, me.person_id))
    return visible_grade(session, attempt) if shown else attempt_out(session, attempt)


def submit(session: Session, me: Identity, attempt_id: UUID, model_for: Language | None = None) -> Assessment:
    """Hand the attempt in and grade it; a second call gives the assessment in force. It is not for the
    trainee's eyes: see `hand_in`.

    `model_for`: where a model is set up, the language of the trainee's pages; the model's part of the grade
    then comes later.
    """
    hold(session, lock_of(attempt_id))
    attempt = my_attempt(session, me, attempt_id)
    session.refresh(attempt, with_for_update=True)
    if attempt.submission_id is not None:
        return newest_assessment(session, attempt.submission_id)
    frozen = freeze(session, attempt.version_hash, _submission(session, attempt_id))
    attempt.submission_id = frozen.id
    attempt.submitted_at = attempt.touched_at = now()
    session.add(attempt)
    if model_for is None:
        assessment = grade(session, frozen)
    else:
        assessment = grade_with_model_to_come(session, frozen, model_for)
        defer(session, frozen.id, GRADE if assessment.provisional else PARAGRAPH)
    credited = credit_what_is_known(session, attempt, frozen.id)
    return newest_assessment(session, frozen.id) if credited else assessment


def _submission(session: Session, attempt_id: UUID) -> Submission:
    """The attempt as it stands now, in the grader's terms."""
    texts = {kind: row.text for kind, row in written_texts(session, attempt_id).items()}
    return Submission(
        annotations=kept_marks(session, attempt_id),
        rewrite=texts.get(TextKind.REWRITE, ""),
        client_note=texts.get(TextKind.CLIENT_NOTE, ""),
        twist=texts.get(TextKind.TWIST),
    )


def read_assessment(session: Session, me: Identity, attempt_id: UUID) -> Assessment:
    """The grade in force as its trainee may see it. Raises 404 problems: `not-submitted`, `not-released`,
    `set-apart`."""
    return visible_grade(session, my_attempt(session, me, attempt_id))


def visible_grade(session: Session, attempt: Attempt) -> Assessment:
    """The grade in force, without what is still kept back of it. Raises the problems of `read_assessment`."""
    if attempt.submission_id is None:
        raise not_submitted()
    demand_visible(session, attempt)
    assessment = newest_assessment(session, attempt.submission_id)
    return without_reference(assessment) if reference_from(session, attempt) else assessment


def not_submitted() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "not-submitted", "This attempt is not submitted yet.")
