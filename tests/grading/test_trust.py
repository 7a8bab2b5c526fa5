"""Signal detection and calibration; z values are from tables of the normal distribution."""

from __future__ import annotations

import pytest

from app.grading.trust import brier_score, measure


def test_d_prime_and_criterion_with_the_log_linear_correction() -> None:
    # H = 5.5 / 7 = 0.7857, z = 0.7916; A = 1.5 / 4 = 0.375, z = -0.3186
    trust = measure(hits=5, flaws=6, false_alarms=1, decoys=3)
    assert trust.d_prime == pytest.approx(1.1103, abs=1e-3)
    assert trust.criterion == pytest.approx(-0.2365, abs=1e-3)


def test_nothing_to_judge_is_balanced() -> None:
    trust = measure(0, 0, 0, 0)
    assert (trust.d_prime, trust.criterion, trust.leaning, trust.brier) == (0, 0, "balanced", None)


@pytest.mark.parametrize(
    ("hits", "flaws", "false_alarms", "decoys", "leaning"),
    [
        (0, 6, 0, 3, "too-trusting"),
        (2, 6, 0, 3, "too-trusting"),
        (6, 6, 0, 3, "balanced"),
        (5, 6, 0, 3, "balanced"),
        (3, 6, 3, 6, "balanced"),  # unsure in both directions alike
        (6, 6, 3, 3, "too-suspicious"),
        (6, 6, 2, 3, "too-suspicious"),
        (0, 0, 0, 3, "balanced"),  # no flaw, and nothing marked: right
        (0, 0, 3, 3, "too-suspicious"),
        (6, 6, 0, 0, "balanced"),  # no decoy, and all found: right
        (0, 6, 0, 0, "too-trusting"),
    ],
)
def test_leaning(hits: int, flaws: int, false_alarms: int, decoys: int, leaning: str) -> None:
    assert measure(hits, flaws, false_alarms, decoys).leaning == leaning


def test_brier_is_the_mean_squared_distance_from_the_truth() -> None:
    assert brier_score([(100, True), (50, False)]) == pytest.approx(0.125)
    assert brier_score([(100, False)]) == 1
    assert brier_score([]) is None
