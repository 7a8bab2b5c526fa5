"""The `Idempotency-Key` header: a request repeated under its key is answered again, and not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Header
from pydantic import StringConstraints
from sqlalchemy import delete
from sqlmodel import Session, col

from app.accounts.models import IdempotentAnswer
from app.accounts.service import Identity
from app.core.clock import now
from app.core.errors import ErrorItem, Problem

KEPT: Final = timedelta(hours=24)
IdempotencyKey = Annotated[
    str | None,
    Header(description="Any text of up to 100 characters: the same request under it is done once in a day."),
    StringConstraints(min_length=1, max_length=100),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer, as JSON, and whether it was answered before."""

    document: str
    replayed: bool


def once(session: Session, me: Identity, key: str | None, request: bytes, work: Callable[[], str]) -> Answer:
    """Do `work` and answer with its JSON; under a `key` that did the same `request` before, answer as then.
    Raises a 422 problem where the key did another request."""
    if key is None:
        return Answer(work(), replayed=False)
    session.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < now() - KEPT))
    digest = hashlib.sha256(request).hexdigest()
    kept = session.get(IdempotentAnswer, (me.person_id, key))
    if kept is None:
        document = work()
        session.add(IdempotentAnswer(person_id=me.person_id, key=key, request_hash=digest, document=document))
        return Answer(document, replayed=False)
    if kept.request_hash != digest:
        raise _reused()
    return Answer(kept.document, replayed=True)


def _reused() -> Problem:
    detail = "This Idempotency-Key has done another request today. Send a new key with a new request."
    item = ErrorItem("/Idempotency-Key", "belongs to another request")
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", detail, [item])
