"""What is kept of a person: to be downloaded whole, and to be erased.

Each feature says what it holds in a `Holding` of its own (`own_data.py` in its folder), so that accounts
need not know attempts and exercises; `app.main` puts them together. A test finds a table that none knows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from app.accounts.audit import record
from app.accounts.models import (
    AuditEntry,
    IdempotentAnswer,
    Invitation,
    OidcIdentity,
    PasswordReset,
    Person,
    Role,
    SignIn,
    SignInLink,
)
from app.accounts.people import guard_last_admin
from app.accounts.service import SOLO_NAME, Identity
from app.core.clock import now
from app.core.errors import not_found

FORMAT: Final = 1
"""Of the download; it grows where a reader of the one before would be misled."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Whose data go. `solo`: the one person of solo mode, who goes on with an empty account, in the browser
    with the token of this hash; nothing is kept for others."""

    person_id: UUID
    solo: bool = False
    token_hash: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one feature holds of people.

    `tables` names where it does; `collect` gives all of it as plain JSON, without hashes and secrets; `weigh`
    counts what `erase` will do, by words of the page and of the audit log."""

    tables: frozenset[str]
    collect: Callable[[Session, UUID], dict[str, Any]]
    weigh: Callable[[Session, Erasing], Counter[str]]
    erase: Callable[[Session, Erasing], None]


def collect_all(session: Session, me: Identity, holdings: Sequence[Holding]) -> dict[str, Any]:
    """Everything that is kept of the caller, by readable keys."""
    about = {"format": FORMAT, "made_at": iso(now()), "person": str(me.person_id)}
    parts = [holding.collect(session, me.person_id) for holding in holdings]
    return {"vigie": about, **{key: value for part in parts for key, value in part.items()}}


def weigh_all(session: Session, erasing: Erasing, holdings: Sequence[Holding]) -> Counter[str]:
    """What erasing would do. Raises a 409 problem `last-admin` where a server would lose its last one."""
    person = _person(session, erasing.person_id)
    if not erasing.solo:
        guard_last_admin(session, person)
    return sum((holding.weigh(session, erasing) for holding in holdings), Counter[str]())


def erase_all(session: Session, me: Identity, erasing: Erasing, holdings: Sequence[Holding]) -> None:
    """Erase in the order of `holdings`. The audit log keeps that it was done, and ids alone. Raises a 409
    problem `last-admin`."""
    weighed = weigh_all(session, erasing, holdings)
    for holding in holdings:
        holding.erase(session, erasing)
    record(session, me, "person.erase", "person", me.person_id, **weighed)


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise not_found("person")
    return person


def _collect(session: Session, person_id: UUID) -> dict[str, Any]:
    return {
        "profile": _profile(_person(session, person_id)),
        **_sign_ins(session, person_id),
        **_links(session, person_id),
        "repeatable_requests": [
            {"key": kept.key, "made_at": iso(kept.created_at), "answer": json.loads(kept.document)}
            for kept in session.exec(select(IdempotentAnswer).where(IdempotentAnswer.person_id == person_id))
        ],
        "audit_log": [_audit(entry, person_id) for entry in _audit_entries(session, person_id)],
    }


def _profile(person: Person) -> dict[str, Any]:
    return {
        "id": str(person.id),
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "has_password": person.password_hash is not None,
        "created_at": iso(person.created_at),
        "blocked_at": iso(person.blocked_at),
        "erased_at": iso(person.erased_at),
    }


def _sign_ins(session: Session, person_id: UUID) -> dict[str, Any]:
    """Browsers and tokens, which are one table."""
    mine = select(SignIn).where(SignIn.person_id == person_id).order_by(col(SignIn.created_at))
    shown = [
        (
            row.scope,
            {
                "id": str(row.id),
                "name": row.label,
                "created_at": iso(row.created_at),
                "expires_at": iso(row.expires_at),
                "last_used_at": iso(row.last_used_at),
            },
        )
        for row in session.exec(mine)
    ]
    return {
        "sign_ins": [row for scope, row in shown if scope is None],
        "api_tokens": [{**row, "scope": scope} for scope, row in shown if scope is not None],
    }


def _links(session: Session, person_id: UUID) -> dict[str, Any]:
    """Ways in, of oneself and given to others; their tokens were never kept."""
    links = session.exec(select(SignInLink).where(SignInLink.person_id == person_id))
    identities = session.exec(select(OidcIdentity).where(OidcIdentity.person_id == person_id))
    of_me = or_(col(PasswordReset.person_id) == person_id, col(PasswordReset.created_by) == person_id)
    resets = session.exec(select(PasswordReset).where(of_me))
    by_me = or_(col(Invitation.created_by) == person_id, col(Invitation.used_by) == person_id)
    invitations = session.exec(select(Invitation).where(by_me).order_by(col(Invitation.created_at))).all()
    return {
        "sign_in_links": [{"created_at": iso(li.created_at), "used_at": iso(li.used_at)} for li in links],
        "identities_elsewhere": [
            {"issuer": known.issuer, "subject": known.subject, "created_at": iso(known.created_at)}
            for known in identities
        ],
        "password_links": [
            {
                "for": _whose(reset.person_id, person_id),
                "made_by": _whose(reset.created_by, person_id),
                **_moments(reset),
            }
            for reset in resets
        ],
        "invitations_made": [_invitation(i) for i in invitations if i.created_by == person_id],
        "invitations_used": [_invitation(i) for i in invitations if i.used_by == person_id],
    }


def _invitation(invitation: Invitation) -> dict[str, Any]:
    own = {"id": str(invitation.id), "email": invitation.email, "role": invitation.role}
    return {**own, **_moments(invitation)}


def _moments(link: Invitation | PasswordReset) -> dict[str, Any]:
    moments = {"created_at": link.created_at, "expires_at": link.expires_at, "used_at": link.used_at}
    return {name: iso(moment) for name, moment in moments.items()}


def _audit_entries(session: Session, person_id: UUID) -> list[AuditEntry]:
    """By the person, of the person, or with the person's id in the details."""
    concern = (
        col(AuditEntry.actor_id) == person_id,
        col(AuditEntry.subject) == str(person_id),
        col(AuditEntry.details).contains(str(person_id)),
    )
    return list(session.exec(select(AuditEntry).where(or_(*concern)).order_by(col(AuditEntry.id))).all())


def _audit(entry: AuditEntry, person_id: UUID) -> dict[str, Any]:
    return {
        "at": iso(entry.at),
        "by": _whose(entry.actor_id, person_id),
        "action": entry.action,
        "kind": entry.kind,
        "subject": entry.subject,
        "details": json.loads(entry.details),
    }


def _whose(found: UUID | None, person_id: UUID) -> str:
    """Others are named by their id alone."""
    if found is None:
        return "the server"
    return "me" if found == person_id else str(found)


def _weigh(session: Session, erasing: Erasing) -> Counter[str]:
    tokens = select(SignIn.id).where(SignIn.person_id == erasing.person_id, col(SignIn.scope).is_not(None))
    return Counter(tokens=len(session.exec(tokens).all()))


def _erase(session: Session, erasing: Erasing) -> None:
    _erase_ways_in(session, erasing)
    person_id = erasing.person_id
    unused = (col(Invitation.created_by) == person_id, col(Invitation.used_at).is_(None))
    session.execute(delete(Invitation).where(*unused))
    came_by = update(Invitation).where(col(Invitation.used_by) == person_id)
    session.execute(came_by.values(email=None))
    person = _person(session, person_id)
    person.email = person.password_hash = None
    if erasing.solo:
        person.name = SOLO_NAME
    else:
        person.name, person.role, person.erased_at = "", Role.TRAINEE, now()
    session.flush()


def _erase_ways_in(session: Session, erasing: Erasing) -> None:
    """Every sign-in, token and link; in solo mode the browser at hand, and the link of this start, stay."""
    ends = [col(SignIn.person_id) == erasing.person_id]
    gone = [col(SignInLink.person_id) == erasing.person_id]
    if erasing.solo:
        ends.append(col(SignIn.token_hash) != erasing.token_hash)
        gone.append(col(SignInLink.used_at).is_not(None))
    session.execute(delete(SignIn).where(*ends))
    session.execute(delete(SignInLink).where(*gone))
    for table in (PasswordReset, OidcIdentity, IdempotentAnswer):
        session.execute(delete(table).where(col(table.person_id) == erasing.person_id))


ACCOUNT: Final = Holding(
    tables=frozenset(
        str(model.__tablename__)
        for model in (
            Person,
            SignIn,
            SignInLink,
            Invitation,
            PasswordReset,
            OidcIdentity,
            AuditEntry,
            IdempotentAnswer,
        )
    ),
    collect=_collect,
    weigh=_weigh,
    erase=_erase,
)
