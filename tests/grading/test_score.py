"""The formulas on plain data; every expectation is worked by hand."""

from __future__ import annotations

import pytest

from app.exercises.schema import AppliesTo, Dimension, Weights
from app.grading.assessment import Check, Components
from app.grading.score import dimension_score, reason_share, repair_share, scores, spared_share
from app.text.spans import Span
from tests.grading.plain import draft, exact, flaw, graded, mark

FACTS, NUANCE, CLIENT = Dimension
HEAVY = flaw("heavy", "outdated", "critical", (110, 130))  # weight 5
LIGHT = flaw("light", "legal-claim", "minor", (310, 330))  # weight 1


def check(passed: bool | None, weight: float = 1, dimension: Dimension = FACTS) -> Check:
    return Check(
        id="c",
        kind="criterion",
        dimension=dimension,
        applies_to=AppliesTo.REWRITE,
        weight=weight,
        passed=passed,
        decided_by=None if passed is None else "rule",
    )


def parts(review: float | None, reason: float | None = None, repair: float | None = None) -> Components:
    return Components(review=review, reason=reason, repair=repair)


def test_found_weighs_flaws_by_severity_and_credit() -> None:
    # Light alone, with a type of the same dimension: 1 * 0.875 of 6.
    result = graded(draft(HEAVY, LIGHT), [mark(310, 330, "outdated", "minor")])
    assert result.review.fact_checking.found == pytest.approx(0.875 / 6)


def test_spared_is_of_the_whole_draft_in_every_dimension() -> None:
    planted = draft(HEAVY, flaw("tone", "tone-mismatch", "minor", (510, 530)))
    result = graded(planted, [exact(HEAVY), mark(810, 820)])
    assert result.review.fact_checking.spared == result.review.client_adaptation.spared == 1 - 1 / 8
    assert result.review.fact_checking.score == 1 - 1 / 8
    assert (result.review.nuance.found, result.review.nuance.score) == (None, None)


def test_spared_never_falls_below_nothing() -> None:
    assert spared_share(draft(HEAVY), 9) == 0
    assert spared_share(draft(HEAVY), 12) == 0
    assert spared_share(draft(), 4) == 0


def test_a_draft_without_a_sound_sentence_spares_all_or_nothing() -> None:
    planted = draft(flaw("all", "outdated", "minor", Span(0, 1000)))
    assert (spared_share(planted, 0), spared_share(planted, 1)) == (1, 0)


def test_a_draft_without_flaws_has_nothing_to_find() -> None:
    review = graded(draft(), [mark(10, 20)]).review
    assert review.whole.found is None
    assert review.whole.score == pytest.approx(2 / 3)
    assert review.nuance == review.whole


@pytest.mark.parametrize(
    ("heavy", "light", "share"),
    [
        (True, True, 1),
        (True, False, 5 / 6),
        (False, True, 1 / 6),
        (False, False, 0),
        (None, True, 1),
        (True, None, 1),
    ],
)
def test_reason_is_the_share_of_weight_understood(
    heavy: bool | None, light: bool | None, share: float
) -> None:
    understood = {"heavy": heavy, "light": light}
    assert reason_share(draft(HEAVY, LIGHT), understood, 1.0, FACTS) == pytest.approx(share)


def test_reason_is_spared_like_the_review() -> None:
    assert reason_share(draft(HEAVY), {"heavy": True}, 0.25, FACTS) == 0.25


def test_reason_is_nothing_where_nothing_is_decided_or_no_flaw_is() -> None:
    assert reason_share(draft(HEAVY), {"heavy": None}, 1.0, FACTS) is None
    assert reason_share(draft(HEAVY), {"heavy": True}, 1.0, NUANCE) is None
    assert reason_share(draft(), {}, 1.0, FACTS) is None


def test_repair_weighs_the_decided_checks_of_the_dimension() -> None:
    checks = [check(True, 3), check(False, 1), check(None, 9), check(False, 5, NUANCE)]
    assert repair_share(checks, 1.0, FACTS) == 0.75
    assert repair_share(checks, 0.5, FACTS) == 0.375
    assert repair_share(checks, 1.0, NUANCE) == 0
    assert repair_share(checks, 1.0, CLIENT) is None


def test_undecided_checks_measure_nothing_unless_nothing_was_written() -> None:
    assert repair_share([check(None)], 1.0, FACTS) is None
    assert repair_share([check(None)], 0.3, FACTS) is None
    assert repair_share([check(None)], 0.0, FACTS) == 0
    assert repair_share([], 0.0, FACTS) is None


@pytest.mark.parametrize(
    ("components", "score"),
    [
        (parts(1, 1, 1), 100),
        (parts(0, 0, 0), 0),
        (parts(0.8, 0.5, 0.2), 36 + 10 + 7),
        (parts(0.8, 0.5), 100 * (0.36 + 0.10) / 0.65),
        (parts(None, None, 0.4), 40),
        (parts(0.8, None, 0.2), 100 * (0.36 + 0.07) / 0.80),
        (parts(None), None),
    ],
)
def test_a_dimension_is_renormalised_over_the_parts_that_there_are(
    components: Components, score: float | None
) -> None:
    assert dimension_score(components) == (None if score is None else pytest.approx(score))


def test_overall_is_the_mean_by_weights_over_the_dimensions_that_there_are() -> None:
    by_dimension = {FACTS: parts(1), NUANCE: parts(0.5), CLIENT: parts(None)}
    assert scores(by_dimension, Weights(fact_checking=3, client_adaptation=9)).overall == pytest.approx(87.5)
    assert scores(by_dimension, Weights()).overall == pytest.approx(75)
    assert scores(by_dimension, Weights(fact_checking=0)).overall == pytest.approx(50)


def test_overall_is_nothing_without_a_weighted_dimension() -> None:
    by_dimension = {FACTS: parts(1), NUANCE: parts(None), CLIENT: parts(None)}
    assert scores(by_dimension, Weights(fact_checking=0)).overall is None
    assert scores(by_dimension, Weights(fact_checking=0)).fact_checking == pytest.approx(100)
