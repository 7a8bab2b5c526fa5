"""A person's own browsers that are signed in, and the own password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.handed_links import end_resets
from app.accounts.models import Person, SignIn
from app.accounts.service import Identity, digest
from app.core.clock import now
from app.core.errors import not_found


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A browser that is signed in. `label` is empty where it is not known; `current` is the one that asks."""

    id: UUID
    label: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class OwnPassword:
    """What is kept of it; `email` and `hash` are None for who signs in otherwise."""

    email: str | None
    hash: str | None


def my_sessions(session: Session, me: Identity, token_hash: str) -> list[BrowserSession]:
    """This browser (whose sign-in has the hash) first, then by the last use, the newest first."""
    rows = session.exec(select(SignIn).where(*_mine(me), col(SignIn.expires_at) > now())).all()
    shown = [_shown(row, token_hash) for row in rows]
    return sorted(shown, key=lambda one: (one.current, one.last_used_at), reverse=True)


def end_session(session: Session, me: Identity, session_id: UUID) -> None:
    """Sign one browser out. Raises a 404 problem where it is not the caller's."""
    ended = session.exec(select(SignIn).where(*_mine(me), col(SignIn.id) == session_id)).first()
    if ended is None:
        raise not_found("sign-in")
    session.delete(ended)
    record(session, me, "session.end", "sign-in", session_id)


def end_other_sessions(session: Session, me: Identity, token_hash: str) -> int:
    """Sign every browser out but this one; how many there were. API tokens stay."""
    others = session.exec(select(SignIn).where(*_mine(me), col(SignIn.token_hash) != token_hash)).all()
    for other in others:
        end_session(session, me, other.id)
    return len(others)


def sign_out(session: Session, token: str) -> None:
    """End the sign-in of a cookie; unknown ones are no error."""
    kept = session.get(SignIn, digest(token))
    if kept is None or kept.scope is not None:
        return
    session.delete(kept)
    record(session, Identity(kept.person_id), "session.end", "sign-in", kept.id)


def own_password(session: Session, me: Identity) -> OwnPassword:
    person = session.get_one(Person, me.person_id)
    return OwnPassword(person.email, person.password_hash)


def change_password(
    session: Session, me: Identity, token_hash: str, checked: OwnPassword, new_hash: str
) -> bool:
    """Replace the password that was `checked`, sign every other browser out, and end links for a new
    password; False where it was changed meanwhile."""
    person = session.get_one(Person, me.person_id)
    if person.password_hash != checked.hash:
        return False
    person.password_hash = new_hash
    end_other_sessions(session, me, token_hash)
    end_resets(session, person)
    record(session, me, "password.change", "person", person.id)
    return True


def _mine(me: Identity) -> tuple[sa.ColumnElement[bool], ...]:
    return col(SignIn.person_id) == me.person_id, col(SignIn.scope).is_(None)


def _shown(row: SignIn, token_hash: str) -> BrowserSession:
    return BrowserSession(
        id=row.id,
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at or row.created_at,
        expires_at=row.expires_at,
        current=row.token_hash == token_hash,
    )
