"""A person's own browsers, and the own password."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col, select

from app.accounts.account_parts import PasswordPart, account_parts
from app.accounts.models import Role, Scope, SignIn
from app.accounts.policy import COOKIE
from app.accounts.service import digest
from app.core.clock import now
from tests.accounts.server.members import CHROME, PASSWORD, Members, is_signed_in, sign_in
from tests.cast import Cast

NEW = "une autre phrase, plus longue"


@pytest.fixture
def tara(members: Members) -> UUID:
    return members.add("tara")


def sessions_of(members: Members, person: UUID) -> list[SignIn]:
    query = select(SignIn).where(SignIn.person_id == person).order_by(col(SignIn.created_at))
    return list(members.db.read(lambda session: session.exec(query).all()))


def change(browser: TestClient, old: str = PASSWORD, new: str = NEW) -> str:
    answer = browser.post("/account/password", data={"old": old, "new": new})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_the_settings_page_lists_the_browsers_and_marks_this_one(members: Members, tara: UUID) -> None:
    here, there = members.stranger(), members.stranger(CHROME)
    for browser in (here, there):
        sign_in(browser, "tara@people.example")
    page = here.get("/account").text
    labels = re.findall(r"<h3>((?:Firefox|Chrome)[^<]*)</h3>", page)
    assert labels == ["Firefox, Linux", "Chrome, Windows"]
    assert page.count("this one") == 1
    this, other = sessions_of(members, tara)
    assert f"/account/sessions/{other.id}/end" in page
    assert f"/account/sessions/{this.id}/end" not in page


def test_one_of_them_is_ended(members: Members, tara: UUID) -> None:
    here, there = members.browser(tara), members.browser(tara)
    other = sessions_of(members, tara)[1].id
    answer = here.post(f"/account/sessions/{other}/end")
    assert answer.headers["location"] == "/account?done=session-ended#sessions"
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert "That browser is signed out." in here.get("/account?done=session-ended").text
    assert members.audited("session.end") == [("session.end", str(other), {})]


def test_all_the_others_are_ended_but_no_token(members: Members, cast: Cast) -> None:
    tool = cast.tool("tara", Scope.READ)
    tara = cast.id("tara")
    here, there, elsewhere = (members.browser(tara) for _ in range(3))
    assert here.post("/account/sessions/end-others").status_code == 303
    assert [is_signed_in(one) for one in (here, there, elsewhere, tool)] == [True, False, False, True]
    assert len(members.audited("session.end")) == 2


def test_somebody_else_s_browser_is_nobody_s(members: Members, tara: UUID) -> None:
    tom = members.add("tom")
    theirs = members.browser(tom)
    mine = members.browser(tara)
    for one in (sessions_of(members, tom)[0].id, uuid4()):
        assert mine.post(f"/account/sessions/{one}/end").status_code == 404
    assert is_signed_in(theirs)


def test_a_token_ends_no_browser_and_is_not_ended_as_one(members: Members, cast: Cast) -> None:
    tool = cast.tool("tara", Scope.ADMIN)
    tara = cast.id("tara")
    browser = members.browser(tara)
    token_id = next(one.id for one in sessions_of(members, tara) if one.scope)
    browser_id = next(one.id for one in sessions_of(members, tara) if not one.scope)
    assert tool.post(f"/account/sessions/{browser_id}/end").status_code == 403
    assert tool.post("/account/sessions/end-others").status_code == 403
    assert tool.post("/account/password", data={"old": PASSWORD, "new": NEW}).status_code == 403
    assert browser.post(f"/account/sessions/{token_id}/end").status_code == 404
    assert is_signed_in(tool)


def test_who_ends_this_one_signs_out(members: Members, tara: UUID) -> None:
    here = members.browser(tara)
    here.post(f"/account/sessions/{sessions_of(members, tara)[0].id}/end")
    assert here.get("/account").headers["location"] == "/sign-in?next=%2Faccount"


def test_those_whose_time_is_over_are_not_listed_and_go_at_the_next_sign_in(
    members: Members, tara: UUID
) -> None:
    old = members.browser(tara)
    gone = digest(old.cookies[COOKIE])
    past = now() - timedelta(seconds=1)
    members.db.write(lambda s: s.execute(update(SignIn).values(expires_at=past)))
    here = members.browser(tara)
    parts = members.run(
        tara, lambda s, me: account_parts(s, me, digest(here.cookies[COOKIE]), members.settings)
    )
    assert [one.current for one in parts.sessions] == [True]
    sign_in(members.stranger(), "tara@people.example")
    assert gone not in {one.token_hash for one in sessions_of(members, tara)}


def test_the_password_is_changed_with_the_old_one(members: Members, tara: UUID) -> None:
    here, there = members.browser(tara), members.browser(tara)
    assert change(here) == "/account?done=password-changed#password"
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert sign_in(members.stranger(), "tara@people.example", NEW).status_code == 303
    assert sign_in(members.stranger(), "tara@people.example", PASSWORD).status_code == 403
    assert ("password.change", str(tara), {}) in members.audited("password.change")
    assert "The password is changed." in here.get("/account?done=password-changed").text


@pytest.mark.parametrize(
    ("old", "new", "done", "said"),
    [
        ("not the password", NEW, "password-wrong", "This is not your current password."),
        ("", NEW, "password-wrong", "This is not your current password."),
        (PASSWORD, "short", "password-short", "Too short"),
        (PASSWORD, "x" * 201, "password-long", "Too long"),
        (PASSWORD, "tara@people.example", "password-obvious", "Too easy to guess"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    members: Members, tara: UUID, old: str, new: str, done: str, said: str
) -> None:
    here, before = members.browser(tara), members.person(tara).password_hash
    where = change(here, old, new)
    assert where == f"/account?done={done}#password"
    page = here.get(where).text
    assert said in page
    assert "The password was not changed." in page
    assert members.person(tara).password_hash == before
    assert members.audited("password.change") == []


def test_the_old_password_is_not_tried_without_end(members: Members, tara: UUID) -> None:
    here = members.browser(tara)
    for _ in range(members.settings.limit_sign_ins):
        assert "password-wrong" in change(here, "not the password")
    refused = here.post("/account/password", data={"old": PASSWORD, "new": NEW})
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)


def test_who_has_no_password_is_told_why(members: Members) -> None:
    olga = members.add("olga", Role.TRAINEE, password_hash=None)
    browser = members.browser(olga)
    assert "You sign in without a password" in browser.get("/account").text
    assert change(browser, "", NEW) == "/account?done=password-wrong#password"
    assert members.person(olga).password_hash is None


def test_solo_mode_has_no_password_to_change(members: Members, tara: UUID) -> None:
    solo = members.settings.model_copy(update={"mode": "solo"})
    parts = members.run(tara, lambda session, me: account_parts(session, me, "", solo))
    assert parts.password is PasswordPart.NONE
