"""Gold submissions: what trainees of several kinds would hand in, and the bands in which their grades belong.

Each exercise has the four `LEVELS` and one of the `HABITS`. Bands are set by judgement before any grader
has run, and never fitted to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from app.exercises.schema import Paragraph
from app.grading.assessment import Assessment, Score
from app.grading.documents import GradeError, read_yaml, validated
from app.grading.submission import Submission

Level = Literal["excellent", "good", "average", "weak"]
Habit = Literal["gaming", "suspicious", "careless"]
Kind = Level | Habit
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
HABITS: Final[tuple[Habit, ...]] = get_args(Habit)
"""Playing the scorer; crying wolf; a rewrite that brings new errors."""
KINDS: Final[tuple[Kind, ...]] = (*LEVELS, *HABITS)
ROUNDING: Final = 1e-9
"""A band's edge belongs to the band, whatever the last bits of a float say."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(Part):
    """The scores from `low` to `high`, both within it; written `[low, high]`."""

    low: Score
    high: Score

    @model_validator(mode="before")
    @classmethod
    def _from_a_pair(cls, value: object) -> object:
        if isinstance(value, list) and len(value) == 2:
            return {"low": value[0], "high": value[1]}
        return value

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("a band is [low, high]")
        return self

    def holds(self, score: float | None) -> bool:
        return score is not None and self.low - ROUNDING <= score <= self.high + ROUNDING


class Expected(Part):
    """A band for each score; null (or nothing) where the exercise has nothing that measures the dimension."""

    overall: Band
    fact_checking: Band | None = None
    nuance: Band | None = None
    client_adaptation: Band | None = None


class Gold(Part):
    kind: Kind
    note: Paragraph
    expected: Expected
    submission: Submission


def read_gold(folder: Path) -> list[Gold]:
    """The gold submissions of an exercise folder, in the order of `KINDS`.

    Raises `GradeError` for a file that cannot be read or whose name is not its kind.
    """
    golds = [_read_one(path) for path in sorted((folder / "gold").glob("*.yaml"))]
    return sorted(golds, key=lambda gold: KINDS.index(gold.kind))


def _read_one(path: Path) -> Gold:
    document = read_yaml(path)
    gold = validated(document, Gold)
    if gold.kind != path.stem:
        raise GradeError([document.problem("/kind", f"the file of this kind is {gold.kind}.yaml")])
    return gold


def land(gold: Gold, assessment: Assessment) -> list[str]:
    """Every band that the assessment misses, in words; none when it lands in all of them."""
    missed = []
    for name, band in gold.expected:
        score = getattr(assessment.scores, name)
        if band is None and score is not None:
            missed.append(f"{name}: {score:.2f}, where no score is expected")
        elif band is not None and not band.holds(score):
            said = "no score" if score is None else f"{score:.2f}"
            missed.append(f"{name}: {said}, outside {band.low:g} to {band.high:g}")
    return missed
