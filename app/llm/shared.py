"""What all processes on one PostgreSQL database share of a model: the bound on the calls under way, and the
tokens set aside for them. Each call holds its part by locks, which fall away with the process that dies."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from app.core.process_locks import Amount, ProcessLocks
from app.llm.faults import Fault

CALLS: Final = 7_310
"""The advisory locks of the calls under way."""
TOKENS: Final = 7_311
"""The advisory locks of what is set aside for them."""


class Crowded(Exception):
    """No place among the calls under way was free in time."""


class SharedSlots:
    """At most `places` calls under way over all processes of a database, whichever of them makes them. Raises
    `Crowded` where none is free for `longest` seconds, and what `wait` raises."""

    def __init__(
        self,
        locks: ProcessLocks,
        places: int,
        wait: Callable[[float], None] = time.sleep,
        longest: float = math.inf,
    ) -> None:
        self._locks, self._places, self._wait, self._longest = locks, places, wait, longest

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._locks.one_of(CALLS, self._places, self._patient()):
            yield

    def _patient(self) -> Callable[[float], None]:
        until = time.monotonic() + self._longest

        def wait(seconds: float) -> None:
            if time.monotonic() > until:
                raise Crowded
            self._wait(seconds)

        return wait


class SharedBudget:
    """`app.llm.budget.Budget` over all processes of a database: `may_spend` is given what all of them have
    set aside. What a call has spent counts from the moment it stands in the call log."""

    def __init__(self, locks: ProcessLocks, may_spend: Callable[[int], bool]) -> None:
        self._locks, self._may_spend = locks, may_spend

    @contextmanager
    def account(self) -> Iterator[SharedAccount]:
        """Of one call; what it set aside is given back at its end, or with its process."""
        with self._locks.amount(TOKENS) as amount:
            yield SharedAccount(amount, self._may_spend)


class SharedAccount:
    """What one call has set aside over all of its attempts, since a failed one may cost as well."""

    def __init__(self, amount: Amount, may_spend: Callable[[int], bool]) -> None:
        self._amount, self._may_spend = amount, may_spend

    def set_aside(self, tokens: int) -> None:
        """Raises `Fault` (budget) when the budget does not have them."""
        if not self._amount.add(tokens, self._may_spend):
            raise Fault("budget", f"no {tokens} tokens left to spend")
