"""The grader against the gold submissions: by rules alone, with the model under its protocol, and with a
baseline that asks the same questions one call each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Literal

from app.exercises.files import lint_folder
from app.exercises.prepared import Prepared, prepare
from app.grading.assess import assess
from app.grading.assessment import Scores
from app.grading.documents import GradeError
from app.grading.gold import Expected, Gold, read_gold
from app.grading.gold import Kind as GoldKind
from app.grading.judge import Client, JudgeSettings, Run, call_of, judge, read_run
from app.grading.ledger import Ledger, Meter
from app.grading.questions import Kind, Question, open_questions
from app.grading.resolve import resolve
from app.grading.submission import Submission
from app.grading.testimony import Replies, Testimony, Verdict, combine
from app.llm.protocol import ModelError, Usage

Arm = Literal["rules", "model", "one-by-one"]
RULES: Final = "rules"
MODEL: Final = "model"
ONE_BY_ONE: Final = "one-by-one"
MODEL_ARMS: Final[tuple[Arm, ...]] = (MODEL, ONE_BY_ONE)


@dataclass(frozen=True)
class GoldCase:
    """One gold submission (resolved) and what its author expects."""

    prepared: Prepared
    kind: GoldKind
    expected: Expected
    submission: Submission

    @property
    def name(self) -> str:
        return f"{self.prepared.exercise.id}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One question: the vote of each run (None: an answer that counts for nothing), and what came of it."""

    question: str
    kind: Kind
    votes: tuple[bool | None, ...]
    answer: bool | None
    split: bool


@dataclass(frozen=True)
class Trial:
    """One gold submission, graded in one way. `fault`: why the model's part is missing."""

    case: GoldCase
    scores: Scores
    ballots: tuple[Ballot, ...] = ()
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    calls: int = 0
    fault: str | None = None


def gold_cases(folders: Sequence[Path]) -> list[GoldCase]:
    """Every gold submission of the exercise folders. Raises `GradeError` for an exercise with errors."""
    return [_case(prepared, gold) for folder in folders for prepared, gold in _golds(folder)]


def _golds(folder: Path) -> Iterator[tuple[Prepared, Gold]]:
    exercise, findings = lint_folder(folder)
    errors = [f"{folder.name}: {finding}" for finding in findings if finding.level == "error"]
    if exercise is None or errors:
        raise GradeError(errors or [f"{folder}: no exercise"])
    prepared = prepare(exercise)
    return ((prepared, gold) for gold in read_gold(folder))


def _case(prepared: Prepared, gold: Gold) -> GoldCase:
    return GoldCase(prepared, gold.kind, gold.expected, resolve(prepared, gold.submission))


def by_rules(case: GoldCase) -> Trial:
    return Trial(case, assess(case.prepared.exercise, case.submission).scores)


class Evaluation:
    """Grades gold submissions with a model, several at a time."""

    def __init__(self, client: Client, settings: JudgeSettings, ledger: Ledger, at_a_time: int = 1) -> None:
        self._client, self._settings, self._ledger = client, settings, ledger
        self._at_a_time = at_a_time

    def trials(self, arm: Arm, cases: Sequence[GoldCase]) -> list[Trial]:
        """One for each case, in their order."""
        with ThreadPoolExecutor(self._at_a_time) as threads:
            return list(threads.map(partial(self._trial, arm), cases))

    def _trial(self, arm: Arm, case: GoldCase) -> Trial:
        meter = Meter(self._ledger)
        grade = {MODEL: self._at_once, ONE_BY_ONE: self._one_by_one}[arm]
        try:
            ballots, testimony = grade(case, meter)
            fault = None
        except ModelError as error:
            ballots, testimony, fault = (), Testimony(), error.kind
        scores = assess(case.prepared.exercise, case.submission, testimony=testimony).scores
        return Trial(case, scores, tuple(ballots), meter.usage, meter.seconds, meter.calls, fault)

    def _at_once(self, case: GoldCase, meter: Meter) -> tuple[Sequence[Ballot], Testimony]:
        exercise, submission = case.prepared.exercise, case.submission
        by_rules = assess(exercise, submission)
        result = judge(exercise, submission, by_rules, self._client, self._settings, meter)
        return _ballots(result.questions, result.runs, result.testimony), result.testimony

    def _one_by_one(self, case: GoldCase, meter: Meter) -> tuple[Sequence[Ballot], Testimony]:
        """Each question in calls of its own, as many as there are runs."""
        questions = open_questions(
            case.prepared, case.submission, assess(case.prepared.exercise, case.submission)
        )
        ballots: list[Ballot] = []
        verdicts: list[Verdict] = []
        for question in questions:
            runs = [self._run(case, question, run, meter) for run in range(1, self._settings.runs + 1)]
            alone = combine([question], [run.votes for run in runs], self._settings.runs)
            ballots += _ballots([question], runs, alone)
            verdicts += alone.verdicts
        return ballots, Testimony(tuple(verdicts))

    def _run(self, case: GoldCase, question: Question, run: int, meter: Meter) -> Run:
        settings, version = self._client.settings, self._settings.prompt_version
        call = call_of(case.prepared, [question], case.submission, run, settings, version)
        raw = meter.recorded(call.key)
        if raw is None:
            try:
                answer = self._client.ask(call.prompt, Replies)
            except ModelError as error:
                meter.record(call, error)
                raise
            meter.record(call, answer)
            raw = answer.raw
        return read_run(call.key, call.order, case.submission, raw)


def _ballots(questions: Sequence[Question], runs: Sequence[Run], testimony: Testimony) -> list[Ballot]:
    verdicts = {verdict.question: verdict for verdict in testimony.verdicts}
    return [
        Ballot(
            question=asked.id,
            kind=asked.kind,
            votes=tuple(run.votes[asked.id].answer for run in runs),
            answer=verdicts[asked.id].answer,
            split=verdicts[asked.id].split,
        )
        for asked in questions
    ]
