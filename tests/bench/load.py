"""A lean HTTP/1.1 client for the benchmarks, so that the servers are the bottleneck and not the client."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles


@dataclass(frozen=True)
class Call:
    """One request, ready to be written to the socket."""

    raw: bytes

    @classmethod
    def put(cls, path: str, body: bytes, cookie: str = "") -> Call:
        lines = [
            f"PUT {path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        return cls("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


@dataclass
class Load:
    """What came of a run: seconds of each answer, answers that were no success, seconds in all."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    @property
    def throughput(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, p: int) -> float:
        """In milliseconds."""
        return 1000 * quantiles(self.latencies, n=100, method="inclusive")[p - 1]

    def __add__(self, other: Load) -> Load:
        return Load(
            self.latencies + other.latencies, self.errors + other.errors, self.seconds + other.seconds
        )


async def storm(port: int, calls: list[Call], clients: int) -> Load:
    """Send all `calls` over `clients` connections, each as fast as it is answered."""
    load, todo = Load(), iter(calls)
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, todo, load) for _ in range(clients)))
    load.seconds = time.perf_counter() - began
    return load


async def _client(port: int, todo: Iterator[Call], load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for call in todo:
        began = time.perf_counter()
        writer.write(call.raw)
        status = await _answer(reader)
        load.latencies.append(time.perf_counter() - began)
        load.errors += status not in {200, 201}
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])
