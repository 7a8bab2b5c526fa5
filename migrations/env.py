"""Alembic's environment: the tables of app.tables, batch mode for SQLite."""

from __future__ import annotations

from contextlib import closing
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import AutoString

from app.core.clock import UtcDateTime
from app.core.config import load_settings
from app.core.db import Database
from app.tables import metadata


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Migrations name plain types only, so that they outlive our own classes."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})"
    return False


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The tables of the queue are the library's own (migration 0008)."""
    return not (kind == "table" and name and name.startswith("procrastinate_"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=include_name,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with closing(Database(load_settings().database_url)) as db, db.engine.connect() as opened:
        run(opened)
