"""The application: `create_app()` puts middleware, routers and error handlers together."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

import app.tables  # noqa: F401 - relationships need every table to be known
from app import __version__
from app.accounts.metering import Meter
from app.accounts.oidc_routes import router as oidc
from app.accounts.own_data import ACCOUNT
from app.accounts.own_routes import router as own
from app.accounts.people_routes import router as people
from app.accounts.routes import router as accounts
from app.authoring.exercise_routes import router as exercises
from app.authoring.import_pages import PATH as UPLOAD
from app.authoring.import_pages import UPLOAD_BYTES
from app.authoring.import_pages import router as imports
from app.authoring.own_data import AUTHORING
from app.authoring.pages import router as authors
from app.authoring.routes import router as authoring
from app.authoring.transfer_routes import ARCHIVES
from app.authoring.transfer_routes import router as transfer
from app.authoring.trial_routes import router as trial
from app.cohorts.assignment_pages import router as assignment_pages
from app.cohorts.assignment_routes import router as assignments
from app.cohorts.home_pages import router as home
from app.cohorts.insights_pages import router as insights_pages
from app.cohorts.insights_routes import router as insights
from app.cohorts.join_pages import router as join_pages
from app.cohorts.moderation_agreed import router as agreement
from app.cohorts.moderation_own_data import LAST_WORD
from app.cohorts.moderation_pages import router as review_pages
from app.cohorts.moderation_routes import router as reviews
from app.cohorts.own_data import COHORTS
from app.cohorts.pages import router as cohort_pages
from app.cohorts.routes import router as cohorts
from app.cohorts.set_apart import refuse_free
from app.core.config import Settings
from app.core.db import Database
from app.exercises.archive import ARCHIVE_BYTES
from app.grading.completion import grader_for
from app.grading.jobs import Grader, Patience
from app.grading.queue_pages import router as grading_pages
from app.grading.queue_routes import router as grading
from app.openapi.document import describe_with_care
from app.openapi.routes import router as openapi
from app.ops.counts import RequestCounts
from app.ops.hosts import TrustedHosts
from app.ops.requests import RequestMiddleware
from app.ops.routes import router as operators
from app.practice.own_data import PRACTICE
from app.practice.pages import router as pages
from app.practice.routes import router as practice
from app.web.errors import install_error_handlers
from app.web.nul import NulGuard
from app.web.security import MAX_BODY_BYTES, SecurityMiddleware
from app.web.static_files import mount_static

LOOPBACK = ["127.0.0.1", "localhost"]


def create_app(settings: Settings, db: Database, patience: Patience | None = None) -> FastAPI:
    """The ASGI application on an open, migrated database, which it closes when it stops. While it runs
    on SQLite, a thread completes grades with the model of the settings, where there is one, as patiently as
    `patience`; on PostgreSQL `vigie worker` does."""
    api = FastAPI(
        title="Vigie",
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.settings, api.state.db = settings, db
    api.state.counts = RequestCounts()
    api.state.meter = Meter(db, settings.limit_api)
    # In the order in which an account is erased.
    api.state.holdings = (LAST_WORD, PRACTICE, COHORTS, AUTHORING, ACCOUNT)
    api.state.guard = refuse_free
    api.state.grader = grader_for(db, settings, patience)
    api.include_router(practice, max_body_size=MAX_BODY_BYTES)  # the hot path is matched first
    api.include_router(transfer, max_body_size=ARCHIVE_BYTES)
    api.include_router(imports, max_body_size=UPLOAD_BYTES)
    for router in (
        pages,
        exercises,
        authoring,
        trial,
        people,
        accounts,
        oidc,
        own,
        authors,
        grading,
        grading_pages,
        insights,
        insights_pages,
    ):
        api.include_router(router, max_body_size=MAX_BODY_BYTES)
    api.include_router(reviews, max_body_size=MAX_BODY_BYTES)
    api.include_router(agreement, max_body_size=MAX_BODY_BYTES)
    api.include_router(review_pages, max_body_size=MAX_BODY_BYTES)
    for router in (cohorts, assignments, home, cohort_pages, assignment_pages, join_pages):
        api.include_router(router, max_body_size=MAX_BODY_BYTES)
    api.include_router(openapi)
    api.include_router(operators)
    mount_static(api)
    describe_with_care(api)
    install_error_handlers(api)
    api.add_middleware(GZipMiddleware, minimum_size=1000)
    api.add_middleware(NulGuard, uploads={UPLOAD})
    api.add_middleware(TrustedHosts, allowed_hosts=_allowed_hosts(settings), www_redirect=False)
    api.add_middleware(
        SecurityMiddleware, larger=dict.fromkeys(ARCHIVES, ARCHIVE_BYTES) | {UPLOAD: UPLOAD_BYTES}
    )
    api.add_middleware(RequestMiddleware, counts=api.state.counts)
    return api


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    grader: Grader | None = api.state.grader
    if grader:
        grader.start()
    yield
    if grader:
        await to_thread(grader.stop)
    api.state.db.close()


def _allowed_hosts(settings: Settings) -> list[str]:
    """The name of the public address where one is set; on loopback only its own names, so that no other
    site's name can be made to lead here."""
    public = urlsplit(settings.public_url).hostname
    own = [*LOOPBACK, settings.host]
    if public:
        return [*own, public]
    return own if settings.host.startswith("127.") else ["*"]
