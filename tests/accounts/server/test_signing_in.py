"""Signing in with e-mail and password."""

from __future__ import annotations

import asyncio

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session, select
from starlette.types import ASGIApp

from app.accounts.models import Person, Role, SignIn
from app.accounts.passwords import Checked, Passwords
from app.accounts.policy import COOKIE
from app.accounts.service import Identity, make_link
from app.accounts.sign_in import Desk
from app.accounts.visits import Visit
from app.core.clock import now
from app.core.config import Settings
from app.core.db import Database
from app.core.rate_limits import RateLimit
from app.main import create_app
from tests.accounts.server.members import CHROME, PASSWORD, Members, is_signed_in, sign_in
from tests.cast import Cast

WRONG = "This address and this password do not go together."


def test_the_page_asks_for_address_and_password_and_prints_no_link(members: Members) -> None:
    page = members.stranger().get("/sign-in")
    assert page.status_code == 200
    assert 'name="email"' in page.text
    assert "make run" not in page.text
    assert "/sign-in/oidc" not in page.text


def test_the_right_password_signs_in_and_leads_to_the_page_asked_for(members: Members) -> None:
    tara = members.add("tara")
    browser = members.stranger()
    asked = browser.get("/exercises/mini?from=mail")
    assert asked.headers["location"] == "/sign-in?next=%2Fexercises%2Fmini%3Ffrom%3Dmail"
    page = browser.get(asked.headers["location"])
    assert 'name="next" value="/exercises/mini?from=mail"' in page.text
    answer = sign_in(browser, " Tara@People.EXAMPLE ", target="/exercises/mini?from=mail")
    assert (answer.status_code, answer.headers["location"]) == (303, "/exercises/mini?from=mail")
    assert browser.get("/exercises/mini").status_code == 200
    assert members.audited("person.sign-in") == [("person.sign-in", str(tara), {"via": "password"})]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\tx", ""]
)
def test_signing_in_leads_nowhere_else(members: Members, target: str) -> None:
    members.add("tara")
    browser = members.stranger()
    page = browser.get("/sign-in", params={"next": target})
    assert 'name="next" value="/"' in page.text
    assert sign_in(browser, "tara@people.example", target=target).headers["location"] == "/"


def test_what_was_wrong_is_not_told(members: Members) -> None:
    members.add("tara")
    members.add("olga", password_hash=None)
    answers = [
        sign_in(members.stranger(), "tara@people.example", "not the password"),
        sign_in(members.stranger(), "nobody@people.example"),
        sign_in(members.stranger(), "olga@people.example", ""),
        sign_in(members.stranger(), "", ""),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert all(COOKIE not in answer.cookies for answer in answers)
    pages = {answer.text.replace(email, "") for answer, email in zip(answers[:3], ADDRESSES, strict=True)}
    assert len(pages) == 1
    assert WRONG in pages.pop()


ADDRESSES = ("tara@people.example", "nobody@people.example", "olga@people.example")


def test_what_was_typed_stays_but_for_the_password(members: Members) -> None:
    page = sign_in(members.stranger(), 'x"><script>@people.example', "geheim geheim", "/people").text
    assert 'value="x&#34;&gt;&lt;script&gt;@people.example"' in page
    assert 'name="next" value="/people"' in page
    assert "geheim" not in page


def test_a_change_of_language_keeps_where_it_leads(members: Members) -> None:
    page = sign_in(members.stranger(), "tara@people.example", "x", "/people?q=a").text
    assert 'id="language-next" name="next" value="/sign-in?next=%2Fpeople%3Fq%3Da"' in page


def test_failures_are_noted_without_the_address(members: Members) -> None:
    tara = members.add("tara")
    sign_in(members.stranger(), "tara@people.example", "not the password")
    sign_in(members.stranger(), "nobody@people.example")
    failed = members.audited("person.sign-in-failed")
    assert failed == [
        ("person.sign-in-failed", str(tara), {}),
        ("person.sign-in-failed", "unknown", {}),
    ]
    assert "people.example" not in members.everything_audited()


def test_a_blocked_person_does_not_get_in_and_only_they_are_told_why(members: Members) -> None:
    members.add("tara", blocked_at=now())
    right = sign_in(members.stranger(), "tara@people.example")
    assert (right.status_code, COOKIE in right.cookies) == (403, False)
    assert "This account is blocked." in right.text
    assert WRONG in sign_in(members.stranger(), "tara@people.example", "not the password").text
    assert members.audited("person.sign-in") == []


def test_an_erased_person_does_not_get_in(members: Members) -> None:
    members.add("tara", erased_at=now())
    assert sign_in(members.stranger(), "tara@people.example").status_code == 403


def test_one_account_is_tried_so_often_from_wherever(members: Members) -> None:
    members.add("tara")
    for number in range(members.settings.limit_sign_ins):
        browser = members.stranger(client=f"192.0.2.{number + 1}")
        assert sign_in(browser, "tara@people.example", "not the password").status_code == 403
    refused = sign_in(members.stranger(client="198.51.100.1"), "TARA@people.example")
    assert refused.status_code == 429
    assert 60 < int(refused.headers["Retry-After"]) <= 90
    assert "Too many tries. Wait 2 minutes" in refused.text
    assert COOKIE not in refused.cookies
    members.add("tom")
    assert sign_in(members.stranger(client="198.51.100.1"), "tom@people.example").status_code == 303


def test_one_address_tries_so_many_accounts(members: Members) -> None:
    members.add("tara")
    browser = members.stranger(client="192.0.2.66")
    for number in range(members.settings.limit_sign_ins):
        assert sign_in(browser, f"guess{number}@people.example").status_code == 403
    assert sign_in(browser, "tara@people.example").status_code == 429
    assert sign_in(members.stranger(client="192.0.2.67"), "tara@people.example").status_code == 303


def test_a_whole_class_signs_in_from_one_address(members: Members) -> None:
    for number in range(members.settings.limit_sign_ins + 2):
        members.add(f"trainee{number}")
        answer = sign_in(members.stranger(), f"trainee{number}@people.example")
        assert answer.status_code == 303, number


def test_the_table_of_limits_holds_no_address(members: Members) -> None:
    sign_in(members.stranger(), "tara@people.example", "x")
    keys = members.db.read(lambda session: session.exec(select(RateLimit.key)).all())
    assert len(keys) == 2
    assert "tara" not in " ".join(keys)


def test_the_limits_are_shared_by_all_processes(members: Members) -> None:
    for number in range(members.settings.limit_sign_ins):
        sign_in(members.stranger(client=f"192.0.2.{number + 1}"), "tara@people.example")
    other_db = Database(members.settings.database_url)
    other = Members(create_app(members.settings, other_db), other_db, members.settings)
    assert sign_in(other.stranger(client="198.51.100.9"), "tara@people.example").status_code == 429
    other_db.close()


def test_a_crowd_is_asked_to_come_back_and_not_counted(members: Members, app: ASGIApp) -> None:
    members.add("tara")
    passwords = Passwords(1)
    passwords._most = 0
    app.state.passwords = passwords  # type: ignore[attr-defined]  # of Starlette's class
    for _ in range(members.settings.limit_sign_ins + 2):
        busy = sign_in(members.stranger(), "tara@people.example")
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
        assert "Many people are signing in" in busy.text
    passwords._most = 1
    assert sign_in(members.stranger(), "tara@people.example").status_code == 303


def test_a_hash_of_older_parameters_is_replaced(members: Members) -> None:
    older = asyncio.run(Passwords(1, Argon2Hasher(1, 64, 1)).hash(PASSWORD))
    tara = members.add("tara", password_hash=older)
    assert sign_in(members.stranger(), "tara@people.example").status_code == 303
    kept = members.person(tara).password_hash
    assert kept is not None
    assert "m=65536" in kept
    assert sign_in(members.stranger(), "tara@people.example").status_code == 303


def test_a_password_changed_while_it_was_checked_lets_nobody_in(members: Members) -> None:
    tara = members.add("tara")

    class Slow(Passwords):
        async def check(self, password: str, kept: str | None) -> Checked:
            found = await super().check(password, kept)
            members.run(tara, _with_another_password)
            return found

    desk = Desk(members.db, members.settings, Slow(1))
    visit = Visit("Firefox, Linux", "192.0.2.1", 1)
    assert asyncio.run(desk.sign_in("tara@people.example", PASSWORD, visit)) is None


def _with_another_password(session: Session, me: Identity) -> None:
    session.get_one(Person, me.person_id).password_hash = "another"


def test_the_browser_is_named_and_its_old_sign_in_ends(members: Members) -> None:
    tara, tom = members.add("tara"), members.add("tom")
    browser = members.stranger(CHROME)
    sign_in(browser, "tara@people.example")
    old = browser.cookies[COOKIE]
    sign_in(browser, "tom@people.example")
    kept = members.db.read(lambda session: session.exec(select(SignIn)).all())
    assert [(one.person_id, one.label, one.scope) for one in kept] == [(tom, "Chrome, Windows", None)]
    browser.cookies.clear()
    browser.cookies.set(COOKIE, old)
    assert not is_signed_in(browser)
    assert tara != tom


def test_the_cookie_is_secure_where_people_come_by_https(members: Members) -> None:
    members.add("tara")
    plain = sign_in(members.stranger(), "tara@people.example").headers["set-cookie"]
    safe = sign_in(members.stranger(base="https://127.0.0.1"), "tara@people.example").headers["set-cookie"]
    assert ("Secure" in plain, "Secure" in safe) == (False, True)
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in (plain, safe))


def test_the_cookie_is_secure_behind_a_proxy_that_ends_https(settings: Settings, db: Database) -> None:
    behind = settings.model_copy(update={"public_url": "https://vigie.example"})
    members = Members(create_app(behind, db), db, behind)
    members.add("tara")
    browser = members.stranger(base="http://vigie.example")
    assert "Secure" in sign_in(browser, "tara@people.example").headers["set-cookie"]


def test_the_link_of_solo_mode_opens_nothing_here(members: Members) -> None:
    token = members.db.write(make_link)
    answer = members.stranger().get("/sign-in", params={"token": token})
    assert answer.status_code == 200
    assert COOKIE not in answer.cookies


def test_who_is_signed_in_may_go_on(members: Members) -> None:
    page = members.browser(members.add("tara")).get("/sign-in", params={"next": "/exercises/mini"})
    assert "You are signed in already." in page.text
    assert 'href="/exercises/mini"' in page.text


def test_signing_out_ends_it_and_is_noted(members: Members) -> None:
    browser = members.browser(members.add("tara"))
    kept = browser.cookies[COOKIE]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, kept)
    assert not is_signed_in(browser)
    assert [action for action, _, _ in members.audited("session.end")] == ["session.end"]


def test_signing_out_ends_no_api_token(members: Members, cast: Cast) -> None:
    tool = cast.tool("tara")
    browser = members.stranger()
    browser.cookies.set(COOKIE, tool.headers["Authorization"].removeprefix("Bearer "))
    browser.post("/sign-out")
    assert is_signed_in(tool)


def test_another_site_cannot_sign_anybody_in(members: Members) -> None:
    members.add("tara")
    browser = members.stranger()
    browser.headers["Origin"] = "https://evil.example"
    assert sign_in(browser, "tara@people.example").status_code == 403
    assert members.audited("person.sign-in", "person.sign-in-failed") == []


@pytest.mark.parametrize("field", ["email", "password", "next"])
def test_what_is_far_too_long_is_refused_unread(members: Members, field: str) -> None:
    data = {"email": "tara@people.example", "password": PASSWORD, field: "x" * 5000}
    assert members.stranger().post("/sign-in", data=data).status_code == 422


def test_the_form_may_be_sent_without_any_field(members: Members) -> None:
    assert members.stranger().post("/sign-in").status_code == 403


def test_a_form_that_was_posted_without_a_sign_in_leads_to_the_page_alone(members: Members) -> None:
    browser = members.stranger()
    assert browser.post("/exercises/mini/start").headers["location"] == "/sign-in"
    swapped = browser.get("/exercises/mini", headers={"HX-Request": "true"})
    assert swapped.headers["location"] == "/sign-in"
    assert browser.get("/").headers["location"] == "/sign-in"


def test_trainers_and_administrators_find_the_people_from_every_page(members: Members) -> None:
    for role, found in ((Role.TRAINEE, False), (Role.TRAINER, True), (Role.ADMIN, True)):
        page = members.browser(members.add(f"{role.value}-one", role)).get("/").text
        assert ('href="/people"' in page, 'href="/account"' in page) == (found, True)
