"""Units of work that run beside each other, in threads as in processes: what holds on either database."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text
from sqlmodel import Session, select

from app.accounts.models import Person, Role
from app.accounts.service import Identity
from app.core import db_postgresql
from app.core.config import Settings
from app.core.db import Database
from app.core.db_locks import hold
from app.core.errors import Problem
from app.core.rate_limits import Rate, take
from app.practice.attempts import start_attempt
from tests.cast import Cast
from tests.databases import only_on_postgresql
from tests.mini import mark

T = TypeVar("T")
AT_ONCE = 8


@pytest.fixture
def twin(settings: Settings, db: Database) -> Iterator[Database]:
    """The database as another process has it open."""
    with closing(Database(settings.database_url)) as other:
        yield other


def at_once(work: Callable[[int], T]) -> list[T | Exception]:
    """What `work` gives or raises in so many threads that begin together."""
    gate = threading.Barrier(AT_ONCE)

    def one(number: int) -> T | Exception:
        gate.wait()
        try:
            return work(number)
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_writers_take_turns_so_that_what_one_has_read_still_holds(db: Database, twin: Database) -> None:
    def add_the_first(session: Session) -> bool:
        there = session.exec(select(Person.id)).first() is not None
        time.sleep(0.02)
        if not there:
            session.add(Person(name="first"))
        return not there

    made = at_once(lambda number: (db, twin)[number % 2].write(add_the_first))
    assert made.count(True) == 1


def test_units_beside_each_other_wait_for_what_another_holds(db: Database, twin: Database) -> None:
    def add_the_first(session: Session) -> bool:
        hold(session, "first")
        there = session.exec(select(Person.id)).first() is not None
        time.sleep(0.02)
        if not there:
            session.add(Person(name="first"))
        return not there

    made = at_once(lambda number: (db, twin)[number % 2].write_beside(add_the_first))
    assert made.count(True) == 1


def test_a_limit_holds_over_processes(db: Database, twin: Database) -> None:
    rate = Rate(3, timedelta(days=1))
    outcomes = at_once(
        lambda number: (db, twin)[number % 2].write_beside(lambda session: take(session, "key", rate))
    )
    refused = [outcome.status for outcome in outcomes if isinstance(outcome, Problem)]
    assert refused == [HTTPStatus.TOO_MANY_REQUESTS] * (AT_ONCE - 3)


def test_an_attempt_is_started_once(db: Database, twin: Database, cast: Cast) -> None:
    me = Identity(cast.id("tara"), Role.TRAINEE)

    def start(number: int) -> UUID:
        return (db, twin)[number % 2].write_beside(lambda session: start_attempt(session, me, "mini")[0].id)

    assert len(set(at_once(start))) == 1


def test_a_mark_that_is_saved_at_once_is_made_once(cast: Cast) -> None:
    browsers = [cast.browser("tara") for _ in range(AT_ONCE)]
    attempt = browsers[0].post("/api/v1/exercises/mini/attempts").json()["id"]
    address = f"/api/v1/attempts/{attempt}/annotations/{uuid4()}"

    def save(number: int) -> int:
        return browsers[number].put(address, json=mark("75 €", comment=f"Nº {number}")).status_code

    assert sorted(map(str, at_once(save))) == ["200"] * (AT_ONCE - 1) + ["201"]
    (kept,) = browsers[0].get(f"/api/v1/attempts/{attempt}").json()["annotations"]
    assert kept["revision"] == AT_ONCE


def test_a_mark_is_in_the_submission_or_refused(cast: Cast) -> None:
    browsers = [cast.browser("tara") for _ in range(AT_ONCE)]
    attempt = browsers[0].post("/api/v1/exercises/mini/attempts").json()["id"]

    def one(number: int) -> int:
        if number == 0:
            return browsers[0].post(f"/api/v1/attempts/{attempt}/submit").status_code
        address = f"/api/v1/attempts/{attempt}/annotations/{uuid4()}"
        return browsers[number].put(address, json=mark("75 €")).status_code

    answers = at_once(one)
    assert answers[0] == 200
    saved = answers[1:].count(201)
    assert answers[1:].count(409) == AT_ONCE - 1 - saved
    grade = browsers[0].get(f"/api/v1/attempts/{attempt}/assessment").json()
    assert len(browsers[0].get(f"/api/v1/attempts/{attempt}").json()["annotations"]) == saved
    found = [outcome for outcome in grade["outcomes"] if outcome["found"]]
    assert bool(found) == bool(saved)


@only_on_postgresql("on SQLite statements run on the event loop")
def test_a_slow_statement_does_not_hold_the_event_loop_up(db: Database) -> None:
    async def both() -> int:
        slow = asyncio.create_task(db.reading(lambda session: session.execute(text("SELECT pg_sleep(0.3)"))))
        ticks = 0
        while not slow.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert asyncio.run(both()) >= 5


class TestALostConnection:
    """Of PostgreSQL: SQLite has none."""

    pytestmark = only_on_postgresql("SQLite has no connection to lose")

    @pytest.mark.parametrize("way", ["write", "write_beside", "read"])
    def test_what_was_not_committed_is_done_again(self, db: Database, twin: Database, way: str) -> None:
        tries = []

        def work(session: Session) -> int:
            tries.append(session.execute(text("SELECT pg_backend_pid()")).scalar_one())
            if way != "read":
                session.add(Person(name=f"try {len(tries)}"))
                session.flush()
            if len(tries) == 1:
                twin.read(lambda other: other.execute(text(f"SELECT pg_terminate_backend({tries[0]})")))
                session.execute(text("SELECT 1"))
            return len(tries)

        assert getattr(db, way)(work) == 2
        assert names(db) == ([] if way == "read" else ["try 2"])

    def test_what_died_in_its_commit_is_not_done_twice(self, db: Database, twin: Database) -> None:
        def cut(connection: object) -> None:
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()  # type: ignore[attr-defined]  # a Connection
            twin.read(lambda other: other.execute(text(f"SELECT pg_terminate_backend({pid})")))

        event.listen(db.engine, "commit", cut, once=True)
        with pytest.raises(Problem) as caught:
            db.write(lambda session: session.add(Person(name="lost")))
        assert (caught.value.status, caught.value.slug) == (503, "database-away")
        assert caught.value.headers == {"Retry-After": "5"}
        assert names(db) == []

    def test_a_deadlock_is_resolved(self, db: Database, twin: Database) -> None:
        db.write(lambda session: session.add_all([Person(name="a"), Person(name="b")]))
        met = threading.Barrier(2)
        waited = set()

        def work(first: str, second: str, session: Session) -> None:
            for name in (first, second):
                session.execute(text(f"UPDATE person SET name = name WHERE name = '{name}'"))  # noqa: S608 - ours
                if first not in waited:
                    waited.add(first)
                    met.wait(10)

        pairs = [(db, "a", "b"), (twin, "b", "a")]
        with ThreadPoolExecutor(2) as threads:
            under_way = [
                threads.submit(one.write_beside, lambda session, f=f, s=s: work(f, s, session))
                for one, f, s in pairs
            ]
            assert [future.result(20) for future in under_way] == [None, None]

    def test_a_server_that_stays_away_is_said_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(db_postgresql, "PATIENCE_S", 0.2)
        away = Database("postgresql://nobody@127.0.0.1:1/nothing")
        with closing(away), pytest.raises(Problem, match="does not answer") as caught:
            away.read(lambda session: session.execute(text("SELECT 1")))
        assert caught.value.status == 503


def names(db: Database) -> list[str]:
    return db.read(lambda session: sorted(session.exec(select(Person.name)).all()))
