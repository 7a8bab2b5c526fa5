"""The HTTP connection to a model: an answer is bounded in size and in total time, and says little of us."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import httpx2

from app.llm.faults import Fault
from app.llm.protocol import ModelSettings

_DEADLINE: Final = "vigie.deadline"
_LEAST_WAIT: Final = 0.001


def http_client(settings: ModelSettings, clock: Callable[[], float]) -> httpx2.Client:
    """A client whose answers end within `settings.seconds`, however slowly they drip, and whose bodies
    raise `Fault` (too-large) beyond `settings.max_answer_bytes`. It follows no redirect: they would carry
    the texts elsewhere."""
    return httpx2.Client(
        timeout=settings.seconds,
        limits=httpx2.Limits(max_connections=settings.concurrency),
        follow_redirects=False,
        event_hooks={"request": [_Outgoing(settings, clock)], "response": [_Incoming(settings, clock)]},
    )


class _Outgoing:
    """Sets the deadline, asks for a body whose size can be seen, drops the library's own particulars."""

    def __init__(self, settings: ModelSettings, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = settings.seconds, clock

    def __call__(self, request: httpx2.Request) -> None:
        for name in [name for name in request.headers if name.startswith("x-stainless-")]:
            del request.headers[name]
        request.headers["user-agent"] = "vigie"
        request.headers["accept-encoding"] = "identity"
        request.extensions[_DEADLINE] = self._clock() + self._seconds


class _Incoming:
    """Puts the bounds on the body before anybody reads it."""

    def __init__(self, settings: ModelSettings, clock: Callable[[], float]) -> None:
        self._most, self._clock = settings.max_answer_bytes, clock

    def __call__(self, response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Fault("server", "the server compressed its answer though asked not to")
        if not isinstance(response.stream, httpx2.SyncByteStream):
            raise TypeError("a synchronous client has synchronous answers")
        extensions = response.request.extensions
        deadline: float = extensions[_DEADLINE]
        extensions["timeout"]["read"] = max(_LEAST_WAIT, deadline - self._clock())
        response.stream = _Bounded(response.stream, self._most, deadline, self._clock)


class _Bounded(httpx2.SyncByteStream):
    def __init__(
        self, stream: httpx2.SyncByteStream, most: int, deadline: float, clock: Callable[[], float]
    ) -> None:
        self._stream, self._most, self._deadline, self._clock = stream, most, deadline, clock

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for chunk in self._stream:
            seen += len(chunk)
            if seen > self._most:
                raise Fault("too-large", f"the answer is above {self._most} bytes")
            if self._clock() > self._deadline:
                raise httpx2.ReadTimeout("the answer did not end in time")
            yield chunk

    def close(self) -> None:
        self._stream.close()
