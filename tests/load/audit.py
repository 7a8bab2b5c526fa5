"""What the database holds in the end beside what the server had acknowledged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.core.db import Database
from app.grading.models import AssessmentRecord, FrozenSubmission
from app.grading.queue_models import GradingJob
from app.llm.models import ANSWERED, REPEATED, ModelCall
from app.practice.models import AnnotationRecord, Attempt, WrittenText
from tests.load.trainee import Kept


def complaints(db: Database, kept: Iterable[Kept], *, graded: bool) -> list[str]:
    """What is lost, doubled or undone, a line each. `graded`: whether every model's part must be there."""

    def look(session: Session) -> list[str]:
        return [*(line for one in kept for line in _wrong(session, one, graded)), *_strays(session)]

    return db.read(look)


def _strays(session: Session) -> Iterator[str]:
    """An attempt that was handed in twice leaves a submission that is nobody's."""
    owned = select(Attempt.submission_id).where(col(Attempt.submission_id).is_not(None))
    for id_ in session.exec(select(FrozenSubmission.id).where(col(FrozenSubmission.id).not_in(owned))):
        yield f"submission {id_} belongs to no attempt"


def paid_twice(db: Database) -> int:
    """Answers of the model to what it had answered before."""
    query = sa.select(sa.func.count()).where(col(ModelCall.outcome) == REPEATED)
    return db.read(lambda session: session.scalar(query) or 0)


def calls(db: Database) -> Counter[str]:
    """Calls of the model by outcome."""
    query = sa.select(col(ModelCall.outcome), sa.func.count()).group_by(col(ModelCall.outcome))
    return Counter(dict(db.read(lambda session: session.execute(query).tuples().all())))


def _wrong(session: Session, kept: Kept, graded: bool) -> Iterator[str]:
    attempt = session.get(Attempt, kept.attempt)
    if attempt is None:
        yield f"attempt {kept.attempt} is lost"
        return
    yield from _lost_work(session, kept)
    if kept.submitted and attempt.submission_id is None:
        yield f"attempt {kept.attempt}: the submission is lost"
    if attempt.submission_id is not None:
        yield from _wrong_submission(session, kept, attempt.submission_id, graded)


def _lost_work(session: Session, kept: Kept) -> Iterator[str]:
    rows = session.exec(select(AnnotationRecord).where(AnnotationRecord.attempt_id == kept.attempt)).all()
    found = {row.id: json.loads(row.document)["comment"] for row in rows}
    for id_, comment in kept.marks.items():
        if found.get(id_) != comment:
            yield f"attempt {kept.attempt}: mark {id_} is lost"
    texts = session.exec(select(WrittenText).where(WrittenText.attempt_id == kept.attempt)).all()
    held = {str(row.kind): row.text for row in texts}
    for kind, text in (("rewrite", kept.rewrite), ("client_note", kept.note)):
        if text and held.get(kind) != text:
            yield f"attempt {kept.attempt}: the {kind} is not what was acknowledged last"


def _wrong_submission(session: Session, kept: Kept, id_: UUID, graded: bool) -> Iterator[str]:
    frozen = session.get(FrozenSubmission, id_)
    document: dict[str, Any] = json.loads(frozen.document) if frozen else {}
    comments = {one["comment"] for one in document.get("annotations", ())}
    if not set(kept.marks.values()) <= comments or document.get("rewrite") != kept.rewrite:
        yield f"submission {id_} lacks what was acknowledged before it"
    grades = session.exec(
        select(AssessmentRecord)
        .where(AssessmentRecord.submission_id == id_)
        .order_by(col(AssessmentRecord.number))
    ).all()
    complete = [grade.number for grade in grades if not grade.provisional]
    if len(grades) - len(complete) > 1 or len(complete) > 1:
        yield f"submission {id_} is graded more than once: {len(grades)} assessments"
    if graded and len(complete) != 1:
        yield f"submission {id_} has {len(complete)} complete grades{_standing(session, id_)}"


def _standing(session: Session, id_: UUID) -> str:
    job = session.get(GradingJob, id_)
    return f" ({job.state}, {job.failures} failures, {job.kind})" if job else ""


__all__ = ["ANSWERED", "calls", "complaints", "paid_twice"]
