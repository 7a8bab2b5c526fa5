"""One process or several on one port."""

from __future__ import annotations

from pathlib import Path

from tests.test_cli import vigie


def test_several_processes_are_refused_on_sqlite(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/v.db"
    by_option = vigie("serve", "--processes", "2", VIGIE_DATABASE_URL=database)
    by_setting = vigie("serve", VIGIE_PROCESSES="2", VIGIE_DATABASE_URL=database)
    for done in (by_option, by_setting):
        said = "vigie: 2 processes need PostgreSQL (VIGIE_DATABASE_URL); SQLite serves one\n"
        assert (done.returncode, done.stderr) == (2, said)
    assert not (tmp_path / "v.db").exists()


def test_health_says_whether_the_database_can_be_used(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/v.db"
    behind = vigie("health", VIGIE_DATABASE_URL=database)
    assert (behind.returncode, behind.stdout) == (1, "database: behind\n")
    assert vigie("migrate", VIGIE_DATABASE_URL=database).returncode == 0
    ready = vigie("health", VIGIE_DATABASE_URL=database)
    assert (ready.returncode, ready.stdout) == (0, "database: ready\n")
    away = vigie("health", VIGIE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (away.returncode, away.stdout) == (1, "database: away\n")
