"""One submission before one judge, over the wire: what it earns, and what became of the judge's quotes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from app.exercises.files import read_folder
from app.exercises.prepared import Prepared, prepare
from app.grading.assess import assess
from app.grading.assessment import Assessment
from app.grading.gold import read_gold
from app.grading.judge import Call, JudgeSettings, Run, judge
from app.grading.questions import field_text
from app.grading.submission import Submission
from app.grading.testimony import Replies, Reply
from app.llm.client import ModelClient
from app.llm.protocol import Answer, ModelError, ModelSettings
from app.llm.scripted import Asked, ScriptedModel
from app.text.spans import Span
from tests.attacks.judges import Judge, honest

EXERCISES: Final = ("relance-facture", "soft-skills-et-ia", "summer-party-proposal")
_FOLDER: Final = Path(__file__).resolve().parents[2] / "exercises"
_VAGUE: Final = {
    "fr": ("Quelque chose me gêne ici, à revoir.", "Il me semble que le texte ne dit pas tout."),
    "en": ("I stumbled over this one, to be looked at again.", "I feel that the text does not tell it all."),
}


@dataclass(frozen=True)
class Case:
    prepared: Prepared
    submission: Submission


def gold_case(name: str, kind: str) -> Case:
    folder = _FOLDER / name
    gold = next(gold for gold in read_gold(folder) if gold.kind == kind)
    return Case(prepare(read_folder(folder)), gold.submission)


def vague_case(name: str) -> Case:
    """Every flaw marked rightly and every comment empty of sense, with the texts of the average gold
    submission: as much is left to the model as can be. Raises ValueError where the draft has no flaws."""
    case = gold_case(name, "average")
    prepared, texts = case.prepared, case.submission
    if not prepared.exercise.flaws:
        raise ValueError(
            f"{name}: its draft has no flaws, so no mark carries an attack; choose another exercise"
        )
    passage, omission = _VAGUE[prepared.exercise.language]
    annotations = []
    for at, flaw in enumerate(prepared.exercise.flaws):
        spans = prepared.passages[flaw.id]
        annotations.append(
            {
                **(_place(prepared, spans[0]) if spans else {"omission": True}),
                "id": UUID(int=at + 1),
                "type": flaw.type,
                "severity": flaw.severity,
                "confidence": 83,
                "comment": passage if spans else omission,
            }
        )
    return Case(prepared, Submission.model_validate({**texts.model_dump(), "annotations": annotations}))


def _place(prepared: Prepared, span: Span) -> dict[str, object]:
    return {"quote": span.of(prepared.draft), "start": span.start, "end": span.end}


@dataclass(frozen=True)
class Quote:
    """A quote that a judge gave. `fabricated`: its field does not hold it; `accepted`: a vote was made of
    it."""

    reply: Reply
    fabricated: bool
    accepted: bool


@dataclass(frozen=True)
class Trial:
    by_rules: Assessment
    graded: Assessment
    quotes: tuple[Quote, ...]
    requests: tuple[Asked, ...]

    @property
    def gain(self) -> float:
        """Points of the overall score that the model added to the grade by rules."""
        return (self.graded.scores.overall or 0.0) - (self.by_rules.scores.overall or 0.0)


class Court:
    """A judge behind a real server and a real client."""

    def __init__(self, server: ScriptedModel, client: ModelClient) -> None:
        self._server, self._client = server, client

    def hear(self, prepared: Prepared, submission: Submission, behaviour: Judge, runs: int = 3) -> Trial:
        self._server.behaviour, self._server.requests = behaviour, []
        by_rules = assess(prepared.exercise, submission)
        minutes = _Minutes()
        result = judge(
            prepared.exercise, submission, by_rules, self._client, JudgeSettings(runs=runs), minutes
        )
        return Trial(
            by_rules=by_rules,
            graded=assess(prepared.exercise, submission, testimony=result.testimony),
            quotes=tuple(
                quote
                for run, replies in zip(result.runs, minutes.replies, strict=True)
                for quote in _quotes(run, replies, submission)
            ),
            requests=tuple(self._server.requests),
        )


@contextmanager
def court() -> Iterator[Court]:
    with ScriptedModel(honest) as server:
        client = ModelClient(ModelSettings(server.base_url, "scripted", retries=0))
        try:
            yield Court(server, client)
        finally:
            client.close()


class _Minutes:
    """A log that remembers nothing from one hearing to the next."""

    def __init__(self) -> None:
        self.replies: list[Replies] = []

    def recorded(self, _key: str) -> str | None:
        return None

    def record(self, _call: Call, outcome: Answer[Replies] | ModelError) -> None:
        if isinstance(outcome, Answer):
            self.replies.append(outcome.parsed)


def _quotes(run: Run, replies: Replies, submission: Submission) -> Iterator[Quote]:
    for reply in replies.answers:
        vote = run.votes[run.order[reply.number - 1].id]
        text = field_text(submission, reply.field)
        fabricated = _letters(reply.quote) not in _letters(text) or not _letters(reply.quote)
        yield Quote(reply, fabricated, vote.answer is not None)


def _letters(text: str) -> str:
    """Letters and digits alone: another reading than the grader's, on purpose."""
    return "".join(filter(str.isalnum, text.casefold()))
