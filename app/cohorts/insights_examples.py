"""What the documentation of the API shows of the trainer's figures: one small group."""

from __future__ import annotations

from typing import Any, Final

_COHORT: Final[dict[str, Any]] = {
    "id": "7c9d6a35-1f0c-4a0f-9a86-0f8b5a3d1c11",
    "name": "Autumn 2026",
    "time_zone": "Europe/Paris",
}
_ZOE: Final[dict[str, Any]] = {"id": "6f0d1f52-7a3e-4f43-9a39-8f3f6f0c2b11", "name": "Zoé Martin"}
_INES: Final[dict[str, Any]] = {"id": "0d5be1c4-9a2f-4d1c-8f4e-2f8a51a7c9b0", "name": "Inès Roux"}
_NOW: Final = "2026-11-23T08:30:00Z"
_QUOTE: Final = "b3b1c9d2-54ac-4c1f-a7f3-0c3a4f9a7e55"
_LETTER: Final = "2d8f7c1e-6a54-4b3c-8a7e-9c0b1d2e3f44"
_SCORES: Final = {"overall": 41.4, "fact_checking": 52.0, "nuance": 35.0, "client_adaptation": 37.2}
_LATE: Final = {"sign": "late", "assignment": _LETTER, "title": "A letter to a tenant"}
_PORTION: Final = {"part": 9, "whole": 12, "share": 0.75, "low": 0.4677, "high": 0.9111}
_CORRELATION: Final = {"value": 0.42, "count": 12, "low": -0.2, "high": 0.8, "few": True}


def _spread(least: float, first: float, median: float, third: float, greatest: float) -> dict[str, Any]:
    quartiles = {"first_quartile": first, "median": median, "third_quartile": third}
    return {"count": 12, "least": least, **quartiles, "greatest": greatest}


_SPREADS: Final = {
    "overall": _spread(22.5, 38.0, 47.5, 61.0, 88.0),
    "fact_checking": _spread(30.0, 45.0, 55.0, 70.0, 92.0),
    "nuance": _spread(10.0, 28.0, 41.0, 55.0, 80.0),
    "client_adaptation": _spread(20.0, 36.0, 48.0, 60.0, 90.0),
}


def _assignment(identifier: str, title: str, due: str | None, handed_in: int, late: int) -> dict[str, Any]:
    return {
        "id": identifier,
        "exercise": title.lower().replace(" ", "-"),
        "title": title,
        "mode": "formative",
        "opens_at": "2026-11-09T08:00:00Z",
        "due_at": due,
        "people": 12,
        "begun": 12,
        "handed_in": handed_in,
        "late": late,
        "overall": _SPREADS["overall"],
    }


_WORK: Final[dict[str, Any]] = {
    "assignment": _QUOTE,
    "state": "handed-in",
    "attempts": 1,
    "begun_at": "2026-11-17T13:02:00Z",
    "touched_at": "2026-11-17T13:44:00Z",
    "submitted_at": "2026-11-17T13:44:00Z",
    "late": False,
    "awaiting": False,
    "provisional": False,
    "scores": _SCORES,
}

COHORT: Final[dict[str, Any]] = {
    "cohort": _COHORT,
    "as_of": _NOW,
    "assignments": [
        _assignment(_QUOTE, "A quote for a terrace", None, 12, 0),
        _assignment(_LETTER, "A letter to a tenant", "2026-11-20T17:00:00Z", 11, 1),
    ],
    "people": [
        {
            "person": _ZOE,
            "joined_at": "2026-11-02T08:30:00Z",
            "work": [_WORK, {**_WORK, "assignment": _LETTER, "state": "under-way", "attempts": 0}],
            "scores": _SCORES,
            "signs": [_LATE],
        }
    ],
    "scores": _SPREADS,
    "confirmations": [{"trainer": _INES, "unchanged": _PORTION, "seconds": _spread(9, 20, 48, 95, 240)}],
}
COHORT["people"][0]["work"][1] |= {"submitted_at": None, "late": True, "scores": None}

PERSON: Final[dict[str, Any]] = {
    "cohort": _COHORT,
    "person": _ZOE,
    "joined_at": "2026-11-02T08:30:00Z",
    "as_of": _NOW,
    "attempts": [
        {
            "id": "5f8a7c52-3b62-4a0b-9a51-6f6a3f0f5b0e",
            "assignment": _QUOTE,
            "exercise": "a-quote-for-a-terrace",
            "title": "A quote for a terrace",
            **{key: _WORK[key] for key in ("begun_at", "touched_at", "submitted_at", "scores")},
            "late": False,
            "awaiting": False,
            "provisional": False,
            "found": 0.58,
            "spared": 0.875,
            "minutes": {"elapsed": 42.0, "active": 42.0, "in_one_go": True},
        }
    ],
    "scores": _SCORES,
    "trust": {
        "hits": 2,
        "flaws": 3,
        "false_alarms": 1,
        "decoys": 2,
        "d_prime": 0.319,
        "criterion": -0.159,
        "leaning": "balanced",
        "brier": None,
    },
    "types": [{"type": "contradicts-dossier", "found": {**_PORTION, "part": 1, "whole": 1, "share": 1.0}}],
    "signs": [_LATE],
}

EXERCISE: Final[dict[str, Any]] = {
    "id": "a-quote-for-a-terrace",
    "title": "A quote for a terrace",
    "language": "en",
    "cohorts": [_COHORT],
    "as_of": _NOW,
    "people": 12,
    "submissions": 15,
    "versions": 1,
    "flaws": [
        {
            "id": "price",
            "type": "contradicts-dossier",
            "severity": "critical",
            "passage": "£75 per square metre",
            "omission": False,
            "why": "The quote says £65.",
            "of_newest": True,
            "found": _PORTION,
            "understood": {**_PORTION, "part": 6, "share": 0.5, "low": 0.2538, "high": 0.7462},
            "discrimination": _CORRELATION,
        }
    ],
    "decoys": [
        {
            "id": "days",
            "passage": "The work takes eight days",
            "why": "The quote gives the same time.",
            "of_newest": True,
            "misled": {**_PORTION, "part": 3, "share": 0.25, "low": 0.0889, "high": 0.5323},
            "discrimination": _CORRELATION,
        }
    ],
    "scores": _SPREADS,
    "time": {
        "elapsed": _spread(18, 30, 42, 180, 2_950),
        "active": _spread(12, 25, 36, 48, 75),
        "in_one_go": 7,
    },
}
