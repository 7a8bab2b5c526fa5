from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grading.agreement import LEVELS, agreement, level, quadratic_kappa, rank_correlation, share

RATINGS = st.lists(st.tuples(st.integers(0, LEVELS - 1), st.integers(0, LEVELS - 1)), min_size=1, max_size=40)


def kappa_by_matrix(ratings: list[tuple[int, int]], levels: int) -> float | None:
    """The textbook's way, over the whole matrix of observed and expected shares."""
    n = len(ratings)
    rows = [sum(first == i for first, _ in ratings) / n for i in range(levels)]
    columns = [sum(second == j for _, second in ratings) / n for j in range(levels)]
    cells = [(i, j) for i in range(levels) for j in range(levels)]
    weights = {(i, j): (i - j) ** 2 / (levels - 1) ** 2 for i, j in cells}
    observed = sum(weights[cell] * ratings.count(cell) / n for cell in cells)
    expected = sum(weights[i, j] * rows[i] * columns[j] for i, j in cells)
    return 1 - observed / expected if expected else None


@given(RATINGS)
def test_kappa_is_that_of_the_matrix(ratings: list[tuple[int, int]]) -> None:
    assert quadratic_kappa(ratings, LEVELS) == pytest.approx(kappa_by_matrix(ratings, LEVELS))


def test_kappa_of_worked_cases() -> None:
    assert quadratic_kappa([(0, 0), (1, 1), (2, 2)], 3) == 1
    assert quadratic_kappa([(0, 2), (2, 0)], 3) == -1
    # observed (0 + 1 + 0 + 1) / 4 / 4 = 1/8; by chance (8 + 4 + 8 + 4) / 16 / 4 = 3/8
    assert quadratic_kappa([(0, 0), (1, 2), (2, 2), (1, 0)], 3) == pytest.approx(2 / 3)


def test_kappa_is_undefined_without_ratings_or_without_any_difference() -> None:
    assert quadratic_kappa([], 10) is None
    assert quadratic_kappa([(4, 4), (4, 4)], 10) is None


@pytest.mark.parametrize(
    ("score", "decile"), [(0, 0), (9.99, 0), (10, 1), (55.5, 5), (89.99, 8), (90, 9), (99, 9), (100, 9)]
)
def test_levels_are_deciles(score: float, decile: int) -> None:
    assert level(score) == decile


def test_errors_are_in_points_and_signed() -> None:
    found = agreement([(90, 80), (40, 50), (10, 40)])
    assert (found.count, found.bias) == (3, 10)
    assert found.mean_error == pytest.approx(50 / 3)


def test_nothing_to_compare_is_no_agreement() -> None:
    assert agreement([]).count == 0
    assert (agreement([]).qwk, agreement([]).rank, agreement([]).mean_error) == (None, None, None)
    assert share(1, 0) is None
    assert share(1, 4) == 0.25


def test_the_rank_correlation_is_of_the_order_alone() -> None:
    assert rank_correlation([(1, 10), (2, 11), (3, 1000)]) == pytest.approx(1)
    assert rank_correlation([(1, 3), (2, 2), (3, 1)]) == pytest.approx(-1)
    # ranks (1, 2, 3, 4) against (1, 3, 2, 4): 1 - 6·2 / (4·15) = 0.8
    assert rank_correlation([(1, 5), (2, 9), (3, 7), (4, 11)]) == pytest.approx(0.8)
    # ties: ranks (1.5, 1.5, 3) against (1, 2, 3): cov 1.5, variances 1.5 and 2
    assert rank_correlation([(4, 1), (4, 2), (9, 3)]) == pytest.approx(1.5 / (1.5 * 2) ** 0.5)


@pytest.mark.parametrize("pairs", [[], [(1, 2)], [(1, 2), (1, 3)], [(1, 2), (3, 2)]])
def test_no_order_has_no_rank_correlation(pairs: list[tuple[float, float]]) -> None:
    assert rank_correlation(pairs) is None
