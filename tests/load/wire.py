"""A lean HTTP/1.1 connection, so that the servers are the bottleneck and not those who load them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

HOST: Final = "127.0.0.1"
PATIENCE_S: Final = 60.0
AWAY: Final = (OSError, asyncio.IncompleteReadError, TimeoutError)
"""What is raised where the other side is not there, or goes away before it has answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Connection:
    """One browser's connection, kept alive, and opened again after it was lost."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Raises one of AWAY; the connection is closed then."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._ask(method, path, body)
        except AWAY:
            self.close()
            raise

    async def _ask(self, method: str, path: str, body: object) -> Answer:
        if self._reader is not None and self._reader.at_eof():
            self.close()  # the server ends connections that say nothing for a while
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(HOST, self._port)
        self._writer.write(self._request(method, path, body))
        return await _answer(self._reader)

    def _request(self, method: str, path: str, body: object) -> bytes:
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: fr\r\nCookie: {self._cookie}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        return head.encode() + content

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    length = next((int(line[15:]) for line in head if line.startswith(b"content-length:")), 0)
    return Answer(int(head[0].split(b" ", 2)[1]), await reader.readexactly(length))
