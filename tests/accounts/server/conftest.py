from __future__ import annotations

import pytest
from starlette.types import ASGIApp

from app.core.config import Settings
from app.core.db import Database
from tests.accounts.server.members import Members


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Those of a server on which several people have accounts."""
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def members(app: ASGIApp, db: Database, settings: Settings) -> Members:
    return Members(app, db, settings)
