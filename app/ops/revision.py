"""The schema of this release."""

from __future__ import annotations

from functools import cache

from alembic.script import ScriptDirectory

from app.core.migrate import MIGRATIONS


@cache
def wanted_revision() -> str | None:
    """The newest migration; read once, since it takes reading them all."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
