"""Opening the database that the settings name, at this release's schema, or saying in one line why not."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from app.core.config import Settings, SettingsError, without_password
from app.core.db import Database
from app.core.migrate import is_current, migrate


def open_database(settings: Settings) -> Database:
    """The database, migrated. Raises SettingsError where it cannot be made, read or migrated."""
    try:
        db = Database(settings.database_url)
        migrate(db)
    except (OSError, DBAPIError, CommandError) as error:
        raise _unusable(settings, error) from error
    return db


def check_schema(db: Database, settings: Settings) -> None:
    """Raises SettingsError where it does not answer, or is not at the schema of this release."""
    try:
        current = is_current(db)
    except DBAPIError as error:
        raise _unusable(settings, error) from error
    if not current:
        raise SettingsError("the database is not at the schema of this release; run `vigie migrate`")


def _unusable(settings: Settings, error: OSError | DBAPIError | CommandError) -> SettingsError:
    url = without_password(settings.database_url)
    return SettingsError(f"VIGIE_DATABASE_URL={url!r}: {_reason(error)}")


def _reason(error: OSError | DBAPIError | CommandError) -> str:
    if isinstance(error, CommandError):
        return "this database was made by a later release of Vigie; update Vigie, or name another file"
    if isinstance(error, DBAPIError):
        first_line = str(error.orig).partition("\n")[0]  # others may quote the row that was refused
        return f"cannot be used: {first_line}"
    return f"cannot be made: {error.strerror}"
