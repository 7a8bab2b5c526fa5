"""Which exercises a caller may write, and which of them they may see the answers of."""

from __future__ import annotations

from http import HTTPStatus

from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.core.errors import Problem, conflict, not_found
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, Origin
from app.practice.models import Attempt


def writes(session: Session, me: Identity, exercise_id: str) -> bool:
    """Whether the caller is an author of the exercise (administrators are of all)."""
    if not me.may_author:
        return False
    return me.is_admin or session.get(ExerciseAuthor, (exercise_id, me.person_id)) is not None


def my_draft(session: Session, me: Identity, exercise_id: str) -> tuple[CatalogueEntry, ExerciseDraft]:
    """The exercise and its draft. Raises a 404 problem for those of others, and a 409 problem for exercises
    that are written as files."""
    entry = session.get(CatalogueEntry, exercise_id)
    draft = session.get(ExerciseDraft, exercise_id)
    if entry is not None and entry.origin == Origin.FILES:
        raise _of_files(exercise_id)
    if entry is None or draft is None or not writes(session, me, exercise_id):
        raise not_found("exercise")
    return entry, draft


def draft_of_mine(session: Session, me: Identity, exercise_id: str) -> ExerciseDraft | None:
    """The draft where the caller writes it; None where they may at most read what is on offer."""
    return session.get(ExerciseDraft, exercise_id) if writes(session, me, exercise_id) else None


def owned(session: Session, me: Identity, exercise_id: str) -> None:
    """Raises a 403 problem unless the caller owns the exercise or is an administrator."""
    my_draft(session, me, exercise_id)
    mine = session.get(ExerciseAuthor, (exercise_id, me.person_id))
    if not me.is_admin and (mine is None or not mine.owner):
        detail = "Only the owner of an exercise says who writes it."
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden", detail)


def refuse_while_practising(session: Session, me: Identity, exercise_id: str) -> None:
    """Raises a 409 problem for who is solving the exercise right now: its document holds the answers."""
    if session.get(ExerciseAuthor, (exercise_id, me.person_id)) is not None:
        return
    mine = (col(Attempt.person_id) == me.person_id, col(Attempt.exercise_id) == exercise_id)
    working = (*mine, ~col(Attempt.trial), col(Attempt.submission_id).is_(None))
    if session.exec(select(Attempt.id).where(*working)).first() is not None:
        detail = "You are working on this exercise; hand your attempt in before you read its answers."
        raise conflict("attempt-open", detail)


def _of_files(exercise_id: str) -> Problem:
    detail = (
        f"“{exercise_id}” is written as files in the folder of the catalogue. Change it there, or export it "
        "and create a copy under an id of its own."
    )
    return conflict("catalogue-file", detail)
