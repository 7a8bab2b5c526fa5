"""The circuit breaker: an endpoint that keeps failing is left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

LONGEST_PAUSE: Final = 900.0
"""Seconds at most that a server's Retry-After keeps the circuit open."""


class Breaker:
    """Opens after `failures` failures in a row, for `seconds`; then lets one call through at a time, and
    closes when that one succeeds. Thread-safe."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float]) -> None:
        self._threshold, self._seconds, self._clock = failures, seconds, clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether the endpoint is being left alone, or tried by a single call."""
        with self._lock:
            return self._open_until is not None

    def allow(self) -> bool:
        """Whether a call may go out now. One that may must report to `succeeded`, `failed` or `abandoned`."""
        with self._lock:
            if self._open_until is None:
                return True
            if self._probing or self._clock() < self._open_until:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._in_a_row, self._open_until, self._probing = 0, None, False

    def failed(self, pause: float | None = None) -> bool:
        """Count a failure; with a `pause` (seconds) open at once for that long. True when this opened it."""
        with self._lock:
            self._in_a_row += 1
            if not (pause or self._probing or self._in_a_row >= self._threshold):
                return False
            opened = self._open_until is None
            lasting = min(max(pause or 0.0, self._seconds), LONGEST_PAUSE)
            self._open_until, self._probing = self._clock() + lasting, False
            return opened

    def abandoned(self) -> None:
        """The call told nothing about the endpoint: the next one may try."""
        with self._lock:
            self._probing = False
