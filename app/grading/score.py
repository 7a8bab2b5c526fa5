"""The formulas of DESIGN.md section 4, from what was found to the score of a dimension. Pure, on plain data.

Shares are 0 to 1, scores 0 to 100, and None stands for *nothing here measures it*. Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.exercises.schema import Dimension, Weights
from app.grading.assessment import Check, Components, Review, ReviewPart, Scores
from app.grading.matching import Matching, Planted, PlantedFlaw

REVIEW, REASON, REPAIR = 0.45, 0.20, 0.35
FALSE_ALARMS_WITHOUT_FLAWS: Final = 3
"""How many false alarms leave nothing of the review of a draft without flaws."""


def _share(part: float, whole: float) -> float | None:
    """part / whole within 0 to 1; None where there is nothing to share."""
    return min(1.0, part / whole) if whole > 0 else None


def _of(dimension: Dimension | None, flaws: Iterable[PlantedFlaw]) -> list[PlantedFlaw]:
    """The flaws of a dimension, or all for None (the whole)."""
    return [flaw for flaw in flaws if dimension is None or flaw.type.dimension is dimension]


def spared_share(planted: Planted, alarms: int) -> float:
    """max(0, 1 - false alarms / sound sentences), or / 3 in a draft without flaws. A draft without any sound
    sentence (the linter demands some) spares all or, after one false alarm, nothing."""
    sparable = len(planted.sound_sentences) if planted.flaws else FALSE_ALARMS_WITHOUT_FLAWS
    return max(0.0, 1 - alarms / sparable) if sparable else float(alarms == 0)


def found_share(planted: Planted, matching: Matching, dimension: Dimension | None) -> float | None:
    """Sum of weight times S over the flaws found, by the weight of the flaws; None without a flaw."""
    flaws = _of(dimension, planted.flaws)
    credit = sum(
        flaw.severity.weight * matching.finds[flaw.id].credit for flaw in flaws if flaw.id in matching.finds
    )
    return _share(credit, sum(flaw.severity.weight for flaw in flaws))


def review(planted: Planted, matching: Matching, shows_work: bool = True) -> Review:
    """Found times spared, of the whole and of each dimension. Without any flaw: what was spared, in every
    dimension; in a dimension without flaws of a draft with some: no score.

    An addition to the design's section 4: in a draft without flaws, where there is nothing to find, sparing
    everything counts only for a submission that `shows_work` (`app.grading.submission`); else the review is
    0, since nothing handed in must earn nothing.
    """
    spared = spared_share(planted, matching.alarms)
    nothing_to_find = spared if shows_work else 0.0

    def part(dimension: Dimension | None) -> ReviewPart:
        found = found_share(planted, matching, dimension)
        score = nothing_to_find if not planted.flaws else None if found is None else found * spared
        return ReviewPart(found=found, spared=spared, score=score)

    return Review(whole=part(None), **{str(dimension): part(dimension) for dimension in Dimension})


def reason_share(
    planted: Planted, understood: Mapping[str, bool | None], spared: float, dimension: Dimension
) -> float | None:
    """The share of flaw weight whose cause was understood, times spared. `understood`, by flaw id: None where
    it is undecided, which leaves that flaw out; the result is None where nothing is decided."""
    decided = [flaw for flaw in _of(dimension, planted.flaws) if understood[flaw.id] is not None]
    share = _share(
        sum(flaw.severity.weight for flaw in decided if understood[flaw.id]),
        sum(flaw.severity.weight for flaw in decided),
    )
    return None if share is None else share * spared


def repair_share(checks: Sequence[Check], scale: float, dimension: Dimension) -> float | None:
    """The share of weight of a dimension's decided checks that hold, times `scale` (0 for a rewrite that is
    empty or hands the draft back: then nothing is repaired, even where no check could be decided). None
    without a decided check."""
    checks = [check for check in checks if check.dimension is dimension]
    decided = [check for check in checks if check.passed is not None]
    share = _share(
        sum(check.weight for check in decided if check.passed), sum(check.weight for check in decided)
    )
    if share is None:
        return 0.0 if checks and scale == 0 else None
    return share * scale


def dimension_score(parts: Components) -> float | None:
    """100 (0.45 review + 0.20 reason + 0.35 repair), renormalised over the parts that there are."""
    weighted = ((REVIEW, parts.review), (REASON, parts.reason), (REPAIR, parts.repair))
    there = [(weight, part) for weight, part in weighted if part is not None]
    share = _share(sum(weight * part for weight, part in there), sum(weight for weight, _ in there))
    return None if share is None else 100 * share


def scores(parts: Mapping[Dimension, Components], weights: Weights) -> Scores:
    """The score of each dimension, and the overall one: their mean by the exercise's weights."""
    by_dimension = {dimension: dimension_score(parts[dimension]) for dimension in Dimension}
    there = [
        (getattr(weights, dimension), score) for dimension, score in by_dimension.items() if score is not None
    ]
    mean = _share(sum(weight * score for weight, score in there), 100 * sum(weight for weight, _ in there))
    overall = None if mean is None else 100 * mean
    return Scores(overall=overall, **{str(dimension): score for dimension, score in by_dimension.items()})
