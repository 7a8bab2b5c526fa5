"""Signing in: one-time links, and the sessions that they open."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from app.accounts.models import Person, SignIn, SignInLink
from app.core.clock import now

SOLO_NAME = "solo"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is calling."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class OpenedSignIn:
    """A sign-in just opened; `token` goes into the cookie and is never kept in clear."""

    token: str
    expires_at: datetime


def solo_person(session: Session) -> Person:
    """The one person of solo mode, made at the first start."""
    person = session.exec(select(Person).order_by(col(Person.created_at))).first()
    if person is None:
        person = Person(name=SOLO_NAME)
        session.add(person)
        session.flush()
    return person


def make_link(session: Session) -> str:
    """A new one-time token for the person of solo mode; links never used before end with it."""
    session.execute(delete(SignInLink).where(col(SignInLink.used_at).is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(SignInLink(token_hash=digest(token), person_id=solo_person(session).id))
    return token


def use_link(session: Session, token: str, days: int) -> OpenedSignIn | None:
    """Open a sign-in of `days` days; None when the token is unknown or was used before."""
    link = session.get(SignInLink, digest(token))
    if link is None or not _claim(session, link):
        return None
    opened = OpenedSignIn(secrets.token_urlsafe(32), now() + timedelta(days=days))
    session.add(
        SignIn(token_hash=digest(opened.token), person_id=link.person_id, expires_at=opened.expires_at)
    )
    return opened


def _claim(session: Session, link: SignInLink) -> bool:
    """One statement decides who was first, whatever else runs."""
    claimed = session.execute(
        update(SignInLink)
        .where(col(SignInLink.token_hash) == link.token_hash, col(SignInLink.used_at).is_(None))
        .values(used_at=now())
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]  # the result of an UPDATE has it


SIGN_INS = SQLModel.metadata.tables[str(SignIn.__tablename__)]
_IDENTIFY = sa.select(SIGN_INS.c.person_id, SIGN_INS.c.expires_at).where(
    SIGN_INS.c.token_hash == sa.bindparam("hash")
)


def identify(connection: sa.Connection, token: str) -> Identity | None:
    """Whose cookie this is; None when it is unknown or has expired. Each request pays for it, hence a
    statement that is built once, on the table."""
    row = connection.execute(_IDENTIFY, {"hash": digest(token)}).first()
    if row is None or row.expires_at <= now():
        return None
    return Identity(row.person_id)


def end_sign_in(session: Session, token: str) -> None:
    """Forget the sign-in of this cookie; unknown ones are no error."""
    session.execute(delete(SignIn).where(col(SignIn.token_hash) == digest(token)))


def digest(token: str) -> str:
    """SHA-256 in hex: enough for tokens of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
