"""A newcomer uses an invitation: the account that it makes, and the administrator who comes first."""

from __future__ import annotations

from http import HTTPStatus

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.invitations import Made, make, state_of
from app.accounts.models import Invitation, OidcIdentity, Person, Role
from app.accounts.people import EmailTaken, create_person, find_by_email, has_admin
from app.accounts.schemas import InvitationState
from app.accounts.sign_in import identity_of
from app.core.clock import now
from app.core.config import Settings
from app.core.errors import ErrorItem, Problem


class InvitationUnusable(Problem):
    """The link leads nowhere; `why` is `unknown` (also when revoked), `used` or `expired`."""

    def __init__(self, why: str) -> None:
        status = HTTPStatus.NOT_FOUND if why == "unknown" else HTTPStatus.GONE
        details = {
            "unknown": "There is no such invitation; it may have been revoked.",
            "used": "This invitation was used already.",
            "expired": "This invitation has expired. Ask for a new one.",
        }
        super().__init__(status, f"invitation-{why}", details[why])
        self.why = why


def open_invitation(session: Session, token_hash: str) -> Invitation:
    """The invitation of a link, by the hash of its token. Raises `InvitationUnusable`."""
    found = session.exec(select(Invitation).where(Invitation.token_hash == token_hash)).first()
    if found is None:
        raise InvitationUnusable("unknown")
    state = state_of(found)
    if state is not InvitationState.OPEN:
        raise InvitationUnusable(state.value)
    return found


def join(
    session: Session, token_hash: str, name: str, email: str | None, password_hash: str | None, via: str
) -> Person:
    """Make the account that an invitation is for, and use it up. `email` as it is kept. Raises
    `InvitationUnusable`, `EmailTaken`, and a 422 problem `other-email` where the invitation names another."""
    invitation = open_invitation(session, token_hash)
    if invitation.email is not None and email != invitation.email:
        raise _other_email()
    person = _newcomer(session, invitation, name, email, password_hash, via)
    invitation.used_at, invitation.used_by = now(), person.id
    record(session, identity_of(person), "invitation.use", "invitation", invitation.id)
    return person


def first_invitation(session: Session, settings: Settings) -> Made | None:
    """A link for the first administrator; None once there is one. Those that other processes or an earlier
    start printed work as well, until one of them is used: nobody is left with a dead one."""
    if has_admin(session):
        return None
    return make(session, None, Role.ADMIN, None, settings)


def _newcomer(
    session: Session,
    invitation: Invitation,
    name: str,
    email: str | None,
    password_hash: str | None,
    via: str,
) -> Person:
    """The first administrator takes over what the person of solo mode did on this server before."""
    role = Role(invitation.role)
    first = role is Role.ADMIN and invitation.created_by is None and not has_admin(session)
    if first:
        _end_first_invitations(session, but=invitation)
    solo = _person_of_solo_mode(session) if first else None
    if solo is None:
        return create_person(session, name, email, role, password_hash, via)
    if email and find_by_email(session, email):
        raise EmailTaken
    solo.name, solo.email, solo.password_hash = name, email, password_hash
    record(session, identity_of(solo), "person.create", "person", solo.id, role=role, via=via)
    return solo


def _person_of_solo_mode(session: Session) -> Person | None:
    known = sa.exists().where(col(OidcIdentity.person_id) == col(Person.id))
    nobody = (col(Person.email).is_(None), col(Person.erased_at).is_(None), col(Person.blocked_at).is_(None))
    oldest = select(Person).where(Person.role == Role.ADMIN, *nobody, sa.not_(known))
    return session.exec(oldest.order_by(col(Person.created_at))).first()


def _end_first_invitations(session: Session, but: Invitation) -> None:
    """A link that was printed must not make a second administrator."""
    printed = (col(Invitation.created_by).is_(None), col(Invitation.email).is_(None))
    unused = (col(Invitation.role) == Role.ADMIN, col(Invitation.used_at).is_(None))
    others = col(Invitation.id) != but.id
    session.execute(sa.delete(Invitation).where(*printed, *unused, others))


def _other_email() -> Problem:
    detail = "This invitation is for another e-mail address."
    item = ErrorItem("/email", detail)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "other-email", detail, [item])
