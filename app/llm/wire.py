"""The HTTP connection to a model: an answer is bounded in size and in total time, and says little of us."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Protocol

import httpx2

from app.llm.faults import Fault
from app.llm.protocol import ModelSettings

_CONNECTED: Final = ("connect_tcp.complete", "start_tls.complete")


class _Stream(Protocol):
    def get_extra_info(self, info: str) -> Any: ...


def http_client(settings: ModelSettings) -> httpx2.Client:
    """A client whose answers raise `Fault` (too-large) beyond `settings.max_answer_bytes`.

    Each request has a connection of its own, which `within` can cut. Redirects are not followed: they would
    carry the texts elsewhere.
    """
    return httpx2.Client(
        timeout=settings.seconds,
        limits=httpx2.Limits(max_connections=settings.concurrency, max_keepalive_connections=0),
        follow_redirects=False,
        event_hooks={"request": [_prepare], "response": [_Bound(settings.max_answer_bytes)]},
    )


class Deadline:
    """Cuts the connection of one request when its time is over; `passed` says whether it did.

    The library's own time limits start afresh with every byte that arrives, so that a server which drips, or
    says again and again that it is at work, would keep a call for ever.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._stream: _Stream | None = None
        self._lock = threading.Lock()
        self.timer = threading.Timer(seconds, self._cut)
        self.timer.daemon = True

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Learn the connection, as soon as there is one; see httpcore's `trace` extension."""
        if event.endswith(_CONNECTED):
            with self._lock:
                self._stream = info["return_value"]
            if self.passed:
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            if self._stream is not None:
                with contextlib.suppress(OSError):  # closed meanwhile
                    self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


_DEADLINE: Final[ContextVar[Deadline]] = ContextVar("deadline")


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """Everything that a client of `http_client` does in this block must end within the seconds."""
    deadline = Deadline(seconds)
    token = _DEADLINE.set(deadline)
    deadline.timer.start()
    try:
        yield deadline
    finally:
        deadline.timer.cancel()
        _DEADLINE.reset(token)


def _prepare(request: httpx2.Request) -> None:
    """Set the deadline, ask for a body whose size can be seen, drop the library's own particulars."""
    for name in [name for name in request.headers if name.startswith("x-stainless-")]:
        del request.headers[name]
    request.headers["user-agent"] = "vigie"
    request.headers["accept-encoding"] = "identity"
    request.extensions["trace"] = _DEADLINE.get().trace


class _Bound:
    """Puts the bound on a body before anybody reads it."""

    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Fault("server", "the server compressed its answer though asked not to")
        if not isinstance(response.stream, httpx2.SyncByteStream):
            raise TypeError("a synchronous client has synchronous answers")
        response.stream = _Bounded(response.stream, self._most)


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, most: int) -> None:
        self._stream, self._most = stream, most

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for chunk in self._stream:
            seen += len(chunk)
            if seen > self._most:
                raise Fault("too-large", f"the answer is above {self._most} bytes")
            yield chunk

    def close(self) -> None:
        self._stream.close()
