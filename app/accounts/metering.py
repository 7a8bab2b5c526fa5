"""How often a sign-in or an API token is used: the limit of the API, and the time of the last use.

Each request pays for this, so it is counted in memory. A process takes a batch of requests at a time from
what the database allows, in one short transaction that also notes the time, and spends it by itself. The
limit is shared by all processes; each may overrun it by the rest of one batch, which lapses after a minute.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Lock
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.accounts.service import SIGN_INS
from app.core.clock import now
from app.core.db import Database
from app.core.errors import Problem
from app.core.rate_limits import Rate, forget_passed, take_up_to, too_many

PERIOD: Final = timedelta(minutes=1)
SHARE: Final = 12
"""A batch is the twelfth part of the limit, so that a dozen processes can each hold one."""
MOST_AT_A_TIME: Final = 100
CLEAN_EVERY: Final = timedelta(minutes=10)
MANY: Final = 1000
UNWRITABLE: Final = (DBAPIError, sqlite3.OperationalError)
"""The driver's own error as well: `app.core.db_sqlite` tells it to begin without SQLAlchemy in between."""
HASH: sa.BindParameter[str] = sa.bindparam("hash")
NOW: sa.BindParameter[datetime] = sa.bindparam("now")
BEFORE: sa.BindParameter[datetime] = sa.bindparam("before")
_IS_KNOWN = sa.select(SIGN_INS.c.id).where(SIGN_INS.c.token_hash == HASH, SIGN_INS.c.expires_at > NOW)
_NOTE = (
    sa.update(SIGN_INS)
    .where(SIGN_INS.c.token_hash == HASH)
    .where(sa.or_(SIGN_INS.c.last_used_at.is_(None), SIGN_INS.c.last_used_at < BEFORE))
    .values(last_used_at=NOW)
)


@dataclass(slots=True)
class Lease:
    """What a process may still spend by itself: `left` requests until `ends`, in seconds of its clock."""

    left: int
    ends: float


class Meter:
    """Counts the requests of each credential, by its hash, in one process."""

    def __init__(self, db: Database, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`limit`: requests to the API that one credential may make in a minute, over all processes."""
        self._db, self._clock = db, clock
        self._rate = Rate(limit, PERIOD)
        self._batch = min(MOST_AT_A_TIME, max(1, limit // SHARE))
        self._leases: dict[str, Lease] = {}
        self._refused: dict[str, float] = {}
        self._noted: dict[str, float] = {}
        self._clean_at = clock()
        self._renewing = Lock()

    def spend(self, token_hash: str) -> bool:
        """Count one request to the API where the lease of the credential covers it; never waits. Where it
        gives False, `count` finds out."""
        lease = self._leases.get(token_hash)
        if lease is None or lease.left < 1 or self._clock() >= lease.ends:
            return False
        lease.left -= 1
        return True

    def count(self, token_hash: str) -> bool:
        """One request to the API. Raises the 429 problem where they are too many. False for a credential that
        is nobody's: it is not counted, since it is refused anyway and must not fill the table. One that was
        revoked a moment ago may still pass; the transaction of the request finds out."""
        with self._renewing:  # others of its requests, in other threads, may be here as well
            return self.spend(token_hash) or self._renewed(token_hash, self._clock())

    def is_noted(self, token_hash: str) -> bool:
        """Whether `note` has nothing to do; never waits."""
        moment = self._clock()
        return moment < self._noted.get(token_hash, moment)

    def note(self, token_hash: str) -> None:
        """One request for a page: without a limit, but its time is kept, once a minute. A database that
        cannot be written must not keep anybody from reading."""
        if self.is_noted(token_hash) or not self._is_known(token_hash):
            return
        moment = self._clock()
        self._forget_the_old(moment)
        self._noted[token_hash] = moment + PERIOD.total_seconds()
        with suppress(*UNWRITABLE):
            self._db.write_core(lambda connection: _note(connection, token_hash))

    def _renewed(self, token_hash: str, moment: float) -> bool:
        """The first request of a new lease; False for a credential that is nobody's."""
        wait = self._refused.get(token_hash, moment) - moment
        if wait > 0:
            raise too_many(timedelta(seconds=wait))
        if not self._is_known(token_hash):
            return False
        self._forget_the_old(moment)
        self._leases[token_hash] = self._lease(token_hash, moment)
        return self.spend(token_hash)

    def _lease(self, token_hash: str, moment: float) -> Lease:
        try:
            left = self._db.write_beside(lambda session: self._take(session, token_hash, moment))
        except Problem as problem:
            if problem.status is HTTPStatus.TOO_MANY_REQUESTS:
                self._refused[token_hash] = moment + float(problem.headers["Retry-After"])
            raise
        return Lease(left, moment + PERIOD.total_seconds())

    def _take(self, session: Session, token_hash: str, moment: float) -> int:
        if moment >= self._clean_at:
            self._clean_at = moment + CLEAN_EVERY.total_seconds()
            forget_passed(session)
        _note(session.connection(), token_hash)
        return take_up_to(session, f"api:{token_hash}", self._rate, self._batch)

    def _is_known(self, token_hash: str) -> bool:
        values = {"hash": token_hash, "now": now()}
        found = self._db.read(lambda session: session.connection().execute(_IS_KNOWN, values).first())
        return found is not None

    def _forget_the_old(self, moment: float) -> None:
        """Keep the memory of this process small, however many people come and go."""
        if len(self._leases) + len(self._noted) < MANY:
            return
        self._leases = {key: lease for key, lease in self._leases.items() if lease.ends > moment}
        self._noted, self._refused = (
            {key: until for key, until in kept.items() if until > moment}
            for kept in (self._noted, self._refused)
        )


def _note(connection: sa.Connection, token_hash: str) -> None:
    """That it was used just now; at most once a minute, whichever process it is."""
    moment = now()
    connection.execute(_NOTE, {"hash": token_hash, "now": moment, "before": moment - PERIOD})
