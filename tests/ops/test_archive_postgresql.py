"""Everything out of one kind of database and into the other, and PostgreSQL's own backup."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.audit import record
from app.accounts.models import AuditEntry
from app.core.db import Database
from app.core.migrate import is_current, migrate
from app.ops.archive import ArchiveError, export_all, import_all
from tests.cluster.postgres import Postgres
from tests.ops.filling import contents, fill


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="vigie-archive-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder) / "postgres")
        yield server
        server.stop()


@pytest.fixture(scope="module")
def filled(postgres: Postgres) -> Iterator[Database]:
    """A PostgreSQL database with rows in every table."""
    with closing(Database(postgres.url("filled"))) as db:
        migrate(db)
        fill(db)
        yield db


def on_sqlite(folder: Path) -> Database:
    db = Database(f"sqlite:///{folder / 'other.db'}")
    migrate(db)
    return db


def test_from_postgresql_to_sqlite_and_back(filled: Database, postgres: Postgres, tmp_path: Path) -> None:
    before = contents(filled)
    export_all(filled, tmp_path / "out.zip")
    with closing(on_sqlite(tmp_path)) as sqlite:
        import_all(sqlite, tmp_path / "out.zip")
        assert contents(sqlite) == before
        export_all(sqlite, tmp_path / "back.zip")
    with closing(Database(postgres.url("back"))) as db:
        migrate(db)
        import_all(db, tmp_path / "back.zip")
        assert contents(db) == before
        db.write(lambda session: record(session, None, "test.done", "person", "x"))
        newest = db.read(lambda session: session.scalar(sa.select(sa.func.max(AuditEntry.id))))
        assert newest == max(row["id"] for row in before["audit_entry"]) + 1
        with pytest.raises(ArchiveError, match="is not empty"):
            import_all(db, tmp_path / "out.zip")


def test_what_pg_dump_writes_comes_back_whole(filled: Database, postgres: Postgres, tmp_path: Path) -> None:
    dump = tmp_path / "vigie.dump"
    run(postgres, "pg_dump", "--format=custom", f"--file={dump}", postgres.url("filled"))
    run(postgres, "pg_restore", "--no-owner", f"--dbname={postgres.url('restored')}", str(dump))
    with closing(Database(postgres.url("restored"))) as db:
        assert is_current(db)
        assert contents(db) == contents(filled)
        db.write(lambda session: record(session, None, "test.done", "person", "x"))
        with pytest.raises(sa.exc.DBAPIError, match="audit"):
            db.write(lambda session: session.execute(sa.delete(AuditEntry)))


def run(postgres: Postgres, program: str, *arguments: str) -> None:
    command = [str(postgres.programs / program), *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 - PostgreSQL's own
