"""The standing cast: people of every role, each with a browser that is signed in or an API token."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session
from starlette.types import ASGIApp

from app.accounts.models import Person, Role, Scope, SignIn
from app.accounts.policy import COOKIE
from app.accounts.service import TOKEN_PREFIX, digest, open_sign_in
from app.core.clock import now
from app.core.db import Database

BASE = "http://127.0.0.1"
CAST: dict[str, Role] = {
    "tara": Role.TRAINEE,
    "tom": Role.TRAINEE,
    "ines": Role.TRAINER,
    "ivan": Role.TRAINER,
    "cora": Role.TRAINER,
    "ada": Role.ADMIN,
}
"""A trainee and another one; a trainer, one of another group, one who writes with her; an administrator."""


class Cast:
    """People by their names, made when they are first asked for."""

    def __init__(self, app: ASGIApp, db: Database) -> None:
        self.app, self.db = app, db
        self.ids: dict[str, UUID] = {}

    def id(self, name: str) -> UUID:
        if name not in self.ids:
            self.ids[name] = self.db.write(lambda session: _add(session, name))
        return self.ids[name]

    def browser(self, name: str) -> TestClient:
        """A browser in which the person is signed in."""
        person_id = self.id(name)
        opened = self.db.write(lambda session: open_sign_in(session, person_id, 1, "test"))
        client = self.stranger()
        client.cookies.set(COOKIE, opened.token)
        return client

    def tool(self, name: str, scope: Scope = Scope.AUTHOR) -> TestClient:
        """A tool that sends an API token of the person."""
        client = self.stranger()
        client.headers["Authorization"] = f"Bearer {self.token(name, scope)}"
        return client

    def token(self, name: str, scope: Scope = Scope.AUTHOR) -> str:
        """An API token of the person."""
        token = f"{TOKEN_PREFIX}{name}-{scope.value}-{len(self.ids)}"
        person_id = self.id(name)
        self.db.write(lambda session: _token(session, person_id, token, scope))
        return token

    def stranger(self) -> TestClient:
        return TestClient(self.app, BASE, follow_redirects=False, raise_server_exceptions=False)


def _add(session: Session, name: str) -> UUID:
    person = Person(name=name.capitalize(), email=f"{name}@people.example", role=CAST[name])
    session.add(person)
    session.flush()
    return person.id


def _token(session: Session, person_id: UUID, token: str, scope: Scope) -> None:
    expires_at = now() + timedelta(days=1)
    session.merge(
        SignIn(
            token_hash=digest(token), person_id=person_id, scope=scope, label="test", expires_at=expires_at
        )
    )
