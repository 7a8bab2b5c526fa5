"""What the processes on one database share of a model, with a real model server: clients as each process
makes its own, and a web process beside them that plants."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.core.config import Settings
from app.core.db import Database
from app.core.process_locks import ProcessLocks
from app.grading.bounds import bounded_client
from app.llm import scripted
from app.llm.client import ModelClient
from app.llm.protocol import ModelError, ModelSettings, Prompt
from app.llm.scripted import ScriptedModel
from app.llm.shared import CALLS, TOKENS, Crowded, SharedBudget, SharedSlots
from tests.authoring.planting.cases import FRENCH
from tests.bench.servers import ROOT
from tests.databases import only_on_postgresql
from tests.grading.queue.world import execute
from tests.practice.modelled import serving, until, with_model


class Short(BaseModel):
    good: bool


PROMPT = Prompt("Answer in JSON.", "The exercise.", "The trainee’s text.", "short", 1, "0" * 64)

HOLDS = """
import sys
from app.core.db import Database
from app.core.process_locks import ProcessLocks
from app.llm.shared import CALLS, TOKENS
with ProcessLocks(Database(sys.argv[1])).amount(TOKENS) as amount:
    amount.add(int(sys.argv[2]), lambda total: True)
    with ProcessLocks(Database(sys.argv[1])).one_of(CALLS, 1, lambda seconds: None):
        print("held", flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(scripted.slow(0.3, lambda _asked: {"good": True})) as server:
        yield server


@pytest.fixture
def other(db: Database) -> Iterator[subprocess.Popen[str]]:
    """Another process that has a call under way for 1,000 tokens, where one is allowed."""
    url = db.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", HOLDS, url, "1000"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def outcome(client: ModelClient) -> str:
    try:
        client.ask(PROMPT, Short)
    except ModelError as error:
        return error.kind
    return "answered"


def all_at_once(clients: list[ModelClient], each: int) -> list[str]:
    with ThreadPoolExecutor(each * len(clients)) as threads:
        return sorted(threads.map(outcome, clients * each))


class Most:
    """How many calls were under way at a time."""

    def __init__(self, model: ScriptedModel) -> None:
        self.most, self._now, self._lock = 0, 0, threading.Lock()

        def counted(asked: scripted.Asked) -> scripted.Reply:
            with self._lock:
                self._now += 1
                self.most = max(self.most, self._now)
            time.sleep(0.2)
            with self._lock:
                self._now -= 1
            return scripted.as_reply(asked, {"good": True})

        model.behaviour = counted


@only_on_postgresql("on SQLite there is one process")
def test_the_clients_of_two_processes_together_keep_the_bound(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    seen = Most(model)
    bound = with_model(settings, model, llm_concurrency="2")
    with closing(Database(settings.database_url)) as elsewhere:
        clients = [bounded_client(db, bound), bounded_client(elsewhere, bound)]
        assert all_at_once(clients, 4) == ["answered"] * 8
    assert seen.most == 2


@only_on_postgresql("on SQLite there is one process")
def test_the_clients_of_two_processes_together_keep_the_budget(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    """Each call alone would fit, and two of each client would; the day has room for two of all four."""
    answer = ModelSettings("", "").max_output_tokens
    bound = with_model(settings, model, llm_concurrency="8", llm_daily_tokens=str(3 * answer))
    with closing(Database(settings.database_url)) as elsewhere:
        clients = [bounded_client(db, bound), bounded_client(elsewhere, bound)]
        assert all_at_once(clients, 2) == ["answered", "answered", "budget", "budget"]
        assert outcome(clients[0]) == "answered"


@only_on_postgresql("on SQLite there is one process")
def test_planting_waits_for_its_turn_and_then_says_that_the_model_is_busy(
    settings: Settings, db: Database, model: ScriptedModel, other: subprocess.Popen[str]
) -> None:
    bound = with_model(settings, model, llm_concurrency="1", llm_seconds="1")
    with serving(bound, db, by_workers=True) as author:
        busy = author.post("/api/v1/exercises/plant", json=FRENCH)
        assert (busy.status_code, busy.json()["type"]) == (503, "urn:vigie:problem:model-busy")
        assert (busy.headers["retry-after"], model.requests) == ("30", [])
        other.kill()
        answer = author.post("/api/v1/exercises/plant", json=FRENCH)
    assert (answer.json()["type"], len(model.requests)) == ("urn:vigie:problem:model-answer", 1)


@only_on_postgresql("on SQLite there is one process")
def test_what_another_process_has_set_aside_counts_until_it_dies(
    db: Database, other: subprocess.Popen[str]
) -> None:
    budget = SharedBudget(ProcessLocks(db), lambda tokens: tokens <= 1_500)
    with budget.account() as account:
        account.set_aside(500)
        with pytest.raises(Exception, match="no 1 tokens left"):
            account.set_aside(1)
        other.kill()
        until(lambda: held(db, CALLS) == [])
        account.set_aside(999)
        assert held(db, TOKENS) == [1499]
    until(lambda: held(db, TOKENS) == [])


def held(db: Database, family: int) -> list[int]:
    found = execute(
        db.engine.url.render_as_string(hide_password=False),
        "SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        family,
    )
    return sorted(number for (number,) in found)


@only_on_postgresql("on SQLite there is one process")
def test_who_waits_too_long_for_a_place_is_told(db: Database, other: subprocess.Popen[str]) -> None:
    with pytest.raises(Crowded):
        SharedSlots(ProcessLocks(db), 1, longest=0.3)().__enter__()


def test_on_sqlite_the_one_process_keeps_both_by_itself(
    migrated_file: Path, settings: Settings, model: ScriptedModel
) -> None:
    seen = Most(model)
    bound = with_model(settings, model, llm_concurrency="2", llm_daily_tokens="1000000")
    with closing(Database(f"sqlite:///{migrated_file}")) as db:
        client = bounded_client(db, bound)
        assert all_at_once([client], 4) == ["answered"] * 4
        none_left = bounded_client(db, bound.model_copy(update={"llm_daily_tokens": 10}))
        assert outcome(none_left) == "budget"
    assert seen.most == 2
