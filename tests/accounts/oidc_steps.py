"""What the tests of OpenID Connect do again and again: a server with a provider, and a person's browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from sqlmodel import Session, select

from app.accounts.models import AuditEntry, Invitation, OidcFlow, OidcIdentity, Person, SignIn
from app.accounts.policy import COOKIE
from app.core.config import Settings
from app.core.db import Database
from tests.cast import BASE

START = "/sign-in/oidc"
CALLBACK = f"{BASE}{START}/callback"
NAME = "Compte Atelier"


def with_provider(settings: Settings, issuer: str, client_id: str, secret: str, **more: object) -> Settings:
    """The settings of a server whose people may sign in at `issuer`."""
    return settings.model_copy(
        update={
            "mode": "server",
            "oidc_issuer": issuer,
            "oidc_client_id": client_id,
            "oidc_client_secret": SecretStr(secret),
            "oidc_name": NAME,
            **more,
        }
    )


def leave(browser: TestClient, **params: str) -> str:
    """Ask to sign in; the address at the provider that the browser is led to."""
    answer = browser.get(START, params=params)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(browser: TestClient, location: str) -> Response:
    """The browser follows the provider's redirect to the server."""
    assert location.startswith(CALLBACK), location
    return browser.get(location)


def reason_of(answer: Response) -> str:
    """Why the sign-in was refused."""
    assert answer.status_code == 303, answer.text
    place = urlsplit(answer.headers["location"])
    assert place.path == f"{START}/refused", answer.headers["location"]
    return parse_qs(place.query)["reason"][0]


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def assert_signed_in(browser: TestClient, answer: Response, target: str = "/") -> None:
    assert (answer.status_code, answer.headers["location"]) == (303, target), answer.headers
    assert COOKIE in browser.cookies
    assert browser.get("/api/v1/exercises").status_code == 200


class Books:
    """What the database holds."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def add(self, row: Person | Invitation | OidcFlow) -> None:
        self.db.write(lambda session: session.add(row))

    def people(self) -> list[Person]:
        return self.db.read(lambda session: list(session.exec(select(Person).order_by(Person.name)).all()))

    def person(self, name: str) -> Person:
        return next(person for person in self.people() if person.name == name)

    def identities(self) -> dict[str, str]:
        """Whose each subject is, by the name."""
        return self.db.read(_identities)

    def audit(self) -> list[tuple[str, str]]:
        """(action, details as JSON) in order."""
        entries = self.db.read(lambda session: list(session.exec(select(AuditEntry)).all()))
        return [(entry.action, entry.details) for entry in sorted(entries, key=lambda entry: entry.id or 0)]

    def labels(self) -> list[str]:
        return self.db.read(lambda session: list(session.exec(select(SignIn.label)).all()))

    def flows(self) -> list[OidcFlow]:
        return self.db.read(lambda session: list(session.exec(select(OidcFlow)).all()))

    def change(self, work: Callable[[Session], object]) -> None:
        self.db.write(work)


def _identities(session: Session) -> dict[str, str]:
    known = session.exec(select(OidcIdentity)).all()
    return {one.subject: session.get_one(Person, one.person_id).name for one in known}
