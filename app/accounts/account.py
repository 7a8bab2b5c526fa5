"""A person's own account: what its page shows, and the name and the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.account_parts import AccountParts, account_parts
from app.accounts.audit import record
from app.accounts.models import Person, Role, Scope
from app.accounts.people import EmailTaken
from app.accounts.proof import still_holds
from app.accounts.service import Identity
from app.accounts.sessions import OwnPassword
from app.accounts.tokens import DEFAULT_DAYS, LONGEST_DAYS, TokenMade, TokenOut, own_tokens
from app.core.config import Settings


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the person is. `proves`: has a password to prove it with."""

    name: str
    email: str | None
    role: Role
    created_at: datetime
    proves: bool


@dataclass(frozen=True, slots=True)
class TokenForm:
    """What the form for a new token holds, and what may be chosen."""

    name: str = ""
    scope: str = Scope.READ.value
    days: str = str(DEFAULT_DAYS)
    scopes: tuple[Scope, ...] = (Scope.READ, Scope.AUTHOR)
    longest: int = LONGEST_DAYS


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form came back with: what was typed, by field, and what is wrong with it, as slugs by field."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What the page shows. `made`: the token just made, whose secret is shown this once."""

    solo: bool
    profile: Profile
    parts: AccountParts
    tokens: list[TokenOut]
    form: TokenForm
    filled: Filled
    made: TokenMade | None = None


def read_account(
    session: Session,
    me: Identity,
    token_hash: str,
    settings: Settings,
    filled: Filled,
    made: TokenMade | None = None,
) -> AccountPage:
    """`token_hash`: that of the browser that asks."""
    person = session.get_one(Person, me.person_id)
    return AccountPage(
        solo=settings.mode == "solo",
        profile=Profile(
            person.name, person.email, Role(person.role), person.created_at, person.password_hash is not None
        ),
        parts=account_parts(session, me, token_hash, settings),
        tokens=own_tokens(session, me).items,
        form=_token_form(me.role, filled.typed),
        filled=filled,
        made=made,
    )


def _token_form(role: Role, typed: dict[str, str]) -> TokenForm:
    usual = TokenForm(scopes=tuple(Scope) if role is Role.ADMIN else (Scope.READ, Scope.AUTHOR))
    return TokenForm(
        name=typed.get("name", ""),
        scope=typed.get("scope", usual.scope),
        days=typed.get("days", usual.days),
        scopes=usual.scopes,
    )


def rename(session: Session, me: Identity, name: str) -> None:
    """Take another name, as `addresses.clean_name` gives it."""
    person = session.get_one(Person, me.person_id)
    if person.name != name:
        person.name = name
        record(session, me, "person.rename", "person", person.id)


def change_email(session: Session, me: Identity, proof: OwnPassword, email: str) -> bool:
    """Take another address, as `addresses.clean_email` gives it; False where the password was changed
    meanwhile. Raises `EmailTaken`."""
    if not still_holds(session, me, proof):
        return False
    person = session.get_one(Person, me.person_id)
    others = (col(Person.email) == email, col(Person.id) != me.person_id)
    if session.exec(select(Person.id).where(*others)).first() is not None:
        raise EmailTaken
    if person.email != email:
        person.email = email
        record(session, me, "person.email", "person", person.id)
    return True
