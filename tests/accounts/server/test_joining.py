"""A newcomer opens the link of an invitation and makes an account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import select

from app.accounts.invitations import make, revoke
from app.accounts.joining import first_invitation
from app.accounts.models import Invitation, Person, Role
from app.accounts.service import solo_person
from app.core.clock import now
from app.core.db import Database
from app.main import create_app
from tests.accounts.server.members import PASSWORD, Members, is_signed_in, sign_in

ZOE = {"name": "Zoé Martin", "email": "zoe@people.example", "password": PASSWORD}


def invited(members: Members, role: Role = Role.TRAINEE, email: str | None = None) -> str:
    """The path of a new invitation's link."""
    ada = members.db.read(
        lambda s: s.exec(select(Person).where(Person.email == "ada@people.example")).first()
    )
    admin = ada.id if ada else members.add("ada", Role.ADMIN)
    return members.run(admin, lambda session, me: make(session, me, role, email, members.settings).path)


def join(browser: TestClient, link: str, **fields: str) -> httpx2.Response:
    answer: httpx2.Response = browser.post(link, data={**ZOE, **fields})
    return answer


def zoe(members: Members) -> Person | None:
    query = select(Person).where(Person.email == ZOE["email"])
    return members.db.read(lambda session: session.exec(query).first())


@pytest.mark.parametrize("role", Role)
def test_a_newcomer_makes_an_account_and_is_signed_in(members: Members, role: Role) -> None:
    link, browser = invited(members, role), members.stranger()
    page = browser.get(link)
    assert page.status_code == 200
    assert 'autocomplete="new-password"' in page.text
    answer = join(browser, link, name="  Zoé  Martin ", email=" Zoe@People.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_signed_in(browser)
    made = zoe(members)
    assert made is not None
    assert (made.name, made.role) == ("Zoé Martin", role.value)
    assert made.password_hash is not None
    assert PASSWORD not in made.password_hash
    assert sign_in(members.stranger(), ZOE["email"]).status_code == 303


def test_it_is_noted_who_used_which_invitation(members: Members) -> None:
    join(members.stranger(), invited(members))
    made = zoe(members)
    assert made is not None
    (invitation,) = members.db.read(lambda session: session.exec(select(Invitation)).all())
    assert (invitation.used_by, invitation.used_at is not None) == (made.id, True)
    assert members.audited("person.create", "invitation.use", "person.sign-in") == [
        ("person.create", str(made.id), {"role": "trainee", "via": "invitation"}),
        ("invitation.use", str(invitation.id), {}),
        ("person.sign-in", str(made.id), {"via": "invitation"}),
    ]
    everything = members.everything_audited()
    assert "Zoé" not in everything
    assert "people.example" not in everything


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " \u202e "}, "Give your name."),
        ({"email": "zoe"}, "This is not a whole e-mail address"),
        ({"password": "short"}, "Too short"),
        ({"password": "x" * 201}, "Too long"),
        ({"password": "motdepasse123"}, "Too easy to guess"),
        ({"password": "zoe@people.example"}, "Too easy to guess"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(members: Members, fields: dict[str, str], said: str) -> None:
    link, browser = invited(members), members.stranger()
    page = join(browser, link, **fields)
    assert page.status_code == 422
    assert said in page.text
    assert "One field needs mending." in page.text
    assert 'aria-invalid="true"' in page.text
    assert PASSWORD not in page.text
    assert zoe(members) is None
    assert join(browser, link).status_code == 303, "the invitation is as good as before"


def test_all_that_is_wrong_is_said_at_once(members: Members) -> None:
    page = members.stranger().post(invited(members))
    assert page.status_code == 422
    assert "3 fields need mending." in page.text


def test_an_address_with_an_account_is_refused_and_the_invitation_stays(members: Members) -> None:
    members.add("tara")
    link, browser = invited(members), members.stranger()
    page = join(browser, link, email="Tara@people.example")
    assert page.status_code == 409
    assert "There is an account with this address already" in page.text
    assert join(browser, link).status_code == 303


def test_an_invitation_for_one_address_fits_no_other(members: Members) -> None:
    link, browser = invited(members, email="zoe@people.example"), members.stranger()
    assert 'value="zoe@people.example"' in browser.get(link).text
    page = join(browser, link, email="yann@people.example")
    assert page.status_code == 422
    assert "The invitation is for another address." in page.text
    assert join(browser, link, email="ZOE@people.example").status_code == 303


def test_a_link_works_once(members: Members) -> None:
    link = invited(members)
    join(members.stranger(), link)
    for answer in (members.stranger().get(link), join(members.stranger(), link, email="yann@people.example")):
        assert answer.status_code == 410
        assert "This invitation has been used" in answer.text


def test_two_who_use_it_at_once_make_one_account(members: Members) -> None:
    link = invited(members)
    emails = [f"zoe{number}@people.example" for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda email: join(members.stranger(), link, email=email), emails))
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410, 410]
    people = members.db.read(lambda session: session.exec(select(Person)).all())
    assert len(people) == 2


def test_an_expired_link_says_so(members: Members) -> None:
    link = invited(members)
    members.db.write(
        lambda session: session.execute(update(Invitation).values(expires_at=now() - timedelta(1)))
    )
    for answer in (members.stranger().get(link), join(members.stranger(), link)):
        assert answer.status_code == 410
        assert "This invitation has expired" in answer.text
    assert zoe(members) is None


def test_a_revoked_link_and_one_cut_short_lead_nowhere(members: Members) -> None:
    link = invited(members)
    (kept,) = members.db.read(lambda session: session.exec(select(Invitation)).all())
    assert members.stranger().get(link[:-1]).status_code == 404
    assert kept.created_by is not None
    members.run(kept.created_by, lambda session, me: revoke(session, me, kept.id))
    answer = join(members.stranger(), link)
    assert answer.status_code == 404
    assert "There is no such invitation, or not any more" in answer.text


def test_who_is_signed_in_is_told_what_the_link_is_for(members: Members) -> None:
    link = invited(members)
    page = members.browser(members.add("tara")).get(link)
    assert page.status_code == 200
    assert "This link makes a new account." in page.text
    assert 'name="password"' not in page.text


def test_one_link_is_not_a_way_to_try_addresses(members: Members) -> None:
    members.add("tara")
    link = invited(members)
    for _ in range(members.settings.limit_sign_ins):
        assert join(members.stranger(), link, email="tara@people.example").status_code == 409
    refused = join(members.stranger(), link, email="tara@people.example")
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)


def test_hostile_words_are_only_shown(members: Members) -> None:
    page = join(members.stranger(), invited(members), name='"><script>alert(1)</script>', email="x").text
    assert "<script>alert" not in page
    assert "&#34;&gt;&lt;script&gt;alert(1)" in page


def first_link(members: Members) -> str | None:
    made = members.db.write(lambda session: first_invitation(session, members.settings))
    return made.path if made else None


def test_the_first_administrator_comes_by_the_link_that_the_start_prints(members: Members) -> None:
    link, browser = first_link(members), members.stranger()
    assert link is not None
    assert "This account will administer the server" in browser.get(link).text
    assert join(browser, link).status_code == 303
    made = zoe(members)
    assert made is not None
    assert made.role == "admin"
    assert browser.get("/people").status_code == 200
    assert first_link(members) is None, "there is one now"


def test_the_links_of_several_starts_work_until_one_is_used(members: Members) -> None:
    links = [first_link(members) for _ in range(3)]
    paths = [link for link in links if link is not None]
    assert len(set(paths)) == 3
    assert [members.stranger().get(path).status_code for path in paths] == [200, 200, 200]
    assert join(members.stranger(), paths[1]).status_code == 303
    assert [members.stranger().get(path).status_code for path in paths] == [404, 410, 404]
    for path in (paths[0], paths[2]):
        assert join(members.stranger(), path, email="yann@people.example").status_code == 404


def test_of_two_links_used_at_once_one_makes_the_administrator(members: Members) -> None:
    links = [first_link(members) for _ in range(4)]

    def use(number: int) -> int:
        path = links[number] or ""
        return join(members.stranger(), path, email=f"zoe{number}@people.example").status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [303, 404, 404, 404]
    admins = select(Person).where(Person.role == Role.ADMIN)
    assert len(members.db.read(lambda session: session.exec(admins).all())) == 1


def test_a_printed_link_does_not_make_a_second_administrator(members: Members) -> None:
    printed = first_link(members)
    handed = members.db.write(lambda s: make(s, None, Role.ADMIN, ZOE["email"], members.settings))
    assert join(members.stranger(), handed.path).status_code == 303
    assert printed is not None
    assert members.stranger().get(printed).status_code == 404


def test_the_first_administrator_takes_over_what_solo_mode_left(members: Members) -> None:
    solo = members.db.write(solo_person).id
    assert first_link(members) is not None, "the person of solo mode has no way in"
    link = first_link(members)
    assert link is not None
    join(members.stranger(), link)
    made = zoe(members)
    assert made is not None
    assert (made.id, made.name, made.role) == (solo, "Zoé Martin", "admin")
    assert members.audited("person.create")[0][1] == str(solo)
    second = invited(members, Role.ADMIN)
    join(members.stranger(), second, email="yann@people.example")
    people = members.db.read(lambda session: session.exec(select(Person)).all())
    assert len(people) == 3, "the second is a newcomer"


def test_what_solo_mode_left_is_for_administrators_alone(members: Members) -> None:
    members.db.write(solo_person)
    invitation = members.db.write(lambda s: make(s, None, Role.TRAINEE, None, members.settings))
    join(members.stranger(), invitation.path)
    made = zoe(members)
    assert made is not None
    assert (made.role, made.name) == ("trainee", "Zoé Martin")


def test_with_a_provider_there_are_buttons_to_it(members: Members, db: Database) -> None:
    update_ = {"oidc_issuer": "https://id.example", "oidc_name": "Atelier ID"}
    known = members.settings.model_copy(update=update_)
    members = Members(create_app(known, db), db, known)
    link = invited(members)
    page = members.stranger().get(link).text
    assert f'href="/sign-in/oidc?invitation={link.removeprefix("/invitations/")}"' in page
    assert "Go on with Atelier ID" in page
    assert 'href="/sign-in/oidc"' in members.stranger().get("/sign-in").text
