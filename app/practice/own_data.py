"""What is kept of a person's practice: attempts with all that came of them.

When the account is erased, submitted attempts on exercises that another trainer wrote through the API stay,
without a name: that trainer's statistics and later gradings stand on them. Everything else goes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false
from sqlmodel import Session, col, select

from app.accounts.own_data import Erasing, Holding, iso
from app.exercises.catalogue import load_version
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseVersion, Origin
from app.grading.assessment import Assessment
from app.grading.coach import PURPOSE as COACH
from app.grading.models import AssessmentRecord, Coaching, FrozenSubmission
from app.grading.queue_models import GradingJob
from app.llm.calls import calls_of
from app.llm.models import ModelCall
from app.practice.models import AnnotationRecord, Attempt, WrittenText
from app.practice.visibility import (
    grade_visible,
    is_awaiting,
    reference_from,
    set_apart,
    without_reference,
)


def _collect(session: Session, person_id: UUID) -> dict[str, Any]:
    mine = select(Attempt).where(Attempt.person_id == person_id).order_by(col(Attempt.started_at))
    return {"attempts": [_attempt(session, attempt) for attempt in session.exec(mine).all()]}


def _attempt(session: Session, attempt: Attempt) -> dict[str, Any]:
    version = session.get(ExerciseVersion, attempt.version_hash)
    return {
        "id": str(attempt.id),
        "exercise": attempt.exercise_id,
        "title": load_version(session, attempt.version_hash).title,
        "version": version.number if version else None,
        "trial": attempt.trial,
        "started_at": iso(attempt.started_at),
        "last_worked_on_at": iso(attempt.touched_at),
        "twist_revealed_at": iso(attempt.twist_revealed_at),
        "submitted_at": iso(attempt.submitted_at),
        "assignment": str(attempt.assignment_id) if attempt.assignment_id else None,
        "certifying": attempt.certifying,
        "reference_after": iso(attempt.reference_after),
        "released_at": iso(attempt.released_at),
        "marks": _marks(session, attempt.id),
        "texts": _texts(session, attempt.id),
        **_handed_in(session, attempt),
    }


def _handed_in(session: Session, attempt: Attempt) -> dict[str, Any]:
    """What was handed in, and what came of it as far as the person may see it by now."""
    if attempt.submission_id is None:
        return {}
    frozen = session.get(FrozenSubmission, attempt.submission_id)
    document = {"id": str(attempt.submission_id), **json.loads(frozen.document)} if frozen else None
    if grade_visible(attempt, set_apart(session, attempt.person_id)):
        return {"submission": document, **_grades(session, attempt)}
    return {"submission": document, "assessments": "not-released" if is_awaiting(attempt) else "set-apart"}


def _marks(session: Session, attempt_id: UUID) -> list[dict[str, Any]]:
    of_attempt = select(AnnotationRecord).where(AnnotationRecord.attempt_id == attempt_id)
    return [
        {
            "id": str(row.id),
            "revision": row.revision,
            "created_at": iso(row.created_at),
            **json.loads(row.document),
        }
        for row in session.exec(of_attempt.order_by(col(AnnotationRecord.created_at)))
    ]


def _texts(session: Session, attempt_id: UUID) -> dict[str, Any]:
    rows = session.exec(select(WrittenText).where(WrittenText.attempt_id == attempt_id)).all()
    return {
        str(row.kind): {"text": row.text, "revision": row.revision, "updated_at": iso(row.updated_at)}
        for row in rows
    }


def _grades(session: Session, attempt: Attempt) -> dict[str, Any]:
    submission_id = attempt.submission_id
    of_submission = select(AssessmentRecord).where(AssessmentRecord.submission_id == submission_id)
    assessments = session.exec(of_submission.order_by(col(AssessmentRecord.number))).all()
    coaching = session.get(Coaching, submission_id)
    kept_back = reference_from(session, attempt) is not None
    return {
        "assessments": [_assessment(record, kept_back) for record in assessments],
        "coach": _coach(coaching) if coaching else None,
        "model_calls": [_call(call, kept_back) for call in calls_of(session, submission_id)]
        if submission_id
        else [],
    }


def _assessment(record: AssessmentRecord, kept_back: bool) -> dict[str, Any]:
    """`kept_back`: whether the person may not see the reference yet."""
    provenance = json.loads(record.provenance) if record.provenance else {}
    return {
        "number": record.number,
        "created_at": iso(record.created_at),
        "scorer_version": record.scorer_version,
        "provisional": record.provisional,
        "model": provenance.get("model"),
        "assessment": _without_reference(record.document) if kept_back else json.loads(record.document),
    }


def _without_reference(document: str) -> dict[str, Any]:
    return without_reference(Assessment.model_validate_json(document)).model_dump(mode="json")


def _coach(coaching: Coaching) -> dict[str, Any]:
    kept = {"language": coaching.language, "state": coaching.state, "model": coaching.model}
    return {**kept, "paragraph": coaching.paragraph, "created_at": iso(coaching.created_at)}


def _call(call: ModelCall, kept_back: bool) -> dict[str, Any]:
    """What the model answered. The request repeats the exercise and the submission, so it is left out; and so
    is the answer of a judge, who reads the reference and may quote it, while that is `kept_back`."""
    silent = kept_back and call.purpose != COACH
    return {
        "created_at": iso(call.created_at),
        "purpose": call.purpose,
        "model": call.model,
        "outcome": call.outcome,
        "answer": None if silent else call.answer,
        "decision": json.loads(call.decision) if call.decision and not silent else None,
        "input_tokens": call.input_tokens,
        "output_tokens": call.output_tokens,
    }


def _weigh(session: Session, erasing: Erasing) -> Counter[str]:
    kept, gone = (session.exec(_attempts(erasing, stay=stay)).all() for stay in (True, False))
    return Counter(attempts_kept=len(kept), attempts_erased=len(gone))


def _erase(session: Session, erasing: Erasing) -> None:
    _erase_attempts(session, session.exec(_attempts(erasing, stay=False)).all())
    kept = [attempt.submission_id for attempt in session.exec(_attempts(erasing, stay=True))]
    session.execute(delete(Coaching).where(col(Coaching.submission_id).in_(kept)))
    to_the_person = (col(ModelCall.submission_id).in_(kept), col(ModelCall.purpose) == COACH)
    session.execute(delete(ModelCall).where(*to_the_person))


def _erase_attempts(session: Session, attempts: Sequence[Attempt]) -> None:
    """Marks and texts go with their attempt; grades, coach and model calls with their submission."""
    submissions = [attempt.submission_id for attempt in attempts]
    session.execute(delete(Attempt).where(col(Attempt.id).in_([attempt.id for attempt in attempts])))
    session.execute(delete(FrozenSubmission).where(col(FrozenSubmission.id).in_(submissions)))


def _attempts(erasing: Erasing, *, stay: bool) -> Any:
    """The person's attempts that stay, or those that go."""
    mine = select(Attempt).where(Attempt.person_id == erasing.person_id)
    stays = false() if erasing.solo else _is_a_trainers(erasing.person_id)
    return mine.where(stays if stay else ~stays)


def _is_a_trainers(person_id: UUID) -> ColumnElement[bool]:
    """Submitted, in earnest, on an exercise of the API that the person has no part in writing."""
    of_api = select(CatalogueEntry.id).where(col(CatalogueEntry.origin) == Origin.API)
    own = select(ExerciseAuthor.exercise_id).where(col(ExerciseAuthor.person_id) == person_id)
    return and_(
        col(Attempt.submission_id).is_not(None),
        ~col(Attempt.trial),
        col(Attempt.exercise_id).in_(of_api),
        col(Attempt.exercise_id).not_in(own),
    )


PRACTICE: Final = Holding(
    tables=frozenset(
        str(model.__tablename__)
        for model in (
            Attempt,
            AnnotationRecord,
            WrittenText,
            FrozenSubmission,
            AssessmentRecord,
            Coaching,
            GradingJob,
            ModelCall,
        )
    ),
    collect=_collect,
    weigh=_weigh,
    erase=_erase,
)
