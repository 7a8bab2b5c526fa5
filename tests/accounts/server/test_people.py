"""Looking after people: who sees whom, roles, blocking, and the last administrator."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from app.accounts.models import OidcIdentity, Role, Scope
from app.core.clock import now
from tests.accounts.server.members import Members, is_signed_in, sign_in
from tests.cast import Cast

NOBODY = uuid4()


@pytest.fixture
def ada_id(members: Members) -> UUID:
    return members.add("ada", Role.ADMIN)


@pytest.fixture
def ada(members: Members, ada_id: UUID) -> TestClient:
    return members.browser(ada_id)


@pytest.fixture
def ines(members: Members) -> TestClient:
    return members.browser(members.add("ines", Role.TRAINER))


def names(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/people/[\w-]+">([^<]*)</a></h3>', page)


def test_an_administrator_sees_everyone_in_the_order_of_names(members: Members, ada: TestClient) -> None:
    for name in ("zoé", "éric", "tom", "eve"):
        members.add(name)
    members.add("ines", Role.TRAINER)
    members.add("gone", erased_at=now())
    assert names(ada.get("/people").text) == ["Ada", "Éric", "Eve", "Ines", "Tom", "Zoé"]


def test_a_trainer_sees_trainees_alone(members: Members, ines: TestClient, ada_id: UUID) -> None:
    tara = members.add("tara")
    assert names(ines.get("/people").text) == ["Tara"]
    assert ines.get(f"/people/{tara}").status_code == 200
    assert ines.get(f"/people/{ada_id}").status_code == 404
    assert "/role" not in ines.get(f"/people/{tara}").text
    assert "/block" not in ines.get(f"/people/{tara}").text


def test_a_trainee_sees_nobody(members: Members, ada_id: UUID) -> None:
    tara = members.add("tara")
    browser = members.browser(tara)
    for path in ("/people", f"/people/{tara}", f"/people/{ada_id}"):
        assert browser.get(path).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ZOE"}, ["Zoé"]),
        ({"q": "Né"}, ["Ines"]),
        ({"q": "tom@people"}, ["Tom"]),
        ({"q": "%"}, []),
        ({"role": "trainer"}, ["Ines"]),
        ({"role": "king"}, ["Ada", "Eve", "Ines", "Tom", "Zoé"]),
        ({"state": "blocked"}, ["Tom"]),
        ({"state": "active", "role": "trainee", "q": " eve "}, ["Eve"]),
    ],
)
def test_people_are_found_by_name_address_role_and_state(
    members: Members, ada: TestClient, query: dict[str, str], found: list[str]
) -> None:
    for name in ("zoé", "eve"):
        members.add(name, email=f"{name[0]}@atelier.fr")
    members.add("tom", blocked_at=now())
    members.add("ines", Role.TRAINER)
    page = ada.get("/people", params=query).text
    assert names(page) == found
    assert ("Nobody matches" in page) == (found == [])


def test_the_page_says_when_somebody_signed_in_last(members: Members, ada: TestClient) -> None:
    tara = members.add("tara")
    assert "Never signed in" in ada.get(f"/people/{tara}").text
    browser = members.stranger()
    sign_in(browser, "tara@people.example")
    browser.post("/sign-out")
    assert "Never signed in" not in ada.get(f"/people/{tara}").text
    assert f"Signed in on {now().astimezone().day} " in ada.get("/people?q=tara").text


def test_a_long_list_comes_in_pages(members: Members, ada: TestClient) -> None:
    for number in range(60):
        members.add(f"n{number:02}")
    seen: list[str] = []
    address: str | None = "/people?q=n"
    while address:
        page = ada.get(address).text
        seen += names(page)
        more = re.search(r'href="(/people\?q=n&amp;role=&amp;state=&amp;after=[\w-]+)"', page)
        address = more.group(1).replace("&amp;", "&") if more else None
    assert seen == [f"N{number:02}" for number in range(60)]


def test_a_role_is_changed_and_counts_at_once(members: Members, ada: TestClient) -> None:
    tara = members.add("tara")
    browser = members.browser(tara)
    assert browser.get("/people").status_code == 403
    answer = ada.post(f"/people/{tara}/role", data={"role": "trainer"})
    assert answer.headers["location"] == f"/people/{tara}?said=role"
    assert "The role is changed." in ada.get(answer.headers["location"]).text
    assert browser.get("/people").status_code == 200
    ada.post(f"/people/{tara}/role", data={"role": "trainer"})
    assert members.audited("person.role") == [
        ("person.role", str(tara), {"before": "trainee", "after": "trainer"})
    ], "what changes nothing is not noted"


def test_an_unknown_role_is_refused(members: Members, ada: TestClient) -> None:
    tara = members.add("tara")
    assert ada.post(f"/people/{tara}/role", data={"role": "king"}).status_code == 422
    assert members.person(tara).role == "trainee"


@pytest.mark.parametrize("deed", ["role", "block", "unblock"])
def test_a_trainer_changes_no_role_and_blocks_nobody(members: Members, ines: TestClient, deed: str) -> None:
    tara = members.add("tara")
    assert ines.post(f"/people/{tara}/{deed}", data={"role": "admin"}).status_code == 403
    assert (members.person(tara).role, members.person(tara).blocked_at) == ("trainee", None)


@pytest.mark.parametrize("deed", ["role", "block", "unblock", "reset"])
def test_nobody_is_nobody(ada: TestClient, deed: str) -> None:
    assert ada.post(f"/people/{NOBODY}/{deed}", data={"role": "admin"}).status_code == 404
    assert ada.get(f"/people/{NOBODY}").status_code == 404


def test_blocking_signs_out_everywhere_and_keeps_out(members: Members, ada: TestClient, cast: Cast) -> None:
    tool = cast.tool("tara", Scope.READ)
    tara = cast.id("tara")
    browser = members.browser(tara)
    assert (is_signed_in(tool), is_signed_in(browser)) == (True, True)
    answer = ada.post(f"/people/{tara}/block")
    page = ada.get(answer.headers["location"]).text
    assert "The account is blocked." in page
    assert (is_signed_in(tool), is_signed_in(browser)) == (False, False)
    ada.post(f"/people/{tara}/block")
    assert members.audited("person.block") == [("person.block", str(tara), {})]


def test_who_is_unblocked_may_sign_in_again(members: Members, ada: TestClient) -> None:
    tara = members.add("tara")
    ada.post(f"/people/{tara}/block")
    assert sign_in(members.stranger(), "tara@people.example").status_code == 403
    answer = ada.post(f"/people/{tara}/unblock")
    assert "The account is unblocked." in ada.get(answer.headers["location"]).text
    assert sign_in(members.stranger(), "tara@people.example").status_code == 303
    ada.post(f"/people/{tara}/unblock")
    assert members.audited("person.unblock") == [("person.unblock", str(tara), {})]


def test_nobody_blocks_the_own_account(members: Members, ada: TestClient, ada_id: UUID) -> None:
    members.add("adele", Role.ADMIN)
    answer = ada.post(f"/people/{ada_id}/block")
    assert answer.headers["location"] == f"/people/{ada_id}?said=own-account"
    assert "nobody blocks their own account" in ada.get(answer.headers["location"]).text
    assert f"/people/{ada_id}/block" not in ada.get(f"/people/{ada_id}").text
    assert is_signed_in(ada)


def test_the_last_administrator_stays_one(members: Members, ada: TestClient, ada_id: UUID) -> None:
    members.add("blocked", Role.ADMIN, blocked_at=now())
    members.add("erased", Role.ADMIN, erased_at=now())
    members.add("solo", Role.ADMIN, email=None, password_hash=None)
    answer = ada.post(f"/people/{ada_id}/role", data={"role": "trainee"})
    assert answer.headers["location"] == f"/people/{ada_id}?said=last-admin"
    assert "this is the last administrator" in ada.get(answer.headers["location"]).text
    assert members.person(ada_id).role == "admin"


def test_with_another_administrator_one_may_go(members: Members, ada: TestClient, ada_id: UUID) -> None:
    members.add("adele", Role.ADMIN)
    ada.post(f"/people/{ada_id}/role", data={"role": "trainer"})
    assert members.person(ada_id).role == "trainer"


def test_an_administrator_who_comes_by_the_provider_counts(
    members: Members, ada: TestClient, ada_id: UUID
) -> None:
    olga = members.add("olga", Role.ADMIN, email=None, password_hash=None)
    known = OidcIdentity(issuer="https://id.example", subject="olga", person_id=olga)
    members.db.write(lambda session: session.add(known))
    ada.post(f"/people/{ada_id}/role", data={"role": "trainee"})
    assert members.person(ada_id).role == "trainee"


def test_two_administrators_who_demote_each_other_leave_one(members: Members) -> None:
    ids = [members.add("ada", Role.ADMIN), members.add("adele", Role.ADMIN)]
    browsers = [members.browser(one) for one in ids]
    with ThreadPoolExecutor(2) as threads:
        list(
            threads.map(
                lambda pair: pair[0].post(f"/people/{pair[1]}/role", data={"role": "trainee"}),
                zip(browsers, reversed(ids), strict=True),
            )
        )
    assert sorted(members.person(one).role for one in ids) == ["admin", "trainee"]


def test_words_of_people_are_only_shown(members: Members, ada: TestClient) -> None:
    members.add("<script>alert(1)</script>", email="x@people.example")
    page = ada.get("/people").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_what_the_page_says_is_not_the_address_s_to_choose(members: Members, ada: TestClient) -> None:
    tara = members.add("tara")
    page = ada.get(f"/people/{tara}", params={"said": "hacked"})
    assert page.status_code == 200
    assert 'role="status"' not in page.text


def test_a_cursor_of_nobody_is_refused(ada: TestClient) -> None:
    assert ada.get("/people", params={"after": str(NOBODY)}).status_code == 422
