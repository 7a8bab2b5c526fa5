"""Opening the database that the settings name, at this release's schema, or saying in one line why not."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from app.core.config import Settings, SettingsError, without_password
from app.core.db import Database
from app.core.migrate import migrate


def open_database(settings: Settings) -> Database:
    """The database, migrated. Raises SettingsError where it cannot be made, read or migrated."""
    try:
        db = Database(settings.database_url)
        migrate(db)
    except (OSError, DBAPIError, CommandError) as error:
        url = without_password(settings.database_url)
        raise SettingsError(f"VIGIE_DATABASE_URL={url!r}: {_reason(error)}") from error
    return db


def _reason(error: OSError | DBAPIError | CommandError) -> str:
    if isinstance(error, CommandError):
        return "this database was made by a later release of Vigie; update Vigie, or name another file"
    if isinstance(error, DBAPIError):
        return f"cannot be used: {error.orig}"
    return f"cannot be made: {error.strerror}"
