"""An endpoint that keeps failing is left alone, tried carefully, and used again."""

from __future__ import annotations

import threading

import pytest
from structlog.testing import capture_logs

from app.llm.breaker import LONGEST_PAUSE, Breaker
from app.llm.protocol import ModelError, Prompt
from app.llm.scripted import error, refuses
from tests.llm.conftest import Bench, Time
from tests.llm.shapes import Answers


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def breaker(time: Time) -> Breaker:
    return Breaker(failures=3, seconds=30.0, clock=time.clock)


def open_it(breaker: Breaker) -> None:
    for _ in range(3):
        assert breaker.allow()
        breaker.failed()
    assert breaker.is_open


def test_it_opens_after_failures_in_a_row(breaker: Breaker) -> None:
    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    assert [breaker.failed() for _ in range(3)] == [False, False, True]
    assert (breaker.is_open, breaker.allow()) == (True, False)


def test_it_lets_one_through_after_a_while_and_closes_on_success(breaker: Breaker, time: Time) -> None:
    open_it(breaker)
    time.now += 29
    assert not breaker.allow()
    time.now += 1
    assert [breaker.allow() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert (breaker.is_open, breaker.allow(), breaker.allow()) == (False, True, True)


def test_a_failed_trial_opens_it_again_for_as_long(breaker: Breaker, time: Time) -> None:
    open_it(breaker)
    time.now += 30
    assert breaker.allow()
    assert not breaker.failed()  # it was open all the time: nothing new
    time.now += 29
    assert not breaker.allow()
    time.now += 1
    assert breaker.allow()


def test_a_trial_that_tells_nothing_leaves_the_next_one_free(breaker: Breaker, time: Time) -> None:
    open_it(breaker)
    time.now += 30
    assert breaker.allow()
    breaker.abandoned()
    assert breaker.allow()
    assert breaker.is_open


def test_a_pause_opens_it_at_once_within_bounds(breaker: Breaker, time: Time) -> None:
    assert breaker.failed(pause=10_000_000.0)
    time.now += LONGEST_PAUSE - 1
    assert not breaker.allow()
    time.now += 1
    assert breaker.allow()


def test_an_open_circuit_costs_no_request(bench: Bench, prompt: Prompt) -> None:
    client = bench.frozen_client(retries=0, breaker_failures=3, breaker_seconds=30.0)
    bench.model.behaviour = error(503)
    with capture_logs() as lines:
        for _ in range(3):
            with pytest.raises(ModelError, match="server"):
                client.ask(prompt, Answers)
    assert [line["event"] for line in lines].count("model_circuit_opened") == 1
    with pytest.raises(ModelError) as caught:
        client.ask(prompt, Answers)
    assert (caught.value.kind, caught.value.attempts, caught.value.request) == ("circuit-open", 0, {})
    assert (len(bench.model.requests), client.circuit_is_open) == (3, True)


def test_the_circuit_closes_when_the_endpoint_is_back(bench: Bench, prompt: Prompt) -> None:
    client = bench.frozen_client(retries=0, breaker_failures=1, breaker_seconds=30.0)
    bench.model.next(error(503), error(503))
    for wait in (31, 31):
        with pytest.raises(ModelError, match="server"):
            client.ask(prompt, Answers)
        bench.time.now += wait
    assert client.ask(prompt, Answers).attempts == 1
    assert not client.circuit_is_open


def test_opening_in_the_middle_of_a_call_names_the_fault_that_did_it(bench: Bench, prompt: Prompt) -> None:
    bench.model.behaviour = error(503)
    with pytest.raises(ModelError) as caught:
        bench.frozen_client(retries=3, breaker_failures=2).ask(prompt, Answers)
    assert (caught.value.kind, caught.value.attempts) == ("server", 2)


def test_a_trainees_text_cannot_open_the_circuit(bench: Bench, prompt: Prompt) -> None:
    """What a request causes by itself, a refusal or a text too long, says nothing of the endpoint."""
    client = bench.frozen_client(retries=0, breaker_failures=2)
    for behaviour in (refuses, error(400), error(413), error(400, "context_length_exceeded")):
        bench.model.behaviour = behaviour
        for _ in range(3):
            with pytest.raises(ModelError):
                client.ask(prompt, Answers)
    assert not client.circuit_is_open


def test_a_wrong_key_does(bench: Bench, prompt: Prompt) -> None:
    client = bench.frozen_client(retries=0, breaker_failures=2)
    bench.model.behaviour = error(401)
    for _ in range(2):
        with pytest.raises(ModelError, match=r"misconfigured: HTTP 401.*VIGIE_LLM_API_KEY"):
            client.ask(prompt, Answers)
    assert client.circuit_is_open


def test_many_threads_get_one_trial_between_them(breaker: Breaker, time: Time) -> None:
    open_it(breaker)
    time.now += 30
    let_through: list[bool] = []
    threads = [threading.Thread(target=lambda: let_through.append(breaker.allow())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_through) == [False] * 19 + [True]
