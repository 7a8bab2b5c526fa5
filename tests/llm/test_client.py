"""What is sent, how many at a time, at whose cost."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.llm import scripted
from app.llm.client import ModelClient, ModelSettings
from app.llm.protocol import ModelError, Prompt, Usage, estimate_tokens
from app.llm.scripted import Asked, Reply, error
from tests.llm.conftest import Bench, Time
from tests.llm.shapes import GOOD, Answers, says_good


def test_an_answer_with_all_that_the_log_needs(bench: Bench, prompt: Prompt) -> None:
    answer = bench.client(temperature=0.2, max_output_tokens=700).ask(prompt, Answers)
    asked = bench.model.requests[0]
    assert answer.parsed == Answers.model_validate(GOOD)
    assert answer.request == asked.body
    assert (answer.model, answer.attempts) == ("scripted", 1)
    assert answer.usage == Usage(estimate_tokens(asked.text), estimate_tokens(answer.raw))
    assert (asked.body["temperature"], asked.body["max_tokens"]) == (0.2, 700)
    assert 0 < answer.seconds < 10


def test_what_is_static_comes_first_and_the_trainee_last(bench: Bench, prompt: Prompt) -> None:
    bench.client().ask(prompt, Answers)
    roles = [m["role"] for m in bench.model.requests[0].body["messages"]]
    assert roles == ["system", "user"]
    assert bench.model.requests[0].text == "Answer in JSON.\nThe exercise.\n\nThe trainee’s text."


def test_the_request_says_nothing_of_this_machine(bench: Bench, prompt: Prompt) -> None:
    bench.client(api_key="sk-vigie").ask(prompt, Answers)
    assert set(bench.model.requests[0].headers) <= {
        "host", "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type",
        "user-agent",
    }  # fmt: skip
    assert bench.model.requests[0].headers["user-agent"] == "vigie"
    assert bench.model.requests[0].headers["accept-encoding"] == "identity"
    assert bench.model.requests[0].headers["authorization"] == "Bearer sk-vigie"


def test_another_programs_key_is_never_sent(
    bench: Bench, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-somebody-else")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/")
    bench.client().ask(prompt, Answers)
    assert bench.model.requests[0].headers["authorization"] == "Bearer none"


def test_the_key_is_not_shown() -> None:
    assert "sk-secret" not in repr(ModelSettings("http://x/v1", "m", api_key="sk-secret"))


@pytest.mark.parametrize("address", ["localhost:8000/v1", "ftp://x/v1", "http://", "", "http://x:y/"])
def test_an_address_that_cannot_be_used_is_refused_at_once(address: str) -> None:
    with pytest.raises(ModelError, match="misconfigured: VIGIE_LLM_BASE_URL"):
        ModelClient(ModelSettings(address, "m"))


@pytest.mark.parametrize("key", ["clé", "sk\n1"])
def test_a_key_that_cannot_be_sent_is_refused_at_once(key: str) -> None:
    with pytest.raises(ModelError, match="misconfigured: VIGIE_LLM_API_KEY") as caught:
        ModelClient(ModelSettings("http://127.0.0.1:9/v1", "m", api_key=key))
    assert key not in str(caught.value)


def test_a_lone_surrogate_in_the_prompt_does_not_stop_the_call(bench: Bench) -> None:
    odd = Prompt("system", "static", "un mot\ud800 cassé", "judge", 1, "h")
    assert (
        bench.client(retries=0)
        .ask(odd, Answers)
        .request["messages"][1]["content"]
        .endswith("mot\ufffd cassé")
    )


def test_no_more_requests_at_a_time_than_the_bound(bench: Bench, prompt: Prompt) -> None:
    under_way, most, lock = [0], [0], threading.Lock()

    def counting(asked: Asked) -> Reply:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.03)
        with lock:
            under_way[0] -= 1
        return says_good(asked)

    bench.model.behaviour = counting
    client = bench.client(concurrency=3)
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: client.ask(prompt, Answers), range(12)))
    assert (most[0], len(answers), len(bench.model.requests)) == (3, 12, 12)


def test_waiting_for_a_slot_does_not_count_as_waiting_for_an_answer(bench: Bench, prompt: Prompt) -> None:
    bench.model.behaviour = scripted.slow(0.4, says_good)
    client = bench.client(concurrency=1, seconds=1.0, retries=0)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.ask(prompt, Answers), range(4)))
    assert [answer.attempts for answer in answers] == [1] * 4
    assert max(answer.seconds for answer in answers) > 1.5


def test_a_call_that_waits_to_retry_leaves_its_slot_to_others(bench: Bench, prompt: Prompt) -> None:
    waiting, go_on = threading.Event(), threading.Event()

    class SlowSleeper(Time):
        def sleep(self, seconds: float) -> None:
            waiting.set()
            assert go_on.wait(5.0)

    bench.time = SlowSleeper()
    client = bench.client(concurrency=1)
    bench.model.next(error(503))
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(client.ask, prompt, Answers)
        assert waiting.wait(5.0)
        assert client.ask(prompt, Answers).attempts == 1
        go_on.set()
        assert first.result().attempts == 2


def test_without_a_budget_nothing_is_sent(bench: Bench, prompt: Prompt) -> None:
    with pytest.raises(ModelError) as caught:
        bench.client(may_spend=lambda _: False).ask(prompt, Answers)
    assert (caught.value.kind, caught.value.attempts, bench.model.requests) == ("budget", 0, [])


def noting(wanted: list[int]) -> Callable[[int], bool]:
    """A boundless budget that notes what it is asked for."""

    def may_spend(tokens: int) -> bool:
        wanted.append(tokens)
        return True

    return may_spend


def test_the_budget_is_asked_for_the_input_and_the_longest_answer(bench: Bench, prompt: Prompt) -> None:
    wanted: list[int] = []
    bench.client(may_spend=noting(wanted), max_output_tokens=500).ask(prompt, Answers)
    text = bench.model.requests[0].text
    assert wanted == [estimate_tokens(text) + 500]


def test_a_retry_asks_for_its_own_tokens_and_all_are_given_back(bench: Bench, prompt: Prompt) -> None:
    wanted: list[int] = []
    client = bench.client(may_spend=noting(wanted))
    bench.model.next(error(503), error(503))
    client.ask(prompt, Answers)
    client.ask(prompt, Answers)
    once = wanted[0]
    assert wanted == [once, 2 * once, 3 * once, once]


def test_calls_at_a_time_do_not_overrun_the_budget_together(bench: Bench, prompt: Prompt) -> None:
    """Each alone would fit; the budget has room for two of the four."""
    each = estimate_tokens("Answer in JSON.\nThe exercise.\n\nThe trainee’s text.") + 100
    bench.model.behaviour = scripted.slow(0.15, says_good)
    client = bench.client(may_spend=lambda tokens: tokens <= 2 * each, max_output_tokens=100)

    def outcome(_: int) -> str:
        try:
            client.ask(prompt, Answers)
        except ModelError as failure:
            return failure.kind
        return "answered"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(outcome, range(4))) == ["answered", "answered", "budget", "budget"]


def test_a_budget_that_runs_out_before_a_retry_ends_the_call(bench: Bench, prompt: Prompt) -> None:
    allowed = iter([True, False])
    bench.model.behaviour = error(503)
    with pytest.raises(ModelError) as caught:
        bench.client(may_spend=lambda _: next(allowed)).ask(prompt, Answers)
    assert (caught.value.kind, caught.value.attempts) == ("budget", 1)


def tokens(asked: int, answered: int, **details: object) -> dict[str, object]:
    """`usage` as servers report it."""
    return {"prompt_tokens": asked, "completion_tokens": answered, **details}


@pytest.mark.parametrize(
    ("reported", "usage"),
    [
        (tokens(90, 8), Usage(90, 8)),
        (tokens(90, 8, prompt_tokens_details={"cached_tokens": 64}), Usage(90, 8, 64)),
        (tokens(9, 8, prompt_tokens_details={"cached_tokens": 64}), Usage(9, 8, 9)),
        (tokens(90, 8, prompt_tokens_details=None), Usage(90, 8)),
        (None, None),
        (tokens(-1, 8), None),
        (tokens(10**30, 8), None),
        ({"prompt_tokens": "many"}, None),
        ([], None),
    ],
)
def test_tokens_as_the_server_counts_them_or_our_estimate(
    bench: Bench, prompt: Prompt, reported: Any, usage: Usage | None
) -> None:
    def answer(asked: Asked) -> Reply:
        whole = json.loads(says_good(asked).body)
        return Reply(json.dumps(whole | {"usage": reported}).encode())

    bench.model.behaviour = answer
    got = bench.client(retries=0).ask(prompt, Answers)
    text = bench.model.requests[0].text
    ours = Usage(estimate_tokens(text), estimate_tokens(got.raw), estimated=True)
    assert got.usage == (usage or ours)


def test_the_estimate_counts_three_bytes_a_token_rounded_up() -> None:
    assert [estimate_tokens(t) for t in ("", "a", "abc", "abcd", "é€", "\ud800")] == [0, 1, 1, 2, 2, 1]
