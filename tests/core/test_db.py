from __future__ import annotations

import threading
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.accounts.models import Person
from app.core.clock import UtcDateTime, now
from app.core.db import Database
from tests.databases import only_on_sqlite


def _add(name: str, created_at: datetime | None = None) -> Person:
    return Person(name=name, created_at=created_at or now())


def _names(session: Session) -> list[str]:
    return sorted(session.exec(select(Person.name)).all())


def test_a_write_is_kept_and_a_failed_one_leaves_nothing(db: Database) -> None:
    db.write(lambda session: session.add(_add("kept")))

    def fails(session: Session) -> None:
        session.add(_add("lost"))
        session.flush()
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        db.write(fails)
    assert db.read(_names) == ["kept"]


def test_nothing_written_in_a_read_is_kept(db: Database) -> None:
    def writes(session: Session) -> None:
        session.add(_add("ghost"))
        session.flush()

    with suppress(DBAPIError):  # PostgreSQL refuses it already
        db.read(writes)
    assert db.read(_names) == []


def test_a_read_sees_one_snapshot(db: Database) -> None:
    def reads(session: Session) -> tuple[list[str], list[str]]:
        before = _names(session)
        with closing(Database(db.engine.url.render_as_string(hide_password=False))) as other:
            other.write(lambda elsewhere: elsewhere.add(_add("meanwhile")))
        return before, _names(session)

    assert db.read(reads) == ([], [])
    assert db.read(_names) == ["meanwhile"]


def test_writers_of_many_threads_and_two_databases_take_turns(db: Database) -> None:
    second = Database(db.engine.url.render_as_string(hide_password=False))

    def work(database: Database, name: str) -> None:
        for i in range(20):
            database.write(lambda session, i=i: session.add(_add(f"{name}-{i}")))  # type: ignore[misc]

    threads = [
        threading.Thread(target=work, args=(database, f"{n}-{side}"))
        for side, database in enumerate((db, second))
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert len(db.read(_names)) == 120


def test_times_come_back_aware_and_in_utc(db: Database) -> None:
    paris = datetime(2026, 7, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    db.write(lambda session: session.add(_add("x", paris)))
    read = db.read(lambda session: session.exec(select(Person.created_at)).one())
    assert (read, read.tzinfo) == (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), UTC)


def test_a_naive_time_is_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), db.engine.dialect)  # noqa: DTZ001 - meant


@only_on_sqlite("it is about the settings of the file")
def test_the_file_survives_a_crash_of_the_process_after_a_commit(db: Database) -> None:
    settings = db.read(
        lambda s: [s.execute(text(f"PRAGMA {p}")).scalar() for p in ("journal_mode", "synchronous")]
    )
    assert settings == ["wal", 1]


def test_a_missing_folder_of_the_database_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/folder/x.db")
    assert database.read(lambda session: session.execute(text("SELECT 1")).scalar()) == 1
    database.close()


def test_an_error_does_not_say_what_was_to_be_written(db: Database) -> None:
    statement = text("SELECT CAST(:given AS text) FROM nowhere")
    with pytest.raises(DBAPIError) as caught:
        db.write(lambda session: session.execute(statement, {"given": "un texte de stagiaire"}))
    assert "nowhere" in str(caught.value)
    assert "stagiaire" not in str(caught.value)
