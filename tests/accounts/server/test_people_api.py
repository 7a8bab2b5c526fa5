"""People and invitations for tools."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.accounts.models import Invitation, Role, Scope
from app.core.clock import now
from tests.accounts.server.members import PASSWORD, Members
from tests.cast import Cast

PEOPLE, INVITATIONS = "/api/v1/people", "/api/v1/invitations"


@pytest.fixture
def tool(cast: Cast) -> Callable[[str], TestClient]:
    """A tool with a token of the widest scope."""
    return lambda name: cast.tool(name, Scope.ADMIN)


def test_people_are_listed_as_their_schema_says(members: Members, tool: Callable[[str], TestClient]) -> None:
    tara = members.add("tara")
    blocked = members.add("tom", blocked_at=now())
    answer = tool("ines").get(PEOPLE)
    assert answer.status_code == 200
    first, second = answer.json()["items"]
    assert first == {
        "id": str(tara),
        "name": "Tara",
        "email": "tara@people.example",
        "role": "trainee",
        "state": "active",
        "created_at": first["created_at"],
        "last_sign_in_at": None,
    }
    assert (second["id"], second["state"]) == (str(blocked), "blocked")
    assert answer.json()["next"] is None


def test_what_a_token_sees_is_bound_by_its_scope(cast: Cast) -> None:
    for name in ("tara", "ines"):
        cast.id(name)
    seen = {
        scope: [one["name"] for one in cast.tool("ada", scope).get(PEOPLE).json()["items"]]
        for scope in (Scope.AUTHOR, Scope.ADMIN)
    }
    assert seen == {Scope.AUTHOR: ["Tara"], Scope.ADMIN: ["Ada", "Ines", "Tara"]}
    refused = cast.tool("ada", Scope.READ).get(PEOPLE)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:vigie:problem:scope")


def test_people_come_in_pages(members: Members, tool: Callable[[str], TestClient]) -> None:
    for number in range(5):
        members.add(f"n{number}")
    ines, seen = tool("ines"), []
    given: dict[str, str] | None = {"limit": "2", "q": "n"}
    while given is not None:
        page = ines.get(PEOPLE, params=given).json()
        seen += [one["name"] for one in page["items"]]
        given = {**given, "cursor": page["next"]} if page["next"] else None
    assert seen == ["N0", "N1", "N2", "N3", "N4"]


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 101}, {"role": "king"}, {"state": "x"}, {"cursor": "x"}, {"q": "x" * 101}],
)
@pytest.mark.parametrize("path", [PEOPLE, INVITATIONS])
def test_a_query_that_means_nothing_is_pointed_at(
    tool: Callable[[str], TestClient], path: str, query: dict[str, str | int]
) -> None:
    (name,) = query
    answer = tool("ines").get(path, params=query)
    if path == INVITATIONS and name in {"role", "q"}:
        assert answer.status_code == 200, "what is unknown is passed over"
        return
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/query/{name}"


@pytest.mark.parametrize("path", [PEOPLE, INVITATIONS])
def test_a_cursor_that_leads_nowhere_is_an_error(tool: Callable[[str], TestClient], path: str) -> None:
    answer = tool("ines").get(path, params={"cursor": str(uuid4())})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/cursor"


def test_a_tool_invites_and_the_link_works(members: Members, tool: Callable[[str], TestClient]) -> None:
    ines = tool("ines")
    answer = ines.post(INVITATIONS, json={"emails": [" Zoe@people.example", "tom@people.example"]})
    assert answer.status_code == 201
    first, second = answer.json()["items"]
    assert [one["invitation"]["email"] for one in (first, second)] == [
        "zoe@people.example",
        "tom@people.example",
    ]
    assert first["invitation"]["state"] == "open"
    assert first["invitation"]["created_by"]["name"] == "Ines"
    assert first["link"].startswith("http://127.0.0.1/invitations/")
    path = first["link"].removeprefix("http://127.0.0.1")
    filled = {"name": "Zoé", "email": "zoe@people.example", "password": PASSWORD}
    assert members.stranger().post(path, data=filled).status_code == 303
    used = ines.get(f"{INVITATIONS}/{first['invitation']['id']}").json()
    assert (used["state"], used["used_by"]["name"]) == ("used", "Zoé")
    assert "link" not in used
    listed = ines.get(INVITATIONS, params={"state": "open"}).json()["items"]
    assert [one["email"] for one in listed] == ["tom@people.example"]


def test_the_public_address_is_that_of_the_links(members: Members, tool: Callable[[str], TestClient]) -> None:
    public = members.settings.model_copy(update={"public_url": "https://vigie.example"})
    members.app.state.settings = public  # type: ignore[attr-defined]  # of FastAPI's class
    link = tool("ines").post(INVITATIONS, json={}).json()["items"][0]["link"]
    assert link.startswith("https://vigie.example/invitations/")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"emails": ["zoe"]}, "/emails/0"),
        ({"emails": ["a@x.example"] * 101}, "/emails"),
        ({"role": "king"}, "/role"),
        ({"email": "zoe@people.example"}, "/email"),
        ([], ""),
    ],
)
def test_a_wrong_body_is_pointed_at_and_makes_nothing(
    members: Members, tool: Callable[[str], TestClient], body: object, pointer: str
) -> None:
    answer = tool("ines").post(INVITATIONS, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert members.db.read(lambda session: session.exec(select(Invitation)).all()) == []


def test_known_addresses_are_pointed_at(members: Members, tool: Callable[[str], TestClient]) -> None:
    members.add("tara")
    members.add("tom")
    emails = ["tara@people.example", "new@people.example", "TOM@people.example"]
    answer = tool("ines").post(INVITATIONS, json={"emails": emails})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:vigie:problem:email-taken")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/emails/0", "/emails/2"]
    assert members.db.read(lambda session: session.exec(select(Invitation)).all()) == []


@pytest.mark.parametrize(
    ("name", "scope", "role", "status"),
    [
        ("tara", Scope.ADMIN, "trainee", 403),
        ("ines", Scope.READ, "trainee", 403),
        ("ines", Scope.AUTHOR, "trainee", 201),
        ("ines", Scope.ADMIN, "trainer", 403),
        ("ada", Scope.AUTHOR, "trainer", 403),
        ("ada", Scope.ADMIN, "admin", 201),
    ],
)
def test_who_may_invite_whom(cast: Cast, name: str, scope: Scope, role: str, status: int) -> None:
    assert cast.tool(name, scope).post(INVITATIONS, json={"role": role}).status_code == status


def test_a_revoked_invitation_is_gone(members: Members, tool: Callable[[str], TestClient]) -> None:
    ines, ivan = tool("ines"), tool("ivan")
    made = ines.post(INVITATIONS, json={}).json()["items"][0]
    address = f"{INVITATIONS}/{made['invitation']['id']}"
    assert ivan.get(address).status_code == 404
    assert ivan.delete(address).status_code == 404
    answer = ines.delete(address)
    assert (answer.status_code, answer.content) == (204, b"")
    assert ines.delete(address).status_code == 404
    path = made["link"].removeprefix("http://127.0.0.1")
    assert members.stranger().get(path).status_code == 404


def test_a_used_invitation_cannot_be_revoked(members: Members, tool: Callable[[str], TestClient]) -> None:
    ines = tool("ines")
    made = ines.post(INVITATIONS, json={}).json()["items"][0]["invitation"]

    def use(session: Session) -> None:
        session.get_one(Invitation, UUID(made["id"])).used_at = now()

    members.db.write(use)
    answer = ines.delete(f"{INVITATIONS}/{made['id']}")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:vigie:problem:invitation-used")


def test_a_browser_may_use_the_api_as_well(members: Members) -> None:
    ines = members.browser(members.add("ines", Role.TRAINER))
    assert ines.get(PEOPLE).status_code == 200
    assert ines.post(INVITATIONS, json={}).status_code == 201
