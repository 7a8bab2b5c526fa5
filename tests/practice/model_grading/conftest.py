"""A server of a model that answers as a test tells it, and a client of the application that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.core.config import Settings
from app.core.db import Database
from app.llm.scripted import ScriptedModel
from tests.practice.modelled import (
    generous,
    serving,
    with_model,
)


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(generous) as server:
        yield server


@pytest.fixture
def client(settings: Settings, db: Database, model: ScriptedModel) -> Iterator[TestClient]:
    with serving(with_model(settings, model), db) as browser:
        yield browser
