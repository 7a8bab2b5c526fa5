"""Browser tests: each has a server, a database and a signed-in browser of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.core.db import Database
from app.exercises.catalogue import sync_catalogue
from tests.databases import Databases
from tests.e2e.looks import violations
from tests.e2e.server import Server
from tests.e2e.workspace import Workspace
from tests.mini import write_mini

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    """A French browser on a laptop; a test that needs another overrides this."""
    return {"locale": "fr-FR", "viewport": {"width": 1280, "height": 800}}


@contextmanager
def serve_mini(
    folder: Path, databases: Databases, fill: Callable[[Database], None] | None = None, **more: str
) -> Iterator[Server]:
    """A server in `folder` whose catalogue is the small exercise of tests/mini.py, on a database that `fill`
    may put work into before; `more` as in `Server`."""
    url = databases.fresh(folder)
    write_mini(folder / "exercises")
    if fill is not None:
        with closing(Database(url)) as db:
            db.write(lambda session: sync_catalogue(session, folder / "exercises"))
            fill(db)
    running = Server(folder, VIGIE_DATABASE_URL=url, **more)
    yield running
    running.stop()
    databases.drop(url)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Server]:
    """One server for all tests that leave it running: starting one takes longer than most of them."""
    with serve_mini(tmp_path_factory.mktemp("shared"), databases) as running:
        yield running


@pytest.fixture
def own_server(tmp_path: Path, databases: Databases) -> Iterator[Server]:
    """A server on a fresh database, which a test may stop and start."""
    with serve_mini(tmp_path, databases) as running:
        yield running


@pytest.fixture
def server(shared_server: Server) -> Server:
    """The server of the test; a module that needs one of its own overrides this."""
    return shared_server


@pytest.fixture
def complaints() -> list[str]:
    """What the pages complained of in the console, and scripts that failed."""
    return []


@pytest.fixture
def watch(complaints: list[str]) -> Callable[[Page], Page]:
    """Notes the complaints of a page."""

    def watched(page: Page) -> Page:
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda message: _note(complaints, message.type, message.text))
        return page

    return watched


def _note(complaints: list[str], kind: str, text: str) -> None:
    # The browser itself reports each request that fails; tests that break the network expect these.
    if kind == "error" and "Failed to load resource" not in text:
        complaints.append(text)


@pytest.fixture
def page(context: BrowserContext, watch: Callable[[Page], Page], complaints: list[str]) -> Iterator[Page]:
    """A fresh browser. Afterwards no script may have failed or broken the CSP."""
    context.set_default_timeout(20_000)
    yield watch(context.new_page())
    assert complaints == []


@pytest.fixture
def check(signed_in: Page) -> Callable[[], None]:
    """Fails where axe finds anything on the page that `signed_in` shows by then."""

    def run() -> None:
        found = violations(signed_in)
        assert not found, "\n".join(found)

    return run


def bring_cookies(context: BrowserContext, server: Server) -> None:
    """Sign a browser in as the first that signed in on this server."""
    context.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": server.address} for c in server.cookies or ()]
    )


@pytest.fixture
def signed_in(context: BrowserContext, server: Server, watch: Callable[[Page], Page]) -> Page:
    """The home page in a browser that is signed in: the first of a server's opens the printed link."""
    context.set_default_timeout(20_000)
    page = watch(context.new_page())
    if server.cookies is None:
        page.goto(server.link)
        server.cookies = context.cookies()
    else:
        bring_cookies(context, server)
        page.goto(server.address)
    return page


@pytest.fixture
def workspace(signed_in: Page, server: Server, complaints: list[str]) -> Iterator[Workspace]:
    """The workspace of a fresh attempt. Afterwards no script may have failed or broken the CSP."""
    opened = Workspace(signed_in, server.address, start_attempt(signed_in, server))
    opened.open()
    yield opened
    assert complaints == []


def start_attempt(page: Page, server: Server) -> str:
    """The id of a new attempt; one that another test left open is handed in first."""
    api = f"{server.address}/api/v1"
    started = page.request.post(f"{api}/exercises/mini/attempts")
    if started.status == 200:
        assert page.request.post(f"{api}/attempts/{started.json()['id']}/submit").ok
        started = page.request.post(f"{api}/exercises/mini/attempts")
    assert started.status == 201, started.text()
    attempt: str = started.json()["id"]
    return attempt
