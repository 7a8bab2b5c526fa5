"""Attempts: opening one, reading it, and the rules that every change of it obeys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.service import Identity
from app.core.clock import now
from app.core.db_locks import hold
from app.core.errors import conflict, not_found
from app.exercises.catalogue import current_version
from app.practice.models import Attempt, TextKind, WrittenText

TOUCH_EVERY = timedelta(minutes=1)
OPEN_ATTEMPT_COLUMNS = ("id", "version_hash", "touched_at", "twist_revealed_at", "submission_id")


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed of an attempt before it begins; see `Attempt`. By default, nothing: it is free."""

    assignment_id: UUID | None = None
    certifying: bool = False
    reference_after: datetime | None = None


FREE = Terms()
Guard = Callable[[Session, Identity, str], None]
"""Raises a problem where somebody may not begin a free attempt of an exercise; `app.main` gives it."""


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """What a change needs to know of the attempt that it changes."""

    id: UUID
    version_hash: str
    touched_at: datetime
    twist_revealed_at: datetime | None


def start_attempt(
    session: Session, me: Identity, exercise_id: str, terms: Terms = FREE
) -> tuple[Attempt, bool]:
    """The open attempt of this exercise under the same assignment (or none), or a new one on the version on
    offer; True where it is new. Trials are apart: see `app.authoring.trial`."""
    hold(session, f"start:{me.person_id}:{exercise_id}")
    found = attempt_under_way(session, me, exercise_id, terms.assignment_id)
    version = current_version(session, exercise_id)
    if found is not None:
        return found, False
    attempt = Attempt(person_id=me.person_id, exercise_id=exercise_id, version_hash=version, **asdict(terms))
    session.add(attempt)
    session.flush()
    return attempt, True


def attempt_under_way(
    session: Session, me: Identity, exercise_id: str, assignment_id: UUID | None
) -> Attempt | None:
    """The caller's open attempt of the exercise under this assignment, or, for None, the free one."""
    mine = (col(Attempt.person_id) == me.person_id, col(Attempt.exercise_id) == exercise_id)
    open_ = (~col(Attempt.trial), col(Attempt.submission_id).is_(None))
    under = col(Attempt.assignment_id)
    same = under.is_(None) if assignment_id is None else under == assignment_id
    return session.exec(select(Attempt).where(*mine, *open_, same)).first()


def my_attempt(session: Session, me: Identity, attempt_id: UUID) -> Attempt:
    """The attempt, if it is the caller's; else a 404 problem, as for one that does not exist."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None or attempt.person_id != me.person_id:
        raise not_found("attempt")
    return attempt


def lock_of(attempt_id: UUID) -> str:
    """What whoever changes an attempt holds."""
    return f"attempt:{attempt_id}"


def open_attempt(session: Session, me: Identity, attempt_id: UUID) -> OpenAttempt:
    """The caller's attempt for a change; a 409 problem once it is submitted. Nobody else changes it until
    the transaction ends."""
    hold(session, lock_of(attempt_id))
    mine = (col(Attempt.id) == attempt_id, col(Attempt.person_id) == me.person_id)
    return open_attempt_of(session.exec(select(Attempt).where(*mine)).first())


def open_attempt_of(row: Any) -> OpenAttempt:
    """What a change needs of the caller's attempt, from a row with its columns; a 404 problem for none."""
    if row is None:
        raise not_found("attempt")
    if row.submission_id is not None:
        raise conflict("submitted", "This attempt is submitted; it cannot be changed any more.")
    return OpenAttempt(row.id, row.version_hash, row.touched_at, row.twist_revealed_at)


def touch(connection: sa.Connection, attempt: OpenAttempt) -> None:
    """Note that the attempt was worked on, at most once a minute: each save pays for it."""
    moment = now()
    if moment - attempt.touched_at > TOUCH_EVERY:
        connection.execute(sa.update(Attempt).where(col(Attempt.id) == attempt.id).values(touched_at=moment))


def attempts_of(session: Session, me: Identity, exercise_id: str | None = None) -> list[Attempt]:
    """The caller's attempts that count, the one worked on last first: no trials."""
    query = select(Attempt).where(col(Attempt.person_id) == me.person_id, ~col(Attempt.trial))
    if exercise_id is not None:
        query = query.where(col(Attempt.exercise_id) == exercise_id)
    return list(session.exec(query.order_by(col(Attempt.touched_at).desc())).all())


def written_texts(session: Session, attempt_id: UUID) -> dict[TextKind, WrittenText]:
    rows = session.exec(select(WrittenText).where(col(WrittenText.attempt_id) == attempt_id)).all()
    return {TextKind(row.kind): row for row in rows}
