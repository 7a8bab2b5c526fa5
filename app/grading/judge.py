"""A model as a witness: DESIGN.md section 4, *The model's protocol*.

Each run is one call that asks all open questions of a submission in an order of its own. A run that was
answered is never paid again: it is looked up under a key made of all that its answer depends on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Protocol

from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import Exercise
from app.grading.assessment import Assessment
from app.grading.questions import Question, open_questions
from app.grading.resolve import resolve
from app.grading.rubric import asked, rubric
from app.grading.submission import Submission
from app.grading.testimony import Replies, Testimony, Vote, combine, run_order, votes_of
from app.llm.prompts import load, quote_all
from app.llm.protocol import Answer, ModelError, ModelSettings, Parsed, Prompt
from app.llm.reading import parse_answer

PURPOSE = "judge"


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """How many runs must agree, and which version of the prompt asks. `about`: whose answers they are; two
    submissions that read alike share none, since an answer goes when its submission does."""

    runs: int = 3
    prompt_version: int = 1
    about: str = ""

    @property
    def asked_as(self) -> tuple[int, str]:
        return self.prompt_version, self.about


class Client(Protocol):
    """What the judge needs of `app.llm.client.ModelClient`."""

    settings: ModelSettings

    def ask(self, prompt: Prompt, shape: type[Parsed]) -> Answer[Parsed]: ...


@dataclass(frozen=True)
class Call:
    """One run's question on its way: what it must never be paid twice for is its `key`."""

    key: str
    run: int
    order: tuple[Question, ...]
    prompt: Prompt


class Log(Protocol):
    """Where calls are kept. `recorded` gives the answer's text of an earlier call with this key, if one was
    answered; `record` is called once for each call made, at once, answered or not."""

    def recorded(self, key: str) -> str | None: ...

    def record(self, call: Call, outcome: Answer[Replies] | ModelError) -> None: ...


@dataclass(frozen=True)
class Run:
    """A run that was answered, and what code made of each answer. `paid`: by a call made just now."""

    key: str
    order: tuple[Question, ...]
    votes: dict[str, Vote]
    paid: bool

    @property
    def decision(self) -> list[dict[str, Any]]:
        """The decision of the code on each question and why, in the order asked; for the call log."""
        return [
            {"number": number, "question": question.id, **asdict(self.votes[question.id])}
            for number, question in enumerate(self.order, start=1)
        ]


@dataclass(frozen=True)
class JudgeResult:
    questions: tuple[Question, ...]
    testimony: Testimony
    runs: tuple[Run, ...] = ()


def _ignore(_answered: int, _runs: int) -> None:
    return None


def judge(
    exercise: Exercise,
    submission: Submission,
    assessment: Assessment,
    client: Client,
    settings: JudgeSettings,
    log: Log,
    heard: Callable[[int, int], None] = _ignore,
) -> JudgeResult:
    """What the model says on all that `assessment`, the grade by rules, leaves open. No open question: no
    call. `heard` is told after each run how many of how many are answered.

    Raises `ModelError` when a run has no usable answer; those before it are in the log, for the next try.
    """
    prepared = prepare(exercise)
    submission = resolve(prepared, submission)
    questions = open_questions(prepared, submission, assessment)
    runs: list[Run] = []
    for number in range(1, settings.runs + 1) if questions else ():
        call = call_of(prepared, questions, submission, number, client.settings, *settings.asked_as)
        runs.append(_answered(call, submission, client, log))
        heard(number, settings.runs)
    return JudgeResult(
        questions=tuple(questions),
        testimony=combine(questions, [run.votes for run in runs], settings.runs),
        runs=tuple(runs),
    )


def call_of(
    prepared: Prepared,
    questions: Sequence[Question],
    submission: Submission,
    run: int,
    model: ModelSettings,
    version: int,
    about: str = "",
) -> Call:
    """The call of one run (from 1) that asks these questions about a resolved submission. `about` as in
    `JudgeSettings`."""
    order = tuple(run_order(questions, submission, run))
    template = load("judge", version, prepared.exercise.language)
    prompt = template.render(rubric(prepared), asked(order, submission, quote_all))
    return Call(_key(prompt, order, submission, run, model, about), run, order, prompt)


def read_run(call_key: str, order: Sequence[Question], submission: Submission, raw: str) -> Run:
    """A run as its recorded answer tells it, for replays too. Raises `Fault` for a text that is no answer."""
    votes = votes_of(parse_answer(raw, Replies), order, submission)
    return Run(call_key, tuple(order), votes, paid=False)


def _answered(call: Call, submission: Submission, client: Client, log: Log) -> Run:
    recorded = log.recorded(call.key)
    if recorded is not None:
        return read_run(call.key, call.order, submission, recorded)
    try:
        answer = client.ask(call.prompt, Replies)
    except ModelError as error:
        log.record(call, error)
        raise
    log.record(call, answer)
    return Run(call.key, call.order, votes_of(answer.parsed, call.order, submission), paid=True)


def _key(
    prompt: Prompt,
    order: Sequence[Question],
    submission: Submission,
    run: int,
    model: ModelSettings,
    about: str = "",
) -> str:
    """Of all that an answer depends on: not of the rendered text, whose delimiters are drawn anew."""
    parts = [
        PURPOSE,
        submission.model_dump_json(),
        prompt.hash,
        prompt.system,
        prompt.static,
        model.model,
        model.temperature,
        run,
        [question.id for question in order],
        *([about] if about else []),
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()
