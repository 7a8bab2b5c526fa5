"""Scores in words and as bars."""

from __future__ import annotations

import pytest

from app.exercises.schema import Dimension
from app.grading.assessment import Components, ReviewPart
from app.practice.views.levels import DimensionScore, level_of, lever, part_shares


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (100, "excellent"),
        (85, "excellent"),
        (84.9, "good"),
        (70, "good"),
        (50, "fair"),
        (25, "weak"),
        (24.9, "low"),
        (0, "low"),
    ],
)
def test_a_score_has_a_word(score: float, word: str) -> None:
    assert level_of(score) == word


def test_parts_stand_side_by_side_by_their_weight() -> None:
    parts = part_shares(Components(review=0.5, reason=1.0, repair=0.0))
    assert [(p.name, p.x, p.width, p.filled) for p in parts] == [
        ("review", 0, 45, 22.5),
        ("reason", 45, 20, 20),
        ("repair", 65, 35, 0),
    ]


def test_the_parts_that_there_are_share_the_whole_bar() -> None:
    parts = part_shares(Components(review=1.0, reason=None, repair=0.5))
    assert [p.name for p in parts] == ["review", "repair"]
    assert sum(p.width for p in parts) == pytest.approx(100)
    assert parts[1].x == pytest.approx(56.25)
    assert part_shares(Components(review=None, reason=None, repair=None)) == []


def scored(dimension: Dimension, review: ReviewPart, reason: float, repair: float) -> DimensionScore:
    parts = part_shares(Components(review=review.score, reason=reason, repair=repair))
    return DimensionScore(dimension, sum(p.filled for p in parts), review, parts)


FULL = ReviewPart(found=1.0, spared=1.0, score=1.0)
MISSED = ReviewPart(found=0.4, spared=0.9, score=0.36)
ALARMED = ReviewPart(found=0.9, spared=0.4, score=0.36)
NOTHING_TO_FIND = ReviewPart(found=None, spared=0.4, score=0.4)
NOTHING_DONE = ReviewPart(found=None, spared=1.0, score=0.0)


@pytest.mark.parametrize(
    ("review", "reason", "repair", "advice"),
    [
        (MISSED, 1.0, 1.0, "found"),
        (ALARMED, 1.0, 1.0, "spared"),
        (NOTHING_TO_FIND, 1.0, 1.0, "spared"),
        (NOTHING_DONE, 1.0, 1.0, "found"),
        (FULL, 0.0, 1.0, "reason"),
        (FULL, 0.8, 0.2, "repair"),
    ],
)
def test_the_lever_is_where_most_was_lost(
    review: ReviewPart, reason: float, repair: float, advice: str
) -> None:
    good = scored(Dimension.FACT_CHECKING, FULL, 0.9, 0.9)
    worse = scored(Dimension.NUANCE, review, reason, repair)
    found = lever([good, worse])
    assert found is not None
    assert (found.dimension, found.advice) == (Dimension.NUANCE, advice)


def test_a_perfect_grade_needs_no_lever() -> None:
    assert lever([scored(dimension, FULL, 1.0, 1.0) for dimension in Dimension]) is None


def test_a_dimension_that_is_not_measured_has_no_word_and_no_lever() -> None:
    empty = DimensionScore(Dimension.NUANCE, None, FULL, [])
    assert empty.level is None
    assert lever([empty]) is None
