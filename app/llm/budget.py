"""Tokens set aside for the requests under way, so that many at a time do not overrun the budget together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from app.llm.faults import Fault


class Payer(Protocol):
    """What one call is paid from."""

    def set_aside(self, tokens: int) -> None:
        """Raises `Fault` (budget) when the budget does not have them."""


class Purse(Protocol):
    """A budget as a client of the model needs it: of this process, or shared (`app.llm.shared`)."""

    def account(self) -> AbstractContextManager[Payer]: ...


class Budget:
    """Asks `may_spend(tokens)` for what is set aside and what is wanted. Thread-safe."""

    def __init__(self, may_spend: Callable[[int], bool]) -> None:
        self._may_spend = may_spend
        self._lock = threading.Lock()
        self._held = 0

    @contextmanager
    def account(self) -> Iterator[Account]:
        """Of one call; what it set aside is given back at its end, whatever it spent."""
        account = Account(self)
        try:
            yield account
        finally:
            self._change(-account.held)

    def hold(self, tokens: int) -> bool:
        with self._lock:
            if not self._may_spend(self._held + tokens):
                return False
            self._held += tokens
            return True

    def _change(self, tokens: int) -> None:
        with self._lock:
            self._held += tokens


class Account:
    """What one call has set aside over all of its attempts, since a failed one may cost as well."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.held = 0

    def set_aside(self, tokens: int) -> None:
        """Raises `Fault` (budget) when the budget does not have them."""
        if not self._budget.hold(tokens):
            raise Fault("budget", f"no {tokens} tokens left to spend")
        self.held += tokens
