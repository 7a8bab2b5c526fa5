"""Signing in through an OpenID Connect provider: the sign-ins under way, and whom its word lets in.

What the provider says is read in oidc_provider; here is what it means to this server.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col

from app.accounts.audit import record
from app.accounts.joining import InvitationUnusable, join, open_invitation
from app.accounts.models import OidcFlow, OidcIdentity, Person, Role
from app.accounts.oidc_profile import Profile
from app.accounts.oidc_refusals import Reason, Refusal
from app.accounts.people import create_person, find_by_email
from app.accounts.service import OpenedSignIn, digest
from app.accounts.sign_in import Via, identity_of, sign_person_in
from app.accounts.visits import Visit
from app.core.clock import now
from app.core.config import Settings
from app.core.rate_limits import Rate, take

LASTS: Final = timedelta(minutes=10)
"""How long a person may take at the provider."""
KEPT: Final = timedelta(days=1)
"""How long one that took longer is remembered, so that it is told so."""
LONGEST_TARGET: Final = 500
WINDOW: Final = timedelta(minutes=15)
STARTS: Final = 10
"""One address may begin so many times as often as passwords may be tried there: a class signs in at once."""


@dataclass(frozen=True, slots=True)
class Start:
    """Who begins: `target` is the path to lead to in the end, `invitation` the token of a link."""

    visit: Visit
    target: str = "/"
    invitation: str | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that has begun. `state` goes through the browser and comes back; it is kept as a hash."""

    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A sign-in whose browser is back; it cannot come back again."""

    nonce: str
    code_verifier: str
    invitation_hash: str | None
    target: str


def begin(session: Session, browser: str, start: Start, settings: Settings) -> Begun:
    """Begin a sign-in in the browser with the secret `browser`. Raises `Refusal` (invitation) where that one
    is no longer good, and a 429 problem."""
    take(session, f"oidc:{start.visit.client}", Rate(STARTS * settings.limit_sign_ins, WINDOW))
    session.execute(delete(OidcFlow).where(col(OidcFlow.expires_at) < now() - KEPT))
    invitation_hash = digest(start.invitation) if start.invitation else None
    _check_invitation(session, invitation_hash)
    begun = Begun(_state(start.target), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    session.add(
        OidcFlow(
            state_hash=_key(browser, begun.state),
            nonce=begun.nonce,
            code_verifier=begun.code_verifier,
            invitation_hash=invitation_hash,
            expires_at=now() + LASTS,
        )
    )
    return begun


def come_back(session: Session, browser: str, state: str) -> Returned:
    """The sign-in that began in this browser with `state`, once. Raises `Refusal`: lost, expired."""
    mine = delete(OidcFlow).where(col(OidcFlow.state_hash) == _key(browser, state))
    flow = session.scalars(mine.returning(OidcFlow)).one_or_none()
    if flow is None:
        raise Refusal(Reason.LOST, "state: unknown, used, or of another browser")
    if flow.expires_at <= now():
        raise Refusal(Reason.EXPIRED, "state: too late")
    return Returned(flow.nonce, flow.code_verifier, flow.invitation_hash, _target(state))


def let_in(
    session: Session, profile: Profile, returned: Returned, visit: Visit, settings: Settings
) -> OpenedSignIn:
    """Sign in the person of `profile`, who is known by it, invited, known by a confirmed e-mail address, or
    welcome as anyone is. Raises `Refusal` for everybody else."""
    person = _known(session, profile) or _new_here(session, profile, returned, settings)
    if person.blocked_at is not None or person.erased_at is not None:
        raise Refusal(Reason.BLOCKED, "the account is closed")
    return sign_person_in(session, person, visit, Via.OIDC)


def _state(target: str) -> str:
    """A secret and where to go in the end, in signs that every provider gives back as they were. Nobody can
    change the one without the other: the key is made of both."""
    kept = target.encode() if len(target) <= LONGEST_TARGET else b"/"
    return f"{secrets.token_urlsafe(32)}.{base64.urlsafe_b64encode(kept).decode()}"


def _target(state: str) -> str:
    return base64.urlsafe_b64decode(state.partition(".")[2]).decode()


def _key(browser: str, state: str) -> str:
    """The state alone, seen in an address, is of no use in another browser."""
    return digest(f"{browser} {state}")


def _known(session: Session, profile: Profile) -> Person | None:
    identity = session.get(OidcIdentity, (profile.issuer, profile.subject))
    return session.get(Person, identity.person_id) if identity else None


def _new_here(session: Session, profile: Profile, returned: Returned, settings: Settings) -> Person:
    """A person who comes this way for the first time, known by it from now on."""
    _check_invitation(session, returned.invitation_hash, profile)
    person = find_by_email(session, profile.email) if profile.email else None
    if person is None:
        person = _newcomer(session, profile, returned.invitation_hash, settings)
    session.add(OidcIdentity(issuer=profile.issuer, subject=profile.subject, person_id=person.id))
    record(session, identity_of(person), "identity.link", "person", person.id, issuer=profile.issuer)
    return person


def _newcomer(session: Session, profile: Profile, invitation_hash: str | None, settings: Settings) -> Person:
    if invitation_hash is not None:
        return join(session, invitation_hash, profile.name, profile.email, None, Via.OIDC)
    if profile.unverified:
        raise Refusal(Reason.UNVERIFIED, "the e-mail address is not confirmed")
    if settings.oidc_sign_up != "anyone":
        raise Refusal(Reason.UNINVITED, "nobody known, and no invitation")
    return create_person(session, profile.name, profile.email, Role.TRAINEE, None, Via.OIDC)


def _check_invitation(session: Session, token_hash: str | None, profile: Profile | None = None) -> None:
    """Raises `Refusal` where there is an invitation that is not good, or not for the person of `profile`."""
    if token_hash is None:
        return
    try:
        invitation = open_invitation(session, token_hash)
    except InvitationUnusable as error:
        raise Refusal(Reason.INVITATION, f"invitation: {error.why}") from error
    if profile is None or invitation.email in {None, profile.email}:
        return
    if profile.unverified:
        raise Refusal(Reason.UNVERIFIED, "the e-mail address is not confirmed")
    raise Refusal(Reason.ADDRESS, "invitation: for another e-mail address")
