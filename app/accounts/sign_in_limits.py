"""How often signing in may be tried: for one account, and from one address. What succeeds is not counted, so
that a whole class behind one address gets in."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from app.accounts.service import digest
from app.core.config import Settings
from app.core.db import Database
from app.core.rate_limits import Rate, give_back, take

WINDOW: Final = timedelta(minutes=15)


class SignInLimits:
    """Counts in transactions of their own, so that what fails is counted all the same."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._rate = Rate(settings.limit_sign_ins, WINDOW)

    async def count(self, account: str, client: str) -> None:
        """Count one try. Raises a 429 problem with `Retry-After` where there were too many."""
        for key in _keys(account, client):
            await self._db.writing_beside(partial(take, key=key, rate=self._rate))

    async def forgive(self, account: str, client: str) -> None:
        """Count one try less: it succeeded, or was turned away unheard."""
        for key in _keys(account, client):
            await self._db.writing_beside(partial(give_back, key=key, rate=self._rate))


def _keys(account: str, client: str) -> tuple[str, str]:
    """The table of limits holds no e-mail address."""
    return f"sign-in:{client}", f"sign-in:{digest(account)[:40]}"
