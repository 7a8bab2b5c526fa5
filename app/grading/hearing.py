"""A model's verdicts in a grade, and how far they reach: DESIGN.md section 4. Pure.

A verdict decides only what the rules left open. What it can cost a trainee: a criterion without a rule, or a
cause for which the exercise gives no rule, answered *no*; both were out of the count until then. Everything
else that a model says can only confirm more than the rules did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.grading.assessment import Check, Outcome
from app.grading.questions import Kind, Question, comment_index, question_id
from app.grading.testimony import Testimony, Verdict

MOST_OF_THE_POINTS: Final = 40.0
"""How many of the 100 points of the overall score may hang on a model's answers."""

_ROUNDING: Final = 1e-9

PRECEDENCE: Final[tuple[Kind, ...]] = (
    "criterion",
    "omission_reported",
    "cause_identified",
    "flaw_still_present",
)
"""In which order answers are taken, each that still fits, where all together would carry more than
`MOST_OF_THE_POINTS`: what no rule can say first, what a rule has denied last; within a kind, in the order of
the exercise."""

_KIND_OF_CHECK: Final[Mapping[str, Kind]] = {"repaired": "flaw_still_present", "criterion": "criterion"}


def heard_check(check: Check, testimony: Testimony) -> Check:
    """The check as the model decides it, or as it was."""
    kind = _KIND_OF_CHECK.get(check.kind)
    verdict = testimony.verdict(question_id(kind, check.id)) if kind else None
    if verdict is None:
        return check
    if verdict.answer is None:
        return check.model_copy(update={"split": verdict.split})
    passed = verdict.answer != (kind == "flaw_still_present")
    detail = [] if passed else check.detail
    return check.model_copy(
        update={"passed": passed, "decided_by": "model", "quote": verdict.quote, "detail": detail}
    )


def reported(testimony: Testimony) -> dict[int, frozenset[str]]:
    """By the index of a mark, the omissions that the model read in its comment."""
    reports: dict[int, frozenset[str]] = {}
    for verdict in testimony.verdicts:
        kind, _, flaw = verdict.question.partition(":")
        at = comment_index(verdict.field)
        if kind == "omission_reported" and verdict.answer and at is not None:
            reports[at] = reports.get(at, frozenset()) | {flaw}
    return reports


def heard_outcome(outcome: Outcome, testimony: Testimony) -> Outcome:
    """The outcome with what the model says of its cause; an omission found by the model's word is understood
    as well."""
    omission = testimony.verdict(question_id("omission_reported", outcome.flaw))
    if omission is not None:
        return _heard_omission(outcome, omission)
    cause = testimony.verdict(question_id("cause_identified", outcome.flaw))
    if cause is None:
        return outcome
    if cause.answer is None:
        return outcome.model_copy(update={"split": cause.split})
    return outcome.model_copy(update={"reason": cause.answer, "reason_by": "model", "quote": cause.quote})


def _heard_omission(outcome: Outcome, verdict: Verdict) -> Outcome:
    if verdict.answer is None:
        return outcome.model_copy(update={"split": verdict.split})
    if not verdict.answer or outcome.annotation != comment_index(verdict.field):
        return outcome
    by_model = {"reason": True, "reason_by": "model", "found_by": "model", "quote": verdict.quote}
    return outcome.model_copy(update=by_model)


def bounded(
    questions: Sequence[Question], testimony: Testimony, overall: Callable[[Testimony], float | None]
) -> Testimony:
    """The testimony without the answers that would make more than `MOST_OF_THE_POINTS` hang on it.

    What hangs on a set of answers is what the overall score would lose if all of them turned from good to
    bad, the rest of the submission being as it is; `overall` grades it with a testimony. Which answers are
    left out (undecided, not split) does not depend on what they say.
    """
    asked = {question.id: question for question in questions}
    decided = [verdict for verdict in testimony.verdicts if verdict.answer is not None]
    if _at_stake(decided, asked, overall) <= MOST_OF_THE_POINTS + _ROUNDING:
        return testimony
    kept: list[Verdict] = []
    for verdict in sorted(decided, key=lambda v: PRECEDENCE.index(asked[v.question].kind)):
        if _at_stake([*kept, verdict], asked, overall) <= MOST_OF_THE_POINTS + _ROUNDING:
            kept.append(verdict)
    return replace(testimony, verdicts=tuple(v if v in kept else _unheard(v) for v in testimony.verdicts))


def _at_stake(
    verdicts: Sequence[Verdict], asked: Mapping[str, Question], overall: Callable[[Testimony], float | None]
) -> float:
    def score(good: bool) -> float:
        turned = (replace(v, answer=asked[v.question].good is good) for v in verdicts)
        return overall(Testimony(tuple(turned))) or 0.0

    return score(good=True) - score(good=False)


def _unheard(verdict: Verdict) -> Verdict:
    return Verdict(verdict.question, None, split=verdict.split)
