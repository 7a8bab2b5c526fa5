"""The links that a person handed out, or was handed, when what the person may do changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.models import Invitation, PasswordReset, Person, Role
from app.accounts.service import Identity

GIVES: Final[Mapping[str, frozenset[Role]]] = {
    Role.TRAINEE: frozenset(),
    Role.TRAINER: frozenset({Role.TRAINEE}),
    Role.ADMIN: frozenset(Role),
}
"""Which roles a person of each role may invite others to."""


def end_resets(session: Session, person: Person) -> None:
    """End the links for a new password that the person made, or that were made for the person: a trainer's
    link for a trainee must not open the account of an administrator."""
    of_them = sa.or_(col(PasswordReset.person_id) == person.id, col(PasswordReset.created_by) == person.id)
    session.execute(sa.delete(PasswordReset).where(of_them, col(PasswordReset.used_at).is_(None)))


def end_links(session: Session, actor: Identity, person: Person) -> None:
    """End as well the open invitations that the person, as role and state are now, could no longer make:
    whoever is shut out must not come back by an own link."""
    end_resets(session, person)
    gives = frozenset() if person.blocked_at else GIVES[person.role]
    open_ones = select(Invitation).where(
        Invitation.created_by == person.id, col(Invitation.used_at).is_(None)
    )
    for invitation in session.exec(open_ones).all():
        if invitation.role not in gives:
            session.delete(invitation)
            record(session, actor, "invitation.revoke", "invitation", invitation.id)
