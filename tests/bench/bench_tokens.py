"""Input tokens of the judge for one graded submission, at three runs, beside one call for each question.

Tokens are counted alike for both, without any vocabulary: letters by five, digits by three, every other sign
and every line end alone. That is near what today's tokenizers make of French and English; only ratios are
reported as results.

Two baselines, both with one call for each question and run, each with only the field that it is about:
- *open*: the questions that the rules left open, in the judge's own prompt. What the rules save is left out.
- *all*: every yes/no question that the grade rests on (causes of the flaws found, repairs, criteria), as a
  grader without rules must ask them, in a prompt that has the flaw in question alone.

Goals (issue 3): at least 6 times fewer; at least 80 % in the part that all submissions of an exercise share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any, Final

from app.exercises.prepared import Prepared
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.gold import LEVELS
from app.grading.judge import call_of
from app.grading.questions import (
    Question,
    comment_field,
    flaw_label,
    open_questions,
    question_id,
)
from app.grading.resolve import resolve
from app.grading.rubric import asked, rubric
from app.grading.submission import Submission
from app.llm.prompts import load, quote_all
from app.llm.protocol import ModelSettings, Prompt
from tests.attacks.trial import EXERCISES, Case, gold_case, vague_case

RUNS: Final = 3
TIMES_FEWER: Final = 6.0
SHARED: Final = 0.8
_TOKEN: Final = re.compile(r"[^\W\d_]{1,5}|\d{1,3}|[^\w \t]|_")
_MODEL: Final = ModelSettings("http://127.0.0.1:9/v1", "none")


def tokens(text: str) -> int:
    return len(_TOKEN.findall(text))


def text_of(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.user}"


@dataclass(frozen=True)
class Measured:
    """One submission: how many questions, the texts of our calls, and what the baselines take."""

    kind: str
    open: int
    all: int
    calls: list[str]
    each_open: int
    each_all: int

    @property
    def tokens(self) -> int:
        return sum(map(tokens, self.calls))


def measure(kind: str, case: Case) -> Measured:
    prepared, submission = case.prepared, resolve(case.prepared, case.submission)
    assessment = assess(prepared.exercise, submission)
    questions = open_questions(prepared, submission, assessment)
    every = list(all_questions(prepared, submission, assessment))
    return Measured(
        kind=kind,
        open=len(questions),
        all=len(every),
        calls=calls(prepared, questions, submission) if questions else [],
        each_open=sum(tokens(text) for one in questions for text in calls(prepared, [one], submission)),
        each_all=RUNS * sum(tokens(text_of(lean(prepared, one, submission))) for one in every),
    )


def calls(prepared: Prepared, questions: Sequence[Question], submission: Submission) -> list[str]:
    return [
        text_of(call_of(prepared, questions, submission, run, _MODEL, 1).prompt) for run in range(1, RUNS + 1)
    ]


def all_questions(prepared: Prepared, submission: Submission, assessment: Assessment) -> Iterable[Question]:
    """What a grader without rules asks of this submission."""
    labels = {flaw.id: flaw_label(at) for at, flaw in enumerate(prepared.exercise.flaws)}
    for outcome in assessment.outcomes:
        if outcome.annotation is not None and submission.annotations[outcome.annotation].comment:
            field = comment_field(outcome.annotation)
            yield _question("cause_identified", outcome.flaw, labels[outcome.flaw], field)
    for check in assessment.checks:
        if check.kind == "repaired" and submission.rewrite:
            yield _question("flaw_still_present", check.id, labels[check.id], "rewrite")
        elif check.kind == "criterion":
            yield _question("criterion", check.id, "C1", check.applies_to.value)


def _question(kind: Any, subject: str, label: str, field: str) -> Question:
    return Question(question_id(kind, subject), kind, subject, label, (field,))


def lean(prepared: Prepared, one: Question, submission: Submission) -> Prompt:
    """The judge's prompt with the one flaw or criterion that the question is about."""
    exercise, shown = prepared.exercise, rubric(prepared)
    statements = {criterion.id: criterion.statement for criterion in exercise.all_criteria()}
    criterion = [{"label": "C1", "statement": statements[one.subject]}] if one.kind == "criterion" else []
    flaws = [flaw for flaw in shown["flaws"] if flaw["label"] == one.label]
    static = {**shown, "flaws": flaws, "criteria": criterion}
    template = load("judge", 1, exercise.language)
    return template.render(static, asked([one], submission, quote_all))


def report(name: str, rows: Sequence[Measured]) -> tuple[int, int, int, int]:
    """Prints one exercise; gives the sums of our tokens, shared ones, and both baselines'."""
    texts = [text for row in rows for text in row.calls]
    shared = tokens(commonprefix(texts))  # noqa: RUF071 - character by character is what is meant
    print(f"{name}: {shared} tokens shared by all {len(texts)} calls")
    for row in rows:
        ratios = (
            f"{row.each_open / row.tokens:5.1f}x  {row.each_all / row.tokens:5.1f}x"
            if row.calls
            else "no call"
        )
        part = f"{len(row.calls) * shared / row.tokens:6.1%}" if row.calls else ""
        print(f"  {row.kind:<10} {row.open:2} open of {row.all:2}  {row.tokens:7} tokens  {ratios}  {part}")
    ours = sum(row.tokens for row in rows)
    return ours, len(texts) * shared, sum(row.each_open for row in rows), sum(row.each_all for row in rows)


def main() -> None:
    print(
        f"Tokens of the judge at {RUNS} runs; fewer than one call for each open question, for each question"
    )
    sums = [0, 0, 0, 0]
    for name in EXERCISES:
        cases = [(kind, gold_case(name, kind)) for kind in LEVELS] + [("all open", vague_case(name))]
        found = report(name, [measure(kind, case) for kind, case in cases])
        sums = [total + one for total, one in zip(sums, found, strict=True)]
    ours, shared, each_open, each_all = sums
    print(f"  fewer tokens than one call for each open question: {each_open / ours:.1f} times")
    print(f"  fewer tokens than one call for each question:      {each_all / ours:.1f} times")
    print(f"  in the part that all submissions share:            {shared / ours:.1%}")
    for goal, value, least in (
        ("open", each_open / ours, TIMES_FEWER),
        ("all", each_all / ours, TIMES_FEWER),
        ("shared", shared / ours, SHARED),
    ):
        print(f"  goal ({goal}): at least {least:g}: {'met' if value >= least else 'MISSED'}")


if __name__ == "__main__":
    main()
