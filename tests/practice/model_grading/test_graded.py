"""What a model's answers decide, and what a request of it holds."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts.models import Person
from app.core.config import Settings
from app.core.db import Database
from app.grading.models import Coaching
from app.llm import scripted
from app.llm.scripted import Asked, Behaviour, ScriptedModel
from tests.practice.model_grading.seen import calls, check, is_coached, records
from tests.practice.modelled import (
    COMMENT,
    MODEL,
    REWRITE,
    Work,
    answers,
    generous,
    is_coach,
    judging_only,
    serving,
    strict,
    until,
    with_model,
)

# Without a model, nothing changes


def test_without_a_model_the_grade_is_final_and_the_page_says_nothing_of_one(
    trainee: TestClient, db: Database
) -> None:
    work = Work(trainee)
    assert work.submit()["provisional"] is False
    page = work.page()
    assert 'class="model-progress"' in page
    assert "hx-get" not in page
    assert "Évaluation provisoire" not in page
    assert "Un modèle a pris part" not in page
    assert (calls(db), db.read(lambda session: session.exec(select(Coaching)).all())) == ([], [])
    assert work.ask("1-none-0-0-none").status_code == 204


# With one


def test_handing_in_answers_at_once_and_completes_itself(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = scripted.slow(0.1, generous)
    work = Work(client)
    provisional = work.submit()
    assert provisional["provisional"] is True
    assert check(provisional, "acompte")["decided_by"] == "rule"
    until(work.is_complete)
    complete = work.assessment()
    assert check(complete, "acompte") | {"quote": ""} == {
        **check(provisional, "acompte"), "passed": True, "decided_by": "model", "quote": "", "detail": [],
    }  # fmt: skip
    assert (complete["outcomes"][0]["reason_by"], complete["outcomes"][0]["quote"]) == ("model", COMMENT)
    assert complete["scores"]["overall"] > provisional["scores"]["overall"]
    assert [(r.number, r.provisional) for r in records(db)] == [(1, True), (2, False)]


def test_handing_in_twice_gives_the_assessment_in_force(client: TestClient, db: Database) -> None:
    work = Work(client)
    work.submit()
    until(work.is_complete)
    assert work.submit() == work.assessment()
    assert len(records(db)) == 2


def test_each_run_asks_once_in_an_order_of_its_own(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    work = Work(client)
    work.submit()
    until(lambda: work.is_complete() and is_coached(db))
    judged = [call for call in calls(db) if call.purpose == "judge"]
    assert len(judged) == 3
    assert len({call.key for call in judged}) == 3
    assert [is_coach(asked) for asked in model.requests] == [False, False, False, True]
    decided = [json.loads(call.decision or "") for call in judged]
    assert all({one["reason"] for one in decision} == {"accepted"} for decision in decided)
    kept = json.loads(records(db)[1].provenance or "")
    assert (kept["model"], kept["prompt"], kept["runs"]) == (MODEL, "judge/v1", 3)
    assert (kept["questions"], kept["decided"]) == (2, 2)
    assert kept["calls"] == [call.key for call in judged]


def test_a_submission_that_leaves_nothing_open_is_final_at_once(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    work = Work(client, comment="Le devis dit 65 €.", rewrite="Bonjour, 65 € et un acompte de 30 %.")
    work.client.put(f"{work.url}/rewrite", json={"text": "Bonjour Madame. Acompte de 30 %."})
    assert work.submit()["provisional"] is False
    until(lambda: is_coached(db))
    assert [is_coach(asked) for asked in model.requests] == [True]
    assert len(records(db)) == 1


def test_runs_that_differ_leave_the_question_to_a_trainer(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = judging_only(strict)
    model.next(judging_only(generous))
    work = Work(client)
    provisional = work.submit()
    until(work.is_complete)
    complete = work.assessment()
    assert check(complete, "acompte") == check(provisional, "acompte") | {"split": True}
    assert complete["scores"] == provisional["scores"]
    assert json.loads(records(db)[1].provenance or "")["decided"] == 0
    assert "les réponses du modèle se contredisent" in work.page()


def test_invented_quotes_decide_nothing(client: TestClient, model: ScriptedModel) -> None:
    def invents(asked: Asked) -> dict[str, Any]:
        given = answers(asked, lambda one: one.good)
        for one in given["answers"]:
            one["quote"] = "Un acompte de 30 % est demandé à la commande."
        return given

    model.behaviour = judging_only(invents)
    work = Work(client)
    provisional = work.submit()
    until(work.is_complete)
    assert work.assessment() == provisional | {"provisional": False}


def lone_surrogate(asked: Asked) -> scripted.Reply:
    """Every quote ends with half of a character, as a careless server may send it."""
    given = answers(asked, lambda one: one.good)
    for one in given["answers"]:
        one["quote"] += "\ud83d"
    return scripted.completion(asked, json.dumps(given))


def wrong_field(asked: Asked) -> dict[str, Any]:
    """Every quote is real, but of another field than the question's."""
    given = answers(asked, lambda one: one.good)
    for one in given["answers"]:
        one["field"], one["quote"] = (
            ("rewrite", REWRITE[:40]) if one["field"] == "comment_1" else ("comment_1", COMMENT)
        )
    return given


@pytest.mark.parametrize(
    ("behaviour", "reason"), [(lone_surrogate, "quote-not-found"), (wrong_field, "wrong-field")]
)
def test_quotes_that_prove_nothing_complete_the_grade_without_a_say(
    client: TestClient, db: Database, model: ScriptedModel, behaviour: Behaviour, reason: str
) -> None:
    model.behaviour = judging_only(behaviour)
    work = Work(client)
    provisional = work.submit()
    until(work.is_complete)
    assert work.assessment() == provisional | {"provisional": False}
    decisions = [json.loads(call.decision or "[]") for call in calls(db) if call.purpose == "judge"]
    assert {one["reason"] for decision in decisions for one in decision} == {reason}


# Personal data


def test_no_request_names_the_trainee(settings: Settings, db: Database, model: ScriptedModel) -> None:
    def rename(session: Any) -> UUID:
        person = session.exec(select(Person)).one()
        person.name = "Zénobie Quatrefages zenobie@exemple.fr"
        session.add(person)
        id_: UUID = person.id
        return id_

    with serving(with_model(settings, model), db) as client:
        person_id = db.write(rename)
        work = Work(client)
        work.submit()
        until(lambda: work.is_complete() and is_coached(db))
        marks = [one["id"] for one in client.get(work.url).json()["annotations"]]
        token = client.cookies["vigie_session"]
    submission_id = records(db)[0].submission_id
    sent = [json.dumps(one.body, ensure_ascii=False) + json.dumps(one.headers) for one in model.requests]
    assert len(sent) == 4
    ids = [person_id, UUID(work.id), submission_id, *map(UUID, marks)]
    secrets = ["Zénobie", "Quatrefages", "zenobie@", token, *map(str, ids), *(id_.hex for id_ in ids)]
    assert [(at, word) for at, text in enumerate(sent) for word in secrets if word in text] == []


def test_no_request_holds_scores_or_weights(client: TestClient, db: Database, model: ScriptedModel) -> None:
    work = Work(client)
    scores = work.submit()["scores"]
    until(lambda: work.is_complete() and is_coached(db))
    figures = [f"{score:.1f}" for score in [*scores.values(), *work.assessment()["scores"].values()]]
    for asked in model.requests:
        said = json.dumps(asked.body["messages"], ensure_ascii=False)
        assert [word for word in ("critical", "weight", "poids", "severity", *figures) if word in said] == []
