"""While certifying work on an exercise is under way, no other attempt of it shows its grade, by any path; nor
does one show a reference that an assignment keeps back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from app.cohorts.models import Assignment
from app.cohorts.moderation_own_data import LAST_WORD
from app.core.clock import now
from app.core.db import Database
from app.exercises.models import CatalogueEntry
from app.practice.models import Attempt
from tests.cast import Cast
from tests.cohorts.groups import API, assign, at, cohort, ines, joined, settings, slug, tara, tom
from tests.cohorts.reviewed import Group, decide

__all__ = ["cohort", "ines", "joined", "settings", "tara", "tom"]

FREE = f"{API}/exercises/mini/attempts"
GOOD = "Un acompte de 30 % est demandé à la commande."
"""Words of the reference that stand nowhere else."""
HELD = "Le bilan de cet essai est mis de côté."
OPEN = "Ce n’est pas votre travail certifiant."


def start(browser: TestClient) -> str:
    """A free attempt."""
    answer = browser.post(FREE)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def begin(browser: TestClient, assignment: dict[str, Any]) -> str:
    answer = browser.post(f"{API}/assignments/{assignment['id']}/attempts")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def submit(browser: TestClient, attempt: str) -> int:
    return int(browser.post(f"{API}/attempts/{attempt}/submit").status_code)


def is_held(browser: TestClient, attempt: str) -> bool:
    """Whether the grade is kept back: the API, the page and the attempt itself agree."""
    answer = browser.get(f"{API}/attempts/{attempt}/assessment")
    page = browser.get(f"/attempts/{attempt}/feedback")
    held = browser.get(f"{API}/attempts/{attempt}").json()["set_apart"]
    assert answer.status_code == (404 if held else 200)
    assert (HELD in page.text, GOOD in page.text, "/100" in page.text) == (held, not held, not held)
    return bool(held)


def change(db: Database, table: Any, key: Any, **values: Any) -> None:
    db.write(lambda session: session.connection().execute(update(table).where(key).values(**values)))


def release(db: Database, attempt: str) -> None:
    change(db, Attempt, col(Attempt.id) == UUID(attempt), released_at=now())


class TestWhatWasBegunFreely:
    def test_before_goes_on_and_is_handed_in_without_a_grade(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        free = start(tara)
        assign(ines, joined, mode="certifying")
        again = tara.post(FREE)
        assert (again.status_code, again.json()["id"], again.json()["set_apart"]) == (200, free, True)
        page = tara.get(f"/attempts/{free}")
        assert OPEN in page.text
        assert 'href="/#duties"' in page.text
        handed_in = tara.post(f"{API}/attempts/{free}/submit")
        assert (handed_in.status_code, handed_in.json()["status"]) == (202, "submitted")
        assert "scores" not in handed_in.text
        assert is_held(tara, free)

    def test_and_handed_in_before_is_not_shown_again(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, tom: TestClient
    ) -> None:
        free, toms = start(tara), start(tom)
        assert [submit(tara, free), submit(tom, toms)] == [200, 200]
        assert not is_held(tara, free)
        assign(ines, joined, mode="certifying")
        assert is_held(tara, free)
        assert submit(tara, free) == 202
        assert not is_held(tom, toms)

    def test_comes_back_once_the_grade_is_released(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        free = start(tara)
        submit(tara, free)
        certifying = begin(tara, assign(ines, joined, mode="certifying"))
        assert is_held(tara, free)
        assert submit(tara, certifying) == 202
        assert is_held(tara, free)
        release(db, certifying)
        assert not is_held(tara, free)
        assert tara.get(f"{API}/attempts/{certifying}/assessment").status_code == 200

    def test_says_what_to_do(self, joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
        free = start(tara)
        submit(tara, free)
        assign(ines, joined, mode="certifying")
        answer = tara.get(f"{API}/attempts/{free}/assessment")
        assert slug(answer) == (404, "set-apart")
        assert "GET /api/v1/me/assignments" in answer.json()["detail"]
        page = tara.get(f"/attempts/{free}/feedback").text
        assert "Rendez d’abord votre travail certifiant" in page
        english = tara.get(f"/attempts/{free}/feedback", headers={"Accept-Language": "en"}).text
        assert "Hand your certifying work in first" in english

    @pytest.mark.parametrize("path", ["/", "/exercises/mini"])
    def test_lists_show_no_number(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, path: str
    ) -> None:
        submit(tara, start(tara))
        before = tara.get(path).text
        assign(ines, joined, mode="certifying")
        after = tara.get(path).text
        assert "/100" in before
        for telling in ("/100", "meilleur score", "Dernier score"):
            assert telling not in after
        assert ("Mis de côté" in after) is (path != "/")

    def test_the_download_has_the_work_and_not_the_grade(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        submit(tara, start(tara))
        assign(ines, joined, mode="certifying")
        [kept] = tara.get("/account/data").json()["attempts"]
        assert (kept["assessments"], "submission" in kept) == ("set-apart", True)
        assert not {"coach", "model_calls"} & set(kept)

    def test_how_far_the_model_is_tells_nothing(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        free = start(tara)
        submit(tara, free)
        assert tara.get(f"/attempts/{free}/grading").status_code == 200
        assign(ines, joined, mode="certifying")
        assert tara.get(f"/attempts/{free}/grading").status_code == 404


class TestAsLongAs:
    """Which certifying work keeps grades back."""

    @pytest.fixture
    def free(self, joined: dict[str, Any], tara: TestClient) -> str:
        """Handed in freely, before anything was set."""
        free = start(tara)
        assert submit(tara, free) == 200
        return free

    def test_it_opens_later(
        self, free: str, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        assign(ines, joined, mode="certifying", opens_at=at(days=3))
        assert is_held(tara, free)

    @pytest.mark.parametrize("what", ["cohort", "assignment"])
    def test_it_is_not_archived(
        self, free: str, joined: dict[str, Any], ines: TestClient, tara: TestClient, what: str
    ) -> None:
        made = assign(ines, joined, mode="certifying")
        begin(tara, made)
        assert is_held(tara, free)
        if what == "cohort":
            ines.post(f"{API}/cohorts/{joined['id']}/archive")
        else:
            ines.delete(f"{API}/assignments/{made['id']}")
        assert not is_held(tara, free)

    def test_it_can_be_handed_in_even_late(
        self, free: str, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        missed = assign(ines, joined, mode="certifying", due_at=at(days=1))
        past = {"opens_at": now() - timedelta(days=3), "due_at": now() - timedelta(hours=1)}
        change(db, Assignment, col(Assignment.id) == UUID(missed["id"]), **past)
        assert not is_held(tara, free)
        begun = assign(ines, joined, mode="certifying", due_at=at(days=1))
        certifying = begin(tara, begun)
        change(db, Assignment, col(Assignment.id) == UUID(begun["id"]), **past)
        assert is_held(tara, free)
        assert slug(tara.post(FREE)) == (409, "assigned")
        assert submit(tara, certifying) == 202
        assert is_held(tara, free)

    def test_whoever_leaves_has_not_begun_it(
        self, free: str, joined: dict[str, Any], ines: TestClient, tara: TestClient, cast: Cast
    ) -> None:
        made = assign(ines, joined, mode="certifying")
        leave = f"{API}/cohorts/{joined['id']}/members/{cast.id('tara')}"
        assert tara.delete(leave).status_code == 204
        assert not is_held(tara, free)
        tara.post(f"{API}/cohorts/join", json={"code": joined["code"]})
        begin(tara, made)
        assert tara.delete(leave).status_code == 204
        assert is_held(tara, free)

    def test_the_exercise_is_on_offer(
        self, free: str, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        assign(ines, joined, mode="certifying")
        assert is_held(tara, free)
        change(db, CatalogueEntry, col(CatalogueEntry.id) == "mini", withdrawn=True)
        assert not is_held(tara, free)

    def test_it_is_certifying(
        self, free: str, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        assign(ines, joined)
        assert not is_held(tara, free)


class TestOtherAssignments:
    def test_a_formative_one_is_handed_in_without_a_grade(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        formative, certifying = assign(ines, joined), assign(ines, joined, mode="certifying")
        attempt = begin(tara, formative)
        assert submit(tara, attempt) == 202
        assert is_held(tara, attempt)
        duties = {duty["id"]: duty for duty in tara.get(f"{API}/me/assignments").json()["items"]}
        assert (duties[formative["id"]]["state"], duties[formative["id"]]["score"]) == ("done", None)
        one = begin(tara, certifying)
        submit(tara, one)
        release(db, one)
        assert not is_held(tara, attempt)
        duties = {duty["id"]: duty for duty in tara.get(f"{API}/me/assignments").json()["items"]}
        assert duties[formative["id"]]["score"] is not None

    def test_of_two_certifying_ones_the_first_waits_for_the_second(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, db: Database
    ) -> None:
        first = begin(tara, assign(ines, joined, mode="certifying"))
        submit(tara, first)
        release(db, first)
        assert not is_held(tara, first)
        second = begin(tara, assign(ines, joined, mode="certifying"))
        assert is_held(tara, first)
        submit(tara, second)
        assert slug(tara.get(f"{API}/attempts/{second}/assessment")) == (404, "not-released")
        release(db, second)
        assert [is_held(tara, first), is_held(tara, second)] == [False, False]

    def test_one_without_the_reference_keeps_it_back_before_it_is_begun(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient, tom: TestClient
    ) -> None:
        free, toms = start(tara), start(tom)
        assert [submit(tara, free), submit(tom, toms)] == [200, 200]
        made = assign(ines, joined, due_at=at(days=2), reference="after-due")
        page = tara.get(f"/attempts/{free}/feedback").text
        assert ("/100" in page, GOOD in page) == (True, False)
        checks = tara.get(f"{API}/attempts/{free}/assessment").json()["checks"]
        assert [check["detail"] for check in checks if check["kind"] == "repaired"] == [[], [], []]
        assert GOOD in tom.get(f"/attempts/{toms}/feedback").text
        ines.delete(f"{API}/assignments/{made['id']}")
        assert GOOD in tara.get(f"/attempts/{free}/feedback").text


class TestTheLastWord:
    @pytest.fixture
    def group(self, cast: Cast, db: Database) -> Group:
        return Group(cast, db)

    @pytest.fixture
    def attempt(self, group: Group, cast: Cast) -> Attempt:
        """Contested and answered; then the same exercise is set as certifying work."""
        attempt = group.hand_in(group.formative)
        review = f"appeal.{group.appeal(attempt)['id']}"
        group.propose(attempt)
        assert decide(cast.browser("ines"), review, "passed", 1).status_code == 200
        assert group.certifying
        return attempt

    @pytest.mark.parametrize(
        "ask",
        [
            lambda tara, api: tara.get(f"{api}/appeals"),
            lambda tara, api: tara.post(
                f"{api}/appeals", json={"kind": "check", "subject": "criterion:ton", "text": "x"}
            ),
            lambda tara, api: tara.post(f"{api}/proposals", json={"annotation": 1, "text": "x"}),
        ],
    )
    def test_is_not_shown_nor_contested(
        self, attempt: Attempt, cast: Cast, ask: Callable[[TestClient, str], Any]
    ) -> None:
        answer = ask(cast.browser("tara"), f"{API}/attempts/{attempt.id}")
        assert slug(answer) == (404, "set-apart")

    def test_nor_downloaded(self, group: Group, attempt: Attempt, db: Database) -> None:
        def said(who: str) -> list[int]:
            found = db.read(lambda session: LAST_WORD.collect(session, group.cast.id(who)))
            return [len(found[name]) for name in ("appeals", "proposals", "decisions")]

        assert (said("tara"), said("ines")) == ([0, 0, 0], [1, 0, 1])
        assert attempt.submission_id
        change(db, Assignment, col(Assignment.id) == group.certifying, archived_at=now())
        assert said("tara") == [1, 1, 1]

    def test_is_the_trainer_s_to_read_all_the_while(self, group: Group, attempt: Attempt) -> None:
        ines = group.cast.browser("ines")
        [waiting] = ines.get(f"{API}/reviews").json()["items"]
        assert waiting["attempt"] == str(attempt.id)
        assert ines.get(f"{API}/reviews/{waiting['id']}").status_code == 200
