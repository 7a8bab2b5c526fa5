"""The call log beside a real model on the wire and a real database: what was paid once is read again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from app.core.db import Database
from app.grading.call_log import CallLog
from app.llm.calls import CallAbout, find_answer, record_answer
from app.llm.client import ModelClient
from app.llm.protocol import Answer, ModelError, ModelSettings, Prompt, Usage
from app.llm.scripted import ScriptedModel, says

PROMPT = Prompt("Answer in JSON.", "The exercise.", "The trainee’s text.", "coach", 1, "0" * 64)
KEY = "k" * 64
GOOD = '{"word": "mot"}'


class Word(BaseModel):
    word: str


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(says(GOOD)) as model:
        yield model


@pytest.fixture
def client(model: ScriptedModel) -> Iterator[ModelClient]:
    client = ModelClient(ModelSettings(model.base_url, "scripted", retries=0))
    yield client
    client.close()


@pytest.fixture
def log(db: Database) -> CallLog:
    return CallLog(db, "scripted", {})


@pytest.mark.parametrize(
    "said",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"<think>\nA word.\n</think>\n\n{GOOD}",
        f"<think>?</think>```\n{GOOD}\n```",
    ],
)
def test_an_answer_accepted_once_is_accepted_again_and_not_paid_twice(
    model: ScriptedModel, client: ModelClient, log: CallLog, said: str
) -> None:
    model.behaviour = says(said)
    assert log.ask(client, "coach", KEY, PROMPT, Word) == Word(word="mot")
    assert log.recorded(KEY) == said
    assert log.ask(client, "coach", KEY, PROMPT, Word) == Word(word="mot")
    assert len(model.requests) == 1


def test_a_recorded_answer_of_a_shape_that_is_no_longer_ours_is_asked_for_again(
    db: Database, model: ScriptedModel, client: ModelClient, log: CallLog
) -> None:
    old = Answer(Word(word="x"), '{"mot": "x"}', Usage(), "scripted", 0.1, 1, {})
    db.write(lambda session: record_answer(session, CallAbout("coach", KEY, PROMPT, "scripted"), old, {}))
    assert log.ask(client, "coach", KEY, PROMPT, Word) == Word(word="mot")
    assert len(model.requests) == 1


def test_a_call_without_a_usable_answer_is_written_down_and_raised(
    db: Database, model: ScriptedModel, client: ModelClient, log: CallLog
) -> None:
    model.behaviour = says("no JSON")
    with pytest.raises(ModelError, match="bad-json"):
        log.ask(client, "coach", KEY, PROMPT, Word)
    assert db.read(lambda session: find_answer(session, KEY)) is None
    model.behaviour = says(GOOD)
    assert log.ask(client, "coach", KEY, PROMPT, Word) == Word(word="mot")
