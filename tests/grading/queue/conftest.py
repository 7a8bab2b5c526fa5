"""Fixtures of the queue, which there is on PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.llm.scripted import ScriptedModel
from tests.grading.queue.world import Queue
from tests.practice.modelled import generous, serving, with_model


@pytest.fixture
def queue(settings: Settings) -> Queue:
    return Queue(settings.database_url)


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(generous) as server:
        yield server


@pytest.fixture
def modelled(settings: Settings, model: ScriptedModel) -> Settings:
    """The settings with the scripted model."""
    return with_model(settings, model)


@pytest.fixture
def client(modelled: Settings, db: Database) -> Iterator[TestClient]:
    """A signed-in browser of a web process, which grades nothing by itself."""
    with serving(modelled, db, by_workers=True) as browser:
        yield browser
