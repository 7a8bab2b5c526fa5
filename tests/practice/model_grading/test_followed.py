"""The page follows the model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.accounts.models import Person
from app.core.config import Settings
from app.core.db import Database
from app.grading.models import CoachState
from app.llm import scripted
from app.llm.scripted import ScriptedModel
from app.practice.models import Attempt
from tests.practice.model_grading.seen import calls, coaching, fragment_address, is_coached
from tests.practice.modelled import (
    COMMENT,
    MODEL,
    PARAGRAPH,
    REWRITE,
    Work,
    coach,
    generous,
    is_coach,
    serving,
    until,
    with_model,
)

# The page


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
