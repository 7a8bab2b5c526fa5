"""`vigie export` and `vigie import`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.core.config import load_settings
from app.core.db import Database
from app.core.errors import Problem
from app.core.opening import check_schema, open_database

if TYPE_CHECKING:
    from app.ops.archive import Counts

ARCHIVE = typer.Argument(dir_okay=False, help="A zip archive.")


def export_command(file: Annotated[Path, ARCHIVE]) -> None:
    """Write everything that the database holds to FILE; the server may run meanwhile."""
    from app.ops.archive import export_all  # brings every table, which other commands spare

    settings = load_settings()
    with closing(Database(settings.database_url)) as db:
        check_schema(db, settings)
        counts = _or_fail(lambda: export_all(db, file))
    typer.echo(f"Written to {file}: {_said(counts)}. Keep it as secret as the database.")


def import_command(file: Annotated[Path, ARCHIVE]) -> None:
    """Take everything from FILE, which `vigie export` has made, into a database that is new."""
    from app.ops.archive import import_all

    with closing(open_database(load_settings())) as db:
        counts = _or_fail(lambda: import_all(db, file))
    typer.echo(f"Taken in: {_said(counts)}.")


def _said(counts: Counts) -> str:
    return f"{sum(counts.values())} rows of {len(counts)} tables"


def _or_fail(work: Callable[[], Counts]) -> Counts:
    from app.ops.archive import ArchiveError

    try:
        return work()
    except (ArchiveError, Problem) as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(f"vigie: {message}", err=True)
    raise typer.Exit(2)
