"""The audit log: who did what to accounts, exercises and grades. Written in the transaction of the deed."""

from __future__ import annotations

import json
from typing import Any

from sqlmodel import Session

from app.accounts.models import AuditEntry
from app.accounts.service import Identity


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
