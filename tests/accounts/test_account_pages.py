"""The page of one's own account: what it shows, and its forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session, col, select

from app.accounts.models import AuditEntry, Person, Scope, SignIn
from app.accounts.passwords import Passwords
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from tests.cast import Cast
from tests.web.sources import Page

PASSWORD = "quatre chats sur un toit"
SECRET = re.compile(r"vigie_[A-Za-z0-9_-]{43}")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"mode": "server"})


@pytest.fixture
def with_password(db: Database, cast: Cast, app: Any) -> Callable[[str], TestClient]:
    """Makes browsers of people who have a password (and a hash of it that takes no time)."""
    quick = Argon2Hasher(1, 8, 1)
    app.state.passwords = Passwords(4, quick)

    def make(name: str) -> TestClient:
        person_id, kept = cast.id(name), quick.hash(PASSWORD)
        db.write(lambda session: setattr(session.get_one(Person, person_id), "password_hash", kept))
        return cast.browser(name)

    return make


def person(db: Database, cast: Cast, name: str) -> Person:
    return db.read(lambda session: session.get_one(Person, cast.ids[name]))


def actions(db: Database) -> list[str]:
    return db.read(lambda session: list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id)))))


def english(client: TestClient) -> TestClient:
    client.headers["Accept-Language"] = "en"
    return client


def test_it_says_who_one_is(cast: Cast) -> None:
    words = Page(cast.browser("ines").get("/account").text).words
    assert "Votre compte" in words
    assert "ines@people.example" in words
    page = Page(english(cast.browser("ines")).get("/account").text)
    assert "Trainer" in page.words
    assert {"/account/data", "/account/erase"} <= set(page.attributes("href"))


@pytest.mark.parametrize(("name", "shown"), [("tara", False), ("ines", False), ("ada", True)])
def test_only_administrators_are_led_to_the_log(cast: Cast, name: str, shown: bool) -> None:
    page = Page(cast.browser(name).get("/account").text)
    assert ("/audit" in page.attributes("href")) is shown


def test_in_solo_mode_there_is_no_address_and_no_password(
    settings: Settings, db: Database, cast: Cast, app: Any
) -> None:
    app.state.settings = settings.model_copy(update={"mode": "solo"})
    page = Page(cast.browser("ada").get("/account").text)
    fields = {field["name"] for field in page.all("input") if "name" in field}
    assert "name" in fields
    assert fields.isdisjoint({"email", "password", "old", "new"})
    assert {"profile", "sessions", "tokens", "data"} <= set(page.attributes("id"))


@pytest.mark.parametrize("path", ["/account", "/account/data", "/account/erase"])
def test_neither_strangers_nor_tokens_get_there(cast: Cast, path: str) -> None:
    assert cast.stranger().get(path).headers["location"].startswith("/sign-in")
    assert cast.tool("ada", Scope.ADMIN).get(path).status_code == 403


class TestName:
    def test_it_is_changed_and_noted_once(self, cast: Cast, db: Database) -> None:
        browser = english(cast.browser("tara"))
        answer = browser.post("/account/name", data={"name": "  Tara   Nguyễn "})
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=renamed#profile")
        assert person(db, cast, "tara").name == "Tara Nguyễn"
        page = Page(browser.get("/account?done=renamed").text)
        assert "Your name is saved." in page.words
        browser.post("/account/name", data={"name": "Tara Nguyễn"})
        assert actions(db) == ["person.rename"]

    @pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 201])
    def test_what_is_no_name_comes_back(self, cast: Cast, db: Database, name: str) -> None:
        answer = cast.browser("tara").post("/account/name", data={"name": name})
        page = Page(answer.text)
        assert answer.status_code == 422
        field = next(field for field in page.all("input") if field.get("id") == "own-name")
        assert (field["aria-invalid"], field["aria-describedby"].split()[0]) == ("true", "own-name-error")
        assert person(db, cast, "tara").name == "Tara"

    def test_it_is_shown_and_never_run(self, cast: Cast) -> None:
        browser = cast.browser("tara")
        browser.post("/account/name", data={"name": '"><script>alert(1)</script>'})
        page = Page(browser.get("/account").text)
        assert [s for s in page.all("script") if "src" not in s and s.get("type") != "application/json"] == []


class TestEmail:
    def change(self, browser: TestClient, email: str, password: str = PASSWORD) -> Any:
        return browser.post("/account/email", data={"email": email, "password": password})

    def test_with_the_password_it_changes(
        self, with_password: Callable[[str], TestClient], cast: Cast, db: Database
    ) -> None:
        browser = with_password("tara")
        answer = self.change(browser, " Tara.New@Example.org ")
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=email#profile")
        assert person(db, cast, "tara").email == "tara.new@example.org"
        assert actions(db) == ["person.email"]
        assert self.change(browser, "tara.new@example.org").status_code == 303
        assert actions(db) == ["person.email"]

    @pytest.mark.parametrize(
        ("email", "password", "status", "wrong"),
        [
            ("tara@new.example", "quatre chiens sur un toit", 403, "email-password"),
            ("tara@new.example", "", 403, "email-password"),
            ("no address", PASSWORD, 422, "new-email"),
            ("TOM@people.example", PASSWORD, 409, "new-email"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self,
        with_password: Callable[[str], TestClient],
        cast: Cast,
        db: Database,
        email: str,
        password: str,
        status: int,
        wrong: str,
    ) -> None:
        cast.id("tom")
        answer = self.change(with_password("tara"), email, password)
        page = Page(answer.text)
        assert answer.status_code == status
        assert [f["id"] for f in page.all("input") if f.get("aria-invalid")] == [wrong]
        assert person(db, cast, "tara").email == "tara@people.example"
        assert actions(db) == []
        assert next(f["value"] for f in page.all("input") if f.get("id") == "new-email") == email
        assert password not in answer.text or not password

    def test_guessing_the_password_is_limited(
        self, with_password: Callable[[str], TestClient], settings: Settings, cast: Cast, db: Database
    ) -> None:
        browser = with_password("tara")
        tries = [
            self.change(browser, "tara@new.example", "wrong " * 3).status_code
            for _ in range(settings.limit_sign_ins + 1)
        ]
        assert tries == [403] * settings.limit_sign_ins + [429]
        assert self.change(browser, "tara@new.example").headers["retry-after"].isdigit()
        assert person(db, cast, "tara").email == "tara@people.example"

    def test_who_has_no_password_cannot(self, cast: Cast, db: Database) -> None:
        browser = english(cast.browser("tara"))
        assert "Your account has no password." in Page(browser.get("/account").text).words
        assert self.change(browser, "tara@new.example", "anything at all").status_code == 403
        assert person(db, cast, "tara").email == "tara@people.example"

    def test_a_password_changed_meanwhile_proves_nothing(
        self, with_password: Callable[[str], TestClient], cast: Cast, db: Database, app: Any
    ) -> None:
        browser, passwords, person_id = with_password("tara"), app.state.passwords, cast.ids["tara"]

        class Meddler:
            """Somebody else changes the password while it is checked."""

            async def check(self, *args: Any) -> Any:
                checked = await passwords.check(*args)
                db.write(lambda s: setattr(s.get_one(Person, person_id), "password_hash", "another"))
                return checked

        app.state.passwords = Meddler()
        assert self.change(browser, "tara@new.example").status_code == 403
        assert person(db, cast, "tara").email == "tara@people.example"


FORM = {"name": "carnet", "scope": "author", "days": "30"}


class TestTokens:
    def test_the_secret_is_in_one_answer_alone(self, cast: Cast, db: Database) -> None:
        browser = english(cast.browser("ines"))
        answer = browser.post("/account/tokens", data=FORM)
        shown = SECRET.findall(answer.text)
        assert (answer.status_code, len(shown)) == (200, 1)
        assert answer.headers["cache-control"] == "no-store"
        field = next(f for f in Page(answer.text).all("input") if f.get("id") == "token-secret")
        assert field["value"] == shown[0]
        again = browser.get("/account")
        assert SECRET.findall(again.text) == []
        assert "carnet" in Page(again.text).words
        tool = cast.stranger()
        tool.headers["Authorization"] = f"Bearer {shown[0]}"
        assert tool.get("/api/v1/exercises").status_code == 200

    @pytest.mark.parametrize("path", ["name", "email", "tokens"])
    def test_a_change_of_the_language_leads_back_to_the_page(self, cast: Cast, path: str) -> None:
        assert cast.browser("ines").get(f"/account/{path}").headers["location"] == "/account"

    @pytest.mark.parametrize(
        ("name", "changed", "wrong"),
        [
            ("ines", {"name": " "}, "token-name"),
            ("ines", {"days": "0"}, "token-days"),
            ("ines", {"days": "x"}, "token-days"),
            ("ines", {"scope": "root"}, "token-scope-error"),
            ("ines", {"scope": "admin"}, "token-scope-error"),
            ("ines", {"scope": ""}, "token-scope-error"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, cast: Cast, db: Database, name: str, changed: dict[str, str], wrong: str
    ) -> None:
        answer = cast.browser(name).post("/account/tokens", data={**FORM, **changed})
        assert answer.status_code == 422
        page = Page(answer.text)
        invalid = [f["id"] for f in page.all("input") if f.get("aria-invalid")]
        assert invalid == [wrong] or wrong in page.attributes("id")
        assert SECRET.findall(answer.text) == []
        assert db.read(lambda s: s.exec(select(SignIn).where(col(SignIn.scope).is_not(None))).all()) == []

    @pytest.mark.parametrize(
        ("name", "scopes"), [("tara", ["read", "author"]), ("ada", ["read", "author", "admin"])]
    )
    def test_one_is_offered_what_one_may_have(self, cast: Cast, name: str, scopes: list[str]) -> None:
        page = Page(cast.browser(name).get("/account").text)
        assert [f["value"] for f in page.all("input") if f.get("type") == "radio"] == scopes

    def test_they_are_listed_with_their_state_and_revoked(self, cast: Cast, db: Database) -> None:
        browser = english(cast.browser("ines"))
        browser.post("/account/tokens", data=FORM)
        words = Page(browser.get("/account").text).words
        assert "Never used." in words
        assert "Valid until" in words

        def expire(session: Session) -> str:
            row = session.exec(select(SignIn).where(col(SignIn.scope).is_not(None))).one()
            row.expires_at = row.last_used_at = now()
            return str(row.id)

        token_id = db.write(expire)
        words = Page(browser.get("/account").text).words
        assert "Expired on" in words
        assert "Last used on" in words
        gone = browser.post(f"/account/tokens/{token_id}/revoke")
        assert gone.headers["location"] == "/account?done=token-revoked#tokens"
        page = Page(browser.get("/account?done=token-revoked").text)
        assert "The token is revoked." in page.words
        assert "carnet" not in page.words

    def test_nobody_revokes_another_s(self, cast: Cast, db: Database) -> None:
        cast.browser("ines").post("/account/tokens", data=FORM)
        of_ines = select(SignIn.id).where(col(SignIn.scope).is_not(None))
        token_id = db.read(lambda session: session.exec(of_ines).one())
        for wanted in (token_id, uuid4()):
            assert cast.browser("ivan").post(f"/account/tokens/{wanted}/revoke").status_code == 404
        assert db.read(lambda session: session.exec(of_ines).one()) == token_id

    def test_too_many_are_said_so(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.accounts.tokens.MOST", 1)
        browser = english(cast.browser("ines"))
        assert browser.post("/account/tokens", data=FORM).status_code == 200
        refused = browser.post("/account/tokens", data=FORM)
        assert refused.status_code == 409
        assert "Revoke one before" in Page(refused.text).words


@pytest.mark.parametrize("notice", ["nothing", "<script>", "renamed&done=erased"])
def test_an_unknown_notice_says_nothing(cast: Cast, notice: str) -> None:
    page = cast.browser("tara").get("/account", params={"done": notice})
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert Page(page.text).all("div").count({"class": "notice", "role": "status"}) == 0
