"""The call log: every call of a model is kept, and nothing is paid twice.

Functions on a session; the boundary of `app.core.db` commits. A call is recorded in a short transaction of
its own as soon as its outcome is there, so that a crash afterwards cannot lose it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.core.clock import now
from app.core.config import Price
from app.llm.models import ANSWERED, REPEATED, ModelCall
from app.llm.protocol import Answer, ModelError, Prompt, Usage, storable


@dataclass(frozen=True, slots=True)
class CallAbout:
    """What a call is for: `purpose` is a word such as `judge`, `key` what must not be paid twice, `model` the
    name in the settings; whose texts it holds: a submission's, or those of a person who asked."""

    purpose: str
    key: str
    prompt: Prompt
    model: str
    submission_id: UUID | None = None
    person_id: UUID | None = None


def call_key(*parts: object) -> str:
    """A key of all that an answer depends on: strings, numbers and lists of them. sha256, hexadecimal."""
    return sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def find_answer(session: Session, key: str) -> ModelCall | None:
    """The call with this key that was answered, if there is one."""
    query = select(ModelCall).where(ModelCall.key == key, ModelCall.outcome == ANSWERED)
    return session.exec(query).one_or_none()


def calls_of(session: Session, submission_id: UUID) -> list[ModelCall]:
    """All calls about a submission, answered or not, the oldest first."""
    query = select(ModelCall).where(ModelCall.submission_id == submission_id)
    return list(session.exec(query.order_by(col(ModelCall.created_at), col(ModelCall.id))).all())


def record_answer(
    session: Session, about: CallAbout, answer: Answer[Any], prices: Mapping[str, Price]
) -> ModelCall:
    """Keep an answered call. Gives the entry that counts: an earlier one, where its key was answered."""
    earlier = find_answer(session, about.key)
    outcome = _Outcome(
        REPEATED if earlier else ANSWERED,
        "" if answer.model == about.model else f"answered as {answer.model}",
        answer.raw,
    )
    entry = _keep(session, about, answer, outcome, prices)
    return earlier or entry


def record_failure(
    session: Session, about: CallAbout, error: ModelError, prices: Mapping[str, Price]
) -> ModelCall:
    """Keep a call that had no usable answer, with what it cost all the same."""
    return _keep(session, about, error, _Outcome(error.kind, error.detail, error.raw), prices)


def record_decision(session: Session, key: str, decision: object) -> None:
    """Keep what code made of the answer with this key, and why: any JSON value."""
    text = storable(json.dumps(decision, ensure_ascii=False))
    counting = (col(ModelCall.key) == key, col(ModelCall.outcome) == ANSWERED)
    session.execute(sa.update(ModelCall).where(*counting).values(decision=text))


def tokens_spent(session: Session, day: datetime | None = None) -> int:
    """Tokens of input and output of all calls that were recorded on the day (UTC; today by default)."""
    midnight = (day or now()).replace(hour=0, minute=0, second=0, microsecond=0)
    spent = sa.func.sum(col(ModelCall.input_tokens) + col(ModelCall.output_tokens))
    within = (col(ModelCall.created_at) >= midnight, col(ModelCall.created_at) < midnight + timedelta(days=1))
    return int(session.scalar(sa.select(spent).where(*within)) or 0)


def cost_of(usage: Usage, price: Price | None) -> float | None:
    """What the tokens cost, where the model has a price (per million tokens)."""
    if price is None:
        return None
    return (usage.input_tokens * price.input + usage.output_tokens * price.output) / 1_000_000


class _Outcome(NamedTuple):
    name: str
    detail: str
    answer: str


def _keep(
    session: Session,
    about: CallAbout,
    made: Answer[Any] | ModelError,
    outcome: _Outcome,
    prices: Mapping[str, Price],
) -> ModelCall:
    entry = ModelCall(
        purpose=about.purpose,
        key=about.key,
        submission_id=about.submission_id,
        person_id=about.person_id,
        prompt_name=about.prompt.name,
        prompt_version=about.prompt.version,
        prompt_hash=about.prompt.hash,
        model=about.model,
        request=storable(json.dumps(made.request, ensure_ascii=False)) if made.request else "",
        answer=storable(outcome.answer),
        outcome=outcome.name,
        detail=storable(outcome.detail),
        attempts=made.attempts,
        input_tokens=made.usage.input_tokens,
        cached_tokens=made.usage.cached_tokens,
        output_tokens=made.usage.output_tokens,
        tokens_estimated=made.usage.estimated,
        cost=cost_of(made.usage, prices.get(about.model)),
        seconds=made.seconds,
    )
    session.add(entry)
    session.flush()
    return entry
