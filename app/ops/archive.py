"""Everything in one file: `vigie export` and `vigie import`.

A zip archive: `manifest.json` says which release made it, at which schema, and how many rows each table has;
`tables/<name>.jsonl` has one row a line, as a JSON object. It is the same from SQLite and from PostgreSQL,
and goes back into either. Jobs of workers are not in it: what waits gets new ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app import __version__
from app.core.clock import UtcDateTime, now
from app.core.db import Database
from app.core.sequences import set_sequences
from app.ops.revision import wanted_revision
from app.tables import metadata

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
BATCH: Final = 500
Counts = dict[str, int]


class ArchiveError(Exception):
    """The archive cannot be made, read or taken in; the message is one line for who runs the command."""


@dataclass(frozen=True, slots=True)
class Manifest:
    revision: str
    made_by: str
    tables: Counts


def export_all(db: Database, file: Path) -> Counts:
    """Write everything to `file`, which only its owner may read, as it stands at one moment. Raises
    ArchiveError where the file is there already or cannot be written."""
    if file.exists():
        raise ArchiveError(f"{file} is there already; name another file")
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        counts = db.read(partial(_write_archive, unfinished))
        unfinished.rename(file)
    except OSError as error:
        raise ArchiveError(f"{file} cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return counts


def _write_archive(file: Path, session: Session) -> Counts:
    counts: Counts = {}
    with _private(file) as handle, ZipFile(handle, "w", ZIP_DEFLATED) as archive:
        for table in metadata.sorted_tables:
            counts[table.name] = _write_table(archive, session.connection(), table)
        head = {
            "format": FORMAT,
            "vigie": __version__,
            "revision": wanted_revision(),
            "at": now().isoformat(),
        }
        archive.writestr(MANIFEST, json.dumps({**head, "tables": counts}, indent=2))
    return counts


def _private(file: Path) -> Any:
    """Opened for whoever runs the command alone: there are addresses and hashes of passwords in it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return os.fdopen(os.open(file, flags, 0o600), "wb")


def _write_table(archive: ZipFile, connection: sa.Connection, table: sa.Table) -> int:
    query = sa.select(table).order_by(*table.primary_key.columns)
    number = 0
    with archive.open(_place(table), "w", force_zip64=True) as out:
        for row in connection.execution_options(yield_per=BATCH).execute(query).mappings():
            line = json.dumps({name: _written(value) for name, value in row.items()}, ensure_ascii=False)
            out.write(line.encode() + b"\n")
            number += 1
    return number


def _place(table: sa.Table) -> str:
    return f"tables/{table.name}.jsonl"


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def import_all(db: Database, file: Path) -> Counts:
    """Take everything from `file` into a database that has the schema of this release and nothing in it, in
    one transaction. Raises ArchiveError, and keeps nothing, where that is not so or it is no good."""
    try:
        with ZipFile(file) as archive:
            manifest = _manifest(archive)
            db.write(lambda session: _read_archive(session, archive, manifest))
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise ArchiveError(f"{file} cannot be read as an archive of Vigie: {type(error).__name__}") from error
    return manifest.tables


def _manifest(archive: ZipFile) -> Manifest:
    found = json.loads(archive.read(MANIFEST))
    if found["format"] != FORMAT:
        raise ArchiveError(f"the archive has the format {found['format']}; this release reads {FORMAT}")
    manifest = Manifest(found["revision"], found["vigie"], found["tables"])
    if manifest.revision != wanted_revision():
        raise ArchiveError(
            f"the archive has the schema {manifest.revision} of Vigie {manifest.made_by}, this release "
            f"{wanted_revision()}: import it with the release that made it, then update"
        )
    return manifest


def _read_archive(session: Session, archive: ZipFile, manifest: Manifest) -> None:
    connection = session.connection()
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise ArchiveError(
                f"the database is not empty ({table.name}); name another in VIGIE_DATABASE_URL"
            )
    for table in metadata.sorted_tables:
        number = _read_table(connection, archive, table)
        if number != manifest.tables[table.name]:
            raise ArchiveError(f"{_place(table)} has {number} rows, not {manifest.tables[table.name]}")
    set_sequences(connection, metadata.sorted_tables)


def _read_table(connection: sa.Connection, archive: ZipFile, table: sa.Table) -> int:
    number = 0
    with archive.open(_place(table)) as lines:
        rows = _rows(table, lines)
        while batch := list(islice(rows, BATCH)):
            _insert(connection, table, batch)
            number += len(batch)
    return number


def _rows(table: sa.Table, lines: Any) -> Iterator[dict[str, Any]]:
    kinds = {column.name: kind_of(column) for column in table.columns}
    for line in lines:
        yield {name: _value(kinds[name], value) for name, value in json.loads(line).items()}


def kind_of(column: sa.Column[Any]) -> type:
    """The Python type of its values; our own type of moments does not say it."""
    return datetime if isinstance(column.type, UtcDateTime) else column.type.python_type


def _value(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    return UUID(value) if issubclass(kind, UUID) else value


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    try:
        connection.execute(sa.insert(table), rows)
    except DBAPIError as error:  # what it says quotes the row
        raise ArchiveError(f"{_place(table)}: the database refuses a row of it") from error
