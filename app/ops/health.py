"""Whether the server can work: its database answers, at the schema of this release."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, partial
from http import HTTPStatus
from typing import Final

import anyio
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.core.db import Database
from app.core.errors import Problem
from app.core.migrate import MIGRATIONS

PATIENCE_S: Final = 3.0
_REVISION: Final = sa.text("SELECT version_num FROM alembic_version")


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
    try:
        found = db.read(_revisions)
    except (SQLAlchemyError, OSError):
        return DatabaseState.AWAY if not _answers(db) else DatabaseState.BEHIND
    return DatabaseState.READY if found == [_wanted()] else DatabaseState.BEHIND


def _revisions(session: Session) -> list[str]:
    return list(session.scalars(_REVISION))


def _answers(db: Database) -> bool:
    """Whether it can be asked at all; a new one has no table of revisions."""
    try:
        return db.read(lambda session: sa.inspect(session.connection()).get_table_names() is not None)
    except (SQLAlchemyError, OSError):
        return False


@cache
def _wanted() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
