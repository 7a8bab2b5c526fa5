"""Limits on how often something may be done, on a real database and a clock that the test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.core import rate_limits
from app.core.db import Database
from app.core.errors import Problem
from app.core.rate_limits import Rate, RateLimit, forget_passed, take, take_up_to

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SIX = Rate(6, MINUTE)


class Clock:
    """The time of the module under test."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def tick(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(rate_limits, "now", made)
    return made


def refused(db: Database, key: str, rate: Rate, count: int = 1) -> int:
    """The seconds that the refusal says to wait."""
    with pytest.raises(Problem) as caught:
        db.write(lambda session: take(session, key, rate, count))
    assert (caught.value.status, caught.value.slug) == (429, "too-many-requests")
    return int(caught.value.headers["Retry-After"])


def taken(db: Database, key: str, rate: Rate, most: int) -> int:
    return db.write(lambda session: take_up_to(session, key, rate, most))


def keys(session: Session) -> list[str]:
    return list(session.exec(select(RateLimit.key)).all())


def test_so_many_at_once_and_then_one_by_one(db: Database, clock: Clock) -> None:
    for _ in range(6):
        db.write(lambda session: take(session, "k", SIX))
    assert refused(db, "k", SIX) == 10
    clock.tick(4)
    assert refused(db, "k", SIX) == 6
    clock.tick(6)
    db.write(lambda session: take(session, "k", SIX))
    assert refused(db, "k", SIX) == 10


def test_a_refusal_counts_nothing(db: Database, clock: Clock) -> None:
    db.write(lambda session: take(session, "k", SIX, 4))
    assert refused(db, "k", SIX, 3) == 10
    db.write(lambda session: take(session, "k", SIX, 2))


def test_keys_do_not_share(db: Database, clock: Clock) -> None:
    db.write(lambda session: take(session, "one", SIX, 6))
    db.write(lambda session: take(session, "other", SIX, 6))


@pytest.mark.parametrize("most", range(1, 200))
def test_a_rate_that_the_period_is_no_multiple_of_is_still_whole(
    db: Database, clock: Clock, most: int
) -> None:
    rate = Rate(most, MINUTE)
    for _ in range(most):
        db.write(lambda session: take(session, "k", rate))
    assert refused(db, "k", rate) >= 1


def test_a_rate_of_thousands_of_millions_is_no_limit(db: Database, clock: Clock) -> None:
    rate = Rate(10**9, MINUTE)
    for _ in range(3):
        assert db.write(lambda session: take_up_to(session, "tool", rate, 100)) == 100


def test_a_batch_is_what_there_is_room_for(db: Database, clock: Clock) -> None:
    assert [taken(db, "k", SIX, 4), taken(db, "k", SIX, 4)] == [4, 2]
    with pytest.raises(Problem) as caught:
        taken(db, "k", SIX, 4)
    assert caught.value.headers["Retry-After"] == "10"
    clock.tick(30)
    assert taken(db, "k", SIX, 4) == 3
    clock.tick(3600)
    assert [taken(db, "k", SIX, 100), taken(db, "new", SIX, 1)] == [6, 1]


def test_rows_whose_moment_has_passed_can_go(db: Database, clock: Clock) -> None:
    db.write(lambda session: take(session, "old", SIX))
    clock.tick(9)
    db.write(lambda session: take(session, "young", SIX))
    clock.tick(2)
    db.write(forget_passed)
    assert db.read(keys) == ["young"]
