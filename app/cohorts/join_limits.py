"""How often codes may be guessed: by one person, and from one address. What succeeds is not counted, so that
a whole class behind one address gets in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem
from app.core.rate_limits import Rate, give_back, take

WINDOW: Final = timedelta(minutes=15)
T = TypeVar("T")


class JoinLimits:
    """Counts in transactions of their own, so that what fails is counted all the same."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._rate = Rate(settings.limit_sign_ins, WINDOW)

    async def guarded(self, person_id: UUID, client: str, deed: Callable[[], Awaitable[T]]) -> T:
        """Do `deed`, which looks a code up. A code that nobody has counts; raises a 429 problem with
        `Retry-After` where there were too many of them."""
        keys = (f"join:{person_id}", f"join:{client}")
        for key in keys:
            await self._db.writing_beside(partial(take, key=key, rate=self._rate))
        try:
            done = await deed()
        except Problem as problem:
            if problem.slug != "unknown-code":
                await self._forgive(keys)
            raise
        await self._forgive(keys)
        return done

    async def _forgive(self, keys: tuple[str, str]) -> None:
        for key in keys:
            await self._db.writing_beside(partial(give_back, key=key, rate=self._rate))
