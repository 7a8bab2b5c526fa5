"""Trust in the AI as signal detection: DESIGN.md section 4, *Trust*. Pure.

Trials are flaws (signal) and decoys (noise); answering *wrong!* to a flaw is a hit, to a decoy a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist, fmean
from typing import Final, Literal

from app.grading.assessment import Trust

Leaning = Literal["too-trusting", "balanced", "too-suspicious"]

BALANCED_WITHIN: Final = 0.5
"""|c| up to half a standard deviation is balanced: with six flaws and six decoys, about two more errors of
one kind than of the other."""

_z = NormalDist().inv_cdf


def measure(hits: int, flaws: int, false_alarms: int, decoys: int, brier: float | None = None) -> Trust:
    """d' = z(H) - z(A) and c = -1/2 (z(H) + z(A)), with the log-linear correction H = (hits + 1/2) / (flaws +
    1), A = (false alarms + 1/2) / (decoys + 1). Counts of several attempts are pooled by adding them up."""
    hit_rate, alarm_rate = (hits + 0.5) / (flaws + 1), (false_alarms + 0.5) / (decoys + 1)
    criterion = -(_z(hit_rate) + _z(alarm_rate)) / 2
    return Trust(
        hits=hits,
        flaws=flaws,
        false_alarms=false_alarms,
        decoys=decoys,
        d_prime=_z(hit_rate) - _z(alarm_rate),
        criterion=criterion,
        leaning=_leaning(criterion, missed=flaws - hits, false_alarms=false_alarms),
        brier=brier,
    )


def _leaning(criterion: float, missed: int, false_alarms: int) -> Leaning:
    """c above 0 marks too little, which trusts too much; below 0, too much. A leaning also takes an error of
    its kind: with unlike numbers of flaws and decoys the correction alone moves c away from 0 (no flaw, three
    decoys, all spared: c = 0.58; six flaws, all found, no decoy: c = -0.73)."""
    if criterion > BALANCED_WITHIN and missed > 0:
        return "too-trusting"
    if criterion < -BALANCED_WITHIN and false_alarms > 0:
        return "too-suspicious"
    return "balanced"


def brier_score(trials: Iterable[tuple[int, bool]]) -> float | None:
    """The mean squared distance between confidence (per cent) and whether the mark was right (1 or 0): 0 is
    best, 0.25 what *50 %* always gets. None without a mark that gave its confidence."""
    distances = [(confidence / 100 - right) ** 2 for confidence, right in trials]
    return fmean(distances) if distances else None
