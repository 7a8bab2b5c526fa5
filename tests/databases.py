"""Fresh migrated databases for tests, on SQLite or, with VIGIE_TEST_ON=postgresql, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import pytest
from sqlalchemy import make_url

from app.core.db import Database
from app.core.migrate import migrate
from app.exercises.catalogue import sync_catalogue
from tests.mini import write_mini
from tests.postgres import Postgres

ON_POSTGRESQL: Final = os.environ.get("VIGIE_TEST_ON") == "postgresql"


def only_on_sqlite(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(ON_POSTGRESQL, reason=f"only on SQLite: {reason}")


def only_on_postgresql(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not ON_POSTGRESQL, reason=f"only on PostgreSQL: {reason}")


class Databases(Protocol):
    """Where tests get their databases from. An address is what VIGIE_DATABASE_URL takes."""

    def empty(self, folder: Path) -> str:
        """The address of a database without any table; a file is in `folder`, which holds one at most."""

    def fresh(self, folder: Path) -> str:
        """The same at the newest revision."""

    def stocked(self, folder: Path) -> str:
        """The same with the small exercise of tests/mini.py in its catalogue."""

    def copy(self, url: str, folder: Path) -> str:
        """The same with what is in the database at `url`, which nobody may use meanwhile."""

    def drop(self, url: str) -> None:
        """Forget the database at `url`."""

    def close(self) -> None:
        """Nothing more is asked for."""


class SqliteDatabases:
    """Files; the folder of a test goes with what is in it."""

    def __init__(self, folder: Path) -> None:
        self.migrated = folder / "empty.db"
        self._stock = folder / "stocked.db"
        _migrate(f"sqlite:///{self.migrated}")

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'vigie.db'}"

    def fresh(self, folder: Path) -> str:
        return self.copy(f"sqlite:///{self.migrated}", folder)

    def stocked(self, folder: Path) -> str:
        if not self._stock.exists():
            shutil.copy(self.migrated, self._stock)
            _put_mini(f"sqlite:///{self._stock}")
        return self.copy(f"sqlite:///{self._stock}", folder)

    def copy(self, url: str, folder: Path) -> str:
        shutil.copy(url.removeprefix("sqlite:///"), folder / "vigie.db")
        return self.empty(folder)

    def drop(self, url: str) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class PostgresDatabases:
    """Databases of the server of this run."""

    def __init__(self) -> None:
        self._server = Postgres()
        self._template = self._server.template("empty", _migrate)

    def empty(self, _folder: Path) -> str:
        return self._server.create()

    def fresh(self, _folder: Path) -> str:
        return self._server.create(self._template)

    def stocked(self, _folder: Path) -> str:
        return self._server.create(self._server.template("stocked", _put_mini, self._template))

    def copy(self, url: str, _folder: Path) -> str:
        return self._server.create(make_url(url).database or "")

    def drop(self, url: str) -> None:
        self._server.drop(url)

    def close(self) -> None:
        self._server.close()


def _migrate(url: str) -> None:
    with closing(Database(url)) as db:
        migrate(db)


def _put_mini(url: str) -> None:
    """Reading it takes longer than most tests do: what is in the folder of each is known then."""
    with TemporaryDirectory() as folder, closing(Database(url)) as db:
        write_mini(Path(folder))
        db.write(lambda session: sync_catalogue(session, Path(folder)))
