"""Exercises of one paragraph with one flaw, for the tests of what repairs it."""

from __future__ import annotations

from typing import Any

from app.exercises.prepared import Prepared, prepare
from app.exercises.repair import RepairOutcome, repaired
from app.exercises.schema import Exercise

AROUND = "Notre jardin ouvre au printemps."


def prepared(draft: str, language: str = "fr", **flaw: Any) -> Prepared:
    """An exercise whose changes all carry the id `f`."""
    document: dict[str, Any] = {
        "id": "e",
        "title": "T",
        "language": language,
        "domain": "admin",
        "difficulty": 1,
        "minutes": 10,
        "brief": {
            "client": {"name": "N", "business": "B", "audience": "A"},
            "context": "C",
            "prompt": "P",
            "requirements": [{"id": "r", "text": "R"}],
        },
        "sources": [
            {
                "id": "s",
                "title": "S",
                "publisher": "P",
                "date": "2026-01-02",
                "reliability": "primary",
                "text": "S",
            }
        ],
        "draft": draft,
        "flaws": [{"id": "f", "type": "outdated", "severity": "major", "why": "W", **flaw}],
        "tasks": ["review", "rewrite"],
    }
    return prepare(Exercise.model_validate(document))


def outcome(draft: str, rewrite: str, language: str = "fr", **flaw: Any) -> RepairOutcome:
    ready = prepared(draft, language, **flaw)
    return repaired(ready, ready.exercise.flaws[0], rewrite)


def passes(draft: str, rewrite: str, language: str = "fr", **flaw: Any) -> bool:
    """Whether the rewrite repairs; beside, the reference must always repair and the draft never."""
    ready = prepared(draft, language, **flaw)
    found = [
        repaired(ready, ready.exercise.flaws[0], text).passed
        for text in (ready.reference, ready.draft, rewrite)
    ]
    assert found[:2] == [True, False], (ready.reference, ready.draft)
    return found[2]
