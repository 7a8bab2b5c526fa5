"""Asking for the password again before what only its owner may do, under the limits of signing in."""

from __future__ import annotations

from sqlmodel import Session
from starlette.requests import Request

from app.accounts.models import Person
from app.accounts.passwords import passwords_of
from app.accounts.policy import Caller
from app.accounts.service import Identity
from app.accounts.sessions import OwnPassword, own_password
from app.accounts.sign_in_limits import SignInLimits
from app.accounts.visits import client_of, settings_of
from app.core.errors import Problem


async def proven(request: Request, caller: Caller, password: str) -> OwnPassword | None:
    """What the caller's right password was checked against; None for a wrong one, or where there is none.
    Raises 429 and 503 problems with `Retry-After`."""
    own = await caller.read(own_password)
    limits = SignInLimits(caller.db, settings_of(request))
    account, client = own.email or "", client_of(request)
    await limits.count(account, client)
    try:
        checked = await passwords_of(request.app.state).check(password, own.hash)
    except Problem:
        await limits.forgive(account, client)
        raise
    if checked.right:
        await limits.forgive(account, client)
    return own if checked.right else None


def still_holds(session: Session, me: Identity, proof: OwnPassword) -> bool:
    """Whether the password is still the one that was checked: that was outside of this transaction."""
    return session.get_one(Person, me.person_id).password_hash == proof.hash
