"""Who invites whom, and what becomes of the links."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import select

from app.accounts.models import Invitation, Role
from app.accounts.service import digest
from app.core.clock import now
from app.core.db import Database
from app.main import create_app
from tests.accounts.server.members import Members, links_in

PATH = "/people/invitations"


@pytest.fixture
def ada(members: Members) -> TestClient:
    return members.browser(members.add("ada", Role.ADMIN))


@pytest.fixture
def ines(members: Members) -> TestClient:
    return members.browser(members.add("ines", Role.TRAINER))


def invitations(members: Members) -> list[Invitation]:
    query = select(Invitation).order_by(Invitation.email)
    return list(members.db.read(lambda session: session.exec(query).all()))


def test_one_link_for_anybody(members: Members, ines: TestClient) -> None:
    page = ines.post(PATH)
    assert page.status_code == 200
    (link,) = links_in(page)
    (kept,) = invitations(members)
    assert (kept.email, kept.role, kept.used_at) == (None, "trainee", None)
    assert kept.token_hash == digest(link.removeprefix("/invitations/"))
    week = timedelta(days=members.settings.invitation_days)
    assert abs(kept.expires_at - now() - week) < timedelta(minutes=1)
    assert "Any address" in page.text


def test_a_link_is_shown_once(ines: TestClient) -> None:
    links = links_in(ines.post(PATH))
    again = ines.get(PATH)
    assert links
    assert links_in(again) == []
    assert "Lasts until" in again.text


def test_a_pasted_list_becomes_a_link_for_each_address(members: Members, ada: TestClient) -> None:
    text = "Zoé <Zoe@people.example>, tom@people.example\r\nzoe@people.example"
    page = ada.post(PATH, data={"emails": text, "role": "trainer"})
    assert len(links_in(page)) == 2
    assert "2 links are ready" in page.text
    kept = invitations(members)
    assert [(one.email, one.role) for one in kept] == [
        ("tom@people.example", "trainer"),
        ("zoe@people.example", "trainer"),
    ]
    made = members.audited("invitation.make")
    assert [details for _, _, details in made] == [{"bound": True, "role": "trainer"}] * 2
    assert "people.example" not in members.everything_audited()


@pytest.mark.parametrize("role", ["trainer", "admin"])
def test_a_trainer_invites_trainees_alone(members: Members, ines: TestClient, role: str) -> None:
    assert 'name="role"' not in ines.get(PATH).text
    assert ines.post(PATH, data={"role": role}).status_code == 403
    assert invitations(members) == []


def test_an_administrator_invites_anybody(members: Members, ada: TestClient) -> None:
    assert 'name="role"' in ada.get(PATH).text
    for role in Role:
        assert ada.post(PATH, data={"role": role.value}).status_code == 200
    assert sorted(one.role for one in invitations(members)) == ["admin", "trainee", "trainer"]


def test_a_trainee_invites_nobody(members: Members) -> None:
    tara = members.browser(members.add("tara"))
    assert tara.get(PATH).status_code == 403
    assert tara.post(PATH).status_code == 403
    assert invitations(members) == []


def test_a_piece_that_is_no_address_makes_nothing(members: Members, ines: TestClient) -> None:
    page = ines.post(PATH, data={"emails": "zoe martin, tom@people.example, a&b"})
    assert page.status_code == 422
    assert "no invitation was made" in page.text
    assert "<li>zoe martin</li>" in page.text
    assert "<li>a&amp;b</li>" in page.text
    assert "zoe martin, tom@people.example" in page.text, "what was typed stays"
    assert invitations(members) == []


def test_an_address_with_an_account_makes_nothing(members: Members, ines: TestClient) -> None:
    members.add("tara")
    page = ines.post(PATH, data={"emails": "new@people.example TARA@people.example"})
    assert page.status_code == 422
    assert "<li>tara@people.example</li>" in page.text
    assert invitations(members) == []


def test_a_hundred_at_most(members: Members, ines: TestClient) -> None:
    many = " ".join(f"n{number}@people.example" for number in range(101))
    page = ines.post(PATH, data={"emails": many})
    assert page.status_code == 422
    assert "a hundred addresses at most" in page.text
    assert invitations(members) == []


def test_so_many_a_day(members: Members, db: Database) -> None:
    few = members.settings.model_copy(update={"limit_invitations": 3})
    members = Members(create_app(few, db), db, few)
    ines = members.browser(members.add("ines", Role.TRAINER))
    tom = members.add("tom")
    assert len(links_in(ines.post(PATH, data={"emails": "a@x.example b@x.example"}))) == 2
    too_many = ines.post(PATH, data={"emails": "c@x.example d@x.example"})
    assert too_many.status_code == 429
    assert int(too_many.headers["Retry-After"]) > 3600
    assert ines.post(f"/people/{tom}/reset").status_code == 200, "links for a new password count as well"
    assert ines.post(PATH).status_code == 429
    assert len(invitations(members)) == 2
    ivan = members.browser(members.add("ivan", Role.TRAINER))
    assert ivan.post(PATH).status_code == 200
    assert (
        ivan.post(PATH, data={"emails": "a@y.example b@y.example c@y.example d@y.example"}).status_code == 422
    )


def _id(members: Members) -> UUID:
    (kept,) = invitations(members)
    return kept.id


def test_a_revoked_invitation_is_gone(members: Members, ines: TestClient) -> None:
    (link,) = links_in(ines.post(PATH))
    answer = ines.post(f"{PATH}/{_id(members)}/revoke")
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert invitations(members) == []
    assert members.stranger().get(link).status_code == 404
    assert len(members.audited("invitation.revoke")) == 1


def test_a_new_link_ends_the_old_one(members: Members, ines: TestClient) -> None:
    (old,) = links_in(ines.post(PATH))
    long_ago = now() - timedelta(days=1)
    members.db.write(lambda session: session.execute(update(Invitation).values(expires_at=long_ago)))
    assert "expired" in ines.get(PATH).text
    (new,) = links_in(ines.post(f"{PATH}/{_id(members)}/renew"))
    assert members.stranger().get(old).status_code == 404
    assert members.stranger().get(new).status_code == 200


@pytest.mark.parametrize("deed", ["renew", "revoke"])
def test_a_used_invitation_stays_as_it_is(members: Members, ines: TestClient, deed: str) -> None:
    ines.post(PATH)
    members.db.write(lambda session: session.execute(update(Invitation).values(used_at=now())))
    assert ines.post(f"{PATH}/{_id(members)}/{deed}").status_code == 409
    assert "somebody whose account is erased" in ines.get(PATH).text
    assert f"{_id(members)}/{deed}" not in ines.get(PATH).text


def test_invitations_of_others_are_an_administrator_s_alone(
    members: Members, ines: TestClient, ada: TestClient
) -> None:
    ines.post(PATH, data={"emails": "zoe@people.example"})
    ivan = members.browser(members.add("ivan", Role.TRAINER))
    assert "zoe@people.example" not in ivan.get(PATH).text
    for deed in ("renew", "revoke"):
        assert ivan.post(f"{PATH}/{_id(members)}/{deed}").status_code == 404
    page = ada.get(PATH).text
    assert "zoe@people.example" in page
    assert "Made by Ines" in page
    assert ada.post(f"{PATH}/{_id(members)}/revoke").status_code == 303


def test_a_long_list_comes_in_pages(members: Members, ines: TestClient) -> None:
    emails = " ".join(f"n{number:03}@people.example" for number in range(60))
    ines.post(PATH, data={"emails": emails})
    seen: list[str] = []
    address: str | None = PATH
    while address:
        page = ines.get(address).text
        seen += re.findall(r"<h3>(n\d+@people\.example)</h3>", page)
        more = re.search(rf'href="({PATH}\?after=[\w-]+)"', page)
        address = more.group(1) if more else None
    assert len(seen) == 60
    assert sorted(seen) == sorted(set(seen))
