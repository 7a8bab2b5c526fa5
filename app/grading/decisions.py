"""What people decided in a grade: a trainer has the last word (DESIGN.md section 1). Pure.

A decision stands whatever a rule or a model says, in every later grading of the submission as well. It says
yes or no to one question of the grade; the points are computed as ever. A rewrite that is empty or hands the
draft back repairs nothing (`app.grading.checks.repair_scale`), whichever checks are passed by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from app.exercises.schema import Exercise, Task
from app.grading.assessment import Check, Outcome
from app.grading.checks import INVENTION_WEIGHT
from app.grading.hearing import heard_outcome
from app.grading.questions import comment_index, question_id
from app.grading.submission import SOUND, Submission
from app.grading.testimony import Testimony

FOUND: Final = "found"
MISSED: Final = "missed"
ACCEPTED: Final = "accepted"
CHECK_VERDICTS: Final = {"passed": True, "failed": False}
REASON_VERDICTS: Final = {"understood": True, "not-understood": False}


class DecisionKind(StrEnum):
    """What a decision is about: a check, the outcome of a flaw, a mark, or (with no effect on the grade) the
    whole certifying grade."""

    CHECK = "check"
    OUTCOME = "outcome"
    ANNOTATION = "annotation"
    CONFIRMATION = "confirmation"


class DecisionError(ValueError):
    """A decision that does not fit the exercise or the submission; the message says why."""


class Ruling(NamedTuple):
    """One decision in words. `subject`: the key of a check (`check_key`), the id of a flaw, or the index of a
    mark. `verdict`: `passed`, `failed`; `understood`, `not-understood`, `missed`, `found:3` (by mark 3);
    `accepted`, `rejected`."""

    kind: str
    subject: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that people decided of one submission. `checks` by key, `reasons` (understood or not) by flaw,
    `finds` by flaw (the index of the mark that found it, None for one that was missed), `accepted`: the
    indexes of marks taken as genuine extra flaws."""

    checks: Mapping[str, bool] = field(default_factory=dict)
    reasons: Mapping[str, bool] = field(default_factory=dict)
    finds: Mapping[str, int | None] = field(default_factory=dict)
    accepted: frozenset[int] = frozenset()

    @property
    def finders(self) -> set[int]:
        """The marks that found a flaw by a person's word."""
        return {at for at in self.finds.values() if at is not None}


NO_DECISIONS: Final = Decisions()


def check_key(check: Check) -> str:
    """What names a check within a grade: a flaw and a criterion may have the same id."""
    return check.id if check.id == check.kind else f"{check.kind}:{check.id}"


def read_decisions(rulings: Iterable[Ruling]) -> Decisions:
    """Decisions in the order in which they were made: of two on one question the later one stands. Raises
    `DecisionError` for a verdict that is none."""
    decisions = NO_DECISIONS
    for ruling in rulings:
        decisions = _with(decisions, ruling)
    return decisions


def _with(so_far: Decisions, ruling: Ruling) -> Decisions:
    kind, subject, verdict = ruling
    if kind == DecisionKind.CONFIRMATION:
        return so_far
    if kind == DecisionKind.CHECK and verdict in CHECK_VERDICTS:
        return replace(so_far, checks={**so_far.checks, subject: CHECK_VERDICTS[verdict]})
    if kind == DecisionKind.OUTCOME:
        return _with_outcome(so_far, subject, verdict)
    if kind == DecisionKind.ANNOTATION and verdict in (ACCEPTED, "rejected") and subject.isdecimal():
        at = frozenset({int(subject)})
        return replace(so_far, accepted=so_far.accepted | at if verdict == ACCEPTED else so_far.accepted - at)
    raise DecisionError(f"“{verdict}” is no verdict on the {kind} “{subject}”")


def _with_outcome(so_far: Decisions, flaw: str, verdict: str) -> Decisions:
    name, _, mark = verdict.partition(":")
    if verdict in REASON_VERDICTS:
        return replace(so_far, reasons={**so_far.reasons, flaw: REASON_VERDICTS[verdict]})
    if name == FOUND and mark.isdecimal():
        return replace(so_far, finds={**so_far.finds, flaw: int(mark)})
    if verdict == MISSED:
        reasons = {known: value for known, value in so_far.reasons.items() if known != flaw}
        return replace(so_far, reasons=reasons, finds={**so_far.finds, flaw: None})
    raise DecisionError(f"“{verdict}” is no verdict on the outcome “{flaw}”")


def demand_fit(
    decisions: Decisions, exercise: Exercise, submission: Submission, keys: Collection[str]
) -> None:
    """Raises `DecisionError` for a flaw, a mark or a check (`keys`) that there is not, for a *checked, sound*
    that should have found a flaw, for a mark that should have found two, and for an outcome where nothing is
    reviewed."""
    fault = next(_faults(decisions, exercise, submission, keys), None)
    if fault is not None:
        raise DecisionError(fault)


def _faults(
    decisions: Decisions, exercise: Exercise, submission: Submission, keys: Collection[str]
) -> Iterator[str]:
    reviewed = Task.REVIEW in exercise.tasks
    flaws = {flaw.id for flaw in exercise.flaws if reviewed}
    marks = submission.annotations if reviewed else []
    named = (*decisions.finds, *decisions.reasons)
    yield from (f"the review has no flaw “{flaw}”" for flaw in named if flaw not in flaws)
    yield from (f"the grade has no check “{key}”" for key in decisions.checks if key not in keys)
    for at in (*sorted(decisions.finders), *sorted(decisions.accepted)):
        if at not in range(len(marks)):
            yield f"the submission has no mark {at}"
        elif marks[at].type == SOUND:
            yield f"the mark {at} says that its passage is sound"
    if len(decisions.finders) < sum(at is not None for at in decisions.finds.values()):
        yield "one mark finds one flaw"


def decided_check(check: Check, decisions: Decisions) -> Check:
    """The check as a person decided it, or as it was. What a rule had found against it goes where it now
    passes; and what it proved where it now fails."""
    passed = decisions.checks.get(check_key(check))
    if passed is None:
        return check
    changed: dict[str, Any] = {"passed": passed, "decided_by": "person", "split": False}
    if passed is not check.passed:
        changed["quote"] = None
    if passed:
        changed["detail"] = []
        if check.kind == "invents-nothing":
            changed["weight"] = INVENTION_WEIGHT
    return check.model_copy(update=changed)


def decided_outcome(outcome: Outcome, testimony: Testimony, decisions: Decisions) -> Outcome:
    """The outcome, matched as people decided, with what the model and then they say of its cause."""
    heard = _heard(outcome, testimony) if decisions.finds else heard_outcome(outcome, testimony)
    if outcome.flaw in decisions.finds:
        of_cause = testimony.verdict(question_id("cause_identified", outcome.flaw)) is not None
        heard = heard.model_copy(update={"found_by": "person", "split": heard.split and of_cause})
    reason = decisions.reasons.get(outcome.flaw)
    if reason is None:
        return heard
    return heard.model_copy(update={"reason": reason, "reason_by": "person", "quote": None, "split": False})


def _heard(outcome: Outcome, testimony: Testimony) -> Outcome:
    """What a model said of a cause counts only while the mark whose comment it read finds the flaw: people
    who decide which mark found one flaw may move others."""
    cause = testimony.verdict(question_id("cause_identified", outcome.flaw))
    if cause is None:
        return heard_outcome(outcome, testimony)
    moved = cause.answer is not None and comment_index(cause.field) != outcome.annotation
    return outcome if moved or not outcome.found else heard_outcome(outcome, testimony)
