"""Limits on how often something may be done, kept in the database so that all processes share them.

The generic cell rate algorithm (GCRA, ITU-T I.371): one moment a key, when its bucket will be empty again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from sqlmodel import Field, Session

from app.core.clock import UtcDateTime, now
from app.core.errors import Problem
from app.core.metadata import Table


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
        return self.period / self.most


def take(session: Session, key: str, rate: Rate, count: int = 1) -> None:
    """Count `count` deeds under `key`, at most `rate.most` of them. Raises a 429 problem with `Retry-After`
    (seconds) where they are too many; then none is counted."""
    moment = now()
    kept = session.get(RateLimit, key)
    level = max(kept.empty_at, moment) if kept else moment
    after = level + rate.each * count
    if after > moment + rate.period:
        raise too_many(after - moment - rate.period)
    if kept is None:
        session.add(RateLimit(key=key, empty_at=after))
    else:
        kept.empty_at = after
    session.flush()


def too_many(wait: timedelta) -> Problem:
    """The 429 problem that says how long to wait."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    detail = f"Too many requests. Try again in {seconds} seconds."
    headers = {"Retry-After": str(seconds)}
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", detail, headers=headers)
