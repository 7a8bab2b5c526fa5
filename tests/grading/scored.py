"""The grades of the small exercise, for the tests of the whole grader."""

from __future__ import annotations

from typing import Any

import pytest

from app.exercises.prepared import prepare
from app.exercises.schema import Dimension
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.submission import Annotation
from tests.grading.cases import (
    exercise,
    submission,
)

FACTS, NUANCE, CLIENT = Dimension
SENTENCES = len(prepare(exercise()).sentences)
SOUND = len(prepare(exercise()).sound_sentences)


def reasons(result: Assessment) -> dict[str, bool | None]:
    return {outcome.flaw: outcome.reason for outcome in result.outcomes}


def reason_of(flaw: str, *annotations: Annotation) -> bool | None:
    return reasons(assess(exercise(), submission(*annotations)))[flaw]


def scores_of(result: Assessment) -> dict[str, Any]:
    return {name: None if score is None else pytest.approx(score) for name, score in result.scores}


def same_score(score: float) -> dict[str, float]:
    return dict.fromkeys(("overall", "fact_checking", "nuance", "client_adaptation"), score)


def sure(annotation: Annotation, confidence: int) -> Annotation:
    return annotation.model_copy(update={"confidence": confidence})
