"""Scores in words and as small pictures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.exercises.schema import Dimension
from app.grading.assessment import Assessment, Components, ReviewPart

Level = Literal["excellent", "good", "fair", "weak", "low"]
_FROM: Final[tuple[tuple[float, Level], ...]] = ((85, "excellent"), (70, "good"), (50, "fair"), (25, "weak"))

PartName = Literal["review", "reason", "repair"]
PART_WEIGHTS: Final[dict[PartName, float]] = {"review": 0.45, "reason": 0.20, "repair": 0.35}
"""DESIGN.md section 4: dimension = 100 (0.45 review + 0.20 reason + 0.35 repair), renormalised."""

Advice = Literal["found", "spared", "reason", "repair"]


@dataclass(frozen=True, slots=True)
class PartShare:
    """One part of a dimension's score. `value` is a share; `x` and `width` place it on a bar of 100 with
    every part by its weight, and `filled` of the width is earned."""

    name: PartName
    value: float
    x: float
    width: float

    @property
    def filled(self) -> float:
        return self.width * self.value


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """`score` (0 to 100) is None where the exercise has nothing that measures the dimension."""

    dimension: Dimension
    score: float | None
    review: ReviewPart
    parts: list[PartShare]

    @property
    def level(self) -> Level | None:
        return None if self.score is None else level_of(self.score)


@dataclass(frozen=True, slots=True)
class Lever:
    """Where most points were lost: a part of a dimension, and which half of it where it is the review."""

    dimension: Dimension
    advice: Advice


def level_of(score: float) -> Level:
    """The word for a score of 0 to 100; its texts are `level-…`."""
    return next((level for least, level in _FROM if score >= least), "low")


def dimension_scores(assessment: Assessment) -> list[DimensionScore]:
    """The three dimensions with how each score came about."""
    return [
        DimensionScore(
            dimension=dimension,
            score=getattr(assessment.scores, dimension),
            review=getattr(assessment.review, dimension),
            parts=part_shares(getattr(assessment.parts, dimension)),
        )
        for dimension in Dimension
    ]


def part_shares(components: Components) -> list[PartShare]:
    """The parts that the exercise has, side by side on a bar of 100."""
    present = [(n, w, v) for n, w in PART_WEIGHTS.items() if (v := getattr(components, n)) is not None]
    whole = sum(weight for _, weight, _ in present)
    shares, x = [], 0.0
    for name, weight, value in present:
        width = 100 * weight / whole
        shares.append(PartShare(name, value, x, width))
        x += width
    return shares


def lever(dimensions: list[DimensionScore]) -> Lever | None:
    """The part in which most points were lost over all dimensions; None when none was lost to speak of."""
    losses = [
        (part.width - part.filled, scored, part)
        for scored in dimensions
        if scored.score is not None
        for part in scored.parts
    ]
    lost, scored, part = max(losses, key=lambda loss: loss[0], default=(0.0, None, None))
    if scored is None or part is None or lost < 1:
        return None
    return Lever(scored.dimension, _advice(part, scored.review))


def _advice(part: PartShare, review: ReviewPart) -> Advice:
    if part.name == "review":
        return "spared" if review.spared < (1.0 if review.found is None else review.found) else "found"
    return part.name
