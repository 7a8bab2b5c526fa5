"""A new password by a link that somebody makes and hands over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import select

from app.accounts.models import PasswordReset, Person, Role, Scope, SignIn
from app.accounts.service import digest
from app.core.clock import now
from tests.accounts.server.members import PASSWORD, Members, is_signed_in, links_in, sign_in
from tests.cast import Cast

NEW = "une autre phrase, plus longue"
TARA = "tara@people.example"


@pytest.fixture
def tara(members: Members) -> UUID:
    return members.add("tara")


@pytest.fixture
def ines(members: Members) -> TestClient:
    return members.browser(members.add("ines", Role.TRAINER))


@pytest.fixture
def ada(members: Members) -> TestClient:
    return members.browser(members.add("ada", Role.ADMIN))


def link_for(browser: TestClient, person: UUID) -> str:
    page = browser.post(f"/people/{person}/reset")
    assert page.status_code == 200
    (link,) = links_in(page, "reset")
    return link


def test_the_link_sets_a_new_password_and_signs_in(members: Members, tara: UUID, ines: TestClient) -> None:
    link, browser = link_for(ines, tara), members.stranger()
    page = browser.get(link)
    assert page.status_code == 200
    assert TARA in page.text
    answer = browser.post(link, data={"password": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_signed_in(browser)
    assert sign_in(members.stranger(), TARA, NEW).status_code == 303
    assert sign_in(members.stranger(), TARA, PASSWORD).status_code == 403


def test_using_it_ends_all_that_was_signed_in(members: Members, tara: UUID, ines: TestClient) -> None:
    others = [members.browser(tara), members.browser(tara)]
    token = members.stranger()
    token.headers["Authorization"] = "Bearer vigie_x"
    tomorrow = now() + timedelta(days=1)
    row = SignIn(token_hash=digest("vigie_x"), person_id=tara, scope=Scope.READ, expires_at=tomorrow)
    members.db.write(lambda session: session.add(row))
    browser = members.stranger()
    link = link_for(ines, tara)
    assert all(is_signed_in(one) for one in [*others, token])
    browser.post(link, data={"password": NEW})
    assert [is_signed_in(one) for one in [*others, token, browser, ines]] == [False, False, False, True, True]


def test_only_its_hash_is_kept_and_the_deeds_are_noted(
    members: Members, tara: UUID, ines: TestClient
) -> None:
    link = link_for(ines, tara)
    (kept,) = members.db.read(lambda session: session.exec(select(PasswordReset)).all())
    assert kept.token_hash == digest(link.removeprefix("/reset/"))
    members.stranger().post(link, data={"password": NEW})
    assert members.audited("password.reset-link", "password.reset", "person.sign-in") == [
        ("password.reset-link", str(tara), {}),
        ("password.reset", str(tara), {}),
        ("person.sign-in", str(tara), {"via": "reset"}),
    ]


def test_it_works_once(members: Members, tara: UUID, ines: TestClient) -> None:
    link = link_for(ines, tara)
    members.stranger().post(link, data={"password": NEW})
    again = members.stranger().post(link, data={"password": "encore une autre phrase"})
    assert again.status_code == 410
    assert "This link has been used" in again.text
    assert sign_in(members.stranger(), TARA, NEW).status_code == 303


def test_it_expires(members: Members, tara: UUID, ines: TestClient) -> None:
    link = link_for(ines, tara)
    (kept,) = members.db.read(lambda session: session.exec(select(PasswordReset)).all())
    assert abs(kept.expires_at - now() - timedelta(hours=members.settings.reset_hours)) < timedelta(minutes=1)
    long_ago = now() - timedelta(seconds=1)
    members.db.write(lambda session: session.execute(update(PasswordReset).values(expires_at=long_ago)))
    answers = [members.stranger().get(link), members.stranger().post(link, data={"password": NEW})]
    assert all((a.status_code, "This link has expired" in a.text) == (410, True) for a in answers)
    assert sign_in(members.stranger(), TARA, PASSWORD).status_code == 303


def test_a_newer_link_ends_the_older(members: Members, tara: UUID, ines: TestClient) -> None:
    old, new = link_for(ines, tara), link_for(ines, tara)
    assert members.stranger().get(old).status_code == 404
    assert members.stranger().get(new).status_code == 200


def test_a_weak_password_is_refused_and_the_link_stays(
    members: Members, tara: UUID, ines: TestClient
) -> None:
    link = link_for(ines, tara)
    for weak, said in (
        ("short", "Too short"),
        (TARA, "Too easy"),
        ("x" * 201, "Too long"),
        ("", "Too short"),
    ):
        page = members.stranger().post(link, data={"password": weak})
        assert (page.status_code, said in page.text) == (422, True)
    assert members.stranger().post(link, data={"password": NEW}).status_code == 303


@pytest.mark.parametrize("token", ["x", "é", "' OR 1=1 --"])
def test_a_made_up_link_leads_nowhere(members: Members, token: str) -> None:
    answer = members.stranger().get(f"/reset/{token}")
    assert answer.status_code == 404


def test_a_blocked_person_gets_no_new_password(members: Members, tara: UUID, ada: TestClient) -> None:
    link = link_for(ada, tara)
    ada.post(f"/people/{tara}/block")
    assert members.stranger().get(link).status_code == 404, "blocking ends the link"
    answer = ada.post(f"/people/{tara}/reset")
    assert answer.headers["location"] == f"/people/{tara}?said=person-blocked"
    assert "Unblock it first." in ada.get(answer.headers["location"]).text


def test_a_link_that_was_made_before_a_block_opens_nothing(
    members: Members, tara: UUID, ada: TestClient
) -> None:
    link = link_for(ada, tara)
    members.db.write(lambda session: session.execute(update(Person).values(blocked_at=now())))
    assert members.stranger().post(link, data={"password": NEW}).status_code == 403


def test_a_trainer_makes_links_for_trainees_alone(members: Members, ines: TestClient, tara: UUID) -> None:
    ivan, ada = members.add("ivan", Role.TRAINER), members.add("ada", Role.ADMIN)
    for person in (ivan, ada):
        assert ines.post(f"/people/{person}/reset").status_code == 404
    assert members.browser(tara).post(f"/people/{tara}/reset").status_code == 403
    assert members.db.read(lambda session: session.exec(select(PasswordReset)).all()) == []


def test_an_administrator_makes_links_for_anybody(members: Members, ada: TestClient) -> None:
    for name, role in (("tom", Role.TRAINEE), ("ivan", Role.TRAINER), ("adele", Role.ADMIN)):
        assert link_for(ada, members.add(name, role))


def test_who_has_no_address_signs_in_otherwise(members: Members, ada: TestClient) -> None:
    person = members.add("oidc", email=None, password_hash=None)
    answer = ada.post(f"/people/{person}/reset")
    assert answer.headers["location"] == f"/people/{person}?said=no-email"


def test_who_signs_in_with_a_provider_gets_a_password_by_it(members: Members, ada: TestClient) -> None:
    person = members.add("olga", password_hash=None)
    members.stranger().post(link_for(ada, person), data={"password": NEW})
    assert sign_in(members.stranger(), "olga@people.example", NEW).status_code == 303


def test_a_token_of_a_tool_may_not_make_links_of_more_than_its_scope(
    members: Members, cast: Cast, tara: UUID
) -> None:
    tool = cast.tool("ada", Scope.AUTHOR)
    trainer = members.add("ivan", Role.TRAINER)
    assert tool.post(f"/people/{trainer}/reset").status_code == 404
    assert tool.post(f"/people/{tara}/reset").status_code == 200
    assert cast.tool("ines", Scope.READ).post(f"/people/{tara}/reset").status_code == 403
