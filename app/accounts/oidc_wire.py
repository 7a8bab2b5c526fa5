"""HTTP to an OpenID Connect provider: bounded in total time and in size. A redirect is an answer like any
other: what was meant for the provider goes nowhere else."""

from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import httpx2

from app.accounts.oidc_refusals import Reason, Refusal

SECONDS: Final = 10.0
MOST_BYTES: Final = 256_000
_HEADERS: Final = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "vigie"}
_LATER: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said. `document` is None where the body is no JSON object."""

    status: int
    document: dict[str, Any] | None

    def demanded(self, what: str) -> dict[str, Any]:
        """The document of a 200; any other answer is refused, with `what` for the log."""
        if self.status != HTTPStatus.OK:
            raise Refusal(Reason.ANSWER, f"{what}: status {self.status}")
        if self.document is None:
            raise Refusal(Reason.ANSWER, f"{what}: no JSON object")
        return self.document


class Wire:
    """The way to one provider. Each request takes at most `seconds`, from first to last byte."""

    def __init__(self, seconds: float = SECONDS, most_bytes: int = MOST_BYTES) -> None:
        self._seconds, self._most_bytes = seconds, most_bytes

    async def ask(
        self,
        method: str,
        address: str,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        auth: httpx2.BasicAuth | None = None,
    ) -> Answer:
        """Raises `Refusal`: away where no answer comes or the provider is in trouble, answer where it is
        too large."""
        try:
            async with asyncio.timeout(self._seconds), await self._client() as client:
                request = client.build_request(method, address, data=form, headers=headers)
                answer = await client.send(request, auth=auth, stream=True)
                try:
                    return _read(answer.status_code, await self._body(answer))
                finally:
                    await answer.aclose()
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise Refusal(Reason.AWAY, f"no answer: {type(error).__name__}") from error

    async def _client(self) -> httpx2.AsyncClient:
        verify = await asyncio.to_thread(_tls)
        return httpx2.AsyncClient(
            verify=verify, timeout=self._seconds, headers=_HEADERS, follow_redirects=False
        )

    async def _body(self, answer: httpx2.Response) -> bytes:
        """The bytes as they come: one that is compressed though asked not to is no JSON."""
        body = bytearray()
        async for part in answer.aiter_raw():
            body += part
            if len(body) > self._most_bytes:
                raise Refusal(Reason.ANSWER, f"an answer above {self._most_bytes} bytes")
        return bytes(body)


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the authorities' certificates takes a fifth of a second."""
    return httpx2.create_ssl_context()


def _read(status: int, body: bytes) -> Answer:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        raise Refusal(Reason.AWAY, f"status {status}")
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):  # the latter where it is nested a thousandfold
        document = None
    return Answer(status, document if isinstance(document, dict) else None)
