"""axe finds nothing, on any page, in both languages, light and dark; nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import LOOK_IDS, LOOKS, WIDTH, seen_in
from tests.e2e.server import Server
from tests.e2e.workspace import Workspace


@pytest.fixture(params=LOOKS, ids=LOOK_IDS)
def look(request: pytest.FixtureRequest) -> tuple[str, Literal["light", "dark"]]:
    chosen: tuple[str, Literal["light", "dark"]] = request.param
    return chosen


@pytest.fixture
def browser_context_args(look: tuple[str, str]) -> dict[str, Any]:
    return seen_in(look)


def test_every_state_of_the_workspace(workspace: Workspace, check: Callable[[], None]) -> None:
    page = workspace.page
    check()
    workspace.drag("75 €")
    check()
    page.locator("#bar-mark").click()
    page.locator("#mark-form [type=submit]").click()
    check()
    workspace.fill("contradicts-dossier", "critical", 100, "65.")
    page.locator("#form-pick").click()
    workspace.drag("65 € le mètre carré", "[data-source=devis]")
    check()
    page.locator("#picking-use").click()
    check()
    workspace.save_form()
    workspace.drag("La pose prend huit jours")
    page.locator("#bar-sound").click()
    page.locator("#search").fill("devis")
    expect(page.locator("#search-next")).to_be_visible()
    check()
    page.locator("#open-help").click()
    check()
    page.keyboard.press("Escape")
    workspace.go("rewrite")
    page.locator("#text-rewrite").fill("Bonjour Madame, le prix est de 65 €.")
    expect(page.locator("#comparison del").first).to_be_visible()
    check()
    workspace.go("twist")
    check()
    workspace.go("explain")
    page.locator("#text-client_note").fill("Bonjour Nadia.")
    check()
    workspace.go("twist")
    page.locator("#twist-send").click()
    expect(page.locator("#twist-message")).not_to_be_empty()
    check()
    workspace.go("submit")
    check()
    page.locator("#submit-open").click()
    check()


def test_a_conflict_and_the_network_away(workspace: Workspace, check: Callable[[], None]) -> None:
    page = workspace.page
    workspace.go("rewrite")
    address = f"{workspace.address}/api/v1/attempts/{workspace.attempt}/rewrite"
    assert page.request.put(address, data={"text": "L’autre."}).ok
    page.locator("#text-rewrite").fill("La mienne.")
    expect(page.locator("#conflict")).to_be_visible()
    check()
    page.locator("#conflict button[value=mine]").click()
    workspace.saved()
    page.context.set_offline(True)
    page.locator("#text-rewrite").fill("Hors ligne.")
    expect(workspace.state).to_have_attribute("data-kind", "offline")
    check()
    page.context.set_offline(False)


def test_every_other_page(workspace: Workspace, server: Server, check: Callable[[], None]) -> None:
    page = workspace.page
    workspace.mark("75 €", "contradicts-dossier", "critical", 90, "Le devis dit 65.")
    workspace.mark("La pose prend huit jours", "outdated", "minor", 60)
    workspace.go("rewrite")
    page.locator("#text-rewrite").fill("Bonjour Madame, le prix est de 65 € le mètre carré.")
    page.goto(server.address)
    check()
    page.goto(f"{server.address}/exercises/mini")
    check()
    workspace.open()
    workspace.submit()
    check()
    for path in ("/", "/exercises/mini", "/nowhere", "/sign-in"):
        page.goto(server.address + path)
        check()
    page.context.clear_cookies()
    page.goto(f"{server.address}/sign-in?token=used")
    check()


class TestSmall:
    """A phone of 360 px, and a laptop of 1280 px at 200 % zoom, which is a window of 640 by 400."""

    @pytest.fixture(params=[(360, 740), (640, 400)], ids=["phone", "zoom"])
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        width, height = request.param
        return {"locale": "fr-FR", "viewport": {"width": width, "height": height}}

    @pytest.fixture
    def look(self) -> tuple[str, str]:
        return ("fr-FR", "light")

    def test_nothing_is_cut_or_out_of_reach(self, workspace: Workspace, check: Callable[[], None]) -> None:
        page = workspace.page
        width = page.viewport_size["width"] if page.viewport_size else 0
        for step in ("review", "rewrite", "explain", "twist", "submit"):
            workspace.go(step)
            tabs = page.locator(".pane-tabs button:visible")
            for pane in range(tabs.count()):
                tabs.nth(pane).click()
                assert page.evaluate(WIDTH) == width, f"{step}, pane {pane}"
                check()
        workspace.go("review")
        page.locator("#add-omission").click()
        assert page.evaluate(WIDTH) == width
        check()
        page.locator("#form-pick").click()
        assert page.evaluate(WIDTH) == width
        check()
