"""`vigie health`, for the health check of a container that serves no port."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import anyio
import typer

from app.core.config import load_settings
from app.core.db import Database
from app.grading.pulse import dead_after, seconds_since
from app.ops.health import DatabaseState, database_state

PulseFile = Annotated[
    Path | None, typer.Option(help="Also whether the worker that touches this file is alive and takes jobs.")
]


def health(pulse: PulseFile = None) -> None:
    """Say whether the database answers, at the schema of this release; exits 1 when not."""
    settings = load_settings()
    with closing(Database(settings.database_url)) as db:
        state = anyio.run(database_state, db)
    typer.echo(f"database: {state.value}")
    alive = pulse is None or _is_alive(pulse, dead_after(settings.worker_heartbeat_seconds))
    raise typer.Exit(0 if state is DatabaseState.READY and alive else 1)


def _is_alive(pulse: Path, longest: float) -> bool:
    silent = seconds_since(pulse)
    alive = silent is not None and silent <= longest
    for_how_long = "" if silent is None else f" for {silent:.0f} s"
    typer.echo("worker: alive" if alive else f"worker: no sign of life{for_how_long}")
    return alive
