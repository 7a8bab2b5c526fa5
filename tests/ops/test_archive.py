"""Everything out and in again: what comes back is what was there."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from app.accounts.audit import record
from app.accounts.models import AuditEntry
from app.core.db import Database
from app.ops.archive import MANIFEST, ArchiveError, export_all, import_all
from app.ops.revision import wanted_revision
from app.tables import metadata
from tests.databases import Databases
from tests.ops.filling import ROWS, contents, fill
from tests.test_cli import vigie

Make = Callable[[str], Database]


@pytest.fixture
def make(tmp_path: Path, databases: Databases) -> Iterator[Make]:
    """Makes new databases at the schema of this release, by a name."""
    made: dict[str, Database] = {}

    def new(name: str) -> Database:
        folder = tmp_path / "databases" / name
        folder.mkdir(parents=True)
        url = databases.fresh(folder)
        made[url] = Database(url)
        return made[url]

    yield new
    for url, db in made.items():
        db.close()
        databases.drop(url)


def test_every_table_comes_back_as_it_was(make: Make, tmp_path: Path) -> None:
    first, second, file = make("first"), make("second"), tmp_path / "all.zip"
    fill(first)
    before = contents(first)
    assert {name for name, rows in before.items() if len(rows) != ROWS} == set()
    counts = export_all(first, file)
    assert counts == dict.fromkeys([table.name for table in metadata.sorted_tables], ROWS)
    assert import_all(second, file) == counts
    assert contents(second) == before


def test_numbers_go_on_behind_the_last(make: Make, tmp_path: Path) -> None:
    first, second, file = make("first"), make("second"), tmp_path / "all.zip"
    fill(first)
    export_all(first, file)
    import_all(second, file)
    second.write(lambda session: record(session, None, "test.done", "person", "x"))
    newest = second.read(lambda session: session.scalar(sa.select(sa.func.max(AuditEntry.id))))
    assert newest == max(row["id"] for row in contents(first)["audit_entry"]) + 1


def test_the_archive_is_its_owners_alone_and_replaces_nothing(make: Make, tmp_path: Path) -> None:
    first, file = make("first"), tmp_path / "all.zip"
    export_all(first, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    with pytest.raises(ArchiveError, match="is there already"):
        export_all(first, file)
    with pytest.raises(ArchiveError, match="cannot be written: No such file or directory"):
        export_all(first, tmp_path / "nowhere" / "all.zip")


def test_a_database_with_anything_in_it_is_left_alone(make: Make, tmp_path: Path) -> None:
    first, file = make("first"), tmp_path / "all.zip"
    fill(first)
    export_all(first, file)
    before = contents(first)
    with pytest.raises(ArchiveError, match=r"^the database is not empty \(\w+\)"):
        import_all(first, file)
    assert contents(first) == before


def changed(file: Path, **members: bytes) -> Path:
    """A copy of the archive with other members; the name of a table stands for its rows."""
    copy = file.with_name("changed.zip")
    with ZipFile(file) as given, ZipFile(copy, "w") as made:
        for name in given.namelist():
            stem = Path(name).stem
            made.writestr(name, members.get(stem, given.read(name)))
    return copy


def test_an_archive_of_another_release_says_which(make: Make, tmp_path: Path) -> None:
    first, second, file = make("first"), make("second"), tmp_path / "all.zip"
    export_all(first, file)
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert manifest["revision"] == wanted_revision()
    older = json.dumps({**manifest, "revision": "0004", "vigie": "0.0.9"}).encode()
    with pytest.raises(
        ArchiveError, match=r"^the archive has the schema 0004 of Vigie 0\.0\.9, this release"
    ):
        import_all(second, changed(file, manifest=older))
    newer = json.dumps({**manifest, "format": 9}).encode()
    with pytest.raises(ArchiveError, match="the format 9; this release reads 1"):
        import_all(second, changed(file, manifest=newer))


def test_nothing_is_kept_of_an_archive_that_is_no_good(make: Make, tmp_path: Path) -> None:
    first, second, file = make("first"), make("second"), tmp_path / "all.zip"
    fill(first)
    export_all(first, file)
    with ZipFile(file) as archive:
        people = archive.read("tables/person.jsonl").splitlines(keepends=True)
    twice = b"".join([*people, people[0]])
    wrong = {
        "has 2 rows, not 3": {"written_text": b"".join(_lines(file, "written_text")[:2])},
        "the database refuses a row of it": {"person": twice},
        "cannot be read as an archive": {"person": b"{not json}\n"},
    }
    for said, members in wrong.items():
        with pytest.raises(ArchiveError, match=said):
            import_all(second, changed(file, **members))
        assert all(rows == [] for rows in contents(second).values())


def _lines(file: Path, table: str) -> list[bytes]:
    with ZipFile(file) as archive:
        return archive.read(f"tables/{table}.jsonl").splitlines(keepends=True)


def test_a_file_that_is_no_archive_is_one_clear_line(make: Make, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive", encoding="utf-8")
    for name in ("text.zip", "nowhere.zip"):
        with pytest.raises(ArchiveError, match="cannot be read as an archive of Vigie"):
            import_all(make(name), tmp_path / name)


def test_the_commands_carry_a_server_from_one_database_to_another(
    databases: Databases, make: Make, tmp_path: Path
) -> None:
    filled = make("first")
    fill(filled)
    first = filled.engine.url.render_as_string(hide_password=False)
    second, third = databases.empty(tmp_path), f"sqlite:///{tmp_path}/third.db"
    file = str(tmp_path / "all.zip")
    out = vigie("export", file, VIGIE_DATABASE_URL=first)
    tables = len(metadata.sorted_tables)
    assert out.stdout.startswith(f"Written to {file}: {ROWS * tables} rows of {tables} tables.")
    back = vigie("import", file, VIGIE_DATABASE_URL=second)
    assert (back.returncode, back.stdout) == (0, f"Taken in: {ROWS * tables} rows of {tables} tables.\n")
    again = vigie("import", file, VIGIE_DATABASE_URL=second)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1), again.stderr
    assert "is not empty" in again.stderr
    behind = vigie("export", file, VIGIE_DATABASE_URL=third)
    assert (behind.returncode, "run `vigie migrate`" in behind.stderr) == (2, True)


@pytest.mark.parametrize("command", ["export", "import"])
def test_a_database_that_is_away_is_said_in_one_line(tmp_path: Path, command: str) -> None:
    done = vigie(command, str(tmp_path / "x.zip"), VIGIE_DATABASE_URL="postgresql://v:pass@127.0.0.1:1/v")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(
        "vigie: VIGIE_DATABASE_URL='postgresql://v:***@127.0.0.1:1/v': cannot be used: "
    )
    assert not (tmp_path / "x.zip").exists()
