"""How near a grader's scores come to those that were expected. Pure.

Scores are 0 to 100. For the quadratic weighted kappa both are put on an ordinal scale of ten: the decile of
the expected band's centre against the decile of the score. Ten levels, and not the five words that trainees
see, because the words' limits are unequal; a miss by one level weighs 1/81 of a miss by nine, so that a score
just over a decile's edge costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import correlation, fmean
from typing import Final

LEVELS: Final = 10

Pair = tuple[float, float]
"""An expected score and the one that was given."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`qwk` and `rank` are None where they are not defined (see `quadratic_kappa`, `rank_correlation`);
    `mean_error` and `bias` are in points: how far the scores are from the expected ones, and in which
    direction (above 0: too generous)."""

    count: int
    qwk: float | None
    rank: float | None
    mean_error: float | None
    bias: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Of all pairs; nothing but a count of 0 without any."""
    if not pairs:
        return Agreement(0, None, None, None, None)
    return Agreement(
        count=len(pairs),
        qwk=quadratic_kappa([(level(expected), level(given)) for expected, given in pairs], LEVELS),
        rank=rank_correlation(pairs),
        mean_error=fmean(abs(given - expected) for expected, given in pairs),
        bias=fmean(given - expected for expected, given in pairs),
    )


def level(score: float) -> int:
    """The decile of a score, 0 to 9; 100 belongs to the last."""
    return min(LEVELS - 1, int(score // (100 / LEVELS)))


def quadratic_kappa(ratings: Sequence[tuple[int, int]], levels: int) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968): 1 - sum(w·observed) / sum(w·expected by chance),
    with w = (i - j)² / (levels - 1)². 1 is agreement, 0 what chance gives. None without ratings, or where
    both raters gave everything the one same level: chance then explains all of it.
    """
    if not ratings:
        return None
    firsts, seconds = [first for first, _ in ratings], [second for _, second in ratings]
    weight = (levels - 1) ** 2
    observed = fmean((first - second) ** 2 / weight for first, second in ratings)
    by_chance = fmean((first - second) ** 2 / weight for first in firsts for second in seconds)
    return 1 - observed / by_chance if by_chance else None


def rank_correlation(pairs: Sequence[Pair]) -> float | None:
    """Spearman's rho: Pearson's correlation of the ranks, equal values sharing the mean of theirs. None where
    one side has fewer than two different values."""
    sides = [[pair[side] for pair in pairs] for side in (0, 1)]
    if any(len(set(values)) < 2 for values in sides):
        return None
    return correlation(*(_ranks(values) for values in sides))


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


def share(part: int, whole: int) -> float | None:
    """part / whole; None where there is no whole."""
    return part / whole if whole else None
