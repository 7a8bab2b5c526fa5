"""What a trainee sees of a grade that a trainer has yet to confirm, and of a reference that is kept back: by
every path."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import Session, col

from app.accounts.service import Identity
from app.cohorts.models import Assignment, Cohort, Mode, ReferenceShown
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.llm.models import ModelCall
from app.practice.attempts import Terms, start_attempt
from app.practice.models import Attempt
from tests.cast import Cast
from tests.mini import mark

GOOD = "Un acompte de 30 % est demandé à la commande."
"""Words of the reference that stand nowhere else."""
AWAITING = "En attente de confirmation"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def tara(cast: Cast) -> TestClient:
    return cast.browser("tara")


def begin(cast: Cast, db: Database, **terms: Any) -> UUID:
    """An open attempt of Tara's under an assignment with these terms."""

    tara_id, ines = cast.id("tara"), cast.id("ines")

    def work(session: Session) -> UUID:
        cohort = Cohort(name="Printemps", owner_id=ines)
        session.add(cohort)
        session.flush()
        assignment = Assignment(
            cohort_id=cohort.id,
            exercise_id="mini",
            opens_at=now(),
            mode=Mode.CERTIFYING,
            reference=ReferenceShown.AFTER_SUBMISSION,
        )
        session.add(assignment)
        session.flush()
        attempt, _ = start_attempt(session, Identity(tara_id), "mini", Terms(assignment.id, **terms))
        return attempt.id

    return db.write(work)


def hand_in(browser: TestClient, attempt: UUID) -> Any:
    api = f"/api/v1/attempts/{attempt}"
    assert browser.put(f"{api}/annotations/{uuid4()}", json=mark("75 €")).status_code == 201
    rewrite = {"text": "Bonjour Madame, le prix est de 65 € le mètre carré, garantie dix ans."}
    assert browser.put(f"{api}/rewrite", json=rewrite).status_code == 200
    return browser.post(f"{api}/submit")


def release(db: Database, attempt: UUID) -> None:
    released = update(Attempt).where(col(Attempt.id) == attempt).values(released_at=now())
    db.write(lambda session: session.connection().execute(released))


class TestCertifying:
    @pytest.fixture
    def attempt(self, cast: Cast, db: Database, tara: TestClient) -> UUID:
        attempt = begin(cast, db, certifying=True)
        assert hand_in(tara, attempt).status_code == 202
        return attempt

    def test_handing_in_gives_the_attempt_and_no_grade(
        self, cast: Cast, db: Database, tara: TestClient
    ) -> None:
        attempt = begin(cast, db, certifying=True)
        for _ in range(2):
            answer = hand_in(tara, attempt) if _ == 0 else tara.post(f"/api/v1/attempts/{attempt}/submit")
            assert answer.status_code == 202
            shown = answer.json()
            assert (shown["status"], shown["certifying"], shown["released_at"]) == ("submitted", True, None)
            assert "scores" not in answer.text
            assert "prix" not in answer.json()["exercise"]

    def test_the_api_says_that_it_is_not_released(self, tara: TestClient, attempt: UUID) -> None:
        answer = tara.get(f"/api/v1/attempts/{attempt}/assessment")
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:vigie:problem:not-released"

    def test_the_feedback_page_says_who_comes_first(self, tara: TestClient, attempt: UUID) -> None:
        page = tara.get(f"/attempts/{attempt}/feedback")
        assert page.status_code == 200
        assert "attend d’être confirmée" in page.text
        assert AWAITING in page.text
        for telling in ("/100", "65 €", GOOD, "dial", "contradicts-dossier", "Le prix du devis"):
            assert telling not in page.text

    def test_how_far_the_model_is_tells_nothing(self, tara: TestClient, attempt: UUID) -> None:
        assert tara.get(f"/attempts/{attempt}/grading").status_code == 404

    @pytest.mark.parametrize("path", ["/", "/exercises/mini"])
    def test_lists_show_that_it_waits_and_no_number(self, tara: TestClient, attempt: UUID, path: str) -> None:
        page = tara.get(path)
        assert page.status_code == 200
        assert "/100" not in page.text
        assert "Dernier score" not in page.text
        assert "meilleur score" not in page.text
        assert (AWAITING in page.text) is (path != "/")

    def test_the_feedback_of_another_attempt_lists_it_without_a_score(
        self, cast: Cast, db: Database, tara: TestClient
    ) -> None:
        free = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
        assert hand_in(tara, begin(cast, db, certifying=True)).status_code == 202
        tara.post(f"/api/v1/attempts/{free}/submit")
        page = tara.get(f"/attempts/{free}/feedback")
        assert page.text.count(AWAITING) == 1
        assert "/100" not in page.text

    def test_the_download_has_the_work_and_not_the_grade(self, tara: TestClient, attempt: UUID) -> None:
        kept = tara.get("/account/data").json()["attempts"]
        own = next(one for one in kept if one["id"] == str(attempt))
        assert own["submission"]["rewrite"].startswith("Bonjour Madame")
        assert own["assessments"] == "not-released"
        assert not {"coach", "model_calls"} & set(own)
        assert "outcomes" not in str(own)

    def test_once_released_everything_is_there(self, tara: TestClient, attempt: UUID, db: Database) -> None:
        release(db, attempt)
        assert tara.get(f"/api/v1/attempts/{attempt}/assessment").json()["scores"]["overall"] > 0
        assert tara.post(f"/api/v1/attempts/{attempt}/submit").status_code == 200
        assert "dial" in tara.get(f"/attempts/{attempt}/feedback").text
        assert AWAITING not in tara.get("/exercises/mini").text
        own = next(one for one in tara.get("/account/data").json()["attempts"] if one["id"] == str(attempt))
        assert own["assessments"][0]["number"] == 1


class TestReferenceKeptBack:
    @pytest.fixture
    def attempt(self, cast: Cast, db: Database, tara: TestClient) -> UUID:
        attempt = begin(cast, db, reference_after=now() + timedelta(days=3))
        assert hand_in(tara, attempt).status_code == 200
        return attempt

    def test_the_api_gives_the_grade_without_its_words(self, tara: TestClient, attempt: UUID) -> None:
        answers = (
            tara.get(f"/api/v1/attempts/{attempt}/assessment"),
            tara.post(f"/api/v1/attempts/{attempt}/submit"),
        )
        for answer in answers:
            assert answer.json()["scores"]["overall"] > 0
            repairs = [check for check in answer.json()["checks"] if check["kind"] == "repaired"]
            assert len(repairs) == 3
            assert all(check["detail"] == [] for check in repairs)

    def test_the_feedback_page_says_when_it_comes(self, tara: TestClient, attempt: UUID) -> None:
        page = tara.get(f"/attempts/{attempt}/feedback")
        assert "/100" in page.text
        assert page.text.count("seront montrés à partir du") == 2
        assert GOOD not in page.text
        assert "Dans la référence" not in page.text

    def test_another_attempt_of_the_exercise_does_not_show_it_either(
        self, tara: TestClient, attempt: UUID
    ) -> None:
        free = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
        tara.post(f"/api/v1/attempts/{free}/submit")
        assert GOOD not in tara.get(f"/attempts/{free}/feedback").text

    def test_the_download_has_it_no_earlier(self, tara: TestClient, attempt: UUID) -> None:
        own = next(one for one in tara.get("/account/data").json()["attempts"] if one["id"] == str(attempt))
        checks = own["assessments"][0]["assessment"]["checks"]
        assert [check["detail"] for check in checks if check["kind"] == "repaired"] == [[], [], []]

    def test_nor_what_a_model_said_that_has_read_it(
        self, tara: TestClient, attempt: UUID, db: Database
    ) -> None:
        def said() -> dict[str, Any]:
            kept = tara.get("/account/data").json()["attempts"]
            calls = next(one for one in kept if one["id"] == str(attempt))["model_calls"]
            return {call["purpose"]: (call["answer"], call["decision"]) for call in calls}

        def log(session: Session) -> None:
            submission = session.get_one(Attempt, attempt).submission_id
            for purpose in ("judge", "coach"):
                session.add(_call(submission, purpose))

        db.write(log)
        told = (f"Il manque : {GOOD}", {"quote": GOOD})
        assert said() == {"judge": (None, None), "coach": told}
        past = update(Attempt).where(col(Attempt.id) == attempt).values(reference_after=now())
        db.write(lambda session: session.connection().execute(past))
        assert said() == {"judge": told, "coach": told}

    def test_after_its_time_it_is_shown(self, tara: TestClient, attempt: UUID, db: Database) -> None:
        past = update(Attempt).where(col(Attempt.id) == attempt).values(reference_after=now())
        db.write(lambda session: session.connection().execute(past))
        assert GOOD in tara.get(f"/attempts/{attempt}/feedback").text
        checks = tara.get(f"/api/v1/attempts/{attempt}/assessment").json()["checks"]
        assert any(check["detail"] for check in checks if check["kind"] == "repaired")

    def test_somebody_else_is_not_held_up(self, cast: Cast, attempt: UUID) -> None:
        tom = cast.browser("tom")
        free = tom.post("/api/v1/exercises/mini/attempts").json()["id"]
        tom.post(f"/api/v1/attempts/{free}/submit")
        assert GOOD in tom.get(f"/attempts/{free}/feedback").text


def _call(submission: UUID | None, purpose: str) -> ModelCall:
    counts = {"attempts": 1, "input_tokens": 9, "cached_tokens": 0, "output_tokens": 9, "seconds": 1.0}
    prompt = {"prompt_name": purpose, "prompt_version": 1, "prompt_hash": "0", "model": "small"}
    words = {"answer": f"Il manque : {GOOD}", "decision": json.dumps({"quote": GOOD}), "request": "{}"}
    of = {"submission_id": submission, "purpose": purpose, "key": purpose, "outcome": "answered"}
    return ModelCall.model_validate({**of, **prompt, **words, **counts, "tokens_estimated": False})


def test_a_free_and_an_assigned_attempt_are_apart(cast: Cast, db: Database, tara: TestClient) -> None:
    free = tara.post("/api/v1/exercises/mini/attempts").json()["id"]
    assigned = begin(cast, db, certifying=True)
    assert free != str(assigned)
    again = tara.post("/api/v1/exercises/mini/attempts")
    assert (again.status_code, again.json()["id"]) == (200, free)
