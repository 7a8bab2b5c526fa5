"""What the flaws and decoys of an exercise do with a group: found, misled, told apart. Pure.

Each person counts once, with the first submission: after it the feedback names the flaws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.statistics import Correlation, Portion, point_biserial, portion
from app.exercises.schema import Exercise, Task
from app.grading.assessment import Assessment, Outcome
from app.grading.score import FALSE_ALARMS_WITHOUT_FLAWS


@dataclass(frozen=True, eq=False, slots=True)
class Solved:
    """One person's graded submission, with the version that it answers. `sound_sentences`: how many of the
    draft's sentences have no flaw."""

    exercise: Exercise
    sound_sentences: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class FlawFigures:
    """Of those whose version has the flaw: how many found it, how many understood its cause (of those of whom
    that is decided), and how far finding it goes with doing well on the rest of the review."""

    id: str
    found: Portion
    understood: Portion
    discrimination: Correlation | None


@dataclass(frozen=True, slots=True)
class DecoyFigures:
    """Of those whose version has the decoy: how many marked it as wrong, and how far leaving it alone goes
    with doing well on the rest of the review."""

    id: str
    misled: Portion
    discrimination: Correlation | None


def flaw_figures(solved: Sequence[Solved]) -> list[FlawFigures]:
    """In the order of the newest version, which comes first in `solved`; none where nothing is reviewed."""
    reviewed = _reviewed(solved)
    ids = dict.fromkeys(flaw.id for one in reviewed for flaw in one.exercise.flaws)
    return [_of_flaw(flaw, reviewed) for flaw in ids]


def decoy_figures(solved: Sequence[Solved]) -> list[DecoyFigures]:
    """The same for decoys."""
    reviewed = _reviewed(solved)
    ids = dict.fromkeys(decoy.id for one in reviewed for decoy in one.exercise.decoys)
    return [_of_decoy(decoy, reviewed) for decoy in ids]


def rest_without_flaw(one: Solved, flaw: str) -> float:
    """Found times spared, as the review is scored, but as if the flaw were not in the draft; what was spared
    alone where it is the only one."""
    weights = {other.id: other.severity.weight for other in one.exercise.flaws}
    others = [o for o in one.assessment.outcomes if o.flaw != flaw and is_decided(o)]
    credit = sum(weights[outcome.flaw] * outcome.credit for outcome in others)
    found = credit / sum(weights[outcome.flaw] for outcome in others) if others else 1.0
    return found * one.assessment.review.whole.spared


def rest_without_decoy(one: Solved, decoy: str) -> float:
    """Found times spared, as if nobody had marked the decoy."""
    found = one.assessment.review.whole.found
    alarms = sum(alarm.count for alarm in one.assessment.false_alarms if alarm.decoy != decoy)
    sparable = one.sound_sentences if one.exercise.flaws else FALSE_ALARMS_WITHOUT_FLAWS
    spared = max(0.0, 1 - alarms / sparable) if sparable else float(alarms == 0)
    return spared if found is None else found * spared


def is_decided(outcome: Outcome) -> bool:
    """Whether anything could tell if the flaw was found. Of an omission that no rule knows and no model has
    read, nothing could; it is not a miss."""
    return outcome.found or outcome.reason is not None


def _reviewed(solved: Sequence[Solved]) -> list[Solved]:
    return [one for one in solved if Task.REVIEW in one.exercise.tasks]


def _of_flaw(flaw: str, solved: Sequence[Solved]) -> FlawFigures:
    outcomes = [(one, outcome) for one in solved for outcome in one.assessment.outcomes]
    met = [(one, outcome) for one, outcome in outcomes if outcome.flaw == flaw and is_decided(outcome)]
    found = [outcome.found for _, outcome in met]
    return FlawFigures(
        flaw,
        found=portion(found),
        understood=portion(outcome.reason for _, outcome in met if outcome.reason is not None),
        discrimination=point_biserial(found, [rest_without_flaw(one, flaw) for one, _ in met]),
    )


def _of_decoy(decoy: str, solved: Sequence[Solved]) -> DecoyFigures:
    met = [one for one in solved if any(other.id == decoy for other in one.exercise.decoys)]
    misled = [any(alarm.decoy == decoy for alarm in one.assessment.false_alarms) for one in met]
    spared = [not marked for marked in misled]
    return DecoyFigures(
        decoy,
        misled=portion(misled),
        discrimination=point_biserial(spared, [rest_without_decoy(one, decoy) for one in met]),
    )
