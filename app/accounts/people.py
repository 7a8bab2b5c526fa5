"""People as who looks after them sees them: a trainer the trainees, an administrator everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.audit import record
from app.accounts.handed_links import end_links
from app.accounts.models import AuditEntry, OidcIdentity, Person, Role, SignIn
from app.accounts.schemas import PeoplePage, PersonCard, PersonState
from app.accounts.service import Identity
from app.core.clock import now
from app.core.errors import ErrorItem, Problem, conflict, invalid, not_found
from app.text.folding import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people to list: with `search` in the name or the address (case and accents do not matter)."""

    search: str = ""
    role: Role | None = None
    state: PersonState | None = None

    @property
    def is_set(self) -> bool:
        return bool(self.search.strip() or self.role or self.state)

    def finds(self, name: str, email: str | None) -> bool:
        sought = _folded(self.search)
        return not sought or sought in _folded(name) or sought in _folded(email or "")


class _Line(NamedTuple):
    """What it takes to find somebody and to put them in order."""

    id: UUID
    name: str
    email: str | None

    @property
    def order(self) -> tuple[str, UUID]:
        return _folded(self.name), self.id


class EmailTaken(Problem):
    """There is an account with this address already."""

    def __init__(self, pointer: str = "/email") -> None:
        detail = "There is an account with this e-mail address already."
        super().__init__(HTTPStatus.CONFLICT, "email-taken", detail, [ErrorItem(pointer, detail)])


def list_people(
    session: Session, me: Identity, wanted: Wanted, cursor: UUID | None, limit: int
) -> PeoplePage:
    """`limit` people in the order of their names, after the one whose id is `cursor`."""
    found = sorted(_found(session, me, wanted), key=lambda line: line.order)
    after = found if cursor is None else _after(session, found, cursor)
    ids = [line.id for line in after[:limit]]
    more = ids[-1] if len(after) > limit else None
    return PeoplePage(items=_cards(session, _people(session, ids)), next=more)


def read_person(session: Session, me: Identity, person_id: UUID) -> PersonCard:
    """One person. Raises a 404 problem for who the caller does not look after."""
    return _cards(session, [person_of(session, me, person_id)])[0]


def person_of(session: Session, me: Identity, person_id: UUID) -> Person:
    """The row of somebody whom the caller looks after; else a 404 problem."""
    person = session.exec(_visible(me).where(col(Person.id) == person_id)).first()
    if person is None:
        raise not_found("person")
    return person


def find_by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email)).first()


def create_person(
    session: Session, name: str, email: str | None, role: Role, password_hash: str | None, via: str
) -> Person:
    """A new account, noted as made by its own person; `via` says how. Raises `EmailTaken`."""
    if email and find_by_email(session, email):
        raise EmailTaken
    person = Person(name=name, email=email, role=role, password_hash=password_hash)
    session.add(person)
    session.flush()
    record(session, Identity(person.id, role), "person.create", "person", person.id, role=role, via=via)
    return person


def change_role(session: Session, me: Identity, person_id: UUID, role: Role) -> None:
    """Whoever is signed in has the new role from the next request on; links that it does not allow end.
    Raises 404 and 409 problems."""
    person = person_of(session, me, person_id)
    if person.role == role:
        return
    guard_last_admin(session, person)
    before, person.role = person.role, role
    end_links(session, me, person)
    record(session, me, "person.role", "person", person.id, before=before, after=role)


def block(session: Session, me: Identity, person_id: UUID) -> None:
    """End every sign-in, token and link of a person, who signs in no more. Raises 404 and 409 problems."""
    person = person_of(session, me, person_id)
    if person.id == me.person_id:
        raise conflict("own-account", "Nobody blocks their own account. Ask another administrator.")
    if person.blocked_at is not None:
        return
    guard_last_admin(session, person)
    person.blocked_at = now()
    session.execute(sa.delete(SignIn).where(col(SignIn.person_id) == person.id))
    end_links(session, me, person)
    record(session, me, "person.block", "person", person.id)


def unblock(session: Session, me: Identity, person_id: UUID) -> None:
    """Let a person sign in again. Raises a 404 problem."""
    person = person_of(session, me, person_id)
    if person.blocked_at is None:
        return
    person.blocked_at = None
    record(session, me, "person.unblock", "person", person.id)


def guard_last_admin(session: Session, person: Person) -> None:
    """Raise a 409 problem `last-admin` where nobody could administer the server without this person."""
    if not _may_administer(session, person):
        return
    others = _admins().where(col(Person.id) != person.id, _has_a_way_in())
    if session.exec(others.limit(1)).first():
        return
    raise conflict("last-admin", "This is the last administrator. Make somebody else one first.")


def has_admin(session: Session) -> bool:
    """Whether there is an administrator who can sign in."""
    return session.exec(_admins().where(_has_a_way_in()).limit(1)).first() is not None


def state_of(person: Person) -> PersonState:
    return PersonState.BLOCKED if person.blocked_at else PersonState.ACTIVE


def _visible(me: Identity) -> SelectOfScalar[Person]:
    """Everyone but the erased to an administrator, else the trainees."""
    there = select(Person).where(col(Person.erased_at).is_(None))
    return there if me.is_admin else there.where(Person.role == Role.TRAINEE)


def _found(session: Session, me: Identity, wanted: Wanted) -> list[_Line]:
    """Case and accents are folded here: the database knows those of ASCII alone."""
    visible = _visible(me)
    if wanted.role is not None:
        visible = visible.where(Person.role == wanted.role)
    if wanted.state is not None:
        is_blocked = col(Person.blocked_at).is_not(None)
        visible = visible.where(is_blocked if wanted.state is PersonState.BLOCKED else sa.not_(is_blocked))
    columns = visible.with_only_columns(col(Person.id), col(Person.name), col(Person.email))
    lines = (_Line(*row) for row in session.execute(columns))
    return [line for line in lines if wanted.finds(line.name, line.email)]


def _after(session: Session, lines: list[_Line], cursor: UUID) -> list[_Line]:
    last = session.get(Person, cursor)
    if last is None:
        raise invalid("/query/cursor", "is not the `next` of a page")
    order = _Line(last.id, last.name, last.email).order
    return [line for line in lines if line.order > order]


def _people(session: Session, ids: list[UUID]) -> list[Person]:
    """The rows of these people, in this order."""
    rows = session.exec(select(Person).where(col(Person.id).in_(ids))).all()
    return sorted(rows, key=lambda person: ids.index(person.id))


@lru_cache(maxsize=16_384)
def _folded(text: str) -> str:
    return fold(text).strip()


def _cards(session: Session, people: Sequence[Person]) -> list[PersonCard]:
    seen = _last_sign_ins(session, people)
    return [
        PersonCard(
            id=person.id,
            name=person.name,
            email=person.email,
            role=Role(person.role),
            state=state_of(person),
            created_at=person.created_at,
            last_sign_in_at=seen.get(str(person.id)),
        )
        for person in people
    ]


def _last_sign_ins(session: Session, people: Sequence[Person]) -> dict[str, datetime]:
    """By the id. The audit log knows them; the sign-ins themselves are deleted when they end."""
    ids = [str(person.id) for person in people]
    theirs = (col(AuditEntry.action) == "person.sign-in", col(AuditEntry.subject).in_(ids))
    newest = sa.select(col(AuditEntry.subject), sa.func.max(col(AuditEntry.at)).label("at")).where(*theirs)
    rows = session.execute(newest.group_by(col(AuditEntry.subject)))
    return {row.subject: row.at for row in rows}


def _admins() -> SelectOfScalar[Person]:
    there = (col(Person.blocked_at).is_(None), col(Person.erased_at).is_(None))
    return select(Person).where(Person.role == Role.ADMIN, *there)


def _may_administer(session: Session, person: Person) -> bool:
    return session.exec(_admins().where(col(Person.id) == person.id)).first() is not None


def _has_a_way_in() -> sa.ColumnElement[bool]:
    """The person of solo mode has none once there are accounts."""
    known = sa.exists().where(col(OidcIdentity.person_id) == col(Person.id))
    return sa.or_(col(Person.email).is_not(None), known)
