"""The judge over the wire: one call a run, shared text first, recorded answers never paid twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.exercises.prepared import prepare
from app.grading.assess import assess
from app.grading.judge import Call, JudgeResult, JudgeSettings, _key, call_of, judge, read_run
from app.grading.questions import open_questions
from app.grading.resolve import resolve
from app.grading.submission import Submission
from app.grading.testimony import PENDING, Replies, combine
from app.llm.client import ModelClient
from app.llm.protocol import Answer, ModelError, ModelSettings
from app.llm.scripted import Asked, ScriptedModel, error, refuses, says
from tests.grading.cases import ALWAYS, NOTE, PRICE, REFERENCE, exercise, mark, submission
from tests.grading.test_hearing import STALE, VAGUE

HANDED_IN = submission(*VAGUE, rewrite=STALE)
QUESTIONS = {
    "cause_identified:price",
    "cause_identified:always",
    "cause_identified:hey",
    "omission_reported:deposit",
    "flaw_still_present:always",
    "criterion:voice",
}
_ASKED = re.compile(r"^(\d+)\. (\w+) (\w\d+), field (\w+)", re.MULTILINE)


class Notebook:
    """A log in memory."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.calls: list[tuple[Call, Answer[Replies] | ModelError]] = []

    def recorded(self, key: str) -> str | None:
        return self.answers.get(key)

    def record(self, call: Call, outcome: Answer[Replies] | ModelError) -> None:
        self.calls.append((call, outcome))
        if isinstance(outcome, Answer):
            self.answers[call.key] = outcome.raw


def questions_in(asked: Asked) -> list[tuple[int, str, str, str]]:
    """Number, kind, label and field of each question of a request."""
    listed = asked.user.split("\nQuestions:\n")[-1].split("\nData:\n")[0]
    return [(int(number), *rest) for number, *rest in _ASKED.findall(listed)]


QUOTES = {"rewrite": "thank you for asking", "comment_1": "looks odd", "comment_2": "I would not say so."}
QUOTES |= {"comment_3": "Money up front is not told.", "comment_4": "I do not like this."}


def yes(asked: Asked) -> dict[str, Any]:
    return {
        "answers": [
            {"number": number, "answer": True, "field": field, "quote": QUOTES[field]}
            for number, _, _, field in questions_in(asked)
        ]
    }


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(yes) as server:
        yield server


def ask(
    model: ScriptedModel, handed_in: Submission = HANDED_IN, log: Notebook | None = None, **how: Any
) -> JudgeResult:
    document = exercise(**how.pop("changes", {}))
    client = ModelClient(ModelSettings(model.base_url, how.pop("name", "scripted"), retries=0))
    try:
        return judge(
            document,
            handed_in,
            assess(document, handed_in),
            client,
            JudgeSettings(**how),
            log or Notebook(),
        )
    finally:
        client.close()


def test_each_run_asks_every_open_question_in_one_call(model: ScriptedModel) -> None:
    result = ask(model)
    assert {question.id for question in result.questions} == QUESTIONS
    assert len(model.requests) == 3
    for request in model.requests:
        assert [number for number, *_ in questions_in(request)] == [1, 2, 3, 4, 5, 6]
    assert len({tuple(questions_in(request)) for request in model.requests}) == 3


def test_answers_are_read_in_the_order_of_their_run(model: ScriptedModel) -> None:
    result = ask(model)
    assert result.testimony.complete
    for name in QUESTIONS:
        verdict = result.testimony.verdict(name)
        assert verdict is not None
        assert verdict.answer is True
        assert verdict.quote == QUOTES[verdict.field]
    graded = assess(exercise(), HANDED_IN, testimony=result.testimony)
    assert {one.flaw for one in graded.outcomes if one.reason_by == "model"} == {
        "price",
        "always",
        "deposit",
        "hey",
    }


def test_the_fields_are_named_with_their_texts(model: ScriptedModel) -> None:
    ask(model, runs=1)
    [request] = model.requests
    by_label = {(kind, label): field for _, kind, label, field in questions_in(request)}
    assert by_label == {
        ("CAUSE", "F1"): "comment_1",
        ("CAUSE", "F2"): "comment_2",
        ("OMISSION", "F3"): "comment_3",
        ("CAUSE", "F4"): "comment_4",
        ("REMAINS", "F2"): "rewrite",
        ("CRITERION", "C1"): "rewrite",
    }
    for text in (STALE, *(annotation.comment for annotation in VAGUE)):
        assert request.user.count(text) == 1
    assert NOTE not in request.text


def test_no_open_question_no_call(model: ScriptedModel) -> None:
    criteria = [c for c in exercise().model_dump(mode="json")["criteria"] if c["rule"]]
    result = ask(model, submission(PRICE, ALWAYS), changes={"criteria": criteria})
    assert (result.questions, result.runs, model.requests) == ((), (), [])
    assert result.testimony.complete


def shared_parts(model: ScriptedModel) -> set[str]:
    return {
        request.system + request.user.split("\nIn this message the tags")[0] for request in model.requests
    }


def test_all_submissions_and_runs_share_their_first_part_byte_for_byte(model: ScriptedModel) -> None:
    ask(model)
    ask(model, submission(VAGUE[0], rewrite=REFERENCE, client_note="Another."))
    ask(model, submission(rewrite="Come and see the market."))
    assert len(model.requests) == 9
    assert len(shared_parts(model)) == 1


def test_no_request_holds_weights_scores_or_ids(model: ScriptedModel) -> None:
    identified = [
        annotation.model_copy(
            update={"id": UUID(f"0000000{at}-0000-4000-8000-feedfeedfeed"), "confidence": 83}
        )
        for at, annotation in enumerate(VAGUE)
    ]
    document = exercise().model_dump(mode="json")
    names = [flaw["id"] for flaw in document["flaws"]] + ["voice", "note-deposit"]
    heavy = [{**criterion, "weight": 7} for criterion in document["criteria"]]
    ask(model, HANDED_IN.model_copy(update={"annotations": identified}), changes={"criteria": heavy})
    for request in model.requests:
        text = request.text
        assert "feed" not in text
        assert not re.search(r"\b(?:83|7|critical|major|minor|weights?|scores?|points?)\b", text)
        assert not re.search(rf"\b(?:{'|'.join(names)})\b[\":]", text)
        assert set(request.body) <= {
            "model", "messages", "temperature", "max_tokens", "max_completion_tokens", "response_format",
        }  # fmt: skip


def test_a_recorded_answer_is_not_paid_again(model: ScriptedModel) -> None:
    log = Notebook()
    first = ask(model, log=log)
    again = ask(model, log=log)
    assert len(model.requests) == 3
    assert again.testimony == first.testimony
    assert [run.paid for run in first.runs] == [True] * 3
    assert [run.paid for run in again.runs] == [False] * 3


def test_another_text_model_run_or_exercise_is_another_call(model: ScriptedModel) -> None:
    log = Notebook()
    ask(model, log=log, runs=1)
    ask(model, HANDED_IN.model_copy(update={"rewrite": REFERENCE}), log=log, runs=1)
    ask(model, log=log, runs=1, name="another")
    ask(model, log=log, runs=1, changes={"title": "Same words", "draft": exercise().draft + " So long."})
    assert len(model.requests) == len(log.answers) == 4
    ask(model, log=log, runs=2)
    assert len(model.requests) == 5


def test_a_key_is_made_of_all_that_an_answer_depends_on() -> None:
    prepared, handed_in = prepare(exercise()), resolve(prepare(exercise()), HANDED_IN)
    questions = open_questions(prepared, handed_in, assess(exercise(), handed_in))
    model = ModelSettings("http://127.0.0.1:9/v1", "scripted")
    call = call_of(prepared, questions, handed_in, 1, model, 1)
    keys = [
        call_of(prepared, questions, handed_in, 1, replace(model, temperature=0.7), 1).key,
        call_of(prepared, questions, handed_in, 1, replace(model, model="other"), 1).key,
        call_of(prepared, questions, handed_in, 2, model, 1).key,
        call_of(prepared, questions, handed_in, 1, model, 1, "another submission").key,
        call_of(prepared, questions[:-1], handed_in, 1, model, 1).key,
        _key(replace(call.prompt, hash="another text"), call.order, handed_in, 1, model),
    ]
    assert len({call.key, *keys}) == 7
    elsewhere = replace(model, base_url="http://127.0.0.1:8/v1", api_key="secret", seconds=1)
    again = call_of(prepared, questions, handed_in, 1, elsewhere, 1)
    assert again.key == call.key
    assert again.prompt.dynamic != call.prompt.dynamic


@pytest.mark.parametrize(
    ("trouble", "kind"), [(error(500), "server"), (refuses, "refused"), (says("no"), "bad-json")]
)
def test_a_run_that_fails_raises_and_the_runs_before_it_are_kept(
    model: ScriptedModel, trouble: Any, kind: str
) -> None:
    log = Notebook()
    model.next(yes, trouble)
    with pytest.raises(ModelError) as failure:
        ask(model, log=log)
    assert failure.value.kind == kind
    assert [isinstance(outcome, Answer) for _, outcome in log.calls] == [True, False]
    result = ask(model, log=log)
    assert len(model.requests) == 4
    assert result.testimony.complete


def test_progress_is_told(model: ScriptedModel) -> None:
    told: list[tuple[int, int]] = []
    document = exercise()
    client = ModelClient(ModelSettings(model.base_url, "scripted"))
    by_rules = assess(document, HANDED_IN)
    judge(
        document,
        HANDED_IN,
        by_rules,
        client,
        JudgeSettings(),
        Notebook(),
        lambda *progress: told.append(progress),
    )
    client.close()
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_decision_on_each_answer_is_told_with_its_reason(model: ScriptedModel) -> None:
    def mixed(asked: Asked) -> dict[str, Any]:
        answers = yes(asked)["answers"]
        answers[0]["quote"] = "words that nobody wrote"
        answers[1]["field"] = "client_note"
        return {"answers": answers[:-1]}

    model.behaviour = mixed
    [run] = ask(model, runs=1).runs
    assert [line["number"] for line in run.decision] == [1, 2, 3, 4, 5, 6]
    reasons = [line["reason"] for line in run.decision]
    assert reasons[:2] == ["quote-not-found", "wrong-field"]
    assert reasons[-1] == "not-answered"
    assert set(reasons[2:-1]) == {"accepted"}
    assert json.loads(json.dumps(run.decision)) == run.decision


def test_the_recorded_answers_alone_give_the_testimony_again(model: ScriptedModel) -> None:
    log = Notebook()
    result = ask(model, log=log)
    handed_in = resolve(prepare(exercise()), HANDED_IN)
    runs = [read_run(call.key, call.order, handed_in, log.answers[call.key]) for call, _ in log.calls]
    votes = [run.votes for run in runs]
    assert combine(result.questions, votes, 3) == result.testimony
    assert combine(result.questions, votes[:2], 3) == PENDING


def test_a_fenced_answer_is_read_from_the_log_as_it_was_from_the_wire(model: ScriptedModel) -> None:
    model.behaviour = lambda asked: f"```json\n{json.dumps(yes(asked))}\n```"
    log = Notebook()
    assert ask(model, log=log).testimony == ask(model, log=log).testimony
    assert len(model.requests) == 3


def test_french_exercises_are_asked_about_in_french(model: ScriptedModel) -> None:
    model.behaviour = says({"answers": []})
    ask(model, runs=1, changes={"language": "fr"})
    ask(model, runs=1)
    french, english = (request.system for request in model.requests)
    assert french.startswith("Vous êtes témoin")
    assert english.startswith("You are a witness")


def test_a_report_may_be_in_any_of_several_comments(model: ScriptedModel) -> None:
    other = VAGUE[2].model_copy(update={"comment": "Nothing about the weather either."})
    model.behaviour = says({"answers": []})
    ask(model, submission(VAGUE[2], other, mark("55", "outdated")), runs=1)
    assert ", field comment_1, comment_2\n" in model.requests[0].user
