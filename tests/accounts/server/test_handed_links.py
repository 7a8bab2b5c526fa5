"""What becomes of links when the person who made them, or for whom they are, may do something else."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from app.accounts.models import Person, Role
from app.core.clock import now
from tests.accounts.server.members import PASSWORD, Members, links_in

NEW = "une autre phrase, plus longue"


@pytest.fixture
def ada(members: Members) -> TestClient:
    return members.browser(members.add("ada", Role.ADMIN))


@pytest.fixture
def tara(members: Members) -> UUID:
    return members.add("tara")


def invited_by(browser: TestClient, role: Role = Role.TRAINEE) -> str:
    (link,) = links_in(browser.post("/people/invitations", data={"role": role.value}))
    return link


def reset_by(browser: TestClient, person: UUID) -> str:
    (link,) = links_in(browser.post(f"/people/{person}/reset"), "reset")
    return link


def works(members: Members, link: str) -> bool:
    status: int = members.stranger().get(link).status_code
    assert status in {200, 404}
    return status == 200


def test_a_trainer_s_link_for_a_trainee_opens_no_administrator(
    members: Members, ada: TestClient, tara: UUID
) -> None:
    ines = members.browser(members.add("ines", Role.TRAINER))
    link = reset_by(ines, tara)
    ada.post(f"/people/{tara}/role", data={"role": "admin"})
    assert not works(members, link)
    assert members.stranger().post(link, data={"password": NEW}).status_code == 404


@pytest.mark.parametrize(
    ("role", "left"),
    [
        (Role.ADMIN, [True, True, True]),
        (Role.TRAINER, [True, False, False]),
        (Role.TRAINEE, [False, False, False]),
    ],
)
def test_who_may_no_longer_invite_has_not_invited(
    members: Members, ada: TestClient, role: Role, left: list[bool]
) -> None:
    adele = members.add("adele", Role.ADMIN)
    browser = members.browser(adele)
    links = [invited_by(browser, one) for one in (Role.TRAINEE, Role.TRAINER, Role.ADMIN)]
    ada.post(f"/people/{adele}/role", data={"role": role.value})
    assert [works(members, link) for link in links] == left
    assert len(members.audited("invitation.revoke")) == left.count(False)


def test_who_is_blocked_does_not_come_back_by_an_own_link(
    members: Members, ada: TestClient, tara: UUID
) -> None:
    ines = members.add("ines", Role.TRAINER)
    browser = members.browser(ines)
    invitation, reset, other = invited_by(browser), reset_by(browser, tara), invited_by(ada)
    ada.post(f"/people/{ines}/block")
    assert [works(members, link) for link in (invitation, reset, other)] == [False, False, True]


def test_who_rises_keeps_what_was_handed_out(members: Members, ada: TestClient) -> None:
    ines = members.add("ines", Role.TRAINER)
    link = invited_by(members.browser(ines))
    ada.post(f"/people/{ines}/role", data={"role": "admin"})
    assert works(members, link)


def test_what_was_used_stays(members: Members, ada: TestClient) -> None:
    ines = members.add("ines", Role.TRAINER)
    link = invited_by(members.browser(ines))
    form = {"name": "Zoé", "email": "zoe@people.example", "password": PASSWORD}
    assert members.stranger().post(link, data=form).status_code == 303
    ada.post(f"/people/{ines}/block")
    assert "Used by Zoé" in ada.get("/people/invitations").text


def test_a_password_changed_by_its_owner_ends_the_link_for_a_new_one(
    members: Members, ada: TestClient, tara: UUID
) -> None:
    link = reset_by(ada, tara)
    browser = members.browser(tara)
    browser.post("/account/password", data={"old": PASSWORD, "new": NEW})
    assert not works(members, link)


def test_the_link_of_somebody_erased_opens_nothing(members: Members, tara: UUID) -> None:
    ines = members.add("ines", Role.TRAINER)
    link = reset_by(members.browser(ines), tara)
    erased = update(Person).where(col(Person.name) == "Ines").values(erased_at=now())
    members.db.write(lambda session: session.execute(erased))
    assert not works(members, link)
