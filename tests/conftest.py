"""What most tests stand on: a migrated database, a small catalogue, and clients of the application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from app.accounts.service import make_link
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.exercises.catalogue import sync_catalogue
from app.main import create_app
from tests.cast import BASE, Cast
from tests.databases import ON_POSTGRESQL, Databases, PostgresDatabases, SqliteDatabases
from tests.mini import write_mini
from tests.postgres import Postgres, name_the_run

__all__ = ["BASE"]

# Lines as the server logs them: structlog's own default would set the locals of a traceback in a table.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(),
    ]
)


def pytest_configure(config: pytest.Config) -> None:
    name_the_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if ON_POSTGRESQL and not hasattr(config, "workerinput"):
        Postgres().end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database: `make test` runs that again on PostgreSQL."""
    for item in items:
        if "databases" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where tests that need more than one database, or one for longer, get them from."""
    made = PostgresDatabases() if ON_POSTGRESQL else SqliteDatabases(tmp_path_factory.mktemp("schema"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite at the newest revision, to be copied, wherever the other tests run."""
    return SqliteDatabases(tmp_path_factory.mktemp("schema")).migrated


@pytest.fixture
def settings(tmp_path: Path, databases: Databases) -> Iterator[Settings]:
    url, catalogue = databases.stocked(tmp_path), tmp_path / "exercises"
    write_mini(catalogue)
    yield load_settings({"VIGIE_DATABASE_URL": url, "VIGIE_EXERCISES": str(catalogue)})
    databases.drop(url)


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    database.write(lambda session: sync_catalogue(session, settings.exercises))
    yield database
    database.close()


@pytest.fixture
def app(settings: Settings, db: Database) -> ASGIApp:
    return create_app(settings, db)


@pytest.fixture
def stranger(app: ASGIApp) -> TestClient:
    """A browser that is not signed in."""
    return TestClient(app, BASE, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def sign_in(app: ASGIApp, db: Database) -> Callable[[], TestClient]:
    """Makes browsers that are signed in by a fresh link."""

    def make() -> TestClient:
        client = TestClient(app, BASE, follow_redirects=False, raise_server_exceptions=False)
        answer = client.get("/sign-in", params={"token": db.write(make_link)})
        assert answer.status_code == 303, answer.text
        return client

    return make


@pytest.fixture
def trainee(sign_in: Callable[[], TestClient]) -> TestClient:
    return sign_in()


@pytest.fixture
def cast(app: ASGIApp, db: Database) -> Cast:
    """People of every role."""
    return Cast(app, db)
