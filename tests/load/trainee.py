"""One simulated trainee: browses, annotates, autosaves, submits, waits for the grade and reads it."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID, uuid4

from tests.load.wire import AWAY, Answer, Connection
from tests.load.work import Work

AGAIN: Final = frozenset({502, 503, 504})
"""Answers after which the same is sent again, as the workspace does."""
POLL_S: Final = 3.0
Did = Callable[[Literal["write", "submission"]], None]


@dataclass(slots=True)
class Kept:
    """What the server has acknowledged of one attempt; `marks` are comments by the ids of the marks."""

    attempt: UUID
    marks: dict[UUID, str] = field(default_factory=dict)
    rewrite: str = ""
    note: str = ""
    submitted: bool = False
    complete: bool = False
    """Whether the trainee has seen the grade with the model's part."""


@dataclass(slots=True)
class Seen:
    """What a crowd of trainees saw: (route, when it ended, seconds) of each answer, what was sent again and
    why, what went wrong, and what was acknowledged."""

    answers: list[tuple[str, float, float]] = field(default_factory=list)
    again: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        self.answers += other.answers
        self.again += other.again
        self.errors += other.errors
        self.kept += other.kept


@dataclass(frozen=True, slots=True)
class Manner:
    """`think`: mean seconds between two requests; `wait`: whether for the model’s part as well; `ends`: when
    (time.monotonic) nothing more is waited for."""

    think: float
    wait: bool
    ends: float


class GaveUp(Exception):
    """The server did not answer as it must; it is counted already."""


class Trainee:
    def __init__(self, connection: Connection, manner: Manner, seen: Seen, did: Did) -> None:
        self._connection, self._manner, self._seen, self._did = connection, manner, seen, did

    async def practise(self, work: Work) -> None:
        """One attempt, from the home page to the feedback."""
        try:
            await self._practise(work)
        except GaveUp:
            return

    async def _practise(self, work: Work) -> None:
        await self._do("home", "GET", "/")
        await self._do("catalogue", "GET", "/api/v1/exercises")
        begun = await self._do("start", "POST", f"/api/v1/exercises/{work.exercise}/attempts")
        kept = Kept(UUID(begun.json()["id"]))
        self._seen.kept.append(kept)
        await self._do("workspace", "GET", f"/attempts/{kept.attempt}")
        await self._work(kept, work)
        await self._do("attempt", "GET", f"/api/v1/attempts/{kept.attempt}")
        await self._do("submit", "POST", f"/api/v1/attempts/{kept.attempt}/submit")
        kept.submitted = True
        self._did("submission")
        await self._read(kept)

    async def _work(self, kept: Kept, work: Work) -> None:
        """Marks and autosaves in turns, then the note."""
        address, saves = f"/api/v1/attempts/{kept.attempt}", list(work.saves)
        for at, mark in enumerate(work.marks):
            id_, comment = uuid4(), f"{mark['comment']} ({uuid4().hex[:8]})"
            await self._write("mark", f"{address}/annotations/{id_}", {**mark, "comment": comment})
            kept.marks[id_] = comment
            if saves and at % 2:
                await self._rewrite(kept, address, saves.pop(0))
        for text in saves:
            await self._rewrite(kept, address, text)
        note = f"{work.note} ({uuid4().hex[:8]})"
        await self._write("note", f"{address}/client_note", {"text": note})
        kept.note = note

    async def _rewrite(self, kept: Kept, address: str, text: str) -> None:
        marked = f"{text} ({uuid4().hex[:8]})"
        await self._write("rewrite", f"{address}/rewrite", {"text": marked})
        kept.rewrite = marked

    async def _read(self, kept: Kept) -> None:
        await self._do("feedback", "GET", f"/attempts/{kept.attempt}/feedback")
        while self._manner.wait and not kept.complete and time.monotonic() < self._manner.ends:
            await asyncio.sleep(POLL_S * random.uniform(0.5, 1.5))  # noqa: S311 - spreads, keeps no secret
            grade = await self._do("assessment", "GET", f"/api/v1/attempts/{kept.attempt}/assessment")
            kept.complete = not grade.json()["provisional"]
        await self._do("feedback", "GET", f"/attempts/{kept.attempt}/feedback")

    async def _write(self, route: str, path: str, body: object) -> None:
        await self._do(route, "PUT", path, body)
        self._did("write")

    async def _do(self, route: str, method: str, path: str, body: object = None) -> Answer:
        """Think, then ask until it is answered as it must. Raises GaveUp where it is not."""
        if self._manner.think:
            await asyncio.sleep(min(random.expovariate(1 / self._manner.think), 5 * self._manner.think))
        while True:
            answer = await self._try(route, method, path, body)
            if answer is not None:
                return answer
            if time.monotonic() > self._manner.ends:
                self._seen.errors[f"{route}: never answered"] += 1
                raise GaveUp
            await asyncio.sleep(random.uniform(0.2, 1.0))  # noqa: S311 - spreads, keeps no secret

    async def _try(self, route: str, method: str, path: str, body: object) -> Answer | None:
        began = time.monotonic()
        try:
            answer = await self._connection.ask(method, path, body)
        except AWAY as error:
            self._seen.again[f"{route}: {type(error).__name__}"] += 1
            return None
        if answer.status in AGAIN:
            self._seen.again[f"{route}: {answer.status}"] += 1
            return None
        if answer.status not in {200, 201}:
            self._seen.errors[f"{route}: {answer.status}"] += 1
            raise GaveUp
        ended = time.monotonic()
        self._seen.answers.append((route, ended, ended - began))
        return answer
