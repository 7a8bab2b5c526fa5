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

from app.accounts.models import Person, Role, Scope, SignIn, SignInLink
from app.core.clock import now

SOLO_NAME = "solo"
TOKEN_PREFIX = "vigie_"  # noqa: S105 - how tokens start is no secret
"""How every API token starts, so that it is told apart from a cookie, and found where it leaked."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is calling. `scope` bounds an API token; it is None for a browser, which has no such bound."""

    person_id: UUID
    role: Role = Role.TRAINEE
    scope: Scope | None = None

    @property
    def may_author(self) -> bool:
        """Whether the person writes exercises."""
        return self.role in {Role.TRAINER, Role.ADMIN}

    @property
    def is_admin(self) -> bool:
        """Whether the caller looks after people and exercises of others."""
        return self.role is Role.ADMIN and self.scope in {None, Scope.ADMIN}


@dataclass(frozen=True, slots=True)
class OpenedSignIn:
    """A sign-in just opened; `token` goes into the cookie and is never kept in clear."""

    token: str
    expires_at: datetime


def solo_person(session: Session) -> Person:
    """The one person of solo mode, made at the first start, who may do everything."""
    person = session.exec(select(Person).order_by(col(Person.created_at))).first()
    if person is None:
        person = Person(name=SOLO_NAME, role=Role.ADMIN)
        session.add(person)
        session.flush()
    return person


def make_link(session: Session) -> str:
    """A new one-time token for the person of solo mode; links never used before end with it."""
    session.execute(delete(SignInLink).where(col(SignInLink.used_at).is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(SignInLink(token_hash=digest(token), person_id=solo_person(session).id))
    return token


def use_link(session: Session, token: str, days: int, label: str = "") -> OpenedSignIn | None:
    """Open a sign-in of `days` days; None when the token is unknown or was used before."""
    link = session.get(SignInLink, digest(token))
    if link is None or not _claim(session, link):
        return None
    return open_sign_in(session, link.person_id, days, label)


def open_sign_in(session: Session, person_id: UUID, days: int, label: str = "") -> OpenedSignIn:
    """Sign a person in for `days` days; `label` says in which browser."""
    opened = OpenedSignIn(secrets.token_urlsafe(32), now() + timedelta(days=days))
    session.add(
        SignIn(
            token_hash=digest(opened.token),
            person_id=person_id,
            expires_at=opened.expires_at,
            label=label[:200],
        )
    )
    session.flush()
    return opened


def _claim(session: Session, link: SignInLink) -> bool:
    """One statement decides who was first, whatever else runs."""
    claimed = session.execute(
        update(SignInLink)
        .where(col(SignInLink.token_hash) == link.token_hash, col(SignInLink.used_at).is_(None))
        .values(used_at=now())
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]  # the result of an UPDATE has it


SIGN_INS, PEOPLE = (SQLModel.metadata.tables[str(m.__tablename__)] for m in (SignIn, Person))
_IDENTIFY = (
    sa.select(SIGN_INS.c.person_id, SIGN_INS.c.expires_at, SIGN_INS.c.scope, PEOPLE.c.role)
    .select_from(SIGN_INS.join(PEOPLE, PEOPLE.c.id == SIGN_INS.c.person_id))
    .where(SIGN_INS.c.token_hash == sa.bindparam("hash"))
)


def identify(connection: sa.Connection, token: str) -> Identity | None:
    """Whose cookie or API token this is; None when it is unknown or has expired. Each request pays for it,
    hence a statement that is built once, on the tables."""
    row = connection.execute(_IDENTIFY, {"hash": digest(token)}).first()
    if row is None or row.expires_at <= now():
        return None
    return Identity(row.person_id, Role(row.role), Scope(row.scope) if row.scope else None)


def end_sign_in(session: Session, token: str) -> None:
    """Forget the sign-in of this cookie; unknown ones are no error."""
    session.execute(delete(SignIn).where(col(SignIn.token_hash) == digest(token)))


def digest(token: str) -> str:
    """SHA-256 in hex: enough for tokens of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
