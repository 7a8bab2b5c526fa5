"""What most tests stand on: a migrated database, a small catalogue, and clients of the application."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from app.accounts.service import make_link
from app.core.config import Settings, load_settings
from app.core.db import Database
from app.core.migrate import migrate
from app.exercises.catalogue import sync_catalogue
from app.main import create_app
from tests.cast import BASE, Cast
from tests.mini import write_mini

__all__ = ["BASE"]

# Lines as the server logs them: structlog's own default would set the locals of a traceback in a table.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(),
    ]
)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at the newest revision, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    db = Database(f"sqlite:///{path}")
    migrate(db)
    db.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, migrated_file: Path) -> Settings:
    database = tmp_path / "vigie.db"
    shutil.copy(migrated_file, database)
    catalogue = tmp_path / "exercises"
    write_mini(catalogue)
    return load_settings({"VIGIE_DATABASE_URL": f"sqlite:///{database}", "VIGIE_EXERCISES": str(catalogue)})


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
