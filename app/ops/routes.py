"""Health and metrics, for those who run the server. They ask for nobody: no sign-in, no limit, no database
beyond what they tell of it."""

from __future__ import annotations

import contextlib
import secrets
import time
from typing import Annotated, Final

import anyio
from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.policy import Allow, Policy
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import Problem, not_found
from app.grading.pulse import dead_after
from app.ops.health import PATIENCE_S, DatabaseState, database_state, not_ready
from app.ops.standing import Standing, registry_of, standing
from app.web.problems import MEDIA_TYPE

router = APIRouter(include_in_schema=False)
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
FRESH_S: Final = 5.0
"""How long what the database told may be told again, however often somebody asks."""


class Unasked(Allow):
    """Open to anyone, and nobody is looked up: it must work while the database does not."""

    def __init__(self) -> None:
        super().__init__(Policy.ANYONE)

    async def __call__(self, request: Request) -> None:
        """Whoever it is."""


Nobody = Annotated[None, Depends(Unasked())]


@router.get("/health/live")
async def live(_caller: Nobody) -> Response:
    """This process answers."""
    return JSONResponse({"status": "live"})


@router.get("/health/ready")
async def ready(request: Request, _caller: Nobody) -> Response:
    """This process can work; else a 503 problem that says what is wrong."""
    state = await database_state(request.app.state.db)
    if state is DatabaseState.READY:
        return JSONResponse({"status": "ready", "database": state.value})
    problem = not_ready(state)
    return JSONResponse(problem.document(), problem.status, media_type=MEDIA_TYPE)


@router.get("/metrics")
async def metrics(request: Request, _caller: Nobody) -> Response:
    """What Prometheus reads. A 404 problem for who may not."""
    if not _may_read_metrics(request):
        raise not_found("page")
    own = generate_latest(request.app.state.counts.registry)
    whole = generate_latest(registry_of(await _standing(request)))
    return PlainTextResponse(own + whole, media_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: Request) -> bool:
    """With the token; or from this machine itself, asked by its own name and through no proxy."""
    settings: Settings = request.app.state.settings
    token = settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if token and secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    return _is_from_here(request)


def _is_from_here(request: Request) -> bool:
    forwarded = {"forwarded", "x-forwarded-for", "x-real-ip", "via"} & set(request.headers.keys())
    client = request.client.host if request.client else ""
    return (
        client in LOOPBACK
        and request.headers.get("host", "").rsplit(":", 1)[0] in OWN_NAMES
        and not forwarded
    )


async def _standing(request: Request) -> Standing | None:
    """What the database tells, a few seconds old at most; None where it cannot be read."""
    state = request.app.state
    kept: tuple[float, Standing] | None = getattr(state, "standing", None)
    if kept and time.monotonic() - kept[0] < FRESH_S:
        return kept[1]
    found = await _read_soon(state.db, dead_after(state.settings.worker_heartbeat_seconds))
    if found is not None:
        state.standing = (time.monotonic(), found)
    return found


async def _read_soon(db: Database, silent: float) -> Standing | None:
    """None where it takes too long: Prometheus itself waits for ten seconds, as units of work do."""
    with contextlib.suppress(SQLAlchemyError, OSError, Problem), anyio.move_on_after(PATIENCE_S):
        return await anyio.to_thread.run_sync(_read, db, silent, abandon_on_cancel=True)
    return None


def _read(db: Database, silent: float) -> Standing:
    return db.read(lambda session: standing(session, silent))
