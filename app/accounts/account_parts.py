"""What the settings page shows of sign-ins and password: the context of two of its fragments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from app.accounts.service import Identity
from app.accounts.sessions import BrowserSession, my_sessions, own_password
from app.core.config import Settings


class PasswordPart(StrEnum):
    """Whether the person has a password to change, signs in otherwise, or is the one of solo mode."""

    OWN = "own"
    ELSEWHERE = "elsewhere"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AccountParts:
    """`sessions`: this browser first. `email`: by which a password manager knows the account."""

    sessions: list[BrowserSession]
    password: PasswordPart
    email: str


def account_parts(session: Session, me: Identity, token_hash: str, settings: Settings) -> AccountParts:
    """`token_hash`: that of the browser that asks."""
    kept = own_password(session, me)
    if settings.mode == "solo":
        part = PasswordPart.NONE
    else:
        part = PasswordPart.OWN if kept.hash else PasswordPart.ELSEWHERE
    return AccountParts(my_sessions(session, me, token_hash), part, kept.email or "")
