"""The audit log: who did what to accounts, exercises and grades. Written in the transaction of the deed, read
by administrators alone, changed by nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlmodel import Session, col, select

from app.accounts.models import AuditEntry, Person
from app.accounts.service import Identity

PERSON: Final = "person"
_EXAMPLE: Final[dict[str, JsonValue]] = {
    "id": 421,
    "at": "2026-11-23T09:12:00Z",
    "actor": {"id": "0d5be1c4-9a2f-4d1c-8f4e-2f8a51a7c9b0", "name": "Inès Roux"},
    "action": "exercise.publish",
    "kind": "exercise",
    "subject": "relance-facture",
    "subject_name": None,
    "details": {"version": 3},
}


class Actor(BaseModel):
    """Who did it. `name` is null where the account was erased since."""

    id: UUID
    name: str | None


class AuditItem(BaseModel):
    """One deed. `actor` is null for the command line and the server; `subject` is the id of a thing of that
    `kind`, `subject_name` its name where it is a person with an account."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    id: int
    at: datetime
    actor: Actor | None
    action: str
    kind: str
    subject: str
    subject_name: str | None
    details: dict[str, Any]


class AuditPage(BaseModel):
    """Deeds, the newest first; `next` is the cursor of what follows, null at the end."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_EXAMPLE], "next": 421}})

    items: list[AuditItem]
    next: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deeds to show; empty for any."""

    action: str = ""
    kind: str = ""
    subject: str = ""

    def __bool__(self) -> bool:
        return bool(self.action or self.kind or self.subject)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The actions and kinds that stand in the log, in alphabetical order."""

    actions: Sequence[str]
    kinds: Sequence[str]


def record(
    session: Session, actor: Identity | None, action: str, kind: str, subject: object, **details: Any
) -> None:
    """Note that `actor` (None: the command line or the server) did `action` (as in `exercise.publish`) to
    the `kind` of thing with the id `subject`. `details` are plain JSON: no name, address, text or secret."""
    session.add(
        AuditEntry(
            actor_id=actor.person_id if actor else None,
            action=action,
            kind=kind,
            subject=str(subject),
            details=json.dumps(details, sort_keys=True),
        )
    )
    session.flush()


def read_log(session: Session, _me: Identity, wanted: Wanted, cursor: int | None, limit: int) -> AuditPage:
    """`limit` deeds older than the one whose id is `cursor`."""
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc())
    if cursor is not None:
        query = query.where(col(AuditEntry.id) < cursor)
    for column, value in ((AuditEntry.action, wanted.action), (AuditEntry.kind, wanted.kind)):
        query = query.where(col(column) == value) if value else query
    if wanted.subject:
        query = query.where(col(AuditEntry.subject) == wanted.subject)
    rows = session.exec(query.limit(limit + 1)).all()
    items = rows[:limit]
    return AuditPage(items=_items(session, items), next=items[-1].id if len(rows) > limit else None)


def vocabulary(session: Session, _me: Identity) -> Vocabulary:
    actions = session.exec(select(AuditEntry.action).distinct().order_by(col(AuditEntry.action)))
    kinds = session.exec(select(AuditEntry.kind).distinct().order_by(col(AuditEntry.kind)))
    return Vocabulary(actions.all(), kinds.all())


def _items(session: Session, entries: Sequence[AuditEntry]) -> list[AuditItem]:
    subjects = {entry.subject: _id_of(entry.subject) for entry in entries if entry.kind == PERSON}
    ids = {entry.actor_id for entry in entries} | set(subjects.values())
    names = _names(session, {id_ for id_ in ids if id_ is not None})
    return [
        AuditItem(
            id=entry.id or 0,
            at=entry.at,
            actor=Actor(id=entry.actor_id, name=names.get(entry.actor_id)) if entry.actor_id else None,
            action=entry.action,
            kind=entry.kind,
            subject=entry.subject,
            subject_name=names.get(subjects.get(entry.subject)),
            details=json.loads(entry.details),
        )
        for entry in entries
    ]


def _names(session: Session, ids: set[UUID]) -> dict[UUID | None, str]:
    """The names of those who still have an account."""
    known = (col(Person.id).in_(ids), col(Person.erased_at).is_(None))
    return {person.id: person.name for person in session.exec(select(Person).where(*known))}


def _id_of(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None
