"""The documentation of the API in a browser: under the strict policy, from this host alone, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.looks import WIDTH, violations
from tests.e2e.server import Server

OPENED: Final = ".opblock.is-open"


@pytest.fixture
def docs(
    context: BrowserContext, server: Server, watch: Callable[[Page], Page], complaints: list[str]
) -> Iterator[Page]:
    """The page, as a stranger sees it. Afterwards no script may have failed or broken the CSP, and nothing
    may have been asked of another host."""
    page = watch(context.new_page())
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    yield opened(page, server)
    assert complaints == []
    assert asked - {""} == {urlsplit(server.address).netloc}


def opened(page: Page, server: Server) -> Page:
    page.goto(f"{server.address}/docs")
    expect(page.locator("#api")).to_have_attribute("aria-busy", "false")
    return page


def operation(page: Page, name: str) -> Locator:
    return page.locator(f"[id$='-{name}'].opblock")


def tab_to(wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        wanted.page.keyboard.press("Tab")
    focused = wanted.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"not within 40 presses of Tab; the focus is on {focused}")


def check(page: Page, part: str = "html") -> None:
    """axe on a part of the page: the whole of it holds more than it looks through in seconds."""
    assert violations(page, part) == []


def test_every_operation_is_there_to_read(docs: Page, server: Server) -> None:
    document = docs.request.get(f"{server.address}/openapi.json").json()
    count = sum(len(item) for item in document["paths"].values())
    expect(docs.locator(".opblock")).to_have_count(count)
    expect(docs.get_by_role("heading", name="Two people at once")).to_be_visible()
    operation(docs, "put_exercise").locator(".opblock-summary-control").click()
    for words in ("Who may:", "At most 1 MB", "It was changed meanwhile", "urn:vigie:problem:stale"):
        expect(operation(docs, "put_exercise")).to_contain_text(words)


def test_an_operation_is_opened_and_tried_out_with_the_keys(
    signed_in: Page, server: Server, complaints: list[str]
) -> None:
    page = opened(signed_in, server)
    block = operation(page, "get_exercises")
    block.locator(".opblock-summary-control").focus()
    page.keyboard.press("Enter")
    button = block.get_by_role("button", name="Try it out")
    expect(button).to_be_visible()
    tab_to(button)
    page.keyboard.press("Enter")
    execute = block.locator("button.execute")
    expect(execute).to_be_visible()
    tab_to(execute)
    page.keyboard.press("Enter")
    expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    expect(block.locator(".live-responses-table")).to_contain_text("Nadia Roux")
    assert complaints == []


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self) -> dict[str, Any]:
        return {"java_script_enabled": False, "locale": "fr-FR"}

    def test_the_document_is_named(self, page: Page, server: Server) -> None:
        page.goto(f"{server.address}/docs")
        expect(page.get_by_text("Cette page a besoin de JavaScript")).to_be_visible()
        page.get_by_role("link", name="document OpenAPI").click()
        assert page.url == f"{server.address}/openapi.json"
        assert '"openapi":"3.1.0"' in page.content()


class TestAccessible:
    @pytest.fixture(
        params=[("light", 1280, 800), ("dark", 1280, 800), ("light", 360, 740), ("dark", 640, 400)]
    )
    def browser_context_args(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        """Both schemes; a phone; a laptop at 200 % zoom."""
        chosen: tuple[Literal["light", "dark"], int, int] = request.param
        scheme, width, height = chosen
        viewport = {"width": width, "height": height}
        return {
            "locale": "en-GB",
            "viewport": viewport,
            "color_scheme": scheme,
            "reduced_motion": "reduce",
        }

    def test_axe_finds_nothing_and_nothing_is_too_wide(self, docs: Page) -> None:
        check(docs)
        block = operation(docs, "put_exercise")
        block.locator(".opblock-summary-control").click()
        expect(block.locator(".responses-table")).to_be_visible()
        check(docs, OPENED)
        block.get_by_role("button", name="Try it out").click()
        block.locator("input[placeholder=exercise_id]").fill("mini")
        block.locator("button.execute").click()
        expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("401")
        check(docs, OPENED)
        docs.locator("button.authorize").first.click()
        expect(docs.locator(".modal-ux")).to_be_visible()
        check(docs, ".dialog-ux")
        docs.locator(".close-modal").click()
        docs.locator("section.models button").first.click()
        expect(docs.locator("section.models article").first).to_be_visible()
        check(docs, "section.models")
        width = docs.viewport_size["width"] if docs.viewport_size else 0
        assert docs.evaluate(WIDTH) == width
