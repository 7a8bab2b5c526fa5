"""Every route × everybody answers as its declared policy says, and as the things in its address belong.

The table stands in `tests/matrix.py` and beside it. A new route belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.models import Role, Scope
from app.accounts.policy import SAFE_METHODS, Policy
from app.openapi.document import policies
from tests.cast import CAST, Cast
from tests.databases import Databases
from tests.estate import METRICS_TOKEN, SetAside, build, served
from tests.matrix import ROWS
from tests.matrix_row import SIGN_IN, Outcome, Row
from tests.snapshot import Snapshot, snapshot_of

ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PRIVATE = (
    *("opened", "handed-in", "graded", "awaiting", "submission", "token", "trial", "invitation"),
    *("cohort", "code", "set", "certifying", "appeal", "proposal", "confirmation"),
)
REFUSED = {401, 403, 404, SIGN_IN}
SETTINGS = {
    "VIGIE_METRICS_TOKEN": METRICS_TOKEN,
    "VIGIE_OIDC_ISSUER": "http://127.0.0.1:9",  # where nobody listens
    "VIGIE_OIDC_CLIENT_ID": "vigie",
    "VIGIE_OIDC_CLIENT_SECRET": "secret",
}


@dataclass(frozen=True)
class CallerKind:
    """Who calls, and with what: a browser, or a token of the scope. No `person`: nobody."""

    person: str = ""
    scope: Scope | None = None

    @property
    def role(self) -> Role:
        return CAST[self.person]

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN and self.scope in {None, Scope.ADMIN}

    def __str__(self) -> str:
        return f"{self.person} by a token to {self.scope}" if self.scope else self.person or "nobody"


BROWSERS = [CallerKind(name) for name in ("tara", "tom", "ines", "cora", "ivan", "ada")]
TOKENS = [
    CallerKind("tara", Scope.READ),
    CallerKind("tara", Scope.AUTHOR),
    CallerKind("ines", Scope.READ),
    CallerKind("ines", Scope.AUTHOR),
    CallerKind("ivan", Scope.AUTHOR),
    CallerKind("ivan", Scope.ADMIN),  # as it is left to who was an administrator once
    CallerKind("ada", Scope.READ),
    CallerKind("ada", Scope.AUTHOR),
    CallerKind("ada", Scope.ADMIN),
]
CALLERS = [CallerKind(), *BROWSERS, *TOKENS]


@dataclass(frozen=True)
class Stage:
    """The application with everything of the estate in it, and each caller's client."""

    app: FastAPI
    things: dict[str, str]
    clients: dict[CallerKind, TestClient]
    snapshot: Snapshot
    declared: dict[str, Policy]

    def call(self, row: Row, caller: CallerKind) -> httpx2.Response:
        method, _, path = row.route.partition(" ")
        client = self.clients[caller]
        kept = dict(client.cookies)
        sends = filled(row.sends, self.things)
        answer = client.request(method, address_of(path, row.things, self.things), **sends)
        client.cookies.clear()
        client.cookies.update(kept)
        return answer


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("matrix"), databases, **SETTINGS) as (app, db):
        cast = Cast(app, db)
        things = build(cast)
        app.state.grader = SetAside()
        clients = {caller: client_of(cast, caller) for caller in CALLERS}
        declared = {f"{method} {path}": policy for path, method, policy in policies(app)}
        with closing(snapshot_of(db)) as snapshot:
            yield Stage(app, things, clients, snapshot, declared)


def client_of(cast: Cast, caller: CallerKind) -> TestClient:
    if not caller.person:
        return cast.stranger()
    return cast.tool(caller.person, caller.scope) if caller.scope else cast.browser(caller.person)


def address_of(path: str, names: str, things: dict[str, str]) -> str:
    """The path with the things of these names in its places, in turn; else a name stands for itself."""
    each = iter(names.split())
    return re.sub(r"\{\w+(?::\w+)?\}", lambda _: things.get(name := next(each), name), path)


def filled(value: Any, things: dict[str, str]) -> Any:
    """What is sent, with the things in the places of their names."""
    if isinstance(value, Mapping):
        return {key: filled(one, things) for key, one in value.items()}
    if isinstance(value, str) and value[:1] + value[-1:] == "{}":
        return things.get(value[1:-1], value)
    return value


def expected(row: Row, policy: Policy, caller: CallerKind) -> Outcome:
    method, _, path = row.route.partition(" ")
    if policy is not Policy.ANYONE:
        if not caller.person:
            return 401 if path.startswith("/api/") else SIGN_IN
        if is_refused(policy, method, caller):
            return 403
    return row.but.get(caller.person, row.ok) if is_among(row.only, caller) else refused_thing(row, caller)


def is_refused(policy: Policy, method: str, caller: CallerKind) -> bool:
    """The policies in other words than the application's."""
    if caller.scope is Scope.READ and (method not in SAFE_METHODS or policy is Policy.AUTHOR):
        return True
    if policy is Policy.BROWSER:
        return caller.scope is not None
    if policy is Policy.AUTHOR:
        return caller.role is Role.TRAINEE
    return policy is Policy.ADMIN and not caller.is_admin


def is_among(only: str | None, caller: CallerKind) -> bool:
    if only is None or not caller.person:
        return True
    return caller.person in only.split() and (caller.role is not Role.ADMIN or caller.is_admin)


def refused_thing(row: Row, caller: CallerKind) -> Outcome:
    spared = caller.role is Role.ADMIN and not caller.is_admin
    return row.others if spared else row.but.get(caller.person, row.others)


def outcome(answer: httpx2.Response) -> Outcome:
    to_sign_in = urlsplit(answer.headers.get("location", "")).path == "/sign-in"
    return SIGN_IN if answer.status_code == 303 and to_sign_in else answer.status_code


def test_every_route_stands_in_the_table(stage: Stage) -> None:
    known = {row.route for row in ROWS}
    assert sorted(stage.declared.keys() - known) == [], "put the new route into tests/matrix.py"
    assert sorted(known - stage.declared.keys()) == [], "there is no such route any more"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_is_promised(stage: Stage, row: Row) -> None:
    """And who is refused has changed nothing."""
    policy, found, wanted, traces = stage.declared[row.route], {}, {}, {}
    for caller in CALLERS:
        stage.snapshot.restore()
        name = str(caller)
        found[name], wanted[name] = outcome(stage.call(row, caller)), expected(row, policy, caller)
        if wanted[name] in REFUSED - {row.ok}:
            traces[name] = stage.snapshot.changes()
    assert found == wanted
    assert {name: tables for name, tables in traces.items() if tables} == {}


@pytest.mark.parametrize("row", [row for row in ROWS if row.only and row.others == 404], ids=str)
def test_the_things_of_others_look_as_if_there_were_none(stage: Stage, row: Row) -> None:
    """Word for word, so that nobody finds out what there is by its address."""
    missing = {name: nothing_like(name) for name in row.things.split()}
    missing |= {name: nothing_like(thing) for name, thing in stage.things.items()}
    stage.snapshot.restore()
    for caller in (CallerKind("tom"), CallerKind("ivan"), CallerKind("tara"), CallerKind("ines")):
        there = stage.call(row, caller)
        if there.status_code == 404:
            elsewhere = Stage(stage.app, missing, stage.clients, stage.snapshot, stage.declared)
            assert plain(there) == plain(elsewhere.call(row, caller)), str(caller)


def nothing_like(thing: str) -> str:
    """What stands for a thing of its kind that there is not."""
    return re.sub(ID, "00000000-0000-4000-8000-000000000000", thing) if re.search(ID, thing) else "nothing"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.route.startswith("GET ") and not row.only], ids=str
)
def test_what_everybody_may_read_tells_nothing_of_others(stage: Stage, row: Row) -> None:
    """Lists, pages and files: for who has nothing to do with Inès's cohort or Tara's work, and for them of
    Ivan's and of Tom's."""
    asked = {stage.things.get(name) for name in row.things.split()}
    secret = {name: thing for name, thing in stage.things.items() if thing not in asked}
    here = {name: thing for name, thing in secret.items() if name in PRIVATE}
    there = {name: thing for name, thing in secret.items() if name.endswith("-there")}
    of_nobody = CallerKind("ada", Scope.AUTHOR), here | there
    stage.snapshot.restore()
    for caller, hidden in (*((CallerKind(name), here) for name in ("tom", "ivan")), of_nobody):
        assert told_of(stage, row, caller, hidden) == [], str(caller)
    for name in ("tara", "ines", "cora"):
        assert told_of(stage, row, CallerKind(name), there) == [], name


def told_of(stage: Stage, row: Row, caller: CallerKind, hidden: dict[str, str]) -> list[str]:
    told = stage.call(row, caller).text
    return [name for name, thing in hidden.items() if thing in told]


def plain(answer: httpx2.Response) -> tuple[int, str]:
    """Without the address itself, which some pages repeat, and the id of the request."""
    text = re.sub(r"urn:vigie:request:\w+", "", answer.text)
    return answer.status_code, text.replace(answer.request.url.path, "")
