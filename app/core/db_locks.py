"""What a unit of work holds until it ends, so that no other does the same beside it, in any process.

SQLite needs none of it: it has one writer at a time. On PostgreSQL these are advisory locks of the
transaction, which fall away with it.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

TURN: Final = 7_310_001
"""The lock of the writers that take turns."""
MIGRATION: Final = 7_310_002
"""The lock of whoever brings the schema up to date."""
_BY_NUMBER: Final = sa.text("SELECT pg_advisory_xact_lock(:number)")
_BY_KEY: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


def hold(session: Session | sa.Connection, key: str) -> None:
    """Wait until no other unit of work holds `key` (as in `attempt:…`), then hold it until this one ends."""
    connection = session.connection() if isinstance(session, Session) else session
    if connection.dialect.name == "postgresql":
        connection.execute(_BY_KEY, {"key": key})


def hold_number(connection: sa.Connection, number: int) -> None:
    """The same for one of the locks above; on PostgreSQL only."""
    connection.execute(_BY_NUMBER, {"number": number})
