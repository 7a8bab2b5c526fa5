"""What one process counts by itself: requests, how long they took, sign-ins refused."""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SIGN_INS: Final = frozenset(
    {
        ("POST", "/sign-in"),
        ("GET", "/sign-in"),
        ("GET", "/sign-in/oidc/callback"),
        ("GET", "/sign-in/oidc/refused"),
    }
)


class RequestCounts:
    """Counters of this process, whose number they carry: several processes that share a port are each asked
    now and then, and every series must grow alone."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._process = str(os.getpid())
        self._requests = Counter(
            "vigie_requests",
            "Requests answered by this process.",
            ["process", "method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "vigie_request_seconds",
            "Time that this process took to answer.",
            ["process", "method", "route"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._refused = Counter(
            "vigie_sign_ins_refused",
            "Sign-ins that this process refused.",
            ["process", "status"],
            registry=self.registry,
        )
        self._kept: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answer of the route with this template."""
        key = (method, route, status)
        counter, histogram = self._kept.get(key) or self._made(key)
        counter.inc()
        histogram.observe(seconds)
        if status >= HTTPStatus.BAD_REQUEST and (method, route) in SIGN_INS:
            self._refused.labels(self._process, str(status)).inc()

    def _made(self, key: tuple[str, str, int]) -> tuple[Counter, Histogram]:
        """`labels` looks up under a lock; what it finds is kept, since each request pays for it."""
        method, route, status = key
        counter = self._requests.labels(self._process, method, route, str(status))
        made = self._kept[key] = (counter, self._seconds.labels(self._process, method, route))
        return made
