"""How pages are looked at: in which languages and colours, what axe finds, how wide they are."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS: Final = [("fr-FR", "light"), ("fr-FR", "dark"), ("en-GB", "light"), ("en-GB", "dark")]
LOOK_IDS: Final = ["-".join(look) for look in LOOKS]
WIDTH: Final = "document.documentElement.scrollWidth"


def seen_in(look: tuple[str, str], width: int = 1280, height: int = 800) -> dict[str, Any]:
    """The arguments of a browser context: a language and a colour scheme, and nothing that moves."""
    locale, scheme = look
    calm = {"color_scheme": scheme, "reduced_motion": "reduce"}
    return {"locale": locale, "viewport": {"width": width, "height": height}, **calm}


def violations(page: Page, part: str | None = None) -> list[str]:
    """What axe finds on the page, or on the part of it that a selector names."""
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def check(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the screen."""
    assert violations(page) == []
    assert page.viewport_size is not None
    assert page.evaluate(WIDTH) == page.viewport_size["width"], page.url
