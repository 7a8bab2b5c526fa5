"""Limits on how often something may be done, kept in the database so that all processes share them.

The generic cell rate algorithm (GCRA, ITU-T I.371): one moment a key, when its bucket will be empty again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from sqlalchemy import delete
from sqlmodel import Field, Session, col

from app.core.clock import UtcDateTime, now
from app.core.db_locks import hold
from app.core.errors import Problem
from app.core.metadata import Table

_ROUNDING: Final = timedelta(milliseconds=1)
"""A period that its number does not divide is rounded at each deed; the last one must not fail for that."""


class RateLimit(Table, table=True):
    """When the bucket of `key` will be empty; a row whose moment has passed may be deleted at any time."""

    __tablename__ = "rate_limit"

    key: str = Field(primary_key=True, max_length=100)
    empty_at: datetime = Field(sa_type=UtcDateTime, index=True)


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` at once, and as many again over each `period`."""

    most: int
    period: timedelta

    @property
    def each(self) -> timedelta:
        """Never nothing: who allows thousands of millions means no limit, not a division by zero."""
        return max(self.period / self.most, timedelta.resolution)


def take(session: Session, key: str, rate: Rate, count: int = 1) -> None:
    """Count `count` deeds under `key`, at most `rate.most` of them. Raises a 429 problem with `Retry-After`
    (seconds) where they are too many; then none is counted."""
    moment = now()
    kept = _kept(session, key)
    after = _level(kept, moment) + rate.each * count
    if after > moment + rate.period + _ROUNDING:
        raise too_many(after - moment - rate.period)
    _keep(session, kept, key, after)


def take_up_to(session: Session, key: str, rate: Rate, most: int) -> int:
    """Count as many deeds under `key` as there is room for, from one to `most`, and return how many. Raises
    the 429 problem where there is room for none."""
    moment = now()
    kept = _kept(session, key)
    level = _level(kept, moment)
    room = (moment + rate.period + _ROUNDING - level) // rate.each
    if room < 1:
        raise too_many(level + rate.each - moment - rate.period)
    count = min(most, room)
    _keep(session, kept, key, level + rate.each * count)
    return count


def forget_passed(session: Session) -> None:
    """Delete the rows whose moment has passed: they say no more than none at all."""
    session.execute(delete(RateLimit).where(col(RateLimit.empty_at) < now()))


def give_back(session: Session, key: str, rate: Rate) -> None:
    """Count one deed under `key` less."""
    kept = _kept(session, key)
    if kept is not None:
        kept.empty_at -= rate.each


def _kept(session: Session, key: str) -> RateLimit | None:
    """The row of `key`, which nobody else counts under until this transaction ends."""
    hold(session, f"rate:{key}")
    return session.get(RateLimit, key, with_for_update=True)  # nor is it cleaned up


def _level(kept: RateLimit | None, moment: datetime) -> datetime:
    return max(kept.empty_at, moment) if kept else moment


def _keep(session: Session, kept: RateLimit | None, key: str, empty_at: datetime) -> None:
    if kept is None:
        session.add(RateLimit(key=key, empty_at=empty_at))
    else:
        kept.empty_at = empty_at
    session.flush()


def too_many(wait: timedelta) -> Problem:
    """The 429 problem that says how long to wait."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    detail = f"Too many requests. Try again in {seconds} seconds."
    headers = {"Retry-After": str(seconds)}
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", detail, headers=headers)
