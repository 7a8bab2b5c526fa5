"""Erasing an account: what goes, what stays without a name, and who may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import inspect, text
from sqlmodel import Session, col, func, select

from app.accounts.models import (
    AuditEntry,
    IdempotentAnswer,
    Invitation,
    OidcIdentity,
    PasswordReset,
    Person,
    Role,
    Scope,
    SignIn,
    SignInLink,
)
from app.accounts.passwords import Passwords
from app.accounts.policy import COOKIE
from app.accounts.service import make_link
from app.core.config import Settings
from app.core.db import Database
from app.exercises.models import CatalogueEntry, ExerciseAuthor, ExerciseDraft, ExerciseVersion
from app.grading.models import AssessmentRecord, Coaching, FrozenSubmission
from app.llm.models import ModelCall
from app.practice.models import AnnotationRecord, Attempt, WrittenText
from tests.accounts.world import HERSELF, World, build
from tests.cast import Cast
from tests.web.sources import Page

PASSWORD = "quatre chats sur un toit"
QUICK = Argon2Hasher(1, 8, 1)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def world(cast: Cast, db: Database, app: FastAPI) -> World:
    made = build(cast)
    app.state.passwords = Passwords(4, QUICK)
    kept = QUICK.hash(PASSWORD)
    db.write(lambda session: setattr(session.get_one(Person, made.herself), "password_hash", kept))
    return made


@pytest.fixture
def browser(world: World, cast: Cast) -> TestClient:
    client = cast.browser(HERSELF)
    client.headers["Accept-Language"] = "en"
    return client


def erase(browser: TestClient, **form: str) -> Any:
    return browser.post("/account/erase", data=form)


@pytest.fixture
def erased(browser: TestClient) -> Any:
    answer = erase(browser, password=PASSWORD)
    assert answer.status_code == 200, answer.text
    return answer


def everything(db: Database) -> str:
    """All that the database holds, as text."""
    tables = inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        rows = [connection.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables]  # noqa: S608
    return "\n".join(str(row) for table in rows for row in table)


def count(db: Database, *where: Any) -> int:
    """Of the rows of the table of the first condition's column."""
    return int(db.read(lambda session: session.execute(select(func.count()).where(*where)).scalar_one()))


class TestWhatStays:
    """Of one's practice, only what another trainer's records need."""

    def test_a_submitted_attempt_on_another_trainers_exercise(
        self, erased: Any, world: World, db: Database
    ) -> None:
        kept = db.read(lambda s: s.exec(select(Attempt).where(Attempt.person_id == world.herself)).all())
        assert [attempt.id for attempt in kept] == [world.attempts["ivans"]]
        submission_id = kept[0].submission_id
        assert count(db, col(AssessmentRecord.submission_id) == submission_id) == 1
        assert count(db, col(AnnotationRecord.attempt_id) == kept[0].id) == 1
        assert count(db, col(WrittenText.attempt_id) == kept[0].id) == 2

    def test_without_what_the_coach_said_to_her(self, erased: Any, world: World, db: Database) -> None:
        kept = db.read(lambda s: s.get_one(Attempt, world.attempts["ivans"]).submission_id)
        assert count(db, col(Coaching.submission_id) == kept) == 0
        calls = db.read(lambda s: s.exec(select(ModelCall).where(ModelCall.submission_id == kept)).all())
        assert [call.purpose for call in calls] == ["judge"], "a later grading replays it"

    def test_the_person_is_a_row_without_a_name(self, erased: Any, world: World, db: Database) -> None:
        person = db.read(lambda session: session.get_one(Person, world.herself))
        assert (person.name, person.email, person.password_hash) == ("", None, None)
        assert person.role == Role.TRAINEE
        assert person.erased_at is not None

    def test_what_others_did_is_untouched(self, erased: Any, world: World, db: Database) -> None:
        tara = db.read(lambda session: session.get_one(Attempt, world.attempts["tara"]))
        assert count(db, col(Coaching.submission_id) == tara.submission_id) == 1
        assert count(db, col(ModelCall.submission_id) == tara.submission_id) == 2
        kept = everything(db)
        assert all(word in kept for word in ("motmarquetara", "motréécrittara", "motcoachtara"))

    def test_the_log_with_ids_alone(self, erased: Any, world: World, db: Database) -> None:
        entries = db.read(
            lambda s: s.exec(select(AuditEntry).where(AuditEntry.actor_id == world.herself)).all()
        )
        assert {"exercise.publish", "person.rename", "token.make", "person.erase"} <= {
            e.action for e in entries
        }
        last = max(entries, key=lambda entry: entry.id or 0)
        assert (last.action, last.subject) == ("person.erase", str(world.herself))
        assert '"attempts_kept": 1' in last.details


class TestWhatGoes:
    def test_every_word_of_hers(self, erased: Any, world: World, db: Database) -> None:
        """Nothing that only she wrote, was told or was called, in any table."""
        left = everything(db)
        gone = ["Motnomade", "ines@people.example", "motjeton", "motissuer", "motsujet", "motclé", "motvenue"]
        gone += [
            f"mot{what}{which}" for what in ("marque", "réécrit", "note") for which in ("file", "own", "open")
        ]
        gone += ["motcoachfile", "motcoachivans", "motréponsecoachivans", "motréponsejudgefile", "motinvitée"]
        gone += ["motalone"]
        assert [word for word in gone if word in left] == []

    @pytest.mark.parametrize("which", ["file", "own", "open", "trial"])
    def test_attempts_with_all_that_hangs_on_them(
        self, browser: TestClient, world: World, db: Database, which: str
    ) -> None:
        attempt_id = world.attempts[which]
        submission = db.read(lambda session: session.get_one(Attempt, attempt_id).submission_id)
        erase(browser, password=PASSWORD)
        assert count(db, col(Attempt.id) == attempt_id) == 0
        assert count(db, col(AnnotationRecord.attempt_id) == attempt_id) == 0
        assert count(db, col(WrittenText.attempt_id) == attempt_id) == 0
        for column in (
            FrozenSubmission.id,
            AssessmentRecord.submission_id,
            Coaching.submission_id,
            ModelCall.submission_id,
        ):
            assert submission is None or count(db, col(column) == submission) == 0

    @pytest.mark.parametrize("table", [SignIn, SignInLink, PasswordReset, OidcIdentity, IdempotentAnswer])
    def test_every_way_in(self, erased: Any, world: World, db: Database, table: Any) -> None:
        assert count(db, col(table.person_id) == world.herself) == 0

    def test_the_browser_and_the_tokens_are_signed_out(
        self, erased: Any, browser: TestClient, cast: Cast
    ) -> None:
        assert 'vigie_session=""' in erased.headers["set-cookie"]
        assert "Your account is erased" in Page(erased.text).words
        assert "/sign-out" not in Page(erased.text).attributes("action")
        browser.cookies.delete(COOKIE)
        assert browser.get("/").headers["location"].startswith("/sign-in")

    def test_invitations_nobody_used_and_the_address_of_the_one_she_used(
        self, erased: Any, world: World, db: Database
    ) -> None:
        assert count(db, col(Invitation.created_by) == world.herself) == 0
        used = db.read(lambda s: s.exec(select(Invitation).where(Invitation.used_by == world.herself)).one())
        assert (used.email, used.used_at is not None) == (None, True)

    def test_a_link_that_she_made_for_somebody_stays(self, erased: Any, cast: Cast, db: Database) -> None:
        assert count(db, col(PasswordReset.person_id) == cast.ids["tara"]) == 1


class TestExercises:
    def authors(self, db: Database, exercise_id: str) -> dict[UUID, bool]:
        of_exercise = select(ExerciseAuthor).where(ExerciseAuthor.exercise_id == exercise_id)
        return {row.person_id: row.owner for row in db.read(lambda s: s.exec(of_exercise).all())}

    def test_one_that_nobody_else_has_a_part_in_goes(self, erased: Any, db: Database) -> None:
        assert count(db, col(CatalogueEntry.id) == "alone") == 0
        assert count(db, col(ExerciseDraft.exercise_id) == "alone") == 0
        assert count(db, col(ExerciseVersion.exercise_id) == "alone") == 0
        assert self.authors(db, "alone") == {}

    def test_one_with_a_co_author_goes_over_to_them(self, erased: Any, db: Database, cast: Cast) -> None:
        assert self.authors(db, "shared") == {cast.ids["ivan"]: True}
        assert cast.tool("ivan").get("/api/v1/exercises/shared?view=author").status_code == 200

    def test_one_that_others_attempted_stays_for_administrators(
        self, erased: Any, db: Database, cast: Cast
    ) -> None:
        assert self.authors(db, "attempted") == {}
        assert cast.browser("tara").get("/api/v1/exercises/attempted").status_code == 200
        shown = cast.browser("ada").get("/api/v1/exercises/attempted?view=author")
        assert (shown.status_code, shown.json()["authors"]) == (200, [])

    def test_another_owner_stays_the_owner(self, cast: Cast, world: World, db: Database) -> None:
        ivan, ada = cast.id("ivan"), cast.id("ada")

        def share(session: Session) -> None:
            session.get_one(ExerciseAuthor, ("shared", world.herself)).owner = False
            session.get_one(ExerciseAuthor, ("shared", ivan)).owner = True
            session.add(ExerciseAuthor(exercise_id="shared", person_id=ada))

        db.write(share)
        erase(cast.browser(HERSELF), password=PASSWORD)
        assert self.authors(db, "shared") == {ivan: True, ada: False}


class TestConfirming:
    def test_the_page_counts_what_goes_and_what_stays(self, browser: TestClient) -> None:
        words = Page(browser.get("/account/erase").text).words
        assert "4 attempts, with their annotations" in words
        assert "One attempt handed in on an exercise that a trainer wrote, without your name" in words
        assert "One exercise that you wrote and nobody else has a part in." in words
        assert "2 exercises that you wrote and others have a part in" in words

    @pytest.mark.parametrize("form", [{}, {"password": "wrong wrong wrong"}, {"word": "ERASE"}])
    def test_without_the_password_nothing_happens(
        self, browser: TestClient, db: Database, form: dict[str, str]
    ) -> None:
        before = count(db, col(Attempt.id).is_not(None))
        answer = erase(browser, **form)
        assert answer.status_code == 403
        assert "This is not your current password." in Page(answer.text).words
        assert count(db, col(Attempt.id).is_not(None)) == before

    def test_guessing_is_limited(self, browser: TestClient, settings: Settings) -> None:
        tries = [
            erase(browser, password="wrong wrong").status_code for _ in range(settings.limit_sign_ins + 1)
        ]
        assert tries[-1] == 429

    @pytest.mark.parametrize(
        ("word", "status"), [("erase", 200), (" EFFACER ", 200), ("", 422), ("yes", 422), ("ERASE!", 422)]
    )
    def test_who_has_no_password_types_a_word(self, cast: Cast, db: Database, word: str, status: int) -> None:
        cast.id("ada")
        answer = erase(cast.browser("tom"), word=word)
        assert answer.status_code == status
        erased_at = db.read(lambda session: session.get_one(Person, cast.ids["tom"]).erased_at)
        assert (erased_at is not None) == (status == 200)

    def test_a_password_changed_meanwhile_proves_nothing(
        self, browser: TestClient, app: FastAPI, db: Database, world: World
    ) -> None:
        passwords = app.state.passwords

        class Meddler:
            async def check(self, *args: Any) -> Any:
                checked = await passwords.check(*args)
                db.write(lambda s: setattr(s.get_one(Person, world.herself), "password_hash", "another"))
                return checked

        app.state.passwords = Meddler()
        assert erase(browser, password=PASSWORD).status_code == 403
        assert db.read(lambda session: session.get_one(Person, world.herself).erased_at) is None

    def test_a_token_cannot(self, cast: Cast, world: World) -> None:
        assert erase(cast.tool(HERSELF, Scope.AUTHOR), password=PASSWORD).status_code == 403

    def test_the_address_is_free_again(self, erased: Any, db: Database) -> None:
        again = Person(name="Inès", email="ines@people.example")
        db.write(lambda session: session.add(again))


class TestLastAdministrator:
    def test_a_server_keeps_its_last_one(self, cast: Cast, db: Database) -> None:
        ada = cast.browser("ada")
        ada.headers["Accept-Language"] = "en"
        page = Page(ada.get("/account/erase").text)
        assert "You are the last administrator" in page.words
        assert [form for form in page.all("form") if form["action"].startswith("/account")] == []
        answer = erase(ada, word="ERASE")
        assert (answer.status_code, "You are the last administrator" in Page(answer.text).words) == (
            409,
            True,
        )
        assert db.read(lambda session: session.get_one(Person, cast.ids["ada"]).erased_at) is None

    def test_one_of_two_may_go(self, cast: Cast, db: Database) -> None:
        tom = cast.id("tom")

        def promote(session: Session) -> None:
            person = session.get_one(Person, tom)
            person.role, person.password_hash = Role.ADMIN, QUICK.hash(PASSWORD)

        db.write(promote)
        assert erase(cast.browser("ada"), word="ERASE").status_code == 200
        assert erase(cast.browser("tom"), password=PASSWORD).status_code == 409


class TestSolo:
    """The one person of solo mode erases what is kept, and goes on."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"mode": "solo"})

    def test_everything_goes_and_the_browser_stays(
        self, trainee: TestClient, db: Database, cast: Cast
    ) -> None:
        trainee.headers["Accept-Language"] = "en"
        trainee.post("/account/name", data={"name": "Motnom"})
        trainee.post("/account/tokens", data={"name": "motjeton", "scope": "read", "days": "3"})
        started = trainee.post("/api/v1/exercises/mini/attempts").json()["id"]
        trainee.put(f"/api/v1/attempts/{started}/rewrite", json={"text": "mottexte"})
        trainee.post(f"/api/v1/attempts/{started}/submit")
        words = Page(trainee.get("/account/erase").text).words
        assert "You go on with an empty account." in words
        assert "One attempt, with its annotations" in words
        answer = erase(trainee, word="erase")
        assert answer.headers["location"] == "/account?done=erased#data"
        assert "Your data are erased." in Page(trainee.get("/account?done=erased").text).words
        left = everything(db)
        assert [word for word in ("Motnom", "motjeton", "mottexte") if word in left] == []
        assert count(db, col(SignIn.token_hash).is_not(None)) == 1
        person = db.read(lambda session: session.exec(select(Person)).one())
        assert (person.name, person.role, person.erased_at) == ("solo", Role.ADMIN, None)
        assert trainee.post("/api/v1/exercises/mini/attempts").status_code == 201

    def test_nothing_is_kept_for_trainers(self, trainee: TestClient, db: Database) -> None:
        started = trainee.post("/api/v1/exercises/mini/attempts").json()["id"]
        trainee.post(f"/api/v1/attempts/{started}/submit")
        of_api = text("UPDATE exercise SET origin = 'api'")
        db.write(lambda session: session.connection().execute(of_api))
        erase(trainee, word="effacer")
        assert count(db, col(Attempt.id).is_not(None)) == 0

    def test_the_link_of_this_start_still_works(
        self, trainee: TestClient, stranger: TestClient, db: Database
    ) -> None:
        token = db.write(make_link)
        erase(trainee, word="effacer")
        assert stranger.get("/sign-in", params={"token": token}).status_code == 303


def test_a_crash_in_the_middle_erases_nothing(browser: TestClient, db: Database, app: FastAPI) -> None:
    *others, account = app.state.holdings

    def fail(*_: Any) -> None:
        raise RuntimeError("the disk is on fire")

    app.state.holdings = (*others, replace(account, erase=fail))
    assert erase(browser, password=PASSWORD).status_code == 500
    kept = everything(db)
    assert all(word in kept for word in ("motmarquefile", "motréécritown", "motcoachivans", "motalone"))
    assert browser.get("/account").status_code == 200
