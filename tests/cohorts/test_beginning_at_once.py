"""What is begun, changed and taken back at the same moment: on PostgreSQL that runs side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, TypeVar
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.accounts.models import Role
from app.accounts.service import Identity
from app.cohorts.assignments import remove, replace
from app.cohorts.models import Assignment, Mode
from app.cohorts.schemas import AssignmentIn
from app.cohorts.starting import begin
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.groups import API, assign, cohort, ines, joined, settings, tara

__all__ = ["cohort", "ines", "joined", "settings", "tara"]

T = TypeVar("T")
AT_ONCE = 8
LONG = 0.3
"""Seconds for which a unit of work stays open after its deed."""


@pytest.fixture
def twin(settings: Settings, db: Database) -> Iterator[Database]:
    """The database as another process has it open."""
    with closing(Database(settings.database_url)) as other:
        yield other


def one_during_the_other(
    first: Callable[[Callable[[Session], T]], T],
    deed: Callable[[Session], T],
    then: Callable[[], object],
) -> object:
    """What `then` gives or the problem it raises, begun while the unit of work of `deed` is still open."""
    done = threading.Event()

    def slowly(session: Session) -> T:
        made = deed(session)
        session.flush()
        done.set()
        time.sleep(LONG)
        return made

    with ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(first, slowly)
        assert done.wait(10)
        try:
            return then()
        except Problem as problem:
            return problem.slug
        finally:
            under_way.result(10)


def attempts(db: Database) -> list[Attempt]:
    return db.read(
        lambda session: list(session.exec(select(Attempt).order_by(col(Attempt.started_at))).all())
    )


@pytest.fixture
def made(joined: dict[str, Any], ines: TestClient) -> UUID:
    return UUID(assign(ines, joined, attempts_allowed=1)["id"])


@pytest.fixture
def trainee(cast: Cast) -> Identity:
    return Identity(cast.id("tara"), Role.TRAINEE)


@pytest.fixture
def trainer(cast: Cast) -> Identity:
    return Identity(cast.id("ines"), Role.TRAINER)


def test_starts_at_once_give_one_attempt(made: UUID, tara: TestClient, cast: Cast, db: Database) -> None:
    browsers = [cast.browser("tara") for _ in range(AT_ONCE)]
    gate = threading.Barrier(AT_ONCE)

    def start(browser: TestClient) -> tuple[int, str]:
        gate.wait()
        answer = browser.post(f"{API}/assignments/{made}/attempts")
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(start, browsers))
    [attempt] = attempts(db)
    assert sorted(answers) == [(200, str(attempt.id))] * (AT_ONCE - 1) + [(201, str(attempt.id))]
    tara.post(f"{API}/attempts/{attempt.id}/submit")
    assert {browser.post(f"{API}/assignments/{made}/attempts").status_code for browser in browsers} == {409}
    assert len(attempts(db)) == 1


def test_what_is_begun_meanwhile_is_archived_and_not_deleted(
    made: UUID, db: Database, twin: Database, trainee: Identity, trainer: Identity
) -> None:
    one_during_the_other(
        db.write_beside,
        lambda session: begin(session, trainee, made),
        lambda: twin.write(lambda session: remove(session, trainer, made)),
    )
    [attempt] = attempts(db)
    assert attempt.assignment_id == made
    assert db.read(lambda session: session.get_one(Assignment, made)).archived_at is not None


def test_what_is_begun_meanwhile_keeps_its_mode(
    made: UUID, db: Database, twin: Database, trainee: Identity, trainer: Identity
) -> None:
    wanted = AssignmentIn(exercise_id="mini", mode=Mode.CERTIFYING)
    refused = one_during_the_other(
        db.write_beside,
        lambda session: begin(session, trainee, made),
        lambda: twin.write(lambda session: replace(session, trainer, made, wanted, None)),
    )
    assert refused == "begun"


def test_who_begins_while_it_changes_begins_what_it_becomes(
    made: UUID, db: Database, twin: Database, trainee: Identity, trainer: Identity
) -> None:
    wanted = AssignmentIn(exercise_id="mini", mode=Mode.CERTIFYING)
    one_during_the_other(
        db.write,
        lambda session: replace(session, trainer, made, wanted, None),
        lambda: twin.write_beside(lambda session: begin(session, trainee, made)),
    )
    [attempt] = attempts(db)
    assert attempt.certifying


def test_who_begins_while_it_is_deleted_finds_nothing(
    made: UUID, db: Database, twin: Database, trainee: Identity, trainer: Identity
) -> None:
    refused = one_during_the_other(
        db.write,
        lambda session: remove(session, trainer, made),
        lambda: twin.write_beside(lambda session: begin(session, trainee, made)),
    )
    assert (refused, attempts(db)) == ("not-found", [])
