"""Time worked, who may need a hand, and what trainers confirm: the pure part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.insights_attention import Attention, Set, Sign, attention, is_low
from app.cohorts.insights_confirmed import Confirmation, confirmed
from app.cohorts.insights_time import Worked, time_figures, worked
from app.cohorts.statistics import Portion

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
minutes = st.integers(0, 5_000)


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


def days(count: float) -> datetime:
    return NINE + timedelta(days=count)


def test_short_gaps_are_work_and_long_ones_are_not() -> None:
    """Begun at 9, marks at 9.10 and 9.25, lunch, the rewrite at 13, handed in at 13.20."""
    found = worked(NINE, at(260), [at(25), at(10), at(240)])
    assert found == Worked(elapsed=260, active=45)
    assert not found.in_one_go


def test_half_an_hour_is_still_no_pause() -> None:
    assert worked(NINE, at(60), [at(30)]) == Worked(60, 60)
    assert worked(NINE, at(61), [at(30)]) == Worked(61, 30)
    assert worked(NINE, at(60), [at(30)]).in_one_go


def test_a_long_reading_without_a_trace_says_nothing() -> None:
    assert worked(NINE, at(45), []) == Worked(45, None)
    assert worked(NINE, at(2_000), [at(900)]).active is None


def test_moments_outside_and_a_clock_that_was_set_back_do_not_count() -> None:
    assert worked(NINE, at(20), [at(-5), at(10), at(25)]) == Worked(20, 20)
    assert worked(NINE, at(-3), [at(-2)]) == Worked(0, 0)


@given(minutes, st.lists(minutes, max_size=20))
def test_one_never_works_longer_than_it_took(length: int, moments: list[int]) -> None:
    found = worked(NINE, at(length), [at(moment) for moment in moments])
    assert found.elapsed == length
    assert found.active is None or 0 <= found.active <= length
    assert found == worked(NINE, at(length), [at(moment) for moment in reversed(moments)])


def test_the_times_of_a_group() -> None:
    figures = time_figures([Worked(20, 20), Worked(300, 40), Worked(45, None)])
    assert figures.elapsed is not None
    assert figures.active is not None
    assert (figures.elapsed.median, figures.active.median, figures.active.count) == (45, 30, 2)
    assert figures.in_one_go == 1
    assert time_figures([]).elapsed is None


@pytest.mark.parametrize(
    ("due", "handed_in", "touched", "sign"),
    [
        (-1, False, None, Sign.LATE),
        (-1, False, -1, Sign.LATE),
        (-1, True, -1, None),
        (3, False, -3, Sign.LEFT),
        (3, False, -2.9, None),
        (3.1, False, -9, None),
        (2, False, None, None),
        (2, True, -9, None),
        (None, False, -14, Sign.LEFT),
        (None, False, -13.9, None),
        (None, False, None, None),
    ],
)
def test_late_and_left(due: float | None, handed_in: bool, touched: float | None, sign: Sign | None) -> None:
    where = Set(
        ONE,
        due_at=None if due is None else days(due),
        handed_in=handed_in,
        touched_at=None if touched is None else days(touched),
    )
    assert attention([where], [], NINE) == ([Attention(sign, ONE)] if sign else [])


@pytest.mark.parametrize(
    ("scores", "low"),
    [
        ([], False),
        ([10.0], False),
        ([90.0, 49.9, 10.0], True),
        ([10.0, 10.0, 50.0], False),
        ([10.0, 50.0, 10.0], False),
        ([10.0, None, 20.0, None], True),
        ([None, 20.0], False),
    ],
)
def test_low_twice_in_a_row(scores: list[float | None], low: bool) -> None:
    assert is_low(scores) is low
    assert attention([], scores, NINE) == ([Attention(Sign.LOW, None)] if low else [])


def test_every_reason_is_said() -> None:
    late, left = Set(ONE, days(-2), False, None), Set(TWO, days(1), False, days(-4))
    assert attention([late, left], [20.0, 30.0], NINE) == [
        Attention(Sign.LATE, ONE),
        Attention(Sign.LEFT, TWO),
        Attention(Sign.LOW, None),
    ]


def test_the_share_confirmed_unchanged_by_trainer() -> None:
    one = [Confirmation(ONE, False, 4), Confirmation(ONE, False, 6), Confirmation(ONE, True, None)]
    found = confirmed([Confirmation(TWO, True, 300), *one])
    assert [(who.person_id, who.unchanged) for who in found] == [(ONE, Portion(2, 3)), (TWO, Portion(0, 1))]
    assert found[0].seconds is not None
    assert (found[0].seconds.median, found[0].seconds.count) == (5, 2)
    assert confirmed([]) == []
    assert confirmed([Confirmation(ONE, True, None)])[0].seconds is None
