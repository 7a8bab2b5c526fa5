"""The time zone of pages that belong to no cohort: on a server of several people not its machine's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from app.cohorts.models import CohortMember
from app.core.db import Database
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.groups import API, assign, cohort, ines, joined, settings, tara

__all__ = ["cohort", "ines", "joined", "settings", "tara"]

HANDED_IN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""The night in which the clocks of Paris go back: half past two, for the first time."""


@pytest.fixture(autouse=True)
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine at UTC, which no variable says."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.delenv("TZ")
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def attempt(joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database) -> str:
    """Of an exercise whose reference comes when it was due."""
    made = assign(ines, joined, due_at="2100-07-01T16:00:00Z", reference="after-due")
    attempt = str(tara.post(f"{API}/assignments/{made['id']}/attempts").json()["id"])
    assert tara.post(f"{API}/attempts/{attempt}/submit").status_code == 200
    at = update(Attempt).where(col(Attempt.id) == UUID(attempt)).values(submitted_at=HANDED_IN)
    db.write(lambda session: session.connection().execute(at))
    return attempt


def feedback(browser: TestClient, attempt: str, **headers: str) -> str:
    return browser.get(f"/attempts/{attempt}/feedback", headers=headers).text


def test_it_is_that_of_paris(attempt: str, tara: TestClient) -> None:
    page = feedback(tara, attempt)
    assert "25 octobre 2026, 02:30" in page
    assert page.count("à partir du 1er juillet 2100, 18:00 (heure de Paris)") == 2
    assert "from 1 July 2100, 18:00 (time of Paris)" in feedback(tara, attempt, **{"Accept-Language": "en"})


def test_the_variable_tz_says_another(
    attempt: str, tara: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Tahiti")
    page = feedback(tara, attempt)
    assert "24 octobre 2026, 14:30" in page
    assert "1er juillet 2100, 06:00 (heure de Tahiti)" in page
    monkeypatch.setenv("TZ", ":/etc/localtime")
    assert "25 octobre 2026, 00:30" in feedback(tara, attempt)


def test_days_are_those_of_the_zone(joined: dict[str, Any], ines: TestClient, db: Database) -> None:
    late = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    db.write(lambda session: session.connection().execute(update(CohortMember).values(joined_at=late)))
    assert "6 novembre 2026" in ines.get(f"/cohorts/{joined['id']}").text


def test_one_person_alone_is_where_the_machine_is(
    attempt: str, tara: TestClient, app: FastAPI, cast: Cast
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"mode": "solo"})
    page = feedback(tara, attempt)
    assert "25 octobre 2026, 00:30" in page
    assert "1er juillet 2100, 16:00." in page
