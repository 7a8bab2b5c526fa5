"""Who may call a route. Every route declares one policy; a test reads them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import Annotated, Concatenate, Final, ParamSpec, Self, TypeVar

from fastapi import Depends, Request
from sqlalchemy import Connection
from sqlmodel import Session

from app.accounts import service
from app.accounts.metering import Meter
from app.accounts.models import Role, Scope
from app.accounts.service import TOKEN_PREFIX, Identity
from app.core.db import Database
from app.core.errors import Problem

COOKIE = "vigie_session"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
API: Final = "/api/"
P = ParamSpec("P")
T = TypeVar("T")


class Policy(StrEnum):
    """`BROWSER`: signed in, and not by an API token: one's own account. `AUTHOR`: trainers and admins."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"
    BROWSER = "browser"
    AUTHOR = "author"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller with a session cookie or an API token, and the only way from a route to the database.

    Each call runs one service function in one transaction, which first finds out whose token it is (401 for
    nobody's, 403 where the policy does not let them) and is over before the answer is made: an answer never
    claims what a failed commit lost."""

    db: Database
    token: str
    policy: Policy = Policy.SIGNED_IN
    changes: bool = False
    """Whether the method of the request is one that changes things."""
    looks: Identity | None = None
    """Whose token it is, where the request is for a page; the API finds out in each transaction alone."""

    async def let_in(self) -> Identity:
        """Who calls, for a route that has nothing to read: its caller is still found out."""
        return await self.db.reading(lambda session: self.identity(session.connection()))

    async def read(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self.db.reading(
            lambda session: work(session, self.identity(session.connection()), *args, **kwargs)
        )

    async def write(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self.db.writing(
            lambda session: work(session, self.identity(session.connection()), *args, **kwargs)
        )

    async def write_beside(
        self, work: Callable[Concatenate[Session, Identity, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """For what trainees do all the time: without a turn of its own (`Database.write_beside`), so that
        `work` itself locks what must not change under it."""
        return await self.db.writing_beside(
            lambda session: work(session, self.identity(session.connection()), *args, **kwargs)
        )

    async def write_own(
        self, work: Callable[Concatenate[Connection, Self, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """For the hot path: `work` looks for what it needs by `token_hash` and so finds only what is the
        caller's own; where it finds nothing it calls `identity`, which tells a stranger."""
        return await self.db.writing_core(lambda connection: work(connection, self, *args, **kwargs))

    @property
    def token_hash(self) -> str:
        return service.digest(self.token)

    async def known(self) -> Identity | None:
        """Whose token it is; None for nobody's."""
        return await self.db.reading(lambda session: service.identify(session.connection(), self.token))

    def viewer(self) -> Identity | None:
        """Who looks at a page, for what every page shows of it: as it was when the request came."""
        return self.looks

    def identity(self, connection: Connection) -> Identity:
        """Whose token it is; a 401 problem for nobody's, a 403 problem where the policy refuses them."""
        identity = service.identify(connection, self.token)
        if identity is None:
            raise _sign_in_needed()
        refusal = _refusal(self.policy, identity, self.changes)
        if refusal is not None:
            raise refusal
        return identity


class Allow:
    """Dependency that lets through callers of one policy. It gives a Caller, who is known for certain only
    inside a transaction of theirs; for ANYONE, None for a stranger. Requests to the API are counted: a 429
    problem where a credential makes too many."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    async def __call__(self, request: Request) -> Caller | None:
        caller = await self._caller(request)
        if caller is not None and not await _counted(request, caller) and self.policy is not Policy.ANYONE:
            raise _sign_in_needed()
        if self.policy is Policy.ANYONE:
            caller = caller if caller and (caller.looks or await caller.known()) else None
        elif caller is None:
            raise _sign_in_needed()
        request.state.person = caller
        return caller

    async def _caller(self, request: Request) -> Caller | None:
        token = _token(request)
        if not token:
            return None
        changes = request.method not in SAFE_METHODS
        caller = Caller(request.app.state.db, token, self.policy, changes)
        return caller if _is_of_the_api(request) else replace(caller, looks=await caller.known())


async def _counted(request: Request, caller: Caller) -> bool:
    """Count a request to the API; False where it is nobody's. Of a page only the time is kept."""
    meter: Meter = request.app.state.meter
    if _is_of_the_api(request):
        return meter.spend(caller.token_hash) or await caller.db.off_loop(
            partial(meter.count, caller.token_hash)
        )
    if caller.looks is not None and not meter.is_noted(caller.token_hash):
        await caller.db.off_loop(partial(meter.note, caller.token_hash))
    return True


def _is_of_the_api(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.startswith(API)


def _token(request: Request) -> str | None:
    """The API token where an Authorization header is there, else the cookie; neither passes for the other."""
    header = request.headers.get("authorization")
    if header is None:
        cookie = request.cookies.get(COOKIE)
        return None if cookie is None or cookie.startswith(TOKEN_PREFIX) else cookie
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip().startswith(TOKEN_PREFIX):
        raise _sign_in_needed()
    return token.strip()


def _refusal(policy: Policy, identity: Identity, changes: bool) -> Problem | None:
    if changes and identity.scope is Scope.READ:
        return _scope_too_small(Scope.AUTHOR)
    if policy is Policy.BROWSER and identity.scope is not None:
        return _forbidden("An API token cannot do this; sign in with a browser.")
    if policy is Policy.AUTHOR:
        return _author_refusal(identity)
    return _admin_refusal(identity) if policy is Policy.ADMIN else None


def _author_refusal(identity: Identity) -> Problem | None:
    if not identity.may_author:
        return _forbidden("Only trainers and administrators write exercises; ask an administrator.")
    return _scope_too_small(Scope.AUTHOR) if identity.scope is Scope.READ else None


def _admin_refusal(identity: Identity) -> Problem | None:
    if identity.role is not Role.ADMIN:
        return _forbidden("Only administrators may do this.")
    return None if identity.is_admin else _scope_too_small(Scope.ADMIN)


def _forbidden(detail: str) -> Problem:
    return Problem(HTTPStatus.FORBIDDEN, "forbidden", detail)


def _scope_too_small(needed: Scope) -> Problem:
    detail = f"This API token may not do this; it needs the scope “{needed.value}”."
    return Problem(HTTPStatus.FORBIDDEN, "scope", detail)


def _sign_in_needed() -> Problem:
    detail = "Sign in, or send a valid API token (Authorization: Bearer vigie_…)."
    headers = {"WWW-Authenticate": "Bearer"}
    return Problem(HTTPStatus.UNAUTHORIZED, "sign-in-needed", detail, headers=headers)


SignedIn = Annotated[Caller, Depends(Allow(Policy.SIGNED_IN))]
Browser = Annotated[Caller, Depends(Allow(Policy.BROWSER))]
Author = Annotated[Caller, Depends(Allow(Policy.AUTHOR))]
Admin = Annotated[Caller, Depends(Allow(Policy.ADMIN))]
Anyone = Annotated[Caller | None, Depends(Allow(Policy.ANYONE))]
