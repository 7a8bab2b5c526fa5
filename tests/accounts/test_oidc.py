"""The whole way, with a real provider over HTTP and a browser that follows its redirects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from structlog.testing import capture_logs

from app.accounts.models import Invitation, OidcFlow, Person, Role
from app.accounts.policy import COOKIE
from app.accounts.service import digest
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from tests.accounts.oidc_mock import Client, MockProvider, mock_provider
from tests.accounts.oidc_steps import (
    CALLBACK,
    NAME,
    START,
    Books,
    assert_signed_in,
    come_back,
    leave,
    query_of,
    reason_of,
    with_provider,
)
from tests.cast import BASE

ZOE = "zoe@atelier.example"
STATUSES = {
    "away": 503,
    "answer": 502,
    "declined": 403,
    "lost": 400,
    "expired": 400,
    "unverified": 403,
    "uninvited": 403,
    "invitation": 410,
    "address": 403,
    "blocked": 403,
}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockProvider]:
    with mock_provider(tmp_path_factory.mktemp("provider")) as running:
        running.add("zoe", email="Zoe@Atelier.example", email_verified=True, name="Zoé Martin")
        running.add("yann", email="yann@atelier.example", email_verified=False, name="Yann Petit")
        running.add("xu", name="Xu Li")
        yield running


@pytest.fixture(scope="module")
def client(provider: MockProvider) -> Client:
    return provider.register(CALLBACK)


@pytest.fixture
def settings(settings: Settings, provider: MockProvider, client: Client) -> Settings:
    return with_provider(settings, provider.issuer, client.id, client.secret)


@pytest.fixture
def books(db: Database) -> Books:
    return Books(db)


@pytest.fixture
def invitation(books: Books) -> str:
    """The token of a pending invitation for a trainer, to no address in particular."""
    return invite(books, "for-anybody")


def invite(books: Books, token: str, role: Role = Role.TRAINER, email: str | None = None) -> str:
    later = now() + timedelta(days=7)
    books.add(Invitation(token_hash=digest(token), role=role, email=email, expires_at=later))
    return token


def open_to_anyone(settings: Settings, db: Database) -> TestClient:
    """A browser at a server where anyone may make an account."""
    open_settings = settings.model_copy(update={"oidc_sign_up": "anyone"})
    return TestClient(create_app(open_settings, db), BASE, follow_redirects=False)


def sign_in(browser: TestClient, provider: MockProvider, subject: str, **params: str) -> httpx2.Response:
    return come_back(browser, provider.sign_in(leave(browser, **params), subject))


def refusals(logs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What the log says beside the line of each request."""
    return [entry for entry in logs if entry["event"] != "answered"]


class TestFirstTime:
    def test_an_invitation_makes_an_account_with_its_role(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        answer = sign_in(stranger, provider, "zoe", invitation=invitation)
        assert_signed_in(stranger, answer)
        zoe = books.person("Zoé Martin")
        assert (zoe.email, zoe.role, zoe.password_hash) == (ZOE, "trainer", None)
        assert books.identities() == {"zoe": "Zoé Martin"}

    def test_what_was_done_is_in_the_audit_log_without_names(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        sign_in(stranger, provider, "zoe", invitation=invitation)
        entries = books.audit()
        actions = [action for action, _ in entries]
        assert actions == ["person.create", "invitation.use", "identity.link", "person.sign-in"]
        details = [json.loads(kept) for _, kept in entries]
        assert details[0] == {"role": "trainer", "via": "oidc"}
        assert details[2] == {"issuer": provider.issuer}
        assert details[3] == {"via": "oidc"}
        assert not any("zo" in kept.casefold() for _, kept in entries)

    def test_an_invitation_is_used_once(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        sign_in(stranger, provider, "zoe", invitation=invitation)
        other = TestClient(stranger.app, BASE, follow_redirects=False)
        assert reason_of(other.get(START, params={"invitation": invitation})) == "invitation"
        assert [person.name for person in books.people()] == ["Zoé Martin"]

    def test_an_invitation_used_meanwhile_is_refused_at_the_end(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        address = leave(stranger, invitation=invitation)
        books.change(lambda session: session.execute(update(Invitation).values(used_at=now())))
        assert reason_of(come_back(stranger, provider.sign_in(address, "zoe"))) == "invitation"
        assert books.people() == []

    @pytest.mark.parametrize("token", ["unknown", "late"])
    def test_an_invitation_that_is_no_good_leads_nowhere(
        self, stranger: TestClient, books: Books, token: str
    ) -> None:
        past = now() - timedelta(seconds=1)
        books.add(Invitation(token_hash=digest("late"), role=Role.TRAINER, expires_at=past))
        assert reason_of(stranger.get(START, params={"invitation": token})) == "invitation"
        assert books.flows() == []

    def test_an_invitation_for_an_address_wants_that_address(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        theirs = invite(books, "for-wanda", email="wanda@atelier.example")
        assert reason_of(sign_in(stranger, provider, "zoe", invitation=theirs)) == "address"
        assert reason_of(sign_in(stranger, provider, "xu", invitation=theirs)) == "address"
        assert reason_of(sign_in(stranger, provider, "yann", invitation=theirs)) == "unverified"
        assert (books.people(), books.identities()) == ([], {})
        hers = invite(books, "for-zoe", email=ZOE)
        assert_signed_in(stranger, sign_in(stranger, provider, "zoe", invitation=hers))

    def test_an_invitation_to_nobody_in_particular_needs_no_address(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        assert_signed_in(stranger, sign_in(stranger, provider, "yann", invitation=invitation))
        assert books.person("Yann Petit").email is None

    def test_a_confirmed_address_finds_the_account(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        books.add(Person(name="Zoé", email=ZOE, role=Role.ADMIN, password_hash="kept"))
        assert_signed_in(stranger, sign_in(stranger, provider, "zoe"))
        assert [(p.name, p.role, p.password_hash) for p in books.people()] == [("Zoé", "admin", "kept")]
        assert books.identities() == {"zoe": "Zoé"}
        assert [action for action, _ in books.audit()] == ["identity.link", "person.sign-in"]

    def test_an_address_that_is_not_confirmed_finds_nothing(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        books.add(Person(name="Yann", email="yann@atelier.example", role=Role.ADMIN))
        assert reason_of(sign_in(stranger, provider, "yann")) == "unverified"
        assert books.identities() == {}
        assert COOKIE not in stranger.cookies

    def test_an_invitation_never_doubles_an_account(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        books.add(Person(name="Zoé", email=ZOE, role=Role.TRAINEE))
        assert_signed_in(stranger, sign_in(stranger, provider, "zoe", invitation=invitation))
        assert [(p.name, p.role) for p in books.people()] == [("Zoé", "trainee")]

    def test_the_uninvited_are_told_to_ask(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        assert reason_of(sign_in(stranger, provider, "zoe")) == "uninvited"
        assert reason_of(sign_in(stranger, provider, "xu")) == "uninvited"
        assert (books.people(), COOKIE in stranger.cookies) == ([], False)

    def test_anyone_may_come_where_the_settings_say_so(
        self, settings: Settings, db: Database, provider: MockProvider, books: Books
    ) -> None:
        browser = open_to_anyone(settings, db)
        assert_signed_in(browser, sign_in(browser, provider, "zoe"))
        assert_signed_in(browser, sign_in(browser, provider, "xu"))
        assert reason_of(sign_in(browser, provider, "yann")) == "unverified"
        kept = {(person.name, person.email, person.role) for person in books.people()}
        assert kept == {("Zoé Martin", ZOE, "trainee"), ("Xu Li", None, "trainee")}


class TestAgain:
    @pytest.fixture(autouse=True)
    def known(self, stranger: TestClient, provider: MockProvider, invitation: str) -> None:
        sign_in(stranger, provider, "zoe", invitation=invitation)
        stranger.cookies.clear()

    def test_who_is_known_signs_in(self, stranger: TestClient, provider: MockProvider, books: Books) -> None:
        stranger.headers["user-agent"] = FIREFOX
        assert_signed_in(stranger, sign_in(stranger, provider, "zoe"))
        assert len(books.people()) == 1
        assert "Firefox, Linux" in books.labels()

    def test_another_address_at_the_provider_changes_nothing(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        books.change(lambda session: session.execute(update(Person).values(email="new@atelier.example")))
        assert_signed_in(stranger, sign_in(stranger, provider, "zoe"))
        assert [person.email for person in books.people()] == ["new@atelier.example"]

    @pytest.mark.parametrize("column", ["blocked_at", "erased_at"])
    def test_a_closed_account_stays_closed(
        self, stranger: TestClient, provider: MockProvider, books: Books, column: str
    ) -> None:
        books.change(lambda session: session.execute(update(Person).values({column: now()})))
        assert reason_of(sign_in(stranger, provider, "zoe")) == "blocked"
        assert COOKIE not in stranger.cookies

    def test_a_blocked_account_is_not_found_by_its_address_either(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        books.add(Person(name="Vic", email="vic@atelier.example", blocked_at=now()))
        provider.add("vic", email="vic@atelier.example", email_verified=True)
        assert reason_of(sign_in(stranger, provider, "vic")) == "blocked"
        assert "vic" not in books.identities()

    def test_it_leads_to_the_page_that_was_asked_for(
        self, stranger: TestClient, provider: MockProvider
    ) -> None:
        target = "/exercises/mini?de=l’été"
        answer = sign_in(stranger, provider, "zoe", next=target)
        assert_signed_in(stranger, answer, "/exercises/mini?de=l%E2%80%99%C3%A9t%C3%A9")

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/" + "x" * 600])
    def test_it_leads_to_no_other_site(
        self, stranger: TestClient, provider: MockProvider, target: str
    ) -> None:
        assert_signed_in(stranger, sign_in(stranger, provider, "zoe", next=target))


class TestTheWay:
    def test_the_request_is_bound_to_this_sign_in(
        self, stranger: TestClient, provider: MockProvider, client: Client, books: Books
    ) -> None:
        stranger.headers["accept-language"] = "en"
        first, second = query_of(leave(stranger)), query_of(leave(stranger))
        assert (first["response_type"], first["client_id"], first["ui_locales"]) == ("code", client.id, "en")
        assert (first["redirect_uri"], first["code_challenge_method"]) == (CALLBACK, "S256")
        assert set(first["scope"].split()) == {"openid", "email", "profile"}
        for secret in ("state", "nonce", "code_challenge"):
            assert len(first[secret]) >= 43
            assert first[secret] != second[secret]
        assert not any(first["state"] in str(flow) for flow in books.flows())

    def test_the_public_address_is_where_it_comes_back(self, settings: Settings, db: Database) -> None:
        named = settings.model_copy(update={"public_url": "https://vigie.example"})
        browser = TestClient(create_app(named, db), BASE, follow_redirects=False)
        answer = browser.get(START)
        query = query_of(answer.headers["location"])
        assert query["redirect_uri"] == "https://vigie.example/sign-in/oidc/callback"
        assert "Secure" in answer.headers["set-cookie"]

    def test_the_cookie_is_out_of_reach_of_scripts_and_short_lived(self, stranger: TestClient) -> None:
        cookie = stranger.get(START).headers["set-cookie"]
        assert cookie.startswith("vigie_oidc=")
        assert {"HttpOnly", "SameSite=lax", "Path=/sign-in/oidc", "Max-Age=600"} <= set(cookie.split("; "))

    def test_two_tabs_do_not_disturb_each_other(
        self, stranger: TestClient, provider: MockProvider, invitation: str
    ) -> None:
        first = leave(stranger, invitation=invitation)
        second = leave(stranger)
        assert reason_of(come_back(stranger, provider.sign_in(second, "zoe"))) == "uninvited"
        assert_signed_in(stranger, come_back(stranger, provider.sign_in(first, "zoe")))

    def test_a_made_up_cookie_is_replaced(self, stranger: TestClient) -> None:
        stranger.cookies.set("vigie_oidc", "x", path=START)
        cookie = stranger.get(START).headers["set-cookie"]
        assert len(cookie.partition(";")[0]) == len("vigie_oidc=") + 43

    def test_an_answer_counts_once(
        self, stranger: TestClient, provider: MockProvider, invitation: str
    ) -> None:
        location = provider.sign_in(leave(stranger, invitation=invitation), "zoe")
        assert_signed_in(stranger, come_back(stranger, location))
        stranger.cookies.delete(COOKIE)
        stranger.get(START)
        assert reason_of(come_back(stranger, location)) == "lost"
        assert COOKIE not in stranger.cookies

    def test_another_browser_cannot_finish_it(
        self, stranger: TestClient, provider: MockProvider, invitation: str
    ) -> None:
        location = provider.sign_in(leave(stranger, invitation=invitation), "zoe")
        other = TestClient(stranger.app, BASE, follow_redirects=False)
        assert reason_of(come_back(other, location)) == "lost"
        leave(other)
        assert reason_of(come_back(other, location)) == "lost"
        assert_signed_in(stranger, come_back(stranger, location))

    @pytest.mark.parametrize("state", ["", "x", "é", "a.b", "a." + "A" * 7000])
    def test_a_made_up_state_is_refused(self, stranger: TestClient, state: str) -> None:
        leave(stranger)
        assert reason_of(stranger.get(f"{START}/callback", params={"state": state, "code": "x"})) == "lost"

    def test_it_must_not_take_too_long(
        self, stranger: TestClient, provider: MockProvider, books: Books
    ) -> None:
        location = provider.sign_in(leave(stranger), "zoe")
        past = now() - timedelta(seconds=1)
        books.change(lambda session: session.execute(update(OidcFlow).values(expires_at=past)))
        assert reason_of(come_back(stranger, location)) == "expired"

    def test_old_ones_are_forgotten(self, stranger: TestClient, books: Books) -> None:
        leave(stranger)
        past = now() - timedelta(days=2)
        books.change(lambda session: session.execute(update(OidcFlow).values(expires_at=past)))
        leave(stranger)
        assert len(books.flows()) == 1

    def test_saying_no_at_the_provider_is_no_fault(
        self, stranger: TestClient, provider: MockProvider
    ) -> None:
        # This provider forgets the state where the person says no; OAuth wants it (RFC 6749 section 4.1.2.1).
        address = leave(stranger)
        location = provider.decline(address)
        state = query_of(address)["state"]
        assert reason_of(come_back(stranger, f"{location}&state={state}")) == "declined"
        assert reason_of(come_back(stranger, f"{location}&state={state}")) == "lost"

    @pytest.mark.parametrize(
        ("error", "reason", "cause"),
        [
            ("temporarily_unavailable", "away", "temporarily_unavailable"),
            ("server_error", "away", "server_error"),
            ("invalid_scope", "answer", "invalid_scope"),
            ("<script>alert(1)</script>", "answer", "an error without a name"),
            ("", "answer", "neither code nor error"),
        ],
    )
    def test_an_error_of_the_provider_is_told_and_logged(
        self, stranger: TestClient, error: str, reason: str, cause: str
    ) -> None:
        state = query_of(leave(stranger))["state"]
        with capture_logs() as logs:
            answer = stranger.get(f"{START}/callback", params={"state": state, "error": error})
        assert reason_of(answer) == reason
        told = refusals(logs)
        assert [(entry["reason"], entry["cause"]) for entry in told] == [(reason, f"sign-in page: {cause}")]

    def test_a_code_that_is_no_good_is_told_as_late(
        self, stranger: TestClient, provider: MockProvider
    ) -> None:
        state = query_of(leave(stranger))["state"]
        answer = stranger.get(f"{START}/callback", params={"state": state, "code": "made-up"})
        assert reason_of(answer) == "expired"

    def test_nothing_secret_is_logged(
        self, stranger: TestClient, provider: MockProvider, client: Client
    ) -> None:
        location = provider.sign_in(leave(stranger), "zoe")
        with capture_logs() as logs:
            come_back(stranger, location)
        query = query_of(location)
        assert [(e["event"], e["reason"]) for e in refusals(logs)] == [
            ("sign-in through OpenID Connect refused", "uninvited")
        ]
        for secret in (query["code"], query["state"], client.secret, "zoe", "Zoé", ZOE):
            assert secret not in str(logs)

    def test_one_address_begins_so_many_at_most(self, settings: Settings, db: Database) -> None:
        strict = settings.model_copy(update={"limit_sign_ins": 1})
        browser = TestClient(create_app(strict, db), BASE, follow_redirects=False)
        for _ in range(10):
            leave(browser)
        answer = browser.get(START)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0

    def test_a_wrong_secret_is_a_matter_of_the_settings(
        self, settings: Settings, db: Database, provider: MockProvider
    ) -> None:
        wrong = with_provider(settings, settings.oidc_issuer, settings.oidc_client_id, "wrong")
        browser = TestClient(create_app(wrong, db), BASE, follow_redirects=False)
        with capture_logs() as logs:
            assert reason_of(sign_in(browser, provider, "zoe")) == "answer"
        assert refusals(logs)[0]["cause"] == "tokens: invalid_client"

    def test_the_browser_that_was_signed_in_is_signed_out(
        self, stranger: TestClient, provider: MockProvider, books: Books, invitation: str
    ) -> None:
        sign_in(stranger, provider, "zoe", invitation=invitation)
        sign_in(stranger, provider, "zoe")
        assert len(books.labels()) == 1


class TestSwitchedOff:
    @pytest.mark.parametrize("path", [START, f"{START}/callback", f"{START}/refused?reason=away"])
    @pytest.mark.parametrize("missing", [{"oidc_issuer": ""}, {"mode": "solo"}])
    def test_without_a_provider_there_is_no_such_page(
        self, settings: Settings, db: Database, path: str, missing: dict[str, str]
    ) -> None:
        off = settings.model_copy(update=missing)
        browser = TestClient(create_app(off, db), BASE, follow_redirects=False)
        assert browser.get(path).status_code == 404


class TestThePage:
    @pytest.mark.parametrize(("reason", "status"), STATUSES.items())
    def test_it_says_why_and_what_to_do(self, stranger: TestClient, reason: str, status: int) -> None:
        answer = stranger.get(f"{START}/refused", params={"reason": reason})
        assert answer.status_code == status
        again = f'href="{START}"' in answer.text
        assert again == (reason in {"away", "declined", "lost", "expired", "unverified"})
        assert 'href="/sign-in"' in answer.text
        if reason != "blocked":
            assert NAME in answer.text

    def test_it_speaks_both_languages(self, stranger: TestClient) -> None:
        french = stranger.get(f"{START}/refused?reason=uninvited", headers={"accept-language": "fr"})
        english = stranger.get(f"{START}/refused?reason=uninvited", headers={"accept-language": "en"})
        assert "Vous n’avez pas encore de compte ici" in french.text
        assert "There is no account for you here yet" in english.text

    def test_an_unknown_reason_is_none(self, stranger: TestClient) -> None:
        assert stranger.get(f"{START}/refused?reason=<script>").status_code == 422
