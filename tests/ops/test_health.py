"""Health: what a load balancer and an orchestrator ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.policy import COOKIE
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from tests.conftest import BASE


def asking(settings: Settings, db: Database) -> TestClient:
    return TestClient(create_app(settings, db), BASE, raise_server_exceptions=False)


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Database]:
    """A database that does not answer: a file that is none."""
    file = tmp_path / "broken.db"
    file.write_bytes(b"no database\n" * 500)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield database
    database.close()


def test_a_server_that_can_work_is_live_and_ready(stranger: TestClient) -> None:
    live, ready = stranger.get("/health/live"), stranger.get("/health/ready")
    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "database": "ready"})


def test_a_database_that_does_not_answer_is_named_and_its_address_is_not(
    settings: Settings, broken: Database
) -> None:
    client = asking(settings, broken)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["database"]) == ("urn:vigie:problem:not-ready", "away")
    assert "VIGIE_DATABASE_URL" in problem["detail"]
    assert "broken.db" not in answer.text
    assert client.get("/health/live").status_code == 200


def test_a_cookie_does_not_make_the_answer_depend_on_the_database(
    settings: Settings, broken: Database
) -> None:
    client = asking(settings, broken)
    client.cookies.set(COOKIE, "anything")
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503


def test_a_database_that_was_never_migrated_is_not_ready(settings: Settings, empty: Database) -> None:
    problem = asking(settings, empty).get("/health/ready").json()
    assert problem["database"] == "behind"
    assert "vigie migrate" in problem["detail"]


def test_a_database_of_another_release_is_not_ready(app: FastAPI, db: Database, stranger: TestClient) -> None:
    db.write(lambda session: session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    assert stranger.get("/health/ready").json()["database"] == "behind"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_machines_ask_by_the_address_of_a_container(stranger: TestClient, path: str) -> None:
    assert stranger.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert stranger.get("/sign-in", headers={"Host": "10.0.0.7:8000"}).status_code == 400
