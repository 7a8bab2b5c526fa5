"""The small exercise of `tests.mini` as plain data and as an exercise, to be changed one part at a time."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from app.exercises.document import read_document
from app.exercises.schema import Exercise
from app.exercises.yaml_reader import read_yaml
from tests.mini import DRAFT, EXERCISE_YAML, FILES


@cache
def _document() -> dict[str, Any]:
    data = read_yaml(EXERCISE_YAML).data
    assert isinstance(data, dict)
    sources = [
        {**{key: value for key, value in source.items() if key != "file"}, "text": FILES[source["file"]]}
        for source in data["sources"]
    ]
    return {**data, "sources": sources, "draft": DRAFT}


def document(**changed: Any) -> dict[str, Any]:
    """A fresh copy of the document, with the keys in `changed` replaced."""
    return {**copy.deepcopy(_document()), **changed}


def exercise(**changed: Any) -> Exercise:
    read, findings = read_document(document(**changed))
    assert read is not None, [str(finding) for finding in findings]
    return read


def place_of(needle: str, text: str) -> tuple[int, int]:
    """The line and column, from 1, at which `needle` first begins."""
    before = text[: text.index(needle)].split("\n")
    return len(before), len(before[-1]) + 1
