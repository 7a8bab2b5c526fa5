"""The scripted server itself: what it keeps, and that its end is clean."""

from __future__ import annotations

import threading
import time

import httpx2
import pytest

from app.llm import scripted
from app.llm.scripted import Asked, Reply, ScriptedModel, says

BODY = {
    "model": "m",
    "messages": [
        {"role": "system", "content": "You are a witness."},
        {"role": "user", "content": "Is it so?"},
    ],
}


def post(model: ScriptedModel, **more: object) -> httpx2.Response:
    return httpx2.post(f"{model.base_url}/chat/completions", json=BODY | more, timeout=5.0)


def test_it_answers_as_openai_does_and_counts_tokens() -> None:
    with ScriptedModel(says({"yes": True})) as model:
        answer = post(model).json()
    assert answer["choices"][0]["message"] == {"role": "assistant", "content": '{"yes": true}'}
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"] == {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    assert answer["model"] == "m"


def test_it_keeps_what_was_asked() -> None:
    with ScriptedModel(says("ok")) as model:
        post(model, response_format={"type": "json_object"})
        post(model)
    first, second = model.requests
    assert (first.system, first.user) == ("You are a witness.", "Is it so?")
    assert (first.text, first.path) == ("You are a witness.\nIs it so?", "/v1/chat/completions")
    assert (first.format, second.format) == ("json_object", "")
    assert first.headers["content-type"] == "application/json"


def test_a_behaviour_sees_the_question() -> None:
    with ScriptedModel(lambda asked: asked.user.upper()) as model:
        assert post(model).json()["choices"][0]["message"]["content"] == "IS IT SO?"


def test_what_comes_first_is_played_once() -> None:
    with ScriptedModel(says("c"), first=[says("a"), says("b")]) as model:
        said = [post(model).json()["choices"][0]["message"]["content"] for _ in range(4)]
        model.next(scripted.error(503))
        assert [post(model).status_code for _ in range(2)] == [503, 200]
    assert said == ["a", "b", "c", "c"]


def test_a_script_that_fails_is_heard_of_at_the_end() -> None:
    def broken(_: Asked) -> Reply:
        raise RuntimeError("no such line")

    with pytest.raises(RuntimeError, match="no such line"), ScriptedModel(broken) as model:
        assert post(model).status_code == 500


def test_it_ends_at_once_though_clients_wait() -> None:
    with ScriptedModel(scripted.silent) as model:
        threads = [threading.Thread(target=_wait_in_vain, args=(model,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        while len(model.requests) < 3:
            time.sleep(0.005)
        started = time.monotonic()
    for thread in threads:
        thread.join()
    assert time.monotonic() - started < 2.0


def _wait_in_vain(model: ScriptedModel) -> None:
    with pytest.raises(httpx2.TransportError):
        post(model)


def test_the_port_can_be_chosen() -> None:
    with ScriptedModel(says("ok")) as model:
        port = int(model.base_url.split(":")[2].split("/")[0])
    with ScriptedModel(says("ok"), port=port) as again:
        assert again.base_url == model.base_url
        assert post(again).status_code == 200
