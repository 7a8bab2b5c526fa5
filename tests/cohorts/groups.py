"""Cohorts as tests set them up: through the API, by Ines, who trains Tara."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.clock import now
from app.core.config import Settings
from tests.cast import Cast

API = "/api/v1"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def ines(cast: Cast) -> TestClient:
    return cast.browser("ines")


@pytest.fixture
def ivan(cast: Cast) -> TestClient:
    """A trainer of another group."""
    return cast.browser("ivan")


@pytest.fixture
def tara(cast: Cast) -> TestClient:
    return cast.browser("tara")


@pytest.fixture
def tom(cast: Cast) -> TestClient:
    return cast.browser("tom")


@pytest.fixture
def cohort(ines: TestClient) -> dict[str, Any]:
    """A cohort that Ines owns, without trainees."""
    answer = ines.post(f"{API}/cohorts", json={"name": "Automne"})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


@pytest.fixture
def joined(cohort: dict[str, Any], tara: TestClient) -> dict[str, Any]:
    """The cohort with Tara in it."""
    assert tara.post(f"{API}/cohorts/join", json={"code": cohort["code"]}).status_code == 200
    return cohort


def at(**delta: float) -> str:
    """A moment from now, as the API takes it."""
    return moment(**delta).isoformat()


def moment(**delta: float) -> datetime:
    return now() + timedelta(**delta)


def assign(trainer: TestClient, cohort: dict[str, Any], **terms: Any) -> dict[str, Any]:
    """An assignment of the small exercise."""
    body = {"exercise_id": "mini", **terms}
    answer = trainer.post(f"{API}/cohorts/{cohort['id']}/assignments", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def slug(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:vigie:problem:")
