"""Serving one port, by one process or by several that share it."""

from __future__ import annotations

import gc
import socket
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from sqlalchemy import make_url
from uvicorn.supervisors import Multiprocess

from app.core.config import Settings, SettingsError, load_settings
from app.core.db import Database
from app.core.logs import configure_logs
from app.main import create_app
from app.web.render import LOCALES, environment

_HANGS_AFTER_S: Final = 60
"""A process that says nothing for so long is replaced. A busy machine must not look like a broken one."""
_IDLE_S: Final = 75
"""How long a connection may say nothing. Longer than proxies keep theirs (nginx: 60 s): who sends on a
connection that is just being ended finds it reset."""


def check_processes(settings: Settings, processes: int) -> None:
    """Raises SettingsError where several processes cannot share the database: each would grade by itself."""
    if processes > 1 and make_url(settings.database_url).get_backend_name() == "sqlite":
        raise SettingsError(f"{processes} processes need PostgreSQL (VIGIE_DATABASE_URL); SQLite serves one")


def serve_on(listener: socket.socket, settings: Settings, db: Database, processes: int) -> None:
    """Serve until told to stop. `db` is open and up to date; several processes open it themselves, from the
    same environment, and one that dies is replaced."""
    gc.freeze()  # what a start has made stays: the collector need not walk it again and again
    if processes == 1:
        uvicorn.Server(_config(create_app(settings, db), settings)).run(sockets=[listener])
        return
    db.close()
    factory = f"{__name__}:{application.__name__}"
    Multiprocess(_config(factory, settings, factory=True, workers=processes), [listener]).run()


def application() -> FastAPI:
    """What each of several processes serves."""
    settings = load_settings()
    configure_logs(settings.log_level)
    api = create_app(settings, Database(settings.database_url))
    for language in LOCALES:
        environment(language)  # nobody should wait for the texts to be read
    gc.freeze()
    return api


def _config(app: FastAPI | str, settings: Settings, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,  # libraries log as we do
        log_level="warning",
        access_log=False,
        forwarded_allow_ips=settings.proxies,
        timeout_keep_alive=_IDLE_S,
        timeout_worker_healthcheck=_HANGS_AFTER_S,
        **more,
    )
