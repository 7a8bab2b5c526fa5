"""A model that fails, is put off, or is gone."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from app.core.config import Settings
from app.core.db import Database
from app.llm import scripted
from app.llm.scripted import Asked, Behaviour, ScriptedModel, error, says
from tests.practice.model_grading.seen import calls, fragment_address, is_coached, records
from tests.practice.modelled import (
    QUICK,
    Work,
    generous,
    is_coach,
    serving,
    until,
    with_model,
)

# The other side of the wire


def invalid(asked: Asked) -> Any:
    return says('{"answers": [')(asked)


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "never answering": (scripted.silent, "timeout"),
    "slow": (scripted.slow(2, generous), "timeout"),
    "reset in the middle": (scripted.cut(generous, "reset"), "connection"),
    "429": (error(429), "rate-limited"),
    "429 with Retry-After": (error(429, retry_after="1"), "rate-limited"),
    "500": (error(500), "server"),
    "503": (error(503), "server"),
    "401": (error(401), "misconfigured"),
    "invalid JSON": (invalid, "bad-json"),
    "wrong shape": (says({"answers": [{"number": "one"}]}), "wrong-shape"),
    "truncated": (scripted.truncated, "truncated"),
    "refusal": (scripted.refuses, "refused"),
    "content filter": (scripted.filtered, "filtered"),
    "no choice": (scripted.no_choice, "empty"),
    "10 MB": (scripted.huge(10_000_000), "too-large"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_leaves_the_grade_by_rules_and_says_so(
    settings: Settings, db: Database, model: ScriptedModel, name: str
) -> None:
    behaviour, kind = FAULTS[name]
    model.behaviour = behaviour
    seconds = "0.4" if kind == "timeout" else "10"
    patient = with_model(settings, model, llm_seconds=seconds)
    with capture_logs() as lines, serving(patient, db, QUICK) as client:
        work = Work(client)
        provisional = work.submit()
        until(lambda: "malgré plusieurs essais" in work.page())
        page = work.page()
        assert work.assessment() == provisional
        assert "hx-get" not in page, "nobody waits in vain"
        assert "Évaluation provisoire" in page
    said = [line for line in lines if line["event"].startswith("model_part_")]
    assert [(line["event"], line["kind"]) for line in said] == [
        ("model_part_put_off", kind),
        ("model_part_stopped", kind),
    ]
    assert {call.outcome for call in calls(db)} == {kind}
    assert len(records(db)) == 1


@pytest.mark.parametrize("name", ["500", "refusal", "reset in the middle", "invalid JSON"])
def test_after_a_fault_the_next_try_completes_the_grade(
    settings: Settings, db: Database, model: ScriptedModel, name: str
) -> None:
    model.next(generous, FAULTS[name][0])
    with serving(with_model(settings, model), db, QUICK) as client:
        work = Work(client)
        work.submit()
        until(work.is_complete)
    judged = [call.outcome for call in calls(db) if call.purpose == "judge"]
    retried = ["answered", FAULTS[name][1], "answered", "answered"]
    assert judged == retried, "the first run was answered and is not asked again"


def test_while_it_is_put_off_the_page_asks_seldom(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = error(500)
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        until(lambda: "Vigie le lui redemandera" in work.page())
        assert fragment_address(work.page())[1] == "15"


def test_a_used_up_budget_leaves_work_undecided_and_says_so(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    with serving(with_model(settings, model, llm_daily_tokens="10"), db) as client:
        work = Work(client)
        provisional = work.submit()
        until(lambda: "prévue pour aujourd’hui est épuisée" in work.page())
        assert work.assessment() == provisional
    assert model.requests == []


def test_a_restart_picks_up_what_is_pending_and_pays_nothing_twice(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    model.next(generous, generous)
    model.behaviour = error(500)
    with serving(with_model(settings, model), db, QUICK) as client:
        work = Work(client)
        work.submit()
        until(lambda: "malgré plusieurs essais" in work.page())
    assert not work.is_complete()
    model.behaviour = generous
    before = len(model.requests)
    with serving(with_model(settings, model), db):
        until(lambda: is_coached(db))
    asked = [is_coach(one) for one in model.requests[before:]]
    assert asked == [False, True], "one run was still to be asked, and the coach"
    assert [(r.number, r.provisional) for r in records(db)] == [(1, True), (2, False)]


def test_without_its_model_a_provisional_grade_stands_and_says_so(
    settings: Settings, db: Database, model: ScriptedModel, trainee: TestClient
) -> None:
    model.behaviour = error(500)
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        provisional = work.submit()
    work.client = trainee
    page = work.page()
    assert "Aucun modèle n’est configuré en ce moment" in page
    assert "hx-get" not in page
    assert work.assessment() == provisional
