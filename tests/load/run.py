"""One load on one cluster, with a fault in the middle where one is wanted."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from app.core.clock import now
from app.core.db import Database
from app.core.errors import Problem
from app.ops.standing import Standing, standing
from tests.cluster.cluster import Cluster, Shape
from tests.load.audit import complaints, paid_twice
from tests.load.crowd import Crowd, Running
from tests.load.faults import FAULTS, IN_GRADING
from tests.load.people import make_trainees
from tests.load.trainee import Manner, Seen

_LOOK_S: Final = 1.0
_SILENT_S: Final = 30.0
"""Without a heartbeat for so long a worker counts as dead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`trainees` over `ramp` seconds, `rounds` attempts each, `think` seconds between two requests, for
    `seconds` at most; then `drain` seconds at most for what the model has still to say. `clients`: processes
    that the trainees run in. `fault`: a name of FAULTS, or none."""

    trainees: int
    ramp: float
    think: float
    seconds: float
    drain: float
    clients: int
    rounds: int = 1
    wait: bool = True
    fault: str = ""


@dataclass(slots=True)
class Queue:
    """How the queue of the model stood: the most that waited, and the longest in seconds."""

    most: int = 0
    oldest: float = 0.0
    last: Standing | None = None

    def look(self, db: Database) -> None:
        try:
            self.last = db.read(lambda session: standing(session, _SILENT_S))
        except Problem:
            return  # PostgreSQL is being restarted
        self.most = max(self.most, self.last.waiting)
        if self.last.oldest:
            self.oldest = max(self.oldest, (now() - self.last.oldest).total_seconds())


@dataclass(slots=True)
class Outcome:
    """What came of it. `drained`: seconds from the end of the trainees' work until nothing waited; None where
    something still did."""

    plan: Plan
    shape: Shape
    seen: Seen
    queue: Queue
    drained: float | None
    complaints: list[str]
    paid_twice: int
    fault: list[str] = field(default_factory=list)
    logs: str = ""
    """What the web processes and the workers wrote, at the log level of the shape."""

    @property
    def is_good(self) -> bool:
        return not self.complaints and not self.seen.errors


def run(plan: Plan, shape: Shape) -> Outcome:
    """Start a cluster, load it, and hold its database against what it acknowledged."""
    limit = {"VIGIE_LIMIT_API": "1000000"}  # a person's limit is not what is measured
    with Cluster(shape, **limit) as cluster, closing(Database(cluster.database)) as db:
        manner = Manner(plan.think, plan.wait, time.monotonic() + plan.seconds)
        crowd = Crowd(cluster.port, make_trainees(db, plan.trainees), manner, plan.ramp, plan.rounds)
        fault, queue = _Fault(cluster, plan, crowd), Queue()
        running = Running(crowd, plan.clients)
        while not running.is_done():
            queue.look(db)
            fault.come_when_it_is_time(running)
            time.sleep(_LOOK_S)
        seen = running.seen()
        fault.wait()
        drained = _drain(db, queue, plan.drain) if shape.workers else None
        lost = complaints(db, seen.kept, graded=shape.workers > 0)
        logs = "".join(service.words() for service in (cluster.web, *cluster.workers))
        lost += fault.missing()
        return Outcome(plan, shape, seen, queue, drained, lost, paid_twice(db), fault.told, logs)


def _drain(db: Database, queue: Queue, patience: float) -> float | None:
    began = time.monotonic()
    while time.monotonic() - began < patience:
        queue.look(db)
        if queue.last is not None and not queue.last.waiting and not queue.last.paragraphs:
            return time.monotonic() - began
        time.sleep(_LOOK_S)
    return None


class _Fault:
    """Comes once, in a thread of its own: when half of the changes are saved, or a third are handed in."""

    def __init__(self, cluster: Cluster, plan: Plan, crowd: Crowd) -> None:
        self.told: list[str] = []
        self._cluster, self._name = cluster, plan.fault
        self._writes, self._submissions = crowd.writes // 2, plan.trainees * plan.rounds // 3
        self._thread: threading.Thread | None = None

    def come_when_it_is_time(self, running: Running) -> None:
        progress = running.progress
        if self._name in IN_GRADING:
            is_time = progress.submission.value >= self._submissions
        else:
            is_time = progress.write.value >= self._writes
        if self._name and self._thread is None and is_time:
            self._thread = threading.Thread(target=self._come)
            self._thread.start()

    def _come(self) -> None:
        self.told.append(FAULTS[self._name](self._cluster))

    def wait(self) -> None:
        if self._thread:
            self._thread.join()

    def missing(self) -> list[str]:
        return [f"the fault “{self._name}” did not come about"] if self._name and not self.told else []
