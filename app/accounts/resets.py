"""A new password by a link that who looks after people makes and hands over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.audit import record
from app.accounts.link_limits import take_links
from app.accounts.models import PasswordReset, Person, SignIn
from app.accounts.people import person_of
from app.accounts.service import Identity, digest
from app.accounts.sign_in import blocked, identity_of
from app.core.clock import now
from app.core.config import Settings
from app.core.errors import Problem, conflict


@dataclass(frozen=True, slots=True)
class MadeReset:
    """A link just made; `token` ends it and is never kept in clear."""

    token: str
    expires_at: datetime

    @property
    def path(self) -> str:
        return f"/reset/{self.token}"


class ResetUnusable(Problem):
    """The link leads nowhere; `why` is `unknown` (also when replaced), `used` or `expired`."""

    def __init__(self, why: str) -> None:
        status = HTTPStatus.NOT_FOUND if why == "unknown" else HTTPStatus.GONE
        super().__init__(status, f"reset-{why}", "This link does not work any more. Ask for a new one.")
        self.why = why


def make_reset(session: Session, me: Identity, person_id: UUID, settings: Settings) -> MadeReset:
    """A link for somebody whom the caller looks after; earlier ones end. Raises 404, 409 and 429 problems."""
    person = person_of(session, me, person_id)
    if person.email is None:
        raise conflict("no-email", "This person has no e-mail address to sign in with.")
    if person.blocked_at is not None:
        raise conflict("person-blocked", "This account is blocked. Unblock it first.")
    take_links(session, me, settings)
    session.execute(sa.delete(PasswordReset).where(col(PasswordReset.person_id) == person.id))
    made = MadeReset(secrets.token_urlsafe(32), now() + timedelta(hours=settings.reset_hours))
    session.add(
        PasswordReset(
            token_hash=digest(made.token),
            person_id=person.id,
            created_by=me.person_id,
            expires_at=made.expires_at,
        )
    )
    record(session, me, "password.reset-link", "person", person.id)
    return made


def open_reset(session: Session, token: str) -> tuple[PasswordReset, Person]:
    """The link of a token, and whom it is for. Raises `ResetUnusable`, and a 403 problem for the blocked."""
    found = session.get(PasswordReset, digest(token))
    person = session.get(Person, found.person_id) if found else None
    if found is None or person is None or person.email is None or person.erased_at is not None:
        raise ResetUnusable("unknown")
    maker = session.get(Person, found.created_by) if found.created_by else None
    if maker is not None and maker.erased_at is not None:
        raise ResetUnusable("unknown")
    if found.used_at is not None:
        raise ResetUnusable("used")
    if found.expires_at <= now():
        raise ResetUnusable("expired")
    if person.blocked_at is not None:
        raise blocked()
    return found, person


def use_reset(session: Session, token: str, password_hash: str) -> Person:
    """Set the new password and end everything that was signed in, tokens as well: whoever has them may be
    the reason. Raises as `open_reset` does."""
    reset, person = open_reset(session, token)
    reset.used_at = now()
    person.password_hash = password_hash
    session.execute(sa.delete(SignIn).where(col(SignIn.person_id) == person.id))
    record(session, identity_of(person), "password.reset", "person", person.id)
    return person
