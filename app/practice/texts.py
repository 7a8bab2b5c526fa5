"""Saving the rewrite, the client note and the answer to the twist; revealing the twist."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update
from sqlmodel import Session, col

from app.accounts.service import Identity
from app.core.clock import now
from app.core.errors import Problem, conflict
from app.exercises.catalogue import load_version
from app.practice.attempts import OpenAttempt, open_attempt, touch, written_texts
from app.practice.models import Attempt, TextKind, WrittenText
from app.practice.schemas import TextOut, TwistOut

_KNOWN = select(col(WrittenText.text), col(WrittenText.revision))


def save_text(
    session: Session, me: Identity, attempt_id: UUID, kind: TextKind, text: str, expected: int | None
) -> TextOut:
    """Keep a text. The same text again is a success; `expected` is the revision the client last saw.

    Raises problems: 404, 409 after submission or before the twist is revealed, 412 with the current text when
    it changed meanwhile."""
    attempt = open_attempt(session, me, attempt_id)
    if kind is TextKind.TWIST and attempt.twist_revealed_at is None:
        raise conflict("twist-not-open", "Send your note to the client first; the answer comes after it.")
    row = session.execute(_KNOWN.where(*_key(attempt_id, kind))).first()
    if row is not None and row.text == text:
        return TextOut(text=text, revision=row.revision)
    _refuse_stale(row.text if row else None, row.revision if row else 0, expected)
    revision = _store(session, attempt_id, kind, text, row.revision if row else None)
    touch(session, attempt)
    return TextOut(text=text, revision=revision)


def reveal_twist(session: Session, me: Identity, attempt_id: UUID) -> TwistOut:
    """The client's answer, from now on part of the attempt. Needs a note; 404 where there is no twist."""
    attempt = open_attempt(session, me, attempt_id)
    twist = load_version(session, attempt.version_hash).twist
    if twist is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no-twist", "The client of this exercise does not answer.")
    if attempt.twist_revealed_at is None:
        _reveal(session, attempt)
    return TwistOut(message=twist.message)


def _reveal(session: Session, attempt: OpenAttempt) -> None:
    note = written_texts(session, attempt.id).get(TextKind.CLIENT_NOTE)
    if note is None or not note.text.strip():
        raise conflict("note-needed", "Write your note to the client first; the answer comes after it.")
    moment = now()
    changed = update(Attempt).where(col(Attempt.id) == attempt.id)
    session.execute(changed.values(twist_revealed_at=moment, touched_at=moment))


def _refuse_stale(text: str | None, revision: int, expected: int | None) -> None:
    if expected is not None and expected != revision:
        detail = "This text was changed elsewhere, in another tab or on another device."
        current = {"text": text, "revision": revision}
        raise Problem(HTTPStatus.PRECONDITION_FAILED, "stale", detail, extra={"current": current})


def _store(session: Session, attempt_id: UUID, kind: TextKind, text: str, known: int | None) -> int:
    """Write the text and return its new revision."""
    if known is None:
        values = {"attempt_id": attempt_id, "kind": kind, "text": text, "revision": 1, "updated_at": now()}
        session.execute(insert(WrittenText).values(**values))
        return 1
    changed = update(WrittenText).where(*_key(attempt_id, kind))
    session.execute(changed.values(text=text, revision=known + 1, updated_at=now()))
    return known + 1


def _key(attempt_id: UUID, kind: TextKind) -> tuple[ColumnElement[bool], ...]:
    return (col(WrittenText.attempt_id) == attempt_id, col(WrittenText.kind) == kind)
