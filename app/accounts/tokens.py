"""API tokens: rows of `sign_in` with a scope, whose secret is told once and kept as a hash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.accounts.addresses import clean_name
from app.accounts.audit import record
from app.accounts.models import Person, Role, Scope, SignIn
from app.accounts.service import TOKEN_PREFIX, Identity, digest
from app.core.clock import now
from app.core.errors import conflict, invalid, not_found

MOST: Final = 50
"""Tokens that one person may have."""
LONGEST_DAYS: Final = 365
DEFAULT_DAYS: Final = 90
SHOWN_EXPIRED: Final = timedelta(days=30)
"""How long an expired token stays in the list, to say why a tool has stopped working."""
_IS_TOKEN = col(SignIn.scope).is_not(None)
_EXAMPLE: Final[dict[str, JsonValue]] = {
    "id": "0b6f4c1e-8d0a-4c58-9a3e-2f6d1c7b5a90",
    "name": "notebook",
    "scope": "author",
    "created_at": "2026-11-23T09:00:00Z",
    "expires_at": "2027-02-21T09:00:00Z",
    "last_used_at": None,
}

TokenName = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(clean_name)]
Days = Annotated[int, Field(strict=True, ge=1, le=LONGEST_DAYS)]


class TokenIn(BaseModel):
    """What a token shall be. `name` is for its owner, to know it again; `days` until it expires."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"name": "notebook", "scope": "author", "days": 90}},
    )

    name: TokenName
    scope: Scope
    days: Days = DEFAULT_DAYS


class TokenOut(BaseModel):
    """A token without its secret, which nobody can read again. `last_used_at` is true to a minute."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    id: UUID
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

    @property
    def expired(self) -> bool:
        return self.expires_at <= now()


class TokenMade(TokenOut):
    """A token just made, with its secret: this is the only time that it is told."""

    model_config = ConfigDict(json_schema_extra={"example": {**_EXAMPLE, "token": "vigie_8zJx0nB1…"}})

    token: str


class TokenList(BaseModel):
    """The tokens of one person, the newest first."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_EXAMPLE]}})

    items: list[TokenOut]


@dataclass(frozen=True, slots=True)
class OwnedToken:
    """A token with whose it is, for the command line."""

    token: TokenOut
    person: Person


def make_token(session: Session, actor: Identity | None, person: Person, wanted: TokenIn) -> TokenMade:
    """A new token of `person`; `actor` is None for the command line. Raises a 422 problem for a scope that
    the person's role does not reach, and a 409 problem where they have too many."""
    if wanted.scope is Scope.ADMIN and person.role != Role.ADMIN:
        raise invalid("/scope", "Only administrators have tokens of the scope “admin”.")
    _forget_long_expired(session, person.id)
    if len(_rows(session, person.id)) >= MOST:
        raise conflict("too-many-tokens", f"One person has at most {MOST} tokens; revoke one first.")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=digest(secret),
        person_id=person.id,
        scope=wanted.scope,
        label=wanted.name,
        expires_at=now() + timedelta(days=wanted.days),
    )
    session.add(row)
    session.flush()
    record(session, actor, "token.make", "token", row.id, scope=wanted.scope.value, days=wanted.days)
    return TokenMade(**_out(row).model_dump(), token=secret)


def make_own_token(session: Session, me: Identity, wanted: TokenIn) -> TokenMade:
    """The same for the caller."""
    person = session.get(Person, me.person_id)
    if person is None:
        raise not_found("person")
    return make_token(session, me, person, wanted)


def own_tokens(session: Session, me: Identity) -> TokenList:
    """The caller's tokens, with those that have expired of late."""
    return TokenList(items=[_out(row) for row in _rows(session, me.person_id)])


def revoke_own_token(session: Session, me: Identity, token_id: UUID) -> None:
    """End a token of the caller; from its next request on it is nobody's. Raises a 404 problem for others."""
    row = session.exec(select(SignIn).where(_IS_TOKEN, col(SignIn.id) == token_id)).first()
    if row is None or row.person_id != me.person_id:
        raise not_found("token")
    _revoke(session, me, row)


def revoke_any_token(session: Session, token_id: UUID) -> None:
    """The same from the command line, whosever it is."""
    row = session.exec(select(SignIn).where(_IS_TOKEN, col(SignIn.id) == token_id)).first()
    if row is None:
        raise not_found("token")
    _revoke(session, None, row)


def all_tokens(session: Session) -> list[OwnedToken]:
    """Everybody's tokens, by person, the newest first."""
    owned = select(SignIn, Person).join(Person, col(Person.id) == col(SignIn.person_id)).where(_IS_TOKEN)
    rows = session.exec(owned.order_by(col(Person.created_at), col(SignIn.created_at).desc())).all()
    return [OwnedToken(_out(row), person) for row, person in rows]


def _revoke(session: Session, actor: Identity | None, row: SignIn) -> None:
    session.delete(row)
    session.flush()
    record(session, actor, "token.revoke", "token", row.id)


def _rows(session: Session, person_id: UUID) -> list[SignIn]:
    of_person = select(SignIn).where(_IS_TOKEN, col(SignIn.person_id) == person_id)
    return list(session.exec(of_person.order_by(col(SignIn.created_at).desc(), col(SignIn.id))).all())


def _forget_long_expired(session: Session, person_id: UUID) -> None:
    long_ago = (_IS_TOKEN, col(SignIn.expires_at) < now() - SHOWN_EXPIRED)
    session.execute(delete(SignIn).where(col(SignIn.person_id) == person_id, *long_ago))


def _out(row: SignIn) -> TokenOut:
    return TokenOut(
        id=row.id,
        name=row.label,
        scope=Scope(row.scope or Scope.READ),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
