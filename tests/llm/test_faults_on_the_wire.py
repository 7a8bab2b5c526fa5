"""Every way in which an endpoint can fail, over real HTTP: a clear error, in time, and never a stuck call."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from app.llm import scripted
from app.llm.protocol import Kind, ModelError, Prompt
from app.llm.scripted import Behaviour, cut, error, says
from tests.llm.conftest import Bench
from tests.llm.shapes import GOOD, Answers, says_good

LONG = says({"answers": [], "padding": "x" * 5_000})
WRONG_TYPES = says({"answers": [{"number": "1", "answer": "yes", "title": "t"}]})
NO_COMPLETION = scripted.bytes_of(b'{"choices": "none"}')


def dripping_without_end(asked: scripted.Asked) -> scripted.Reply:
    """No length is told: where the connection is cut, a whole answer seems to end."""
    whole = scripted.as_reply(asked, says_good(asked))
    return replace(whole, body=whole.body + b" " * 10_000, measured=False, cut=len(whole.body), then="drip")


FAULTS: list[tuple[str, Behaviour, Kind]] = [
    ("slow beyond the limit", scripted.slow(3.0, says_good), "timeout"),
    ("never answering", scripted.silent, "timeout"),
    ("silent in the middle", cut(LONG, "stall"), "timeout"),
    ("busy for ever", scripted.busy, "timeout"),
    ("dripping byte by byte", cut(LONG, "drip"), "timeout"),
    ("dripping without end", dripping_without_end, "timeout"),
    ("reset in the middle", cut(LONG, "reset"), "connection"),
    ("reset before the first byte", cut(LONG, "reset", after=0), "connection"),
    ("429 with Retry-After", error(429, "rate_limit_exceeded", retry_after="2"), "rate-limited"),
    ("429 without", error(429), "rate-limited"),
    ("500", error(500), "server"),
    ("503", error(503), "server"),
    ("503 of a proxy", lambda _: scripted.Reply(b"<html>Bad gateway</html>", 503), "server"),
    ("408", error(408), "server"),
    ("401", error(401, "invalid_api_key"), "misconfigured"),
    ("404", error(404, "model_not_found"), "misconfigured"),
    ("a redirect", lambda _: scripted.Reply(b"", 302, {"location": "http://127.0.0.1:9/"}), "misconfigured"),
    ("an exhausted account", error(429, "insufficient_quota"), "misconfigured"),
    ("400", error(400, "invalid_request_error"), "misconfigured"),
    ("400 for the context", error(400, "context_length_exceeded"), "too-large"),
    ("400 for the context, in words", error(400, message="exceeds the available context size"), "too-large"),
    ("413", error(413), "too-large"),
    ("400 of a content filter", error(400, "content_filter"), "filtered"),
    ("a body that is no JSON", scripted.bytes_of(b"<html>Welcome</html>"), "bad-json"),
    ("a body that is no UTF-8", scripted.bytes_of(b'{"choices": "\xff"}'), "bad-json"),
    ("a body nested too deep", scripted.bytes_of(b"[" * 100_000), "bad-json"),
    ("a body that is no completion", NO_COMPLETION, "wrong-shape"),
    ("words instead of JSON", says("Bien sûr ! Voici mes réponses."), "bad-json"),
    ("half a JSON", says('{"answers": ['), "bad-json"),
    ("a number of 10,000 digits", says('{"answers": ' + "9" * 10_000 + "}"), "bad-json"),
    ("JSON of the wrong shape", says({"answer": True}), "wrong-shape"),
    ("JSON of the wrong types", WRONG_TYPES, "wrong-shape"),
    ("a list", says("[]"), "wrong-shape"),
    ("truncated at the token limit", scripted.truncated, "truncated"),
    ("a refusal", scripted.refuses, "refused"),
    ("a content filter", scripted.filtered, "filtered"),
    ("no choice", scripted.no_choice, "empty"),
    ("null for the choices", scripted.bytes_of(b'{"choices": null}'), "empty"),
    ("an error with status 200", scripted.bytes_of(b'{"error": {"message": "overloaded"}}'), "empty"),
    ("an empty answer", says("  \n"), "empty"),
    ("an answer of 10 MB", scripted.huge(10_000_000), "too-large"),
    ("an error of 10 MB", lambda _: scripted.Reply(b"x" * 10_000_000, 500), "too-large"),
    ("a compressed answer", lambda _: scripted.Reply(b"\0", headers={"content-encoding": "gzip"}), "server"),
]


@pytest.mark.parametrize(("behaviour", "kind"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_ends_in_a_named_error_in_time(
    bench: Bench, prompt: Prompt, behaviour: Behaviour, kind: Kind
) -> None:
    bench.model.behaviour = behaviour
    client = bench.client(retries=0, seconds=0.3 if kind == "timeout" else 10.0)
    started = time.monotonic()
    with pytest.raises(ModelError) as caught, capture_logs() as lines:
        client.ask(prompt, Answers)
    assert time.monotonic() - started < 2.5  # not the 3 s of the slow one, nor the 10 s of the rest
    assert caught.value.kind == kind
    assert caught.value.detail
    assert caught.value.attempts == len(bench.model.requests) >= 1
    assert caught.value.request == bench.model.requests[-1].body
    assert [(line["event"], line["kind"]) for line in lines] == [("model_attempt_failed", kind)]


@pytest.mark.parametrize("fault", FAULTS[1:2] + FAULTS[6:], ids=lambda fault: str(fault[0]))
def test_after_a_fault_the_same_client_answers_again(
    bench: Bench, prompt: Prompt, fault: tuple[str, Behaviour, Kind]
) -> None:
    client = bench.client(retries=0, seconds=1.0 if fault[2] == "timeout" else 10.0)
    bench.model.behaviour = fault[1]
    with pytest.raises(ModelError):
        client.ask(prompt, Answers)
    bench.model.behaviour = says_good
    assert client.ask(prompt, Answers).parsed.answers[0].number == 1


def test_no_more_of_a_huge_answer_is_read_than_the_bound(bench: Bench, prompt: Prompt) -> None:
    """50 MB do not fit into the buffers between: the server notices that nobody reads on."""
    bench.model.behaviour = scripted.huge(50_000_000)
    with pytest.raises(ModelError, match="too-large: the answer is above 10000 bytes"):
        bench.client(retries=0, max_answer_bytes=10_000).ask(prompt, Answers)
    until = time.monotonic() + 5.0
    while not bench.model.hung_up and time.monotonic() < until:
        time.sleep(0.01)
    assert bench.model.hung_up == 1


def test_slow_within_the_limit_is_an_answer(bench: Bench, prompt: Prompt) -> None:
    bench.model.behaviour = scripted.slow(0.1, says_good)
    answer = bench.client(retries=0).ask(prompt, Answers)
    assert 0.1 <= answer.seconds < 10


def test_nobody_there(bench: Bench, prompt: Prompt) -> None:
    with pytest.raises(ModelError) as caught:
        bench.client(base_url="http://127.0.0.1:9/v1", retries=1).ask(prompt, Answers)
    assert (caught.value.kind, caught.value.attempts) == ("connection", 2)


def test_a_lone_surrogate_becomes_a_replacement_character(bench: Bench, prompt: Prompt) -> None:
    said = json.dumps(GOOD).replace("la derni\\u00e8re", "la \\ud83d derni\\u00e8re")
    bench.model.behaviour = says(said)
    answer = bench.client().ask(prompt, Answers)
    assert answer.parsed.answers[0].title == "la \ufffd dernière échéance"
    answer.raw.encode()


def test_a_lone_surrogate_in_the_envelope_too(bench: Bench, prompt: Prompt) -> None:
    said = json.dumps(GOOD, ensure_ascii=False).replace("la dernière", "la \udc00 \x00 dernière")
    bench.model.behaviour = says(said.replace("\x00", "\\u0000"))
    answer = bench.client().ask(prompt, Answers)
    assert answer.parsed.answers[0].title == "la \ufffd \ufffd dernière échéance"
    answer.raw.encode()


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda text: f"```json\n{text}\n```",
        lambda text: f"```\n{text}\n```\n",
        lambda text: f"<think>\nVoyons {{…}}.\n</think>\n\n{text}",
        lambda text: f"\n {text} \n",
    ],
    ids=["fence with a language", "fence", "thoughts first", "white space"],
)
def test_what_models_like_to_wrap_json_in_comes_off(
    bench: Bench, prompt: Prompt, wrapped: Callable[[str], str]
) -> None:
    bench.model.behaviour = says(wrapped(json.dumps(GOOD)))
    assert bench.client(retries=0).ask(prompt, Answers).parsed.model_dump() == GOOD


def test_a_failed_answer_is_kept_for_the_log_but_its_words_stay_out_of_the_detail(
    bench: Bench, prompt: Prompt
) -> None:
    said = {"answers": [{"number": 1, "answer": True, "title": 5, "Le secret du stagiaire": 1}]}
    bench.model.behaviour = says(said)
    with pytest.raises(ModelError) as caught:
        bench.client(retries=0).ask(prompt, Answers)
    assert json.loads(caught.value.raw) == said
    assert caught.value.detail == "2 problem(s), the first at answers.0.title: string_type"
    bench.model.behaviour = says({"answers": [], "Le secret": 1})
    with pytest.raises(ModelError, match=r"wrong-shape: 1 problem\(s\), the first at \?: extra_forbidden"):
        bench.client(retries=0).ask(prompt, Answers)


def test_a_servers_message_stays_out_of_the_detail(bench: Bench, prompt: Prompt) -> None:
    bench.model.behaviour = error(400, "bad request, you said secret", message="you said secret")
    with pytest.raises(ModelError) as caught:
        bench.client(retries=0).ask(prompt, Answers)
    assert caught.value.detail == "HTTP 400"
