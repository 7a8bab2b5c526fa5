"""Trying again: how often, how long after, and when not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from app.llm import scripted
from app.llm.delays import delay_before, read_retry_after
from app.llm.protocol import Kind, ModelError, Prompt, Usage
from app.llm.scripted import Behaviour, cut, error, says
from tests.llm.conftest import Bench
from tests.llm.shapes import GOOD, Answers


@pytest.mark.parametrize(
    "passing",
    [error(500), error(503), error(429), error(408), scripted.silent, cut(says("x" * 99), "reset")],
    ids=["500", "503", "429", "408", "silence", "reset"],
)
def test_trouble_that_passes_ends_in_an_answer(bench: Bench, prompt: Prompt, passing: Behaviour) -> None:
    bench.model.next(passing)
    seconds = 0.3 if passing is scripted.silent else 10.0
    answer = bench.client(retries=1, seconds=seconds).ask(prompt, Answers)
    assert (answer.parsed.model_dump(), answer.attempts, len(bench.time.slept)) == (GOOD, 2, 1)


@pytest.mark.parametrize(
    "poor",
    [says("Non."), says("[]"), scripted.truncated, scripted.refuses, scripted.filtered, scripted.no_choice],
)
def test_a_poor_answer_is_worth_one_more_try(bench: Bench, prompt: Prompt, poor: Behaviour) -> None:
    client = bench.client(retries=3)
    bench.model.next(poor)
    assert client.ask(prompt, Answers).attempts == 2
    bench.model.behaviour = poor
    with pytest.raises(ModelError) as caught:
        client.ask(prompt, Answers)
    assert caught.value.attempts == 2


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_attempts_are_bounded(bench: Bench, prompt: Prompt, retries: int) -> None:
    bench.model.behaviour = error(503)
    with pytest.raises(ModelError) as caught, capture_logs() as lines:
        bench.client(retries=retries).ask(prompt, Answers)
    assert caught.value.attempts == len(bench.model.requests) == retries + 1
    assert len(bench.time.slept) == retries
    assert [line["again"] for line in lines] == [True] * retries + [False]
    assert [line["log_level"] for line in lines] == ["info"] * retries + ["warning"]


@pytest.mark.parametrize(
    ("hopeless", "kind"),
    [
        (error(401), "misconfigured"),
        (error(404), "misconfigured"),
        (error(429, "insufficient_quota"), "misconfigured"),
        (error(413), "too-large"),
        (error(400, "content_filter"), "filtered"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(
    bench: Bench, prompt: Prompt, hopeless: Behaviour, kind: Kind
) -> None:
    bench.model.behaviour = hopeless
    with pytest.raises(ModelError) as caught:
        bench.client(retries=3).ask(prompt, Answers)
    assert (caught.value.kind, bench.time.slept) == (kind, [])


def test_delays_grow_with_jitter_up_to_a_bound(bench: Bench, prompt: Prompt) -> None:
    bench.model.behaviour = error(503)
    with pytest.raises(ModelError):
        bench.client(retries=4, first_delay=1.0, longest_delay=5.0, breaker_failures=9).ask(prompt, Answers)
    assert bench.time.slept == [0.5, 1.0, 2.0, 2.5]  # half of 1, 2, 4 and 5, since random() says ½


def test_retry_after_is_honoured(bench: Bench, prompt: Prompt) -> None:
    bench.model.next(error(429, retry_after="7"), error(503, retry_after="4"))
    answer = bench.client(first_delay=1.0, longest_delay=10.0).ask(prompt, Answers)
    assert (answer.attempts, bench.time.slept) == (3, [7.5, 4.5])


def test_a_long_retry_after_is_not_waited_for_but_respected(bench: Bench, prompt: Prompt) -> None:
    client = bench.frozen_client(longest_delay=30.0)
    bench.model.next(error(429, retry_after="120"))
    with pytest.raises(ModelError) as caught:
        client.ask(prompt, Answers)
    assert (caught.value.kind, caught.value.retry_after, bench.time.slept) == ("rate-limited", 120.0, [])
    bench.time.now += 119
    with pytest.raises(ModelError, match="circuit-open"):
        client.ask(prompt, Answers)
    assert len(bench.model.requests) == 1
    bench.time.now += 2
    assert client.ask(prompt, Answers).attempts == 1


def test_the_tokens_of_failed_attempts_are_counted(bench: Bench, prompt: Prompt) -> None:
    bench.model.next(says("Non."))
    client = bench.client(first_delay=0.0)
    twice = client.ask(prompt, Answers)
    once = client.ask(prompt, Answers)
    assert twice.usage.input_tokens == 2 * once.usage.input_tokens > 0
    assert twice.usage.output_tokens == once.usage.output_tokens + 2  # `Non.` is 4 bytes
    bench.model.behaviour = says("Non.")
    with pytest.raises(ModelError) as caught:
        client.ask(prompt, Answers)
    assert caught.value.usage == Usage(2 * once.usage.input_tokens, 4)


@pytest.mark.parametrize("failures", [1, 2, 5])
@pytest.mark.parametrize("chance", [0.0, 0.3, 0.999])
def test_the_delay_is_between_nothing_and_the_bound(failures: int, chance: float) -> None:
    delay = delay_before(failures, 0.5, 4.0, None, lambda: chance)
    assert delay == pytest.approx(min(4.0, 0.5 * 2 ** (failures - 1)) * chance)


def test_the_delay_is_never_below_what_the_server_asked() -> None:
    assert delay_before(1, 0.5, 30.0, 3.0, lambda: 0.0) == 3.0
    assert delay_before(1, 0.5, 30.0, 3.0, lambda: 1.0) == 3.5
    assert delay_before(6, 0.5, 30.0, 0.0, lambda: 1.0) == 16.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "Mon, 23 Nov 2026 08:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 07:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 23 Nov 2026 08:00:30 -0000"}, None),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    today = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert read_retry_after(headers, lambda: today) == seconds
