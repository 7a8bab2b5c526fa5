"""What a simulated trainee does in an exercise: marks and texts of the catalogue's own submissions, worded so
that as much as can be is left to the model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from app.grading.submission import Submission
from tests.attacks.trial import vague_case

EXERCISES: Final = ("relance-facture", "soft-skills-et-ia", "summer-party-proposal")
AUTOSAVES: Final = 6


@dataclass(frozen=True)
class Work:
    """The bodies of the requests, in their order. `saves`: the rewrite as it grows."""

    exercise: str
    marks: list[dict[str, Any]]
    saves: list[str]
    note: str

    @property
    def writes(self) -> int:
        """How many of its requests change something before the submission."""
        return len(self.marks) + len(self.saves) + 1


@cache
def work_on(exercise: str) -> Work:
    submission = vague_case(exercise).submission
    text = submission.rewrite
    saves = [text[: len(text) * step // AUTOSAVES] for step in range(1, AUTOSAVES + 1)]
    return Work(exercise, _marks(submission), saves, submission.client_note)


def _marks(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            **_place(one.model_dump(mode="json")),
            "type": str(one.type),
            "severity": one.severity.value if one.severity else None,
            "confidence": 83,
            "comment": one.comment,
        }
        for one in submission.annotations
    ]


def _place(mark: dict[str, Any]) -> dict[str, Any]:
    if mark["omission"]:
        return {"omission": True}
    quote = {"type": "TextQuoteSelector", "exact": mark["quote"]}
    position = {"type": "TextPositionSelector", "start": mark["start"], "end": mark["end"]}
    return {"target": {"selector": [quote, position]}}
