"""A scripted model over real HTTP, and what planting with it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.authoring.planting.engine import Planting, plant
from app.authoring.planting.request import PlantRequest
from app.core.config import Settings
from app.core.db import Database
from app.llm.client import ModelClient, ModelSettings
from app.llm.scripted import ScriptedModel
from tests.authoring.planting.cases import FRENCH, honest
from tests.practice.modelled import serving, with_model

Plant = Callable[..., Planting]


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(honest) as server:
        yield server


@pytest.fixture
def planted(model: ScriptedModel) -> Iterator[Plant]:
    """Plants what `answer` proposes (the honest model by default) for `FRENCH` or another request; further
    arguments change members of it."""
    client = ModelClient(ModelSettings(model.base_url, "scripted", retries=0, seconds=10.0))

    def made(
        answer: dict[str, Any] | None = None, request: dict[str, Any] = FRENCH, **changed: Any
    ) -> Planting:
        if answer is not None:
            model.behaviour = lambda _asked: answer
        return plant(PlantRequest.model_validate(request | changed), client)

    yield made
    client.close()


@pytest.fixture
def author(settings: Settings, db: Database, model: ScriptedModel) -> Iterator[TestClient]:
    with serving(with_model(settings, model), db) as client:
        yield client
