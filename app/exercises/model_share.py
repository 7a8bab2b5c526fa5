"""How much of an exercise's points only a model can decide. Pure.

DESIGN.md section 4 bounds what the model decides at 40 % of an exercise's points; the linter warns above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.exercises.schema import AppliesTo, Criterion, Dimension, Exercise, Task

# The weights of DESIGN.md section 4, which `app.grading` applies (a test keeps the two alike).
REVIEW, REASON, REPAIR = 0.45, 0.20, 0.35
INVENTS_NOTHING: Final = 5
LOSES_NOTHING: Final = 3


def model_share(exercise: Exercise) -> float:
    """The share (0 to 1) of the overall score that only a model can decide.

    By rules alone, only a criterion without a rule stays undecided. It weighs, in the repair of its
    dimension, its own weight among all the checks of that dimension; repair weighs 0.35 in the dimension,
    renormalised over the parts that the exercise measures there; and the dimension weighs as the exercise
    says among the dimensions that it measures.
    """
    shares = [
        (getattr(exercise.weights, dimension), _share_of(exercise, dimension)) for dimension in Dimension
    ]
    measured = [(weight, share) for weight, share in shares if share is not None]
    total = sum(weight for weight, _ in measured)
    return sum(weight * share for weight, share in measured) / total if total else 0.0


def _share_of(exercise: Exercise, dimension: Dimension) -> float | None:
    """The share of one dimension; None where nothing of the exercise measures it."""
    model = sum(c.weight for c in _criteria(exercise, dimension) if c.rule is None)
    rules = sum(c.weight for c in _criteria(exercise, dimension) if c.rule is not None)
    checks = model + rules + _rewrite_weight(exercise, dimension)
    has_flaws = any(flaw.dimension is dimension for flaw in exercise.flaws)
    reviewed = Task.REVIEW in exercise.tasks
    measured = (
        REVIEW * (reviewed and (has_flaws or not exercise.flaws))
        + REASON * (reviewed and has_flaws)
        + REPAIR * (checks > 0)
    )
    return REPAIR * (model / checks if checks else 0) / measured if measured else None


def _criteria(exercise: Exercise, dimension: Dimension) -> Iterator[Criterion]:
    """The criteria of a dimension that apply to something the exercise asks for."""
    asked = {AppliesTo(task) for task in exercise.tasks if task is not Task.REVIEW}
    if exercise.twist:
        asked.add(AppliesTo.TWIST)
    return (c for c in exercise.all_criteria() if c.dimension is dimension and c.applies_to in asked)


def _rewrite_weight(exercise: Exercise, dimension: Dimension) -> int:
    """The weight of the checks that every rewrite gets, all of them decided by rules."""
    if Task.REWRITE not in exercise.tasks:
        return 0
    repaired = sum(flaw.severity.weight for flaw in exercise.flaws if flaw.dimension is dimension)
    if dimension is not Dimension.FACT_CHECKING:
        return repaired
    return repaired + INVENTS_NOTHING + (LOSES_NOTHING if exercise.keep else 0)
