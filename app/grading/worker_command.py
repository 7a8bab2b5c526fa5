"""`vigie worker`."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from app.core.config import Settings, SettingsError, load_settings
from app.core.db import Database
from app.core.logs import configure_logs, log
from app.core.opening import check_schema
from app.grading.pulse import Pulse
from app.llm.protocol import ModelError

AtATime = Annotated[int | None, typer.Option(min=1, max=64, help="Instead of VIGIE_WORKER_CONCURRENCY.")]

PulseFile = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="A file to touch as a sign of life, for `vigie health --pulse`."),
]


def worker(concurrency: AtATime = None, pulse: PulseFile = None) -> None:
    """Have submissions graded by the model until told to stop; any number of these may run (PostgreSQL)."""
    settings = load_settings()
    configure_logs(settings.log_level)
    _refuse_sqlite(settings)
    with closing(Database(settings.database_url)) as db:
        check_schema(db, settings)
        beats = Pulse(pulse)
        beats.begin()
        if settings.has_model:
            _run(db, settings, concurrency or settings.worker_concurrency, beats)
        else:
            log.warning("worker_without_a_model", detail="VIGIE_LLM_BASE_URL and VIGIE_LLM_MODEL name none")
            _wait_for_the_end(beats, settings.worker_heartbeat_seconds)


def _run(db: Database, settings: Settings, concurrency: int, pulse: Pulse) -> None:
    from app.grading.worker import run_worker  # the library of the queue is there for workers alone

    try:
        run_worker(db, settings, concurrency, pulse)
    except ModelError as error:
        raise SettingsError(error.detail) from error


def _refuse_sqlite(settings: Settings) -> None:
    if make_url(settings.database_url).get_backend_name() != "postgresql":
        raise SettingsError(
            "VIGIE_DATABASE_URL names a SQLite file, where `vigie serve` grades by itself; "
            "workers need PostgreSQL"
        )


def _wait_for_the_end(pulse: Pulse, heartbeat: float) -> None:
    """A server without a model is a whole one: its workers idle instead of failing again and again."""
    told = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)
    while signal.sigtimedwait(told, heartbeat) is None:
        pulse.beat()
