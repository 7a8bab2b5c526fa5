from __future__ import annotations

from typing import Any

import pytest

from tests.mini import mini_document


@pytest.fixture
def document() -> dict[str, Any]:
    """The document of a right exercise, under an id that is free."""
    return {**mini_document(), "id": "terrasse", "title": "Une terrasse à Nantes"}
