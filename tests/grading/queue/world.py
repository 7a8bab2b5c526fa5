"""A server of PostgreSQL databases for the tests of the queue, and worker processes on one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import make_url
from sqlmodel import Session, select

from app.core.config import Settings
from app.core.db import Database
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.llm.models import ANSWERED, REPEATED, ModelCall
from app.llm.scripted import Asked, Reply, ScriptedModel, as_reply
from tests.bench.servers import ROOT
from tests.practice.modelled import Work, generous, until

QUICK = {
    "VIGIE_WORKER_HEARTBEAT_SECONDS": "0.4",
    "VIGIE_WORKER_POLL_SECONDS": "0.2",
    "VIGIE_WORKER_RETRY_SECONDS": "0.1",
    "VIGIE_WORKER_TRIES": "2",
    "VIGIE_LOG_LEVEL": "info",
}
"""Workers that notice everything soon. A worker without a heartbeat for 1.2 s is dead."""

SLOWEST = 120.0
"""Seconds that a worker may take to start and to do its work on a busy machine."""

RUNS, COACHES = 3, 1
CALLS_EACH = RUNS + COACHES
"""Calls of the model that one submission takes."""


def execute(url: str, statement: str, *values: object) -> list[Any]:
    """On a connection of its own, at once."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(statement.encode(), values or None)
        return found.fetchall() if found.description else []


@dataclass
class Queue:
    """The jobs of a database as they are kept."""

    url: str

    def jobs(self) -> list[tuple[str, int, str]]:
        """Status, priority and lock of each, the oldest first."""
        return execute(self.url, "SELECT status::text, priority, lock FROM procrastinate_jobs ORDER BY id")

    def states(self) -> Counter[str]:
        return Counter(status for status, _, _ in self.jobs())

    def forget(self) -> None:
        """As if there had never been a queue."""
        execute(self.url, "DELETE FROM procrastinate_jobs")

    def cut_off(self) -> None:
        """What a restart of PostgreSQL does to those who are connected."""
        execute(
            self.url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )


@dataclass
class Worker:
    """A `vigie worker`; `log` holds what it said."""

    process: subprocess.Popen[str]
    log: Path

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 15.0) -> int:
        """SIGTERM; its exit code. Fails where it takes longer."""
        self.process.terminate()
        return self.process.wait(seconds)

    def says(self, event: str) -> int:
        """How often it has logged this event."""
        return self.log.read_text().count(f"event={event}")


@contextmanager
def working(settings: Settings, *options: str, **more: str) -> Iterator[Worker]:
    """A worker with the database and the model of the settings; gone afterwards, whatever happens."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")},
        "VIGIE_DATABASE_URL": settings.database_url,
        "VIGIE_LLM_BASE_URL": settings.llm_base_url,
        "VIGIE_LLM_MODEL": settings.llm_model,
        "VIGIE_LLM_RETRIES": "0",
        **QUICK,
        **more,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".log", delete=False) as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "app.cli", "worker", *options],
            cwd=ROOT,
            env=environment,
            stderr=log,
            text=True,
        )
    worker = Worker(process, Path(log.name))
    try:
        yield worker
    finally:
        if process.poll() is None:
            worker.kill()
        sys.stdout.write(worker.log.read_text())  # shown where a test has failed
        worker.log.unlink()


@dataclass
class CountingModel:
    """A behaviour that takes `seconds` for an answer and counts how many it gives at a time."""

    seconds: float
    most: int = 0
    now: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked) -> Reply:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self.lock:
            self.now -= 1
        return as_reply(asked, generous(asked))


@dataclass(frozen=True)
class Found:
    """What the database holds of the model's part. `graded`: complete assessments of each submission that has
    one; `waiting`: paragraphs of the coach; `paid_twice`: answers to what was answered in the log already."""

    graded: Counter[UUID]
    provisional: int
    waiting: int
    answered: int
    paid_twice: int


def audit(db: Database) -> Found:
    def look(session: Session) -> Found:
        records = session.exec(select(AssessmentRecord)).all()
        calls = session.exec(select(ModelCall)).all()
        coaching = session.exec(select(Coaching)).all()
        answered = Counter(call.key for call in calls if call.outcome == ANSWERED)
        return Found(
            graded=Counter(record.submission_id for record in records if not record.provisional),
            provisional=sum(record.provisional for record in records),
            waiting=sum(one.state == CoachState.WAITING for one in coaching),
            answered=answered.total(),
            paid_twice=sum(call.outcome == REPEATED for call in calls) + answered.total() - len(answered),
        )

    return db.read(look)


def is_done(db: Database, submissions: int) -> bool:
    found = audit(db)
    return len(found.graded) == submissions and not found.waiting


def hand_in(client: Any, number: int = 1) -> list[Work]:
    """Submissions that differ from each other and leave questions open."""
    return [_handed_in(client, at) for at in range(number)]


def _handed_in(client: Any, at: int) -> Work:
    work = Work(
        client, f"Étrange, ce montant {at}.", f"Bonjour Madame, 65 € le mètre carré, des arrhes {at}."
    )
    work.submit()
    return work


def asked(model: ScriptedModel, number: int) -> Callable[[], bool]:
    """Whether the model was asked so often."""
    return lambda: len(model.requests) >= number


def wait_until(condition: Callable[[], object]) -> None:
    until(condition, SLOWEST)
