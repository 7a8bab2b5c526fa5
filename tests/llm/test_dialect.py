"""Servers differ: what one does not know is found out once, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from app.llm import scripted
from app.llm.protocol import ModelError, Prompt
from app.llm.schema import strict_schema
from app.llm.scripted import Asked, Reply, ScriptedModel, error
from tests.llm.conftest import Bench
from tests.llm.shapes import GOOD, Answers, says_good


@pytest.fixture
def old_server() -> Iterator[Bench]:
    """Does not know `json_schema`."""
    with ScriptedModel(says_good, knows_schema=False) as model:
        bench = Bench(model)
        yield bench
        for client in bench.clients:
            client.close()


def formats(bench: Bench) -> list[str]:
    return [asked.format for asked in bench.model.requests]


def test_a_server_that_knows_json_schema_gets_it(bench: Bench, prompt: Prompt) -> None:
    bench.client().ask(prompt, Answers)
    asked = bench.model.requests[0].body["response_format"]
    assert asked["type"] == "json_schema"
    assert asked["json_schema"]["strict"] is True
    assert asked["json_schema"]["schema"] == strict_schema(Answers)


def test_one_that_does_not_gets_json_object_found_out_once(old_server: Bench, prompt: Prompt) -> None:
    client = old_server.client(retries=0)
    answers = [client.ask(prompt, Answers) for _ in range(3)]
    assert formats(old_server) == ["json_schema", "json_object", "json_object", "json_object"]
    assert [answer.attempts for answer in answers] == [2, 1, 1]
    assert all(answer.parsed.model_dump() == GOOD for answer in answers)
    assert old_server.time.slept == []


def test_json_object_comes_with_the_schema_in_words_before_anything_else(
    old_server: Bench, prompt: Prompt
) -> None:
    old_server.client().ask(prompt, Answers)
    system = old_server.model.requests[-1].system
    assert system.startswith("Answer in JSON.\n\n")
    assert '"additionalProperties": false' in system


@pytest.mark.parametrize("poor", [scripted.truncated, scripted.refuses, scripted.says("Non.")])
def test_a_poor_answer_in_json_object_is_remembered_as_well(
    old_server: Bench, prompt: Prompt, poor: scripted.Behaviour
) -> None:
    client = old_server.client(retries=0)
    old_server.model.next(poor)
    with pytest.raises(ModelError):
        client.ask(prompt, Answers)
    client.ask(prompt, Answers)
    assert formats(old_server) == ["json_schema", "json_object", "json_object"]


def test_an_answer_of_the_wrong_shape_is_still_refused(old_server: Bench, prompt: Prompt) -> None:
    old_server.model.behaviour = scripted.says({"answers": "none"})
    with pytest.raises(ModelError, match="wrong-shape"):
        old_server.client(retries=0).ask(prompt, Answers)


@pytest.mark.parametrize("status", [400, 415, 422, 501])
def test_any_refusal_of_the_request_is_worth_the_try(bench: Bench, prompt: Prompt, status: int) -> None:
    bench.model.next(error(status))
    assert bench.client(retries=0).ask(prompt, Answers).parsed.model_dump() == GOOD
    assert formats(bench) == ["json_schema", "json_object"]


def test_a_refusal_for_another_reason_is_not_remembered(bench: Bench, prompt: Prompt) -> None:
    client = bench.client(retries=0)
    bench.model.next(error(400), error(400))
    with pytest.raises(ModelError, match="misconfigured: HTTP 400"):
        client.ask(prompt, Answers)
    client.ask(prompt, Answers)
    assert formats(bench) == ["json_schema", "json_object", "json_schema"]


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_other_errors_do_not_change_the_format(bench: Bench, prompt: Prompt, status: int) -> None:
    bench.model.behaviour = error(status)
    with pytest.raises(ModelError):
        bench.client(retries=0).ask(prompt, Answers)
    assert formats(bench) == ["json_schema"]


def test_a_model_that_takes_neither_max_tokens_nor_a_temperature(bench: Bench, prompt: Prompt) -> None:
    """As OpenAI's reasoning models do; each is named by the error's `param`."""

    def picky(asked: Asked) -> Reply:
        for param in ("max_tokens", "temperature"):
            if param in asked.body:
                return scripted.as_reply(asked, error(400, "unsupported_parameter", param)(asked))
        return says_good(asked)

    bench.model.behaviour = picky
    client = bench.client(retries=0, max_output_tokens=900)
    assert [client.ask(prompt, Answers).attempts for _ in range(2)] == [3, 1]
    last = bench.model.requests[-1].body
    assert (last["max_completion_tokens"], last["response_format"]["type"]) == (900, "json_schema")


def test_a_server_that_refuses_everything_is_asked_a_bounded_number_of_times(
    bench: Bench, prompt: Prompt
) -> None:
    bench.model.behaviour = error(400, "unsupported_parameter", "max_tokens")
    with pytest.raises(ModelError) as caught:
        bench.client(retries=5).ask(prompt, Answers)
    assert (caught.value.kind, caught.value.attempts) == ("misconfigured", 3)


def test_no_temperature_is_sent_when_none_is_set(bench: Bench, prompt: Prompt) -> None:
    bench.client(temperature=None).ask(prompt, Answers)
    assert "temperature" not in bench.model.requests[0].body


class Inner(BaseModel):
    title: Annotated[str, Field(max_length=5)] = "x"
    kind: Literal["a", "b"]


class Outer(BaseModel):
    default: Inner
    others: list[Inner] = []


def test_the_schema_is_strict_all_the_way_down() -> None:
    kind = {"enum": ["a", "b"], "type": "string"}
    inner = {
        "type": "object",
        "properties": {"title": {"type": "string"}, "kind": kind},
        "required": ["title", "kind"],
        "additionalProperties": False,
    }
    expected: dict[str, Any] = {
        "$defs": {"Inner": inner},
        "type": "object",
        "properties": {
            "default": {"$ref": "#/$defs/Inner"},
            "others": {"type": "array", "items": {"$ref": "#/$defs/Inner"}},
        },
        "required": ["default", "others"],
        "additionalProperties": False,
    }
    assert strict_schema(Outer) == expected
