"""The yes/no questions that rules leave to a model: DESIGN.md section 4, *The model's protocol*. Pure.

How the design is read here:

- A question names the *fields* of the submission in which its quote must stand: `rewrite`, `client_note`,
  `twist`, and `comment_N` for the comment of the Nth mark.
- `cause_identified`: a flaw found whose cause the rules did not see in the comment of the mark that found it.
- `omission_reported`: an omission not found, asked once over the comments of the reports of an omission that
  found nothing (the first `MOST_REPORTS`). A flaw found so was reported in words that tell what is missing,
  which is all that `accept` asks of a reason: its cause counts as understood.
- `flaw_still_present`: the rule says no, and words that it does not know could do. The only question whose
  answer *no* is the good one; either answer is proved by words of the rewrite.
- `criterion`: a criterion without a rule. A criterion with one is never asked.

What a question says is in the prompt, since a published version of it never changes: there every flaw and
criterion has its label (`F2`, `C1`), the same for all submissions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from app.exercises.prepared import Prepared
from app.exercises.repair import repaired
from app.exercises.schema import AppliesTo, Criterion, Flaw, Task
from app.grading.assessment import Assessment, Check
from app.grading.checks import hands_nothing_in
from app.grading.submission import Submission

Kind = Literal["cause_identified", "omission_reported", "flaw_still_present", "criterion"]

MOST_REPORTS: Final = 10
"""Who reports more omissions than that without finding one is not read any further."""


@dataclass(frozen=True, slots=True)
class Question:
    """`subject` is the id of a flaw or criterion, `label` how the model knows it. `fields`: where a quote may
    stand; empty for a question that is only possible. `good` is the answer that speaks for the trainee."""

    id: str
    kind: Kind
    subject: str
    label: str
    fields: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.kind != "flaw_still_present"


def question_id(kind: Kind, subject: str) -> str:
    return f"{kind}:{subject}"


def flaw_label(at: int) -> str:
    """How the model knows the flaw at this index of the exercise."""
    return f"F{at + 1}"


def criterion_label(at: int) -> str:
    """How the model knows the criterion at this index of `open_criteria`."""
    return f"C{at + 1}"


def open_criteria(prepared: Prepared) -> list[Criterion]:
    """The criteria without a rule, of the texts that the exercise asks for."""
    exercise = prepared.exercise
    asked = {AppliesTo(task) for task in exercise.tasks if task is not Task.REVIEW}
    asked |= {AppliesTo.TWIST} if exercise.twist else set()
    return [c for c in exercise.all_criteria() if _has_no_rule(c) and c.applies_to in asked]


def comment_field(annotation: int) -> str:
    """The name of the comment of the mark at this index of the submission."""
    return f"comment_{annotation + 1}"


def comment_index(field: str) -> int | None:
    """The index of the mark whose comment a field is; None for any other field."""
    name, _, number = field.partition("_")
    return int(number) - 1 if name == "comment" and number.isdigit() else None


def field_text(submission: Submission, field: str) -> str:
    """The trainee's text behind the name of a field; empty for a name that is none."""
    at = comment_index(field)
    if at is not None:
        return submission.annotations[at].comment if at in range(len(submission.annotations)) else ""
    texts = {"rewrite": submission.rewrite, "client_note": submission.client_note, "twist": submission.twist}
    return texts.get(field) or ""


@lru_cache(maxsize=128)
def possible_questions(prepared: Prepared) -> tuple[Question, ...]:
    """Every question that a submission of this exercise may leave open, in the order in which they are
    always listed: reasons, omissions and repairs flaw by flaw, then the criteria."""
    return (*_of_flaws(prepared), *_of_criteria(prepared))


def open_questions(prepared: Prepared, submission: Submission, assessment: Assessment) -> list[Question]:
    """What the rules left open in `assessment`, the grade of `submission` by rules alone."""
    fields = {
        **_cause_fields(submission, assessment),
        **_omission_fields(prepared, submission, assessment),
        **_repair_fields(prepared, submission, assessment),
        **_criterion_fields(assessment),
    }
    return [
        replace(asked, fields=fields[asked.id])
        for asked in possible_questions(prepared)
        if fields.get(asked.id)
    ]


def _of_flaws(prepared: Prepared) -> Iterator[Question]:
    for at, flaw in enumerate(prepared.exercise.flaws):
        for kind in _kinds(prepared, flaw):
            yield Question(
                id=question_id(kind, flaw.id),
                kind=kind,
                subject=flaw.id,
                label=flaw_label(at),
            )


def _kinds(prepared: Prepared, flaw: Flaw) -> Iterator[Kind]:
    tasks = prepared.exercise.tasks
    if Task.REVIEW in tasks:
        yield "cause_identified" if _is_passage(prepared, flaw) else "omission_reported"
    # A rule that only forbids wordings is never in doubt: they stand in the rewrite or they do not.
    if Task.REWRITE in tasks and (flaw.repaired is None or flaw.repaired.any):
        yield "flaw_still_present"


def _is_passage(prepared: Prepared, flaw: Flaw) -> bool:
    return any(span.length for span in prepared.passages[flaw.id])


def _of_criteria(prepared: Prepared) -> Iterator[Question]:
    for at, criterion in enumerate(open_criteria(prepared)):
        yield Question(
            id=question_id("criterion", criterion.id),
            kind="criterion",
            subject=criterion.id,
            label=criterion_label(at),
        )


def _has_no_rule(criterion: Criterion) -> bool:
    return criterion.rule is None or not criterion.rule.model_fields_set


def _cause_fields(submission: Submission, assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """The comment of the mark that found a flaw, where it says something the rules do not understand."""
    return {
        question_id("cause_identified", outcome.flaw): (comment_field(outcome.annotation),)
        for outcome in assessment.outcomes
        if outcome.annotation is not None
        and outcome.reason is not True
        and submission.annotations[outcome.annotation].comment.strip()
    }


def _omission_fields(
    prepared: Prepared, submission: Submission, assessment: Assessment
) -> dict[str, tuple[str, ...]]:
    """For each omission that was missed, the comments of the reports that found nothing; those without a
    passage first."""
    finders = {outcome.annotation for outcome in assessment.outcomes}
    left = [
        at
        for at, annotation in enumerate(submission.annotations)
        if annotation.reports_omission and at not in finders and annotation.comment.strip()
    ]
    in_turn = sorted(left, key=lambda at: not submission.annotations[at].omission)
    reports = [comment_field(at) for at in in_turn]
    missed = {outcome.flaw for outcome in assessment.outcomes if not outcome.found}
    return {
        question_id("omission_reported", flaw.id): tuple(reports[:MOST_REPORTS])
        for flaw in prepared.exercise.flaws
        if flaw.id in missed and not _is_passage(prepared, flaw)
    }


def _repair_fields(
    prepared: Prepared, submission: Submission, assessment: Assessment
) -> dict[str, tuple[str, ...]]:
    if hands_nothing_in(prepared, submission.rewrite):
        return {}
    flaws = {flaw.id: flaw for flaw in prepared.exercise.flaws}
    return {
        question_id("flaw_still_present", check.id): (AppliesTo.REWRITE.value,)
        for check in assessment.checks
        if check.kind == "repaired"
        and check.passed is False
        and repaired(prepared, flaws[check.id], submission.rewrite).rephrasable
    }


def _criterion_fields(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    return {
        question_id("criterion", check.id): (check.applies_to.value,)
        for check in assessment.checks
        if _is_open_criterion(check)
    }


def _is_open_criterion(check: Check) -> bool:
    return check.kind == "criterion" and check.passed is None
