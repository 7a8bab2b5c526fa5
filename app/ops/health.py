"""Whether the server can work: its database answers, at the schema of this release."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import Final

import anyio
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database
from app.core.errors import Problem
from app.ops.revision import wanted_revision

PATIENCE_S: Final = 3.0


class DatabaseState(StrEnum):
    """`behind`: it answers, at another schema than that of this release, or with none."""

    READY = "ready"
    AWAY = "away"
    BEHIND = "behind"


_DETAILS: Final = {
    DatabaseState.AWAY: "The database does not answer. Check that it runs; VIGIE_DATABASE_URL names it.",
    DatabaseState.BEHIND: "The database is not at the schema of this release. Run `vigie migrate`.",
}


async def database_state(db: Database) -> DatabaseState:
    """Asked in a thread and not for long, so that a database that hangs stops nothing else."""
    with anyio.move_on_after(PATIENCE_S):
        return await anyio.to_thread.run_sync(partial(_ask, db), abandon_on_cancel=True)
    return DatabaseState.AWAY


def not_ready(state: DatabaseState) -> Problem:
    """The 503 problem that names what is wrong, and no address or secret of it."""
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", _DETAILS[state])
    problem.extra["database"] = state.value
    return problem


def _ask(db: Database) -> DatabaseState:
    """Past `Database.read`, which waits for a database that is away. What was read from a connection that a
    restart broke is read again from a new one."""
    for _ in range(2):
        try:
            with db.engine.connect() as connection:
                present = MigrationContext.configure(connection).get_current_heads()
        except (SQLAlchemyError, OSError, sqlite3.Error):
            continue
        return DatabaseState.READY if present == (wanted_revision(),) else DatabaseState.BEHIND
    return DatabaseState.AWAY
