"""The model's part of a grade, from the hand-in to the page: a real server of the model, the real client, the
real thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col, select
from structlog.testing import capture_logs

from app.accounts.models import Person
from app.core.config import Settings
from app.core.db import Database
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.llm import scripted
from app.llm.models import ModelCall
from app.llm.scripted import Asked, Behaviour, ScriptedModel, error, says
from app.practice.models import Attempt
from tests.practice.modelled import (
    COMMENT,
    MODEL,
    PARAGRAPH,
    QUICK,
    REWRITE,
    Work,
    answers,
    coach,
    generous,
    is_coach,
    judging_only,
    serving,
    strict,
    until,
    with_model,
)


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(generous) as server:
        yield server


@pytest.fixture
def client(settings: Settings, db: Database, model: ScriptedModel) -> Iterator[TestClient]:
    with serving(with_model(settings, model), db) as browser:
        yield browser


def calls(db: Database) -> list[ModelCall]:
    return db.read(lambda session: list(session.exec(select(ModelCall).order_by(col(ModelCall.created_at)))))


def records(db: Database) -> list[AssessmentRecord]:
    query = select(AssessmentRecord).order_by(col(AssessmentRecord.number))
    return db.read(lambda session: list(session.exec(query)))


def coaching(db: Database) -> Coaching:
    return db.read(lambda session: session.exec(select(Coaching)).one())


def check(assessment: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(check for check in assessment["checks"] if check["id"] == name)
    return found


def is_coached(db: Database) -> bool:
    return coaching(db).state != CoachState.WAITING


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


# The page


def fragment_address(page: str) -> tuple[str, str]:
    """What the page asks next, and after how long; fails when it asks nothing."""
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every (\d+)s"', page)
    assert found, page
    return found[1], found[2]


def test_the_page_follows_the_model_and_completes_itself(
    settings: Settings, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = scripted.slow(0.3, generous)
    with serving(with_model(settings, model), db) as client:
        work = Work(client)
        work.submit()
        page = work.page()
        assert "Évaluation provisoire" in page
        assert MODEL in page
        assert 'aria-live="polite"' in page
        address, every = fragment_address(page)
        assert (address.split("?")[0], every) == (f"/attempts/{work.id}/grading", "2")
        shown, seen = address.split("shown=")[1], [page]
        while not (answer := work.ask(shown)).headers.get("hx-refresh"):
            if answer.status_code == 200:
                seen.append(answer.text)
                shown = fragment_address(answer.text)[0].split("shown=")[1]
        assert any("Le modèle a répondu 1 fois sur 3." in text for text in seen)
        assert any("Le modèle a répondu 2 fois sur 3." in text for text in seen)
        assert answer.text == ""
        complete = work.page()
        assert "Évaluation provisoire" not in complete
        assert "Évaluation complète" in complete


def test_an_answer_that_changes_nothing_is_empty(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = scripted.slow(0.4, generous)
    work = Work(client)
    work.submit()
    until(lambda: "-asking-" in fragment_address(work.page())[0])
    shown = fragment_address(work.page())[0].split("shown=")[1]
    answer = work.ask(shown)
    assert (answer.status_code, answer.content) == (204, b"")
    until(work.is_complete)


def test_the_coach_takes_its_place_without_loading_the_page_again(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    model.behaviour = lambda asked: scripted.slow(0.4, coach)(asked) if is_coach(asked) else generous(asked)
    work = Work(client)
    work.submit()
    until(work.is_complete)
    page = work.page()
    assert "Le coach lit votre bilan" in page
    assert PARAGRAPH not in page
    until(lambda: is_coached(db))
    answer = work.ask(fragment_address(page)[0].split("shown=")[1])
    assert "hx-refresh" not in answer.headers
    assert '<div id="coach" hx-swap-oob="true">' in answer.text
    assert PARAGRAPH in answer.text
    assert "hx-get" not in answer.text, "there is nothing more to come"
    again = work.page()
    assert (PARAGRAPH in again, "hx-swap-oob" in again, "hx-get" in again) == (True, False, False)


def test_the_complete_page_says_who_decided_and_shows_the_words(client: TestClient, db: Database) -> None:
    work = Work(client)
    work.submit()
    until(lambda: work.is_complete() and is_coached(db))
    page = work.page()
    assert f'<mark class="proof">{COMMENT}</mark>' in page
    assert f'<mark class="proof">{REWRITE[:40]}</mark>{REWRITE[40:]}' in page
    assert "tranché par un modèle, citation vérifiée" in page
    assert "tranché par une règle" in page
    assert "Un modèle a pris part à cette évaluation" in page
    assert f"Le modèle {MODEL} a répondu à 2 questions" in page
    assert "Vous pouvez demander à un formateur" in page
    apart = page[page.index('<div id="coach">') :]
    assert "Ce n’est pas une note" in apart[: apart.index("</aside>")]


def test_the_page_and_the_coach_speak_the_trainees_language(client: TestClient, db: Database) -> None:
    client.cookies.set("vigie_language", "en")
    work = Work(client)
    work.submit()
    until(lambda: work.is_complete() and is_coached(db))
    page = work.page()
    assert "A model took part in this grade" in page
    assert "A word from the coach" in page
    assert (coaching(db).language, '<p class="reading" lang="en">' in page) == ("en", True)


def test_what_the_model_writes_is_text_on_the_page(
    client: TestClient, db: Database, model: ScriptedModel
) -> None:
    shouted = "Vous écrivez « un arrhe du tiers à la commande » & ainsi de suite"
    model.behaviour = lambda asked: (
        {**coach(asked), "paragraph": shouted} if is_coach(asked) else generous(asked)
    )
    work = Work(client, comment="<script>alert(1)</script> étrange")
    work.submit()
    until(lambda: work.is_complete() and is_coached(db))
    page = work.page()
    assert "commande » &amp; ainsi" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "paragraph",
    ["Très bien, continuez ainsi.", f"{PARAGRAPH} Cela vaut 20/20.", "mot " * 200, f"{PARAGRAPH} <b>!</b>"],
)
def test_a_paragraph_that_is_not_fit_is_dropped_and_the_grade_stands(
    client: TestClient, db: Database, model: ScriptedModel, paragraph: str
) -> None:
    model.behaviour = lambda asked: (
        {**coach(asked), "paragraph": paragraph} if is_coach(asked) else generous(asked)
    )
    work = Work(client)
    work.submit()
    until(lambda: work.is_complete() and is_coached(db))
    assert (coaching(db).state, coaching(db).paragraph) == (CoachState.DROPPED, None)
    page = work.page()
    assert "Le mot du coach" not in page
    assert "hx-get" not in page
    [call] = [call for call in calls(db) if call.purpose == "coach"]
    assert json.loads(call.decision or "")["shown"] is False


def test_nobody_else_can_ask_how_the_grading_is(client: TestClient, db: Database) -> None:
    work = Work(client)
    assert work.ask().status_code == 404, "not handed in yet"
    work.submit()
    until(work.is_complete)

    def make_foreign(session: Any) -> None:
        stranger = Person(name="someone else")
        session.add(stranger)
        session.flush()
        session.connection().execute(update(Attempt).values(person_id=stranger.id))

    db.write(make_foreign)
    assert work.ask().status_code == 404


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
