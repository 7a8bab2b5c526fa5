from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.cast import Cast
from tests.mini import mini_document


@pytest.fixture
def document() -> dict[str, Any]:
    """The document of a right exercise, under an id that is free."""
    return {**mini_document(), "id": "terrasse", "title": "Une terrasse à Nantes"}


@pytest.fixture
def ines(cast: Cast, document: dict[str, Any]) -> TestClient:
    """The browser of a trainer who has written that exercise, as a draft."""
    browser = cast.browser("ines")
    assert browser.post("/api/v1/exercises", json=document).status_code == 201
    return browser
