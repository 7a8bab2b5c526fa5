"""Who may call a route. Every route declares one policy; a test reads them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Request
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
    """The signed-in caller, and the only way from a route to the database.

    Each call runs one service function in one transaction, which is over before the answer is made, so that
    an answer never claims what a failed commit did not keep."""

    db: Database
    identity: Identity

    async def read(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.db.read(lambda session: work(session, self.identity, *args, **kwargs))

    async def write(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.db.write(lambda session: work(session, self.identity, *args, **kwargs))


class Allow:
    """Dependency that lets through callers of one policy and gives the Caller (None for a stranger)."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    async def __call__(self, request: Request) -> Caller | None:
        caller = _caller(request)
        request.state.person = caller.identity if caller else None
        if caller is None and self.policy is not Policy.ANYONE:
            raise Problem(
                HTTPStatus.UNAUTHORIZED,
                "sign-in-needed",
                "Sign in with the link that `vigie serve` printed.",
            )
        return caller


def _caller(request: Request) -> Caller | None:
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    db: Database = request.app.state.db
    identity = service.identify(db, token)
    return Caller(db, identity) if identity else None


SignedIn = Annotated[Caller, Depends(Allow(Policy.SIGNED_IN))]
Anyone = Annotated[Caller | None, Depends(Allow(Policy.ANYONE))]
