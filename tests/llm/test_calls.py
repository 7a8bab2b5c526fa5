"""The call log: everything is kept, nothing is paid twice, what was spent is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.core.clock import now
from app.core.config import Price
from app.core.db import Database
from app.exercises.models import ExerciseVersion
from app.grading.models import FrozenSubmission
from app.llm.calls import (
    CallAbout,
    call_key,
    calls_of,
    cost_of,
    find_answer,
    record_answer,
    record_decision,
    record_failure,
    tokens_spent,
)
from app.llm.client import ModelClient
from app.llm.models import ModelCall
from app.llm.protocol import Answer, Kind, ModelError, Prompt, Usage
from app.tables import metadata
from tests.llm.conftest import Bench
from tests.llm.shapes import GOOD, Answers

PRICES = {"small": Price(0.1, 0.3)}
REQUEST = {"model": "small", "messages": [{"role": "user", "content": "Où est l’été ?"}]}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{tmp_path}/log.db")
    metadata.create_all(db.engine)
    yield db
    db.close()


def about(key: str = "k", **values: Any) -> CallAbout:
    prompt = Prompt("system", "static", "dynamic", "judge", 1, "a" * 64)
    return replace(CallAbout("judge", key, prompt, "small"), **values)


def answer(raw: str = '{"answers": []}', usage: Usage | None = None) -> Answer[Answers]:
    usage = usage or Usage(1_000, 50, 800)
    return Answer(Answers(answers=[]), raw, usage, "small", 1.5, 2, REQUEST)


def kept(log: Database, about: CallAbout, answer: Answer[Answers]) -> ModelCall:
    return log.write(lambda session: record_answer(session, about, answer, PRICES))


def failed(log: Database, about: CallAbout, error: ModelError) -> ModelCall:
    return log.write(lambda session: record_failure(session, about, error, PRICES))


def found(log: Database, key: str) -> ModelCall:
    call = log.read(lambda session: find_answer(session, key))
    assert call is not None
    return call


def spent(log: Database, day: datetime | None = None) -> int:
    return log.read(lambda session: tokens_spent(session, day))


def test_an_answered_call_is_kept_whole(log: Database) -> None:
    before = now()
    kept(log, about(), answer())
    call = found(log, "k")
    assert before <= call.created_at <= now()
    assert call.cost is not None
    assert call.model_dump(exclude={"id", "created_at", "request", "cost"}) == {
        "purpose": "judge",
        "key": "k",
        "submission_id": None,
        "person_id": None,
        "prompt_name": "judge",
        "prompt_version": 1,
        "prompt_hash": "a" * 64,
        "model": "small",
        "answer": '{"answers": []}',
        "outcome": "answered",
        "detail": "",
        "attempts": 2,
        "input_tokens": 1_000,
        "cached_tokens": 800,
        "output_tokens": 50,
        "tokens_estimated": False,
        "seconds": 1.5,
        "decision": None,
    }
    assert call.cost == pytest.approx((1_000 * 0.1 + 50 * 0.3) / 1_000_000)
    assert json.loads(call.request) == REQUEST


def test_a_failed_call_is_kept_with_what_it_cost_but_answers_nothing(log: Database) -> None:
    error = ModelError("bad-json", "no JSON", 2, Usage(900, 10, estimated=True), "Bien sûr !", REQUEST, 0.7)
    call = failed(log, about(), error)
    assert (call.outcome, call.detail, call.answer, call.attempts) == ("bad-json", "no JSON", "Bien sûr !", 2)
    assert (call.input_tokens, call.output_tokens, call.tokens_estimated) == (900, 10, True)
    assert log.read(lambda session: find_answer(session, "k")) is None
    assert spent(log) == 910


def test_a_call_that_never_left_is_kept_as_well(log: Database) -> None:
    call = failed(log, about(), ModelError("budget", "no tokens left"))
    assert (call.outcome, call.request, call.attempts, call.cost) == ("budget", "", 0, 0.0)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_error_is_an_outcome(log: Database, kind: Kind) -> None:
    assert failed(log, about(), ModelError(kind, "detail")).outcome == kind


def test_an_unknown_outcome_is_refused(log: Database) -> None:
    call = failed(log, about(), ModelError("budget", "x"))
    with pytest.raises(IntegrityError, match="ck_model_call_outcome_known"):
        log.write(lambda s: s.execute(sa.update(ModelCall).values(outcome="maybe", id=call.id)))


def test_a_key_is_answered_once_and_the_first_answer_counts(log: Database) -> None:
    failed(log, about(), ModelError("timeout", "x"))
    failed(log, about(), ModelError("timeout", "x"))
    first = kept(log, about(), answer('{"answers": [1]}'))
    second = kept(log, about(), answer('{"answers": [2]}'))
    assert (second.id, second.answer) == (first.id, '{"answers": [1]}')
    assert spent(log) == 2_100  # both were paid for
    outcomes = log.read(lambda session: session.exec(select(ModelCall.outcome)).all())
    assert sorted(outcomes) == ["answered", "repeated", "timeout", "timeout"]


def test_two_processes_cannot_both_have_the_answer(log: Database) -> None:
    def twice(session: Session) -> None:
        entry = record_answer(session, about(), answer(), PRICES)
        session.add(ModelCall(**entry.model_dump(exclude={"id"})))

    with pytest.raises(IntegrityError):
        log.write(twice)


def test_other_keys_are_other_calls(log: Database) -> None:
    first, second = kept(log, about("one"), answer()), kept(log, about("two"), answer())
    assert first.id != second.id


def test_the_decision_is_added_to_the_answer_that_counts(log: Database) -> None:
    failed(log, about(), ModelError("timeout", "x"))
    kept(log, about(), answer())
    kept(log, about("other"), answer())
    log.write(lambda s: record_decision(s, "k", [{"question": "ton", "answer": None, "why": "é\ud800"}]))
    assert found(log, "k").decision == '[{"question": "ton", "answer": null, "why": "é\ufffd"}]'
    assert found(log, "other").decision is None
    decisions = log.read(lambda session: session.exec(select(ModelCall.decision)).all())
    assert sum(decision is not None for decision in decisions) == 1


def test_what_no_database_holds_is_replaced(log: Database) -> None:
    odd = replace(answer("a\x00b\udc00"), request={"text": "c\x00\ud800"})
    call = kept(log, about(), odd)
    assert call.answer == "a\ufffdb\ufffd"
    assert json.loads(call.request) == {"text": "c\x00\ufffd"}
    assert "\x00" not in call.request


def set_back(log: Database, call: ModelCall, moment: datetime) -> None:
    change = sa.update(ModelCall).where(col(ModelCall.id) == call.id).values(created_at=moment)
    log.write(lambda session: session.execute(change))


def test_tokens_are_counted_by_the_day(log: Database) -> None:
    for hours, tokens in ((0, 1), (23, 10), (24, 100), (-1, 1_000)):
        call = kept(log, about(str(hours)), answer(usage=Usage(tokens, tokens)))
        moment = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hours)
        set_back(log, call, moment)
    assert spent(log, datetime(2026, 11, 23, 15, 30, tzinfo=UTC)) == 22
    assert spent(log, datetime(2026, 11, 24, tzinfo=UTC)) == 200
    assert spent(log, datetime(2026, 11, 20, tzinfo=UTC)) == 0


def test_the_cost_is_of_input_and_output_where_there_is_a_price() -> None:
    assert cost_of(Usage(2_000_000, 1_000_000), Price(0.5, 2.0)) == 3.0
    assert cost_of(Usage(), Price(0.5, 2.0)) == 0.0
    assert cost_of(Usage(2_000_000, 1_000_000), None) is None


def test_a_model_without_a_price_has_no_cost(log: Database) -> None:
    assert kept(log, about(model="large"), answer()).cost is None


def test_the_model_that_really_answered_is_noted(log: Database) -> None:
    call = kept(log, about(model="large"), answer())
    assert (call.model, call.detail) == ("large", "answered as small")


def a_submission(session: Session) -> UUID:
    session.add(ExerciseVersion(hash="h" * 64, exercise_id="mini", number=1, document="{}"))
    session.flush()
    frozen = FrozenSubmission(version_hash="h" * 64, document="{}")
    session.add(frozen)
    session.flush()
    return frozen.id


def test_calls_are_found_by_submission_and_go_with_it(log: Database) -> None:
    submission = log.write(a_submission)
    first = kept(log, about("one", submission_id=submission), answer())
    second = failed(log, about("two", submission_id=submission), ModelError("timeout", "x"))
    other = kept(log, about("three"), answer())
    about_it = log.read(lambda session: [call.id for call in calls_of(session, submission)])
    assert about_it == [first.id, second.id]
    log.write(lambda session: session.execute(sa.delete(FrozenSubmission)))
    left = log.read(lambda session: session.exec(select(ModelCall.id)).all())
    assert left == [other.id]


def test_a_call_about_no_submission_at_all_is_refused(log: Database) -> None:
    with pytest.raises(IntegrityError):
        kept(log, about(submission_id=uuid4()), answer())


def test_keys_differ_when_any_part_does() -> None:
    keys = [
        call_key("judge", "abc", 1),
        call_key("judge", "abc", 2),
        call_key("judge", "ab", "c", 1),
        call_key("judge", ["abc"], 1),
        call_key("judge", "abc", "1"),
        call_key("judge", "abc", 0.0),
        call_key("judge", "\ud800"),
    ]
    assert len(set(keys)) == len(keys)
    assert call_key("judge", "abc", 1) == keys[0]
    assert len(keys[0]) == 64


def test_the_log_is_the_budget_of_a_client(log: Database, bench: Bench, prompt: Prompt) -> None:
    """Calls go out until the day's tokens are spent; then work is left undecided, and nothing is sent."""

    def may_spend(tokens: int) -> bool:
        return spent(log) + tokens <= 2_000

    client = bench.client(may_spend=may_spend, max_output_tokens=500)
    outcomes = [asked(log, client, replace(prompt, static="x" * 2_000), str(n)) for n in range(4)]
    assert outcomes == ["answered", "answered", "budget", "budget"]
    assert len(bench.model.requests) == 2
    assert 1_300 < spent(log) <= 2_000


def asked(log: Database, client: ModelClient, prompt: Prompt, key: str) -> str:
    try:
        return kept(log, about(key), client.ask(prompt, Answers)).outcome
    except ModelError as error:
        return failed(log, about(key), error).outcome


def test_a_real_answer_is_kept_with_the_request_that_was_seen(
    log: Database, bench: Bench, prompt: Prompt
) -> None:
    call = kept(log, about(prompt=prompt), bench.client(api_key="sk-secret").ask(prompt, Answers))
    assert json.loads(call.request) == bench.model.requests[0].body
    assert json.loads(call.answer) == GOOD
    assert "sk-secret" not in call.model_dump_json()
