"""Planting as a client of the API asks for it."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import col, select

from app.core.db import Database
from app.llm.models import ModelCall
from tests.authoring.planting.cases import FRENCH

URL = "/api/v1/exercises/plant"


def calls(db: Database) -> list[ModelCall]:
    query = select(ModelCall).order_by(col(ModelCall.created_at))
    return db.read(lambda session: list(session.exec(query)))


def plant(client: TestClient, request: dict[str, Any] = FRENCH, **headers: str) -> dict[str, Any]:
    answer = client.post(URL, json=request, headers=headers)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body
