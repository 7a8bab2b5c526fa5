"""Shares, quartiles and correlations: worked by hand, and as properties."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.cohorts.statistics import ENOUGH, Portion, Spread, middle, point_biserial, portion, spread

finite = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
pairs = st.lists(st.tuples(st.booleans(), finite), min_size=2, max_size=40)


def test_a_portion_has_a_share_and_wilsons_interval() -> None:
    of_ten = Portion(8, 10)
    assert of_ten.share == 0.8
    assert of_ten.interval == pytest.approx((0.4902, 0.9433), abs=5e-5)
    assert Portion(0, 5).interval == pytest.approx((0, 0.4345), abs=5e-5)
    assert Portion(5, 5).interval == pytest.approx((0.5655, 1), abs=5e-5)


def test_nothing_has_no_share() -> None:
    assert (portion([]).share, portion([]).interval) == (None, None)


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2), (0, -1)])
def test_what_is_no_portion_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no portion"):
        Portion(part, whole)


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_the_interval_holds_the_share_and_stays_a_share(answers: list[bool]) -> None:
    counted = portion(answers)
    assert counted.interval is not None
    low, high = counted.interval
    assert 0 <= low <= (counted.share or 0) + 1e-12
    assert (counted.share or 0) - 1e-12 <= high <= 1


def test_quartiles_are_those_of_spreadsheets() -> None:
    assert spread([7.0, 1.0, 4.0, 2.0]) == Spread(4, 1, 1.75, 3, 4.75, 7)
    assert spread([40.0, 10.0, 20.0, 30.0, 50.0]) == Spread(5, 10, 20, 30, 40, 50)


def test_one_value_is_all_of_its_quartiles_and_none_has_none() -> None:
    assert spread([3.5, None]) == Spread(1, 3.5, 3.5, 3.5, 3.5, 3.5)
    assert spread([None, None]) is None
    assert (middle([None]), middle([1, None, 4])) == (None, 2.5)


@given(st.lists(finite, min_size=1, max_size=40), finite)
def test_quartiles_are_in_order_and_move_with_the_values(values: list[float], shift: float) -> None:
    found, moved = spread(values), spread([value + shift for value in values])
    assert found is not None
    assert moved is not None
    ordered = [found.least, found.first, found.median, found.third, found.greatest]
    assert ordered == sorted(ordered)
    assert (found.least, found.greatest, found.count) == (min(values), max(values), len(values))
    assert found.median == middle(values)
    assert moved.third == pytest.approx(found.third + shift, abs=1e-6)


def test_a_point_biserial_by_hand() -> None:
    """Sum of products 4.2, of squares 1.2 and 17.2: 4.2 / sqrt(20.64)."""
    found = point_biserial([True, True, True, False, False], [8, 6, 7, 3, 4])
    assert found is not None
    assert found.value == pytest.approx(0.924473, abs=1e-6)
    assert (found.count, found.is_of_few) == (5, True)


def test_its_interval_is_fishers() -> None:
    """r = 1/2 over 28 people: artanh 0.5493, plus or minus 1.96 / 5."""
    answers = [True, True, True, False, True, False, False, False]
    rest = [1.0, 1, 1, 1, 0, 0, 0, 0]
    found = point_biserial([*answers * 3, *answers[2:6]], [*rest * 3, *rest[2:6]])
    assert found is not None
    assert (found.count, round(found.value, 3)) == (28, 0.429)
    assert found.interval == pytest.approx((0.067, 0.691), abs=1e-3)


def test_few_people_or_a_perfect_agreement_have_no_interval() -> None:
    three = point_biserial([True, False, False], [2, 1, 0])
    perfect = point_biserial([True, True, False, False], [1, 1, 0, 0])
    assert three is not None
    assert perfect is not None
    assert (three.interval, perfect.interval) == (None, None)
    assert perfect.value == pytest.approx(1)


@pytest.mark.parametrize(
    ("answers", "rest"),
    [
        ([], []),
        ([True], [1.0]),
        ([True, True, True], [1.0, 2.0, 3.0]),
        ([False, False], [1.0, 2.0]),
        ([True, False], [0.3, 0.1 + 0.2]),
    ],
    ids=["nobody", "one", "all right", "all wrong", "the same but for rounding"],
)
def test_without_variance_there_is_no_discrimination(answers: list[bool], rest: list[float]) -> None:
    assert point_biserial(answers, rest) is None


def test_one_rest_for_each_answer() -> None:
    with pytest.raises(ValueError, match="zip"):
        point_biserial([True, False], [1.0])


def test_thirty_people_are_no_longer_few() -> None:
    counts = {ENOUGH - 1: True, ENOUGH: False}
    for count, few in counts.items():
        found = point_biserial([at % 2 == 0 for at in range(count)], [float(at % 3) for at in range(count)])
        assert found is not None
        assert found.is_of_few is few


@given(pairs)
def test_it_is_the_product_moment_correlation(people: list[tuple[bool, float]]) -> None:
    answers, rest = [answer for answer, _ in people], [score for _, score in people]
    assume(len(set(answers)) == 2)
    assume(max(rest) - min(rest) > 0.001)
    found = point_biserial(answers, rest)
    assert found is not None
    assert found.value == pytest.approx(statistics.correlation([float(a) for a in answers], rest), abs=1e-6)
    assert -1 <= found.value <= 1
    if found.interval:
        low, high = found.interval
        assert -1 <= low <= found.value + 1e-12
        assert found.value - 1e-12 <= high <= 1


@given(pairs)
def test_it_turns_round_with_the_answers_and_does_not_mind_units(people: list[tuple[bool, float]]) -> None:
    answers, rest = [answer for answer, _ in people], [score for _, score in people]
    assume(len(set(answers)) == 2)
    assume(max(rest) - min(rest) > 1)
    found, turned = point_biserial(answers, rest), point_biserial([not a for a in answers], rest)
    scaled = point_biserial(answers, [100 - 3 * score for score in rest])
    assert found is not None
    assert turned is not None
    assert scaled is not None
    assert turned.value == pytest.approx(-found.value, abs=1e-9)
    assert scaled.value == pytest.approx(-found.value, abs=1e-6)
