"""Each request: its id, a line in the log, a count in the metrics. Plain ASGI, since each one pays for it."""

from __future__ import annotations

import re
import secrets
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.logs import begin_request, log
from app.ops.counts import RequestCounts

HEADER: Final = b"x-request-id"
SANE: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9.-]{7,63}")
"""What a proxy in front may name a request. No underscore, so that no API token passes for one."""

QUIET: Final = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked every few seconds, for ever."""

UNMATCHED: Final = "unmatched"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
_STATIC: Final = "/static/"


class RequestMiddleware:
    """Takes the `X-Request-ID` that a request comes with where it is a plain token, else makes one; it stands
    in the answer and in every line of the log that the request causes."""

    def __init__(self, app: ASGIApp, counts: RequestCounts) -> None:
        self.app, self.counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _id_of(scope)
        begin_request(request_id.decode())
        began, status = perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message["headers"] = [*message["headers"], (HEADER, request_id)]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            self._ended(scope, status, perf_counter() - began)

    def _ended(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self.counts.count(method, route, status, seconds)
        say = log.debug if route in QUIET else log.info
        say("answered", method=method, route=route, status=status, ms=round(1000 * seconds, 1))


def route_of(scope: Scope) -> str:
    """The template of the route, as in `/attempts/{attempt_id}`: paths hold ids and one-time tokens."""
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    return "/static" if scope["path"].startswith(_STATIC) else UNMATCHED


def _id_of(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == HEADER:
            return bytes(value) if SANE.fullmatch(value) else _new_id()
    return _new_id()


def _new_id() -> bytes:
    return secrets.token_hex(8).encode()
