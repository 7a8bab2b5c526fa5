"""The trainer's reviews and the trainee's appeals as pages, without any script."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.clock import now
from app.core.db import Database
from app.grading.decisions_models import Decision
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.insights_world import PRICE
from tests.cohorts.reviewed import GARDEN, Group, decide


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    return Group(cast, db)


@pytest.fixture
def ines(group: Group) -> TestClient:
    return group.cast.browser("ines")


@pytest.fixture
def tara(group: Group) -> TestClient:
    return group.cast.browser("tara")


def send(browser: TestClient, review: str, **form: Any) -> Any:
    given = {"number": 1, "verdict": "passed", "reason": "Elle en parle.", **form}
    return browser.post(f"/reviews/{review}", data=given)


def feedback(browser: TestClient, attempt: Attempt, **params: Any) -> str:
    answer = browser.get(f"/attempts/{attempt.id}/feedback", params=params)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_empty_queue_says_what_will_come(ines: TestClient) -> None:
    page = ines.get("/reviews")
    assert page.status_code == 200
    assert "Rien n’attend" in page.text


def test_the_queue_leads_from_one_review_to_the_next(group: Group, ines: TestClient) -> None:
    appeal = f"appeal.{group.appeal(group.hand_in(group.formative, days=-2))['id']}"
    second = group.hand_in(group.certifying, days=-1)
    listed = ines.get("/reviews").text
    assert [name in listed for name in (appeal, f"certifying.{second.id}", "Tara", "Promotion")] == [True] * 4
    assert appeal not in ines.get("/reviews", params={"kind": "certifying"}).text
    assert "Rien de ce genre" in ines.get("/reviews", params={"kind": "split"}).text
    page = ines.get(f"/reviews/{appeal}").text
    for words in ("La note en parle.", "La note parle de la garantie.", "Bonjour Madame, la terrasse coûte"):
        assert words in page
    gone_on = send(ines, appeal, opened=(now() - timedelta(seconds=30)).isoformat())
    following = f"/reviews/certifying.{second.id}?said=decided"
    assert (gone_on.status_code, gone_on.headers["location"]) == (303, following)
    kept = group.db.read(lambda session: session.exec(select(Decision)).one())
    assert (kept.verdict, kept.seconds in range(30, 40)) == ("passed", True)
    assert "C’est décidé." in ines.get(f"/reviews/{appeal}").text
    assert "Votre décision est enregistrée." in ines.get(gone_on.headers["location"]).text


def test_what_waits_shows_where_a_trainer_comes_in(group: Group, ines: TestClient) -> None:
    assert "attend votre décision" not in ines.get("/").text + ines.get("/cohorts").text
    group.hand_in(group.certifying)
    for path in ("/", "/cohorts"):
        assert "Une relecture attend votre décision." in ines.get(path).text
    assert "attend votre décision" not in group.cast.browser("tara").get("/").text


def test_a_certifying_grade_is_decided_part_by_part_then_confirmed(group: Group, ines: TestClient) -> None:
    review = f"certifying.{group.hand_in(group.certifying).id}"
    part = send(ines, review, about="check.criterion:note")
    assert part.headers["location"] == f"/reviews/{review}?said=changed#part-check.criterion:note"
    assert 'value="2"' in ines.get(f"/reviews/{review}").text
    stale = send(ines, review, verdict="confirmed")
    assert (stale.status_code, "L’évaluation a changé" in stale.text) == (412, True)
    done = send(ines, review, verdict="confirmed", number=2)
    assert (done.status_code, done.headers["location"]) == (303, "/reviews?said=decided")
    again = send(ines, review, verdict="confirmed", number=2)
    assert (again.status_code, "Quelqu’un a décidé" in again.text) == (409, True)


@pytest.mark.parametrize("form", [{"reason": "  "}, {"verdict": ""}, {"verdict": "maybe"}])
def test_a_form_that_lacks_something_is_shown_again(
    group: Group, ines: TestClient, form: dict[str, str]
) -> None:
    review = f"appeal.{group.appeal(group.hand_in(group.formative))['id']}"
    answer = send(ines, review, **form)
    assert (answer.status_code, "Choisissez une décision" in answer.text) == (422, True)
    assert group.db.read(lambda session: session.exec(select(Decision)).all()) == []


@pytest.mark.parametrize("opened", ["", "x", "2020-01-01T00:00:00+00:00", "2999-01-01T00:00:00"])
def test_a_time_that_cannot_be_is_not_kept(group: Group, ines: TestClient, opened: str) -> None:
    review = f"appeal.{group.appeal(group.hand_in(group.formative))['id']}"
    send(ines, review, opened=opened)
    assert group.db.read(lambda session: session.exec(select(Decision)).one()).seconds is None


def test_the_time_goes_on_where_a_form_is_refused(group: Group, ines: TestClient) -> None:
    """40 seconds, a decision without a reason, then one with it: what is kept is all of it."""
    review = f"appeal.{group.appeal(group.hand_in(group.formative))['id']}"
    opened = (now() - timedelta(seconds=40)).isoformat()
    refused = send(ines, review, reason=" ", opened=opened)
    shown = re.search(r'name="opened" value="([^"]+)"', refused.text)
    assert shown is not None
    assert send(ines, review, opened=unescape(shown[1])).status_code == 303
    assert group.db.read(lambda session: session.exec(select(Decision)).one()).seconds in range(40, 50)


def test_what_is_not_in_reach_is_no_page(group: Group, tara: TestClient) -> None:
    review = f"appeal.{group.appeal(group.hand_in(group.formative))['id']}"
    ivan = group.cast.browser("ivan")
    assert (ivan.get(f"/reviews/{review}").status_code, send(ivan, review).status_code) == (404, 404)
    assert (tara.get("/reviews").status_code, tara.get(f"/reviews/{review}").status_code) == (403, 403)


# The trainee's side


def test_a_trainee_contests_from_the_feedback_and_reads_the_answer(
    group: Group, ines: TestClient, tara: TestClient
) -> None:
    attempt = group.hand_in(group.formative)
    url = f"/attempts/{attempt.id}/appeals"
    assert f'action="{url}"' in feedback(tara, attempt)
    sent = tara.post(
        url, data={"kind": "check", "subject": "criterion:note", "text": "La note <b>en</b> parle."}
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"/attempts/{attempt.id}/feedback")
    page = feedback(tara, attempt)
    assert "Contesté, en attente d’une réponse" in page
    assert "La note &lt;b&gt;en&lt;/b&gt; parle." in page
    assert 'id="changes"' not in page
    [item] = ines.get("/api/v1/reviews").json()["items"]
    decide(ines, item["id"], "passed", 1, reason="Vous avez raison.")
    page = feedback(tara, attempt)
    for words in ("Contestation admise", "Vous avez raison.", "Ce qui a été décidé", "Réponse de Ines"):
        assert words in page
    assert f"/attempts/{attempt.id}/feedback?assessment=1" in page


def test_an_older_grade_stays_to_be_read(group: Group, ines: TestClient, tara: TestClient) -> None:
    attempt = group.hand_in(group.formative)
    decide(ines, f"appeal.{group.appeal(attempt)['id']}", "passed", 1)
    old, new = feedback(tara, attempt, assessment=1), feedback(tara, attempt)
    held = re.compile(r"check-no")
    assert len(held.findall(old)) == len(held.findall(new)) + 1
    assert ("Vous lisez une évaluation ancienne" in old, "Vous lisez une évaluation ancienne" in new) == (
        True, False,
    )  # fmt: skip
    assert 'class="contest"' not in old
    assert tara.get(f"/attempts/{attempt.id}/feedback", params={"assessment": 9}).status_code == 404
    assert group.cast.browser("tom").get(f"/attempts/{attempt.id}/feedback").status_code == 404


def test_a_trainee_proposes_a_flaw_and_sees_it_accepted(
    group: Group, ines: TestClient, tara: TestClient
) -> None:
    attempt = group.hand_in(group.formative, PRICE, GARDEN)
    assert "C’est aussi un défaut" in feedback(tara, attempt)
    sent = tara.post(f"/attempts/{attempt.id}/proposals", data={"annotation": 1, "text": "Rien ne le dit."})
    assert sent.status_code == 303
    [item] = ines.get("/api/v1/reviews").json()["items"]
    page = ines.get(f"/reviews/{item['id']}").text
    assert ("Rien ne le dit." in page, "En faire un défaut" in page) == (True, False)
    send(ines, item["id"], verdict="accepted", about="annotation.1", reason="Bien vu.")
    page = feedback(tara, attempt)
    assert ("Votre marque compte" in page, "Bien vu." in page) == (True, True)


def test_an_appeal_without_words_or_twice_is_refused(group: Group, tara: TestClient) -> None:
    attempt = group.hand_in(group.formative)
    url, named = f"/attempts/{attempt.id}/appeals", {"kind": "check", "subject": "criterion:note"}
    assert tara.post(url, data={**named, "text": "  "}).status_code == 422
    assert tara.post(url, data={**named, "text": "x"}).status_code == 303
    assert tara.post(url, data={**named, "text": "x"}).status_code == 409


def test_nothing_is_contested_where_nobody_answers(group: Group) -> None:
    trial = group.hand_in(None, trial=True)
    page = feedback(group.cast.browser("tara"), trial)
    assert ('class="contest"' in page, "Contester" in page) == (False, False)
