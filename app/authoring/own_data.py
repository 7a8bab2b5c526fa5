"""What is kept of a person as an author: the exercises that they write.

When the account is erased, an exercise with another author goes over to them, and one that somebody else has
attempted stays without an owner, for administrators; one that nobody else has a part in goes.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, exists
from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.accounts.own_data import Erasing, Holding, iso
from app.cohorts.own_data import is_set_for_others
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, ExerciseVersion
from app.grading.models import FrozenSubmission
from app.llm.models import ModelCall
from app.practice.models import Attempt


def _collect(session: Session, person_id: UUID) -> dict[str, Any]:
    mine = select(ExerciseAuthor).where(ExerciseAuthor.person_id == person_id)
    rows = session.exec(mine.order_by(col(ExerciseAuthor.exercise_id))).all()
    asked = select(ModelCall).where(ModelCall.person_id == person_id).order_by(col(ModelCall.created_at))
    return {
        "authored_exercises": [_exercise(session, row) for row in rows],
        "asked_of_the_model": [_asked(call) for call in session.exec(asked).all()],
    }


def _asked(call: ModelCall) -> dict[str, Any]:
    return {
        "at": iso(call.created_at),
        "purpose": call.purpose,
        "model": call.model,
        "request": json.loads(call.request) if call.request else None,
        "answer": call.answer,
    }


def _exercise(session: Session, author: ExerciseAuthor) -> dict[str, Any]:
    draft = session.get(ExerciseDraft, author.exercise_id)
    of_exercise = select(ExerciseVersion).where(ExerciseVersion.exercise_id == author.exercise_id)
    versions = session.exec(of_exercise.order_by(col(ExerciseVersion.created_at))).all()
    return {
        "id": author.exercise_id,
        "owner": author.owner,
        "draft": _draft(draft) if draft else None,
        "versions": [
            {"number": v.number, "created_at": iso(v.created_at), "document": json.loads(v.document)}
            for v in versions
        ],
    }


def _draft(draft: ExerciseDraft) -> dict[str, Any]:
    moments = {"created_at": iso(draft.created_at), "updated_at": iso(draft.updated_at)}
    return {"revision": draft.revision, **moments, "document": json.loads(draft.document)}


@dataclass(frozen=True, slots=True)
class _Fates:
    """Ids of the exercises that a person writes: those that go, and those that stay for others."""

    gone: list[str]
    kept: list[str]


def _fates(session: Session, person_id: UUID) -> _Fates:
    mine = select(ExerciseAuthor.exercise_id).where(ExerciseAuthor.person_id == person_id)
    ids = session.exec(mine.order_by(col(ExerciseAuthor.exercise_id))).all()
    kept = [id_ for id_ in ids if _is_of_others(session, person_id, id_)]
    return _Fates([id_ for id_ in ids if id_ not in kept], kept)


def _is_of_others(session: Session, person_id: UUID, exercise_id: str) -> bool:
    """Whether somebody else writes it or has attempted it, or it is set for others."""
    if is_set_for_others(session, person_id, exercise_id):
        return True
    others = (ExerciseAuthor.exercise_id == exercise_id, col(ExerciseAuthor.person_id) != person_id)
    attempted = (Attempt.exercise_id == exercise_id, col(Attempt.person_id) != person_id)
    return any(
        session.exec(query.limit(1)).first() is not None
        for query in (select(ExerciseAuthor.exercise_id).where(*others), select(Attempt.id).where(*attempted))
    )


def _weigh(session: Session, erasing: Erasing) -> Counter[str]:
    fates = _fates(session, erasing.person_id)
    asked = session.exec(select(ModelCall.id).where(ModelCall.person_id == erasing.person_id)).all()
    return Counter(exercises_erased=len(fates.gone), exercises_kept=len(fates.kept), asked=len(asked))


def _erase(session: Session, erasing: Erasing) -> None:
    """After the person's attempts, on which the exercises that go may stand."""
    session.execute(delete(ModelCall).where(col(ModelCall.person_id) == erasing.person_id))
    fates = _fates(session, erasing.person_id)
    for exercise_id in fates.kept:
        _hand_over(session, erasing.person_id, exercise_id)
    # Drafts and authors go with their exercise; it names a version, so it goes before its versions.
    session.execute(delete(CatalogueEntry).where(col(CatalogueEntry.id).in_(fates.gone)))
    used = exists().where(col(FrozenSubmission.version_hash) == col(ExerciseVersion.hash))
    unused = (col(ExerciseVersion.exercise_id).in_(fates.gone), ~used)
    session.execute(delete(ExerciseVersion).where(*unused))


def _hand_over(session: Session, person_id: UUID, exercise_id: str) -> None:
    """The co-author whose account is the oldest owns it from now on; without one, nobody does."""
    mine = session.get(ExerciseAuthor, (exercise_id, person_id))
    if mine is None:
        return
    others = (
        select(ExerciseAuthor)
        .join(Person, col(Person.id) == col(ExerciseAuthor.person_id))
        .where(ExerciseAuthor.exercise_id == exercise_id, col(ExerciseAuthor.person_id) != person_id)
        .order_by(col(Person.created_at), col(Person.id))
    )
    heir = session.exec(others).first()
    if mine.owner and heir is not None:
        heir.owner = True
    session.delete(mine)
    session.flush()


AUTHORING: Final = Holding(
    tables=frozenset(str(model.__tablename__) for model in (ExerciseAuthor, ExerciseDraft, ModelCall)),
    collect=_collect,
    weigh=_weigh,
    erase=_erase,
)
