"""Saving marks: the hot path, one read and one write in one transaction.

Its statements are built once, on tables and not on classes: building and ORM execution cost more than SQLite
does (`make bench` measures it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.accounts.models import Scope
from app.accounts.policy import Caller
from app.accounts.service import SIGN_INS, Identity
from app.core.clock import now
from app.core.db_locks import hold
from app.core.errors import Problem, conflict
from app.exercises.catalogue import load_prepared
from app.grading.submission import Annotation
from app.practice.attempts import OPEN_ATTEMPT_COLUMNS, lock_of, open_attempt, open_attempt_of, touch
from app.practice.models import AnnotationRecord, Attempt
from app.practice.resolving import resolve_mark
from app.practice.schemas import (
    AnnotationIn,
    AnnotationOut,
    Target,
    TextPositionSelector,
    TextQuoteSelector,
)

MAX_ANNOTATIONS = 300
MARKS, ATTEMPTS = (SQLModel.metadata.tables[str(m.__tablename__)] for m in (AnnotationRecord, Attempt))
ATTEMPT: sa.BindParameter[UUID] = sa.bindparam("attempt")
MARK: sa.BindParameter[UUID] = sa.bindparam("mark")
TOKEN: sa.BindParameter[str] = sa.bindparam("token")
NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_KEY = sa.and_(MARKS.c.attempt_id == ATTEMPT, MARKS.c.id == MARK)
_COUNT = sa.select(sa.func.count()).where(MARKS.c.attempt_id == ATTEMPT).scalar_subquery()
_ATTEMPT = (ATTEMPTS.c[name] for name in OPEN_ATTEMPT_COLUMNS)
_LOAD = (
    sa.select(*_ATTEMPT, MARKS.c.document, MARKS.c.revision, _COUNT.label("count"))
    .select_from(SIGN_INS.join(ATTEMPTS, ATTEMPTS.c.person_id == SIGN_INS.c.person_id).outerjoin(MARKS, _KEY))
    .where(SIGN_INS.c.token_hash == TOKEN, SIGN_INS.c.expires_at > NOW, ATTEMPTS.c.id == ATTEMPT)
    .where(sa.or_(SIGN_INS.c.scope.is_(None), SIGN_INS.c.scope != Scope.READ.value))
)
_INSERT = sa.insert(MARKS)
_UPDATE = sa.update(MARKS).where(_KEY).values(document=sa.bindparam("new"), revision=sa.bindparam("next"))
_DELETE = sa.delete(MARKS).where(_KEY)
_LIST = (
    sa.select(MARKS.c.id, MARKS.c.document, MARKS.c.revision)
    .where(MARKS.c.attempt_id == ATTEMPT)
    .order_by(MARKS.c.created_at, MARKS.c.id)
)


@dataclass(frozen=True, slots=True)
class Saved:
    annotation: AnnotationOut
    created: bool


def save_annotation(
    connection: sa.Connection,
    caller: Caller,
    attempt_id: UUID,
    annotation_id: UUID,
    body: AnnotationIn,
    expected: int | None,
) -> Saved:
    """Create or replace one mark under its client-made id. The same mark again changes nothing. One statement
    finds the mark in the attempt of the person behind the caller's token.

    `expected`: the revision the client last saw, or None to overwrite. Raises problems: 404 for an attempt
    of somebody else, 409 after submission, 412 when the mark changed meanwhile, 422 for a quote that does
    not stand in its text."""
    hold(connection, lock_of(attempt_id))
    key = {"attempt": attempt_id, "mark": annotation_id}
    row: Any = connection.execute(_LOAD, {**key, "token": caller.token_hash, "now": now()}).first()
    if row is None:
        caller.identity(connection)
    attempt = open_attempt_of(row)
    mark = resolve_mark(load_prepared(Session(connection), attempt.version_hash), body)
    document = mark.model_dump_json(exclude={"id"})
    if row.document is None:
        _insert(connection, row, document, key)
        touch(connection, attempt)
        return Saved(_out(annotation_id, mark, 1), created=True)
    if row.document == document:
        return Saved(_out(annotation_id, mark, row.revision), created=False)
    _refuse_stale(annotation_id, row, expected)
    connection.execute(_UPDATE, {**key, "new": document, "next": row.revision + 1})
    touch(connection, attempt)
    return Saved(_out(annotation_id, mark, row.revision + 1), created=False)


def delete_annotation(session: Session, me: Identity, attempt_id: UUID, annotation_id: UUID) -> None:
    """Forget one mark; a mark that is not there is no error, so that a retry is safe."""
    attempt = open_attempt(session, me, attempt_id)
    session.connection().execute(_DELETE, {"attempt": attempt_id, "mark": annotation_id})
    touch(session.connection(), attempt)


def kept_marks(session: Session, attempt_id: UUID) -> list[Annotation]:
    """The marks of an attempt, with their ids, in the order in which they were first made."""
    rows = session.connection().execute(_LIST, {"attempt": attempt_id})
    return [_read(row.document).model_copy(update={"id": row.id}) for row in rows]


def list_annotations(session: Session, attempt_id: UUID) -> list[AnnotationOut]:
    """The same, as the browser gets them."""
    rows = session.connection().execute(_LIST, {"attempt": attempt_id})
    return [_out(row.id, _read(row.document), row.revision) for row in rows]


def _read(document: str) -> Annotation:
    return Annotation.model_validate_json(document)


def _out(annotation_id: UUID, kept: Annotation, revision: int) -> AnnotationOut:
    return AnnotationOut.model_construct(  # of a validated mark: nothing to validate again
        id=annotation_id,
        target=_target(kept),
        omission=kept.omission,
        type=kept.type,
        severity=kept.severity,
        confidence=kept.confidence,
        comment=kept.comment,
        evidence=kept.evidence,
        revision=revision,
    )


def _target(kept: Annotation) -> Target | None:
    if kept.quote is None or kept.start is None or kept.end is None:
        return None
    quote = TextQuoteSelector.model_construct(exact=kept.quote, prefix=kept.prefix, suffix=kept.suffix)
    position = TextPositionSelector.model_construct(start=kept.start, end=kept.end)
    return Target.model_construct(selector=[quote, position])


def _insert(connection: sa.Connection, row: Any, document: str, key: dict[str, UUID]) -> None:
    if row.count >= MAX_ANNOTATIONS:
        raise conflict("too-many-marks", f"An attempt holds at most {MAX_ANNOTATIONS} marks.")
    values = {"attempt_id": key["attempt"], "id": key["mark"], "document": document, "revision": 1}
    connection.execute(_INSERT, {**values, "created_at": now()})


def _refuse_stale(annotation_id: UUID, row: Any, expected: int | None) -> None:
    if expected is not None and expected != row.revision:
        current = _out(annotation_id, _read(row.document), row.revision).model_dump(mode="json")
        detail = "This mark was changed elsewhere, in another tab or on another device."
        raise Problem(HTTPStatus.PRECONDITION_FAILED, "stale", detail, extra={"current": current})
