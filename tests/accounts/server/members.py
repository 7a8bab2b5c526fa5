"""People with accounts on a server of several, as the tests of accounts need them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import httpx2
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select
from starlette.types import ASGIApp

from app.accounts.models import AuditEntry, Person, Role, Scope
from app.accounts.passwords import Passwords
from app.accounts.policy import COOKIE
from app.accounts.service import Identity, open_sign_in
from app.core.config import Settings
from app.core.db import Database
from tests.cast import BASE

T = TypeVar("T")
PASSWORD = "une phrase assez longue"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


@cache
def password_hash() -> str:
    """That of `PASSWORD`, made once: it takes a quarter of a second."""
    return asyncio.run(Passwords(1).hash(PASSWORD))


class Members:
    """Who has an account, and browsers for them."""

    def __init__(self, app: ASGIApp, db: Database, settings: Settings) -> None:
        self.app, self.db, self.settings = app, db, settings

    def add(self, name: str, role: Role = Role.TRAINEE, **columns: Any) -> UUID:
        """A person `name`@people.example, who signs in with `PASSWORD`."""
        given = {"email": f"{name}@people.example", "password_hash": password_hash(), **columns}

        def work(session: Session) -> UUID:
            person = Person(name=name.capitalize(), role=role, **given)
            session.add(person)
            session.flush()
            return person.id

        return self.db.write(work)

    def stranger(self, user_agent: str = FIREFOX, client: str = "192.0.2.1", base: str = BASE) -> TestClient:
        """A browser at an address, that is not signed in."""
        browser = TestClient(
            self.app, base, follow_redirects=False, raise_server_exceptions=False, client=(client, 50_000)
        )
        browser.headers["User-Agent"] = user_agent
        browser.headers["Accept-Language"] = "en"
        return browser

    def browser(self, person_id: UUID, label: str = "Firefox, Linux") -> TestClient:
        """A browser in which the person is signed in, without the form."""
        client = self.stranger()
        opened = self.db.write(lambda session: open_sign_in(session, person_id, 1, label))
        client.cookies.set(COOKIE, opened.token)
        return client

    def person(self, person_id: UUID) -> Person:
        return self.db.read(lambda session: session.get_one(Person, person_id))

    def audited(self, *actions: str) -> list[tuple[str, str, dict[str, Any]]]:
        """(action, subject, details) of the deeds of these actions, the oldest first."""
        query = select(AuditEntry).where(col(AuditEntry.action).in_(actions)).order_by(col(AuditEntry.id))
        entries: Sequence[AuditEntry] = self.db.read(lambda session: session.exec(query).all())
        return [(entry.action, entry.subject, json.loads(entry.details)) for entry in entries]

    def everything_audited(self) -> str:
        entries = self.db.read(lambda session: session.exec(select(AuditEntry)).all())
        return "\n".join(str(entry.model_dump()) for entry in entries)

    def run(self, me: UUID, work: Callable[[Session, Identity], T], scope: Scope | None = None) -> T:
        """A service, as this person."""
        role = Role(self.person(me).role)
        return self.db.write(lambda session: work(session, Identity(me, role, scope)))


def sign_in(
    browser: TestClient, email: str, password: str = PASSWORD, target: str | None = None
) -> httpx2.Response:
    """What the form of the sign-in page answers."""
    data = {"email": email, "password": password, **({"next": target} if target is not None else {})}
    answer: httpx2.Response = browser.post("/sign-in", data=data)
    return answer


def links_in(page: httpx2.Response, kind: str = "invitations") -> list[str]:
    """The paths of the links that a page shows to be handed over."""
    return re.findall(rf'value="http://127\.0\.0\.1(/{kind}/[\w-]+)"', page.text)


def is_signed_in(browser: TestClient) -> bool:
    status: int = browser.get("/api/v1/exercises").status_code
    return status == 200
