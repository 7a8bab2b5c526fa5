"""Invitations by link: made by who looks after people, used once by a newcomer. No mail server is needed; the
link is copied. Only its hash is kept, so that it is shown once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.audit import record
from app.accounts.link_limits import take_links
from app.accounts.models import Invitation, Person, Role
from app.accounts.people import find_by_email
from app.accounts.schemas import InvitationOut, InvitationPage, InvitationsIn, InvitationState, PersonName
from app.accounts.service import Identity, digest
from app.core.clock import now
from app.core.config import Settings
from app.core.errors import ErrorItem, Problem, conflict, invalid, not_found


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation just made; `token` ends its link and is never kept in clear."""

    invitation: InvitationOut
    token: str

    @property
    def path(self) -> str:
        return path_of(self.token)


def path_of(token: str) -> str:
    """Where the link of an invitation leads."""
    return f"/invitations/{token}"


def invite(session: Session, me: Identity, wanted: InvitationsIn, settings: Settings) -> list[Made]:
    """All that are wanted, or none. Raises 403 problems for a role that is not the caller's to give, 409 for
    addresses that have an account, 429 for too many in a day."""
    if wanted.role is not Role.TRAINEE and not me.is_admin:
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden", "Only administrators invite others than trainees.")
    emails = list(dict.fromkeys(wanted.emails))
    _refuse_known(session, wanted.emails)
    take_links(session, me, settings, max(1, len(emails)))
    bound: list[str | None] = [*emails] or [None]
    return [make(session, me, wanted.role, email, settings) for email in bound]


def make(session: Session, actor: Identity | None, role: Role, email: str | None, settings: Settings) -> Made:
    """One invitation; `actor` is None for the command line and the server."""
    token = secrets.token_urlsafe(32)
    made = Invitation(
        token_hash=digest(token),
        email=email,
        role=role,
        created_by=actor.person_id if actor else None,
        expires_at=now() + timedelta(days=settings.invitation_days),
    )
    session.add(made)
    session.flush()
    record(session, actor, "invitation.make", "invitation", made.id, role=role, bound=email is not None)
    return Made(_shown(session, [made])[0], token)


def renew(session: Session, me: Identity, invitation_id: UUID, settings: Settings) -> Made:
    """A new link in place of the old one, which ends, with a new expiry. Raises 404, 409 and 429 problems."""
    kept = _mine(session, me, invitation_id)
    _refuse_used(kept)
    take_links(session, me, settings)
    token = secrets.token_urlsafe(32)
    kept.token_hash, kept.expires_at = digest(token), now() + timedelta(days=settings.invitation_days)
    record(session, me, "invitation.renew", "invitation", kept.id)
    return Made(_shown(session, [kept])[0], token)


def revoke(session: Session, me: Identity, invitation_id: UUID) -> None:
    """End an invitation that was not used yet. Raises 404 and 409 problems."""
    kept = _mine(session, me, invitation_id)
    _refuse_used(kept)
    session.delete(kept)
    record(session, me, "invitation.revoke", "invitation", kept.id)


def read_invitation(session: Session, me: Identity, invitation_id: UUID) -> InvitationOut:
    return _shown(session, [_mine(session, me, invitation_id)])[0]


def list_invitations(
    session: Session, me: Identity, state: InvitationState | None, cursor: UUID | None, limit: int
) -> InvitationPage:
    """The caller's own, or everybody's to an administrator; the newest first."""
    wanted = _visible(me).order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
    if state is not None:
        wanted = wanted.where(_is(state))
    if cursor is not None:
        wanted = wanted.where(_after(session, cursor))
    found = session.exec(wanted.limit(limit + 1)).all()
    items = found[:limit]
    return InvitationPage(items=_shown(session, items), next=items[-1].id if len(found) > limit else None)


def state_of(invitation: Invitation) -> InvitationState:
    if invitation.used_at is not None:
        return InvitationState.USED
    return InvitationState.EXPIRED if invitation.expires_at <= now() else InvitationState.OPEN


def _visible(me: Identity) -> SelectOfScalar[Invitation]:
    return (
        select(Invitation) if me.is_admin else select(Invitation).where(Invitation.created_by == me.person_id)
    )


def _is(state: InvitationState) -> sa.ColumnElement[bool]:
    used, late = col(Invitation.used_at).is_not(None), col(Invitation.expires_at) <= now()
    meaning = {
        InvitationState.USED: used,
        InvitationState.EXPIRED: sa.and_(sa.not_(used), late),
        InvitationState.OPEN: sa.and_(sa.not_(used), sa.not_(late)),
    }
    return meaning[state]


def _after(session: Session, cursor: UUID) -> sa.ColumnElement[bool]:
    last = session.get(Invitation, cursor)
    if last is None:
        raise invalid("/query/cursor", "is not the `next` of a page, or its invitation was revoked")
    made = col(Invitation.created_at)
    return sa.or_(made < last.created_at, sa.and_(made == last.created_at, col(Invitation.id) < last.id))


def _mine(session: Session, me: Identity, invitation_id: UUID) -> Invitation:
    found = session.exec(_visible(me).where(col(Invitation.id) == invitation_id)).first()
    if found is None:
        raise not_found("invitation")
    return found


def _refuse_used(invitation: Invitation) -> None:
    if invitation.used_at is not None:
        raise conflict("invitation-used", "This invitation was used; the account that it made stays.")


def _refuse_known(session: Session, emails: list[str]) -> None:
    known = "There is an account with this e-mail address already."
    items = [
        ErrorItem(f"/emails/{index}", known, {"email": email})
        for index, email in enumerate(emails)
        if find_by_email(session, email)
    ]
    if items:
        raise Problem(HTTPStatus.CONFLICT, "email-taken", known, items)


def _shown(session: Session, invitations: Sequence[Invitation]) -> list[InvitationOut]:
    involved = {i for one in invitations for i in (one.created_by, one.used_by) if i is not None}
    people = session.exec(select(Person).where(col(Person.id).in_(involved))).all()
    names = {person.id: PersonName(id=person.id, name=person.name) for person in people}
    return [
        InvitationOut(
            id=one.id,
            email=one.email,
            role=Role(one.role),
            state=state_of(one),
            created_by=names.get(one.created_by) if one.created_by else None,
            created_at=one.created_at,
            expires_at=one.expires_at,
            used_by=names.get(one.used_by) if one.used_by else None,
            used_at=one.used_at,
        )
        for one in invitations
    ]
