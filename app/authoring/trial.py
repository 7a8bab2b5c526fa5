"""*Solve it yourself*: an author's attempt at the draft as it stands, which counts nowhere.

It goes through the workspace, the submission and the grade of any attempt, the model's part included: that
part is just what an author wants to see before trainees do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.service import Identity
from app.authoring.access import draft_of_mine, refuse_while_practising
from app.authoring.bodies import unfit
from app.authoring.drafts import document_of
from app.exercises.catalogue import current_version, keep_version
from app.exercises.lint import lint
from app.practice.attempts import written_texts
from app.practice.models import AnnotationRecord, Attempt


@dataclass(frozen=True, slots=True)
class Trials:
    """The caller's trials of an exercise: the one under way with the version that it stands on, and the one
    handed in last."""

    under_way: UUID | None = None
    version: str | None = None
    last: UUID | None = None
    last_at: datetime | None = None


def start_trial(
    session: Session, me: Identity, exercise_id: str, afresh: bool, language: str
) -> tuple[Attempt, bool]:
    """The trial under way, or a new one on the draft as it stands; True where it is new.

    One under way on an older state of the draft is gone on with where something was done in it, unless
    `afresh`; else a new one takes its place. Where there is no draft to write (the files' exercises, those of
    others) it is on the version on offer. Raises a 422 problem with every lint error.
    """
    under_way = _open_trial(session, me, exercise_id)
    if under_way is not None and not afresh and _has_work(session, under_way):
        return under_way, False
    version = _version_to_try(session, me, exercise_id, language)
    if under_way is not None:
        if under_way.version_hash == version and not afresh:
            return under_way, False
        session.delete(under_way)
        session.flush()
    attempt = Attempt(person_id=me.person_id, exercise_id=exercise_id, version_hash=version, trial=True)
    session.add(attempt)
    session.flush()
    return attempt, True


def my_trials(session: Session, me: Identity, exercise_id: str) -> Trials:
    under_way = _open_trial(session, me, exercise_id)
    handed_in = _trials(me, exercise_id).where(col(Attempt.submission_id).is_not(None))
    last = session.exec(handed_in.order_by(col(Attempt.submitted_at).desc()).limit(1)).first()
    return Trials(
        under_way=under_way.id if under_way else None,
        version=under_way.version_hash if under_way else None,
        last=last.id if last else None,
        last_at=last.submitted_at if last else None,
    )


def _trials(me: Identity, exercise_id: str) -> SelectOfScalar[Attempt]:
    mine = (col(Attempt.person_id) == me.person_id, col(Attempt.exercise_id) == exercise_id)
    return select(Attempt).where(*mine, col(Attempt.trial))


def _open_trial(session: Session, me: Identity, exercise_id: str) -> Attempt | None:
    return session.exec(_trials(me, exercise_id).where(col(Attempt.submission_id).is_(None))).first()


def _has_work(session: Session, attempt: Attempt) -> bool:
    mark = select(AnnotationRecord.id).where(col(AnnotationRecord.attempt_id) == attempt.id).limit(1)
    texts = written_texts(session, attempt.id).values()
    return session.exec(mark).first() is not None or any(text.text.strip() for text in texts)


def _version_to_try(session: Session, me: Identity, exercise_id: str, language: str) -> str:
    refuse_while_practising(session, me, exercise_id)
    draft = draft_of_mine(session, me, exercise_id)
    if draft is None:
        return current_version(session, exercise_id)
    exercise = document_of(draft)
    errors = [finding for finding in lint(exercise) if finding.level == "error"]
    if errors:
        detail = f"{len(errors)} error(s) of the linter stand in the way; mend them, then try it again."
        raise unfit("lint", detail, errors, language)
    return keep_version(session, exercise).hash
