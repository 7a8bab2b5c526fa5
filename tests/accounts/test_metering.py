"""The limit of the API, shared by processes that each spend what they have leased."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app.accounts import metering
from app.accounts.metering import MANY, Meter
from app.accounts.models import Scope, SignIn
from app.accounts.policy import COOKIE
from app.accounts.service import digest, open_sign_in
from app.core import db_postgresql, db_sqlite
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem
from app.core.rate_limits import Rate, RateLimit, take
from app.main import create_app
from tests.cast import BASE, Cast
from tests.mini import mark

LIMIT = 24
ME = "/api/v1/exercises"


class Ticks:
    """The clock of a process, in seconds."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"limit_api": LIMIT})


@pytest.fixture
def other(settings: Settings, cast: Cast) -> Iterator[Cast]:
    """The same people, before another process on the same database."""
    database = Database(settings.database_url)
    twin = Cast(create_app(settings, database), database)
    twin.ids = cast.ids
    yield twin
    database.close()


@pytest.fixture
def token(cast: Cast, db: Database) -> str:
    """The hash of a sign-in of Tara."""
    person_id = cast.id("tara")
    return digest(db.write(lambda session: open_sign_in(session, person_id, 1)).token)


def statuses(client: TestClient, count: int) -> list[int]:
    return [client.get(ME).status_code for _ in range(count)]


def levels(db: Database) -> list[tuple[str, datetime]]:
    return db.read(lambda session: [(row.key, row.empty_at) for row in session.exec(select(RateLimit))])


def used_at(db: Database, token_hash: str) -> datetime | None:
    return db.read(lambda session: session.get_one(SignIn, token_hash).last_used_at)


def test_beyond_the_limit_the_answer_says_how_long_to_wait(cast: Cast) -> None:
    tool = cast.tool("tara")
    assert statuses(tool, LIMIT) == [200] * LIMIT
    refused = tool.get(ME)
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert 1 <= int(refused.headers["retry-after"]) <= 3
    assert refused.json()["type"] == "urn:vigie:problem:too-many-requests"
    assert (
        refused.json()["detail"]
        == f"Too many requests. Try again in {refused.headers['retry-after']} seconds."
    )
    assert tool.get("/").status_code == 200, "pages are not the API"


def test_each_credential_has_a_limit_of_its_own(cast: Cast) -> None:
    assert statuses(cast.tool("tara"), LIMIT)[-1] == 200
    assert statuses(cast.browser("tara"), LIMIT) == [200] * LIMIT
    assert statuses(cast.tool("tom"), 1) == [200]


def freed_since(began: datetime) -> float:
    """How many requests more a slow machine may make: the limit is one of a minute."""
    return (now() - began) / timedelta(minutes=1) * LIMIT


def test_two_processes_share_the_limit(cast: Cast, other: Cast) -> None:
    here, there = cast.tool("tara"), other.stranger()
    there.headers["Authorization"] = here.headers["Authorization"]
    began = now()
    answers = [client.get(ME).status_code for _ in range(LIMIT) for client in (here, there)]
    assert LIMIT <= answers.count(200) <= LIMIT + freed_since(began)
    assert set(answers) == {200, 429}


def test_what_one_process_uses_up_the_other_has_no_more(cast: Cast, other: Cast) -> None:
    here, there = cast.tool("tara"), other.stranger()
    there.headers["Authorization"] = here.headers["Authorization"]
    began = now()
    assert statuses(here, LIMIT) == [200] * LIMIT
    assert statuses(there, 6).count(200) <= freed_since(began)


def test_after_the_wait_it_goes_on(cast: Cast, db: Database) -> None:
    tool = cast.tool("tara")
    statuses(tool, LIMIT)
    assert statuses(tool, 1) == [429]
    earlier = now() - timedelta(minutes=1)
    db.write(lambda session: session.execute(update(RateLimit).values(empty_at=earlier)))
    assert statuses(tool, 1) == [429], "the wait that was told is kept without asking the database"
    fresh = Cast(create_app(tool.app.state.settings, db), db).stranger()  # type: ignore[attr-defined]  # Starlette
    fresh.headers["Authorization"] = tool.headers["Authorization"]
    assert statuses(fresh, 1) == [200]


@pytest.mark.parametrize("bearer", ["vigie_nobody", "vigie_"])
def test_a_forged_token_is_refused_and_never_counted(cast: Cast, db: Database, bearer: str) -> None:
    stranger = cast.stranger()
    stranger.headers["Authorization"] = f"Bearer {bearer}"
    assert statuses(stranger, LIMIT + 2) == [401] * (LIMIT + 2)
    assert stranger.get(ME).headers["www-authenticate"] == "Bearer"
    assert levels(db) == []


def test_a_stranger_is_refused_before_the_body_is_read(cast: Cast) -> None:
    stranger = cast.stranger()
    stranger.cookies.set(COOKIE, "forged")
    assert stranger.post("/api/v1/me/tokens", json={"no": "token"}).status_code == 401


def test_saving_writes_once_a_batch_for_the_limit(cast: Cast, settings: Settings, db: Database) -> None:
    generous = create_app(settings.model_copy(update={"limit_api": 1200}), db)
    trainee = TestClient(generous, BASE)
    trainee.cookies = cast.browser("tara").cookies
    attempt = trainee.post("/api/v1/exercises/mini/attempts").json()["id"]
    written: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: written.append(args[2]))
    for at in range(100):
        address = f"/api/v1/attempts/{attempt}/annotations/00000000-0000-4000-8000-{at:012}"
        assert trainee.put(address, json=mark("75 €")).status_code == 201
    of_limits = [statement for statement in written if "rate_limit" in statement]
    assert [s.split()[0] for s in of_limits if not s.startswith("SELECT")] == ["UPDATE"]
    assert len([s for s in written if "UPDATE sign_in" in s]) == 1


def test_a_lease_lapses_after_a_minute(db: Database, token: str) -> None:
    clock = Ticks()
    meter = Meter(db, LIMIT, clock)
    assert meter.count(token)
    before = levels(db)
    clock.time += 59
    assert meter.count(token)
    assert levels(db) == before
    clock.time += 1
    meter.count(token)
    assert levels(db) != before


@pytest.mark.parametrize("limit", [1, 5, 25, 1200])
def test_the_limit_is_whole_whatever_its_batches(db: Database, token: str, limit: int) -> None:
    meter = Meter(db, limit, Ticks())
    for _ in range(limit):
        meter.count(token)
    more = int(limit / 5) + 1  # what becomes free while the test runs
    with pytest.raises(Problem, match="Too many requests"):
        [meter.count(token) for _ in range(more)]


@pytest.mark.parametrize(("later", "noted"), [(0, 0), (30, 0), (60, 0), (61, 61)])
def test_the_last_use_is_true_to_a_minute(
    db: Database, token: str, monkeypatch: pytest.MonkeyPatch, later: int, noted: int
) -> None:
    first = now()
    monkeypatch.setattr(metering, "now", lambda: first)
    Meter(db, LIMIT, Ticks()).count(token)
    monkeypatch.setattr(metering, "now", lambda: first + timedelta(seconds=later))
    Meter(db, LIMIT, Ticks()).count(token)
    assert used_at(db, token) == first + timedelta(seconds=noted)


def test_pages_note_the_last_use_once_a_minute(db: Database, token: str) -> None:
    clock = Ticks()
    meter = Meter(db, LIMIT, clock)
    meter.note(token)
    assert used_at(db, token) is not None
    long_ago = now() - timedelta(days=1)
    db.write(lambda session: session.execute(update(SignIn).values(last_used_at=long_ago)))
    meter.note(token)
    assert used_at(db, token) == long_ago
    clock.time += 60
    meter.note(token)
    assert used_at(db, token) != long_ago
    assert levels(db) == []


@contextmanager
def unwritable(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database while somebody else has all of it to write in, and patience is short."""
    monkeypatch.setattr(db_sqlite, "PRAGMAS", (*db_sqlite.PRAGMAS, "busy_timeout=50"))
    monkeypatch.setattr(db_postgresql, "OPTIONS", "-c lock_timeout=50ms")
    with closing(Database(settings.database_url)) as other, other.engine.connect() as connection:
        connection.execution_options(vigie_begin="BEGIN IMMEDIATE").begin()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE sign_in IN EXCLUSIVE MODE")
        with closing(Database(settings.database_url)) as database:
            yield database


def test_a_page_can_be_read_while_nothing_can_be_written(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookies = cast.browser("tara").cookies
    with unwritable(settings, monkeypatch) as database:
        browser = TestClient(create_app(settings, database), BASE)
        browser.cookies = cookies
        assert browser.get("/").status_code == 200
        with pytest.raises((DBAPIError, sqlite3.OperationalError)):
            database.write(lambda session: session.execute(update(SignIn).values(label="x")))


def test_an_expired_or_revoked_credential_is_nobodys(db: Database, token: str) -> None:
    clock = Ticks()
    meter = Meter(db, LIMIT, clock)
    expired = update(SignIn).where(col(SignIn.token_hash) == token).values(expires_at=now())
    db.write(lambda session: session.execute(expired))
    assert not meter.count(token)
    meter.note(token)
    assert used_at(db, token) is None


def test_a_token_revoked_in_the_middle_is_refused_at_once(cast: Cast, db: Database) -> None:
    tool = cast.tool("ines", Scope.AUTHOR)
    assert statuses(tool, 1) == [200]
    db.write(_revoke_all)
    assert statuses(tool, 2) == [401, 401]


def _revoke_all(session: Session) -> None:
    for row in session.exec(select(SignIn)):
        session.delete(row)


def test_rows_that_have_passed_are_cleaned_up(db: Database, token: str) -> None:
    clock = Ticks()
    meter = Meter(db, LIMIT, clock)
    meter.count(token)
    db.write(lambda session: take(session, "gone", Rate(1, timedelta(microseconds=1))))
    clock.time += 599
    meter.count(token)
    assert "gone" in dict(levels(db))
    clock.time += 60
    meter.count(token)
    assert "gone" not in dict(levels(db))


def test_a_process_forgets_who_has_not_come_back(db: Database, cast: Cast) -> None:
    clock, person_id = Ticks(), cast.id("tara")
    meter = Meter(db, LIMIT, clock)
    hashes = [digest(db.write(lambda session: open_sign_in(session, person_id, 1)).token) for _ in range(20)]
    for token_hash in hashes:
        meter.count(token_hash)
    meter._noted.update({f"{at}": clock.time + 60 for at in range(MANY)})
    clock.time += 61
    meter.count(hashes[0])
    assert (len(meter._leases), len(meter._noted)) == (1, 0)
