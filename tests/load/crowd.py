"""The trainees in several processes, and how far they are."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import SpawnContext
from typing import Any, Literal

import uvloop

from tests.load.trainee import Manner, Seen, Trainee
from tests.load.wire import Connection
from tests.load.work import EXERCISES, work_on


@dataclass(frozen=True, slots=True)
class Crowd:
    """`cookies`: one for each trainee. They come one after another over `ramp` seconds; each makes `rounds`
    attempts."""

    port: int
    cookies: Sequence[str]
    manner: Manner
    ramp: float
    rounds: int

    @property
    def writes(self) -> int:
        """How many acknowledged changes there are in the end."""
        each = sum(work_on(name).writes for name in EXERCISES) / len(EXERCISES)
        return int(each * len(self.cookies) * self.rounds)


class Progress:
    """Changes and submissions that were acknowledged, over all processes."""

    def __init__(self, context: SpawnContext) -> None:
        self.write, self.submission = context.Value("i", 0), context.Value("i", 0)

    def did(self, what: Literal["write", "submission"]) -> None:
        counter: Any = getattr(self, what)
        with counter.get_lock():
            counter.value += 1


class Running:
    """A crowd at work in `processes` processes of its own."""

    def __init__(self, crowd: Crowd, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.progress, self._pipes, self._processes = Progress(context), [], []
        for number in range(processes):
            ours, theirs = context.Pipe(duplex=False)
            arguments = (crowd, number, processes, self.progress, theirs)
            process = context.Process(target=_run, args=arguments, daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def is_done(self) -> bool:
        return all(pipe.poll() for pipe in self._pipes)

    def seen(self) -> Seen:
        """What all of them saw; waits for them."""
        whole = Seen()
        for pipe, process in zip(self._pipes, self._processes, strict=True):
            whole.add(pipe.recv())
            process.join()
        return whole


def _run(crowd: Crowd, first: int, step: int, progress: Progress, result: Pipe) -> None:
    seen = Seen()
    uvloop.run(_practise(crowd, first, step, progress, seen))
    result.send(seen)


async def _practise(crowd: Crowd, first: int, step: int, progress: Progress, seen: Seen) -> None:
    began = time.monotonic()

    async def one(number: int) -> None:
        await asyncio.sleep(max(0.0, began + crowd.ramp * number / len(crowd.cookies) - time.monotonic()))
        connection = Connection(crowd.port, crowd.cookies[number])
        trainee = Trainee(connection, crowd.manner, seen, progress.did)
        for turn in range(crowd.rounds):
            await trainee.practise(work_on(EXERCISES[(number + turn) % len(EXERCISES)]))
        connection.close()

    await asyncio.gather(*(one(number) for number in range(first, len(crowd.cookies), step)))
