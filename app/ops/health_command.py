"""`vigie health`, for the health check of a container that serves no port."""

from __future__ import annotations

from contextlib import closing

import anyio
import typer

from app.core.config import load_settings
from app.core.db import Database
from app.ops.health import DatabaseState, database_state


def health() -> None:
    """Say whether the database answers, at the schema of this release; exits 1 when not."""
    with closing(Database(load_settings().database_url)) as db:
        state = anyio.run(database_state, db)
    typer.echo(f"database: {state.value}")
    raise typer.Exit(0 if state is DatabaseState.READY else 1)
