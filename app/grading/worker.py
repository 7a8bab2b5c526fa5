"""A worker process: it takes jobs from the queue and does them in threads, several at a time.

Procrastinate fetches the jobs, keeps this worker's heartbeat, and writes down how each ended. What it leaves
to us: the jobs of workers whose heart has stopped are taken back, what waits without a job gets one, and a
database that goes away for a while does not end the worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Final
from uuid import UUID

import procrastinate
import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy.exc import DBAPIError

from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem
from app.core.logs import log
from app.core.process_locks import ProcessLocks
from app.grading.bounds import bounded_client
from app.grading.completion import Completion
from app.grading.jobs import Patience
from app.grading.pulse import Pulse, dead_after
from app.grading.queue import QUEUE, TASK, ensure_all
from app.grading.worker_jobs import AWAY_SECONDS, Jobs, PutOff, SetAside, Stopping, WorkerStops
from app.grading.worker_recovery import take_back

AWAY: Final = (ConnectorException, psycopg.Error, DBAPIError, Problem, OSError)
"""What is raised where the database does not answer."""

_SPARE_THREADS: Final = 2


class Again(BaseRetryStrategy):
    """A job that was set aside has failed. Any other comes again: when it said, at once where its worker
    stopped, and after a moment where the database was away."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, SetAside):
            return None
        if isinstance(exception, PutOff):
            return RetryDecision(retry_at=exception.at)
        if isinstance(exception, WorkerStops):
            return RetryDecision(retry_at=now())
        log.warning("job_interrupted", job=job.id, error=type(exception).__name__)
        return RetryDecision(retry_at=now() + timedelta(seconds=AWAY_SECONDS))


def run_worker(db: Database, settings: Settings, concurrency: int, pulse: Pulse) -> None:
    """Work until SIGTERM or SIGINT. Then nothing new is begun; of what is under way the calls of the model
    end and are written down, and the rest is left to others. Raises `ModelError` (misconfigured)."""
    stopping, locks = Stopping(), ProcessLocks(db)
    with closing(bounded_client(db, settings, stopping.wait)) as client:
        jobs = Jobs(db, locks, Completion(db, client, settings), patience(settings), stopping)
        asyncio.run(_Worker(db, settings, jobs, stopping, concurrency, pulse).run())


def patience(settings: Settings) -> Patience:
    """That of the settings; with the model's poor answers never more than with its failures."""
    tries = settings.worker_tries
    return Patience(
        tries=tries, poor_tries=min(tries, Patience().poor_tries), first=settings.worker_retry_seconds
    )


def procrastinate_app(url: str, do: Callable[[UUID], None]) -> procrastinate.App:
    """The library's application on the database at `url`, with `do` as its one task."""
    connector = procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4)
    app = procrastinate.App(connector=connector)

    @app.task(name=TASK, queue=QUEUE, retry=Again())
    def grade(submission_id: str) -> None:
        do(UUID(submission_id))

    return app


class _Worker:
    def __init__(
        self,
        db: Database,
        settings: Settings,
        jobs: Jobs,
        stopping: Stopping,
        concurrency: int,
        pulse: Pulse,
    ) -> None:
        self._db, self._settings, self._jobs = db, settings, jobs
        self._stopping, self._concurrency = stopping, concurrency
        self._pulse, self._fetching = pulse, False
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Until a signal says so, over any number of restarts of the database."""
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what matters of it is logged here
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(self._concurrency + _SPARE_THREADS, "worker"))
        for signalled in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signalled, self._told_to_stop)
        log.info("worker_started", concurrency=self._concurrency)
        caretaker = asyncio.create_task(self._take_care())
        while not self._stop.is_set():
            await self._work()
        caretaker.cancel()
        await asyncio.gather(caretaker, return_exceptions=True)
        log.info("worker_stopped")

    def _told_to_stop(self) -> None:
        self._stopping.set()
        self._stop.set()

    async def _work(self) -> None:
        """Until told to stop, or until the database goes away."""
        try:
            async with self._app().open_async() as app:
                working = asyncio.create_task(self._fetch(app))
                self._fetching = True
                working.add_done_callback(self._fetches_no_more)
                told = asyncio.create_task(self._stop.wait())
                await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
                told.cancel()
                working.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await working
        except AWAY as error:
            log.warning("worker_lost_the_database", error=type(error).__name__)
        await self._sleep(1.0)

    def _fetches_no_more(self, _working: asyncio.Task[None]) -> None:
        self._fetching = False

    def _app(self) -> procrastinate.App:
        url = self._db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return procrastinate_app(url, self._jobs.do)

    async def _fetch(self, app: procrastinate.App) -> None:
        heartbeat = self._settings.worker_heartbeat_seconds
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=self._concurrency,
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=self._settings.worker_poll_seconds,
            update_heartbeat_interval=heartbeat,
            stalled_worker_timeout=dead_after(heartbeat),
        )

    async def _take_care(self) -> None:
        """Its pulse beats while it takes jobs, and the database answers it."""
        while not self._stop.is_set():
            try:
                await asyncio.to_thread(self._care)
                if self._fetching:
                    self._pulse.beat()
            except AWAY as error:
                log.warning("worker_cannot_take_care", error=type(error).__name__)
            await self._sleep(self._settings.worker_heartbeat_seconds)

    def _care(self) -> None:
        stalled = dead_after(self._settings.worker_heartbeat_seconds)
        patient = patience(self._settings)
        for submission_id in self._db.write_beside(lambda session: take_back(session, stalled, patient)):
            log.warning("job_taken_back", submission=str(submission_id))
        for submission_id in self._db.write_beside(ensure_all):
            log.info("job_was_missing", submission=str(submission_id))

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
