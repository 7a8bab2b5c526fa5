"""Who may call a route. Every route declares one policy; a test reads them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Concatenate, ParamSpec, Self, TypeVar

from fastapi import Depends, Request
from sqlalchemy import Connection
from sqlmodel import Session

from app.accounts import service
from app.accounts.service import Identity
from app.core.db import Database
from app.core.errors import Problem

COOKIE = "vigie_session"
P = ParamSpec("P")
T = TypeVar("T")


class Policy(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed-in"


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller with a session cookie, and the only way from a route to the database.

    Each call runs one service function in one transaction, which first finds out whose cookie it is (401 for
    nobody's) and is over before the answer is made: an answer never claims what a failed commit lost."""

    db: Database
    token: str

    async def read(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.db.read(
            lambda session: work(session, self.identity(session.connection()), *args, **kwargs)
        )

    async def write(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.db.write(
            lambda session: work(session, self.identity(session.connection()), *args, **kwargs)
        )

    async def write_own(
        self, work: Callable[Concatenate[Connection, Self, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """For the hot path: `work` looks for what it needs by `token_hash` and so finds only what is the
        caller's own; where it finds nothing it calls `identity`, which tells a stranger."""
        return self.db.write_core(lambda connection: work(connection, self, *args, **kwargs))

    @property
    def token_hash(self) -> str:
        return service.digest(self.token)

    def is_known(self) -> bool:
        """Whether the cookie is anybody's."""
        return self.db.read(lambda session: service.identify(session.connection(), self.token)) is not None

    def identity(self, connection: Connection) -> Identity:
        """Whose cookie it is; a 401 problem for nobody's."""
        identity = service.identify(connection, self.token)
        if identity is None:
            raise _sign_in_needed()
        return identity


class Allow:
    """Dependency that lets through callers of one policy. It gives a Caller, who is known for certain only
    inside a transaction of theirs; for ANYONE, None for a stranger."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    async def __call__(self, request: Request) -> Caller | None:
        token = request.cookies.get(COOKIE)
        caller = Caller(request.app.state.db, token) if token else None
        if self.policy is Policy.ANYONE:
            caller = caller if caller and caller.is_known() else None
        elif caller is None:
            raise _sign_in_needed()
        request.state.person = caller
        return caller


def _sign_in_needed() -> Problem:
    detail = "Sign in with the link that `vigie serve` printed."
    return Problem(HTTPStatus.UNAUTHORIZED, "sign-in-needed", detail)


SignedIn = Annotated[Caller, Depends(Allow(Policy.SIGNED_IN))]
Anyone = Annotated[Caller | None, Depends(Allow(Policy.ANYONE))]
