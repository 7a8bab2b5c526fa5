"""The figures of trainers' pages: shares, quartiles, correlations. Pure, on plain data.

None stands for *nothing here measures it*. Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist, fmean, median, quantiles
from typing import Final

Z95: Final = NormalDist().inv_cdf(0.975)
"""1.96: of a normal variable, 95 % lies within so many standard deviations."""

ENOUGH: Final = 30
"""Under so many people a discrimination is shown with a note. Fisher's interval of a correlation (z = artanh
r, standard error 1 / sqrt(n - 3)) says why: with 30 people, things that have nothing to do with each other
still correlate by up to 0.36 either way in 95 of 100 groups, and with fewer by more. What becomes of the
corrected point-biserial in groups of 5 to 160 was simulated by Kromrey and Bacon (1992, ERIC ED348378)."""


@dataclass(frozen=True, slots=True)
class Portion:
    """So many out of so many."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no portion")

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the share: it keeps within 0 to 1 and means something for small numbers
        too. None of nothing."""
        if not self.whole:
            return None
        share, n, z2 = self.part / self.whole, self.whole, Z95**2
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where values lie: the least, the quartiles, the greatest, in the unit of the values."""

    count: int
    least: float
    first: float
    median: float
    third: float
    greatest: float


@dataclass(frozen=True, slots=True)
class Correlation:
    """From -1 to 1, over `count` people; `interval` is Fisher's, of 95 %, where there is one."""

    value: float
    count: int
    interval: tuple[float, float] | None

    @property
    def is_of_few(self) -> bool:
        """Whether it is over too few people to say much (`ENOUGH`)."""
        return self.count < ENOUGH


def portion(answers: Iterable[bool]) -> Portion:
    """How many of the answers are yes."""
    kept = list(answers)
    return Portion(sum(kept), len(kept))


def spread(values: Iterable[float | None]) -> Spread | None:
    """Of the values that there are; None without any. Quartiles are interpolated between the two values that
    they lie between, as spreadsheets do (QUARTILE.INC)."""
    there = sorted(value for value in values if value is not None)
    if not there:
        return None
    first, middle, third = quantiles(there, n=4, method="inclusive") if there[1:] else there * 3
    return Spread(len(there), there[0], first, middle, third, there[-1])


def middle(values: Iterable[float | None]) -> float | None:
    """The median of the values that there are."""
    there = [value for value in values if value is not None]
    return median(there) if there else None


def point_biserial(answers: Sequence[bool], rest: Sequence[float]) -> Correlation | None:
    """How far those who answered rightly did better on the rest: the product-moment correlation of an item,
    right or wrong, with the score without that item (hence *corrected*). One entry a person in each.

    None where either does not vary: of an item that everybody gets right, or nobody, there is nothing to say.
    Raises `ValueError` for sequences of different lengths.
    """
    pairs = list(zip(map(float, answers), rest, strict=True))
    if len(pairs) < 2:
        return None
    x, y = fmean(item for item, _ in pairs), fmean(score for _, score in pairs)
    item_variance = sum((item - x) ** 2 for item, _ in pairs)
    rest_variance = sum((score - y) ** 2 for _, score in pairs)
    if item_variance == 0 or rest_variance <= _ROUNDING * max(1.0, y * y) * len(pairs):
        return None
    together = sum((item - x) * (score - y) for item, score in pairs)
    value = max(-1.0, min(1.0, together / sqrt(item_variance * rest_variance)))
    return Correlation(value, len(pairs), _fisher(value, len(pairs)))


_ROUNDING: Final = 1e-24
"""Scores that are all the same differ by rounding alone, about 1e-16 of their size, here squared."""


def _fisher(value: float, count: int) -> tuple[float, float] | None:
    """None of fewer than four, and of a perfect correlation: there it would claim certainty."""
    if count < 4 or abs(value) >= 1:
        return None
    z, half = atanh(value), Z95 / sqrt(count - 3)
    return tanh(z - half), tanh(z + half)
