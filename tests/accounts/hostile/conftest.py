"""A provider that does as a test tells it, and a server that signs people in through it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from app.accounts.oidc_provider import Provider
from app.accounts.oidc_wire import Wire
from app.core.config import Settings
from app.core.db import Database
from tests.accounts.hostile.signing_in import PATIENCE_S, Clock
from tests.accounts.oidc_hostile import CLIENT_ID, CLIENT_SECRET, HostileProvider
from tests.accounts.oidc_steps import (
    Books,
    with_provider,
)


@pytest.fixture
def provider() -> Iterator[HostileProvider]:
    with HostileProvider() as running:
        yield running


@pytest.fixture
def settings(settings: Settings, provider: HostileProvider) -> Settings:
    return with_provider(settings, provider.issuer, CLIENT_ID, CLIENT_SECRET, oidc_sign_up="anyone")


@pytest.fixture
def books(db: Database) -> Books:
    return Books(db)


@pytest.fixture
def clock(app: FastAPI, provider: HostileProvider) -> Clock:
    """The server's idea of time where it keeps what the provider publishes; and little patience."""
    clock = Clock()
    wire = Wire(seconds=PATIENCE_S)
    app.state.oidc = Provider(provider.issuer, CLIENT_ID, CLIENT_SECRET, wire=wire, clock=clock)
    return clock
