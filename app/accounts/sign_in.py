"""Signing in to an account: one place for every way in, so that each is noted and keeps the blocked out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.addresses import as_compared
from app.accounts.audit import record
from app.accounts.models import Person, Role, SignIn
from app.accounts.passwords import Checked, Passwords
from app.accounts.service import Identity, OpenedSignIn, end_sign_in, open_sign_in
from app.accounts.sign_in_limits import SignInLimits
from app.accounts.visits import Visit
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem


class Via(StrEnum):
    """How somebody signed in, for the audit log."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a secret
    INVITATION = "invitation"
    RESET = "reset"
    OIDC = "oidc"


def sign_person_in(session: Session, person: Person, visit: Visit, via: Via) -> OpenedSignIn:
    """Sign a person in, and note it; the sign-in that the browser comes with ends. Raises a 403 problem
    `blocked` for who is blocked or has erased the account."""
    if person.blocked_at is not None or person.erased_at is not None:
        raise blocked()
    if visit.token:
        end_sign_in(session, visit.token)
    session.execute(sa.delete(SignIn).where(*_lapsed(person)))
    record(session, identity_of(person), "person.sign-in", "person", person.id, via=via)
    return open_sign_in(session, person.id, visit.days, visit.label)


def _lapsed(person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    """The browsers that were never signed out and whose time is over."""
    theirs = (col(SignIn.person_id) == person.id, col(SignIn.scope).is_(None))
    return *theirs, col(SignIn.expires_at) <= now()


def identity_of(person: Person) -> Identity:
    """Who acts where there is no sign-in yet."""
    return Identity(person.id, Role(person.role))


def blocked() -> Problem:
    detail = "This account is blocked. Ask an administrator."
    return Problem(HTTPStatus.FORBIDDEN, "blocked", detail)


@dataclass(frozen=True, slots=True)
class _Login:
    person_id: UUID
    password_hash: str | None


class Desk:
    """Where people sign in with e-mail and password."""

    def __init__(self, db: Database, settings: Settings, passwords: Passwords) -> None:
        self._db, self._passwords = db, passwords
        self._limits = SignInLimits(db, settings)

    async def sign_in(self, email: str, password: str, visit: Visit) -> OpenedSignIn | None:
        """Sign in, or None where there is no such account with that password; either takes as long. Raises
        429 and 503 problems with `Retry-After`, and 403 `blocked` for who knows the password."""
        account = as_compared(email)
        await self._limits.count(account, visit.client)
        login = await self._db.reading(lambda session: _login(session, account))
        try:
            checked = await self._passwords.check(password, login.password_hash if login else None)
        except Problem:
            await self._limits.forgive(account, visit.client)
            raise
        opened = await self._db.writing(lambda session: _open(session, login, checked, visit))
        if opened is not None:
            await self._limits.forgive(account, visit.client)
        return opened


def _login(session: Session, email: str) -> _Login | None:
    person = session.exec(select(Person).where(Person.email == email)).first()
    return _Login(person.id, person.password_hash) if person else None


def _open(session: Session, login: _Login | None, checked: Checked, visit: Visit) -> OpenedSignIn | None:
    """The password was checked outside of this transaction: it must still be the same."""
    person = session.get(Person, login.person_id) if login else None
    if person is None or login is None or not checked.right or person.password_hash != login.password_hash:
        subject = login.person_id if login else "unknown"
        record(session, None, "person.sign-in-failed", "person", subject)
        return None
    if checked.better_hash:
        person.password_hash = checked.better_hash
    return sign_person_in(session, person, visit, Via.PASSWORD)
