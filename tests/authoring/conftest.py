from __future__ import annotations

from typing import Any

import pytest

from app.core.config import Settings
from app.exercises.files import read_folder


@pytest.fixture
def document(settings: Settings) -> dict[str, Any]:
    """The document of a right exercise, under an id that is free."""
    exercise = read_folder(settings.exercises / "mini")
    return {**exercise.model_dump(mode="json"), "id": "terrasse", "title": "Une terrasse à Nantes"}
