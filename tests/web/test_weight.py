"""What a first view weighs: the page and all that it loads, compressed as a server would."""

from __future__ import annotations

import gzip
import json
from typing import Final

import pytest

from app.web.render import STATIC, STATIC_URL, bundle_is_built
from tests.web.gallery import CATALOGUE, PAGES, Shown, exercise, html_of, workspace
from tests.web.sources import Page

MOST: Final = 150_000
SOURCES_ONLY: Final = (".ts", ".map")


def weight_of(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def assets_of(html: str) -> set[str]:
    """The built files that a page asks for, without their hash and place."""
    page = Page(html)
    addresses = [*page.attributes("src"), *page.attributes("href")]
    return {a.removeprefix(STATIC_URL).split("?")[0] for a in addresses if a.startswith(STATIC_URL)}


@pytest.mark.parametrize("name", ["home-busy", "exercise-done", "sign-in", "feedback-good"])
def test_a_first_view_is_light(name: str) -> None:
    assert bundle_is_built(), "build the front end first: make bundle"
    html = html_of(name, "fr")
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").iterdir())
    files = sum(weight_of((STATIC / asset).read_bytes()) for asset in assets_of(html))
    assert len(assets_of(html)) >= 4
    assert weight_of(html.encode()) + files + fonts < MOST


@pytest.mark.parametrize("identifier", sorted(path.name for path in CATALOGUE.iterdir()))
def test_the_workspace_of_every_exercise_is_light(identifier: str) -> None:
    """With room for the marks of a diligent trainee, which come with the page of a later visit."""
    shown = Shown("practice/workspace.html", lambda _: workspace(exercise(identifier)), path="/attempts/x")
    html = shown.html("fr")
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").iterdir())
    files = sum(weight_of((STATIC / asset).read_bytes()) for asset in assets_of(html))
    assert "workspace.js" in assets_of(html)
    assert weight_of(html.encode()) + files + fonts < MOST - 10_000


@pytest.mark.parametrize("name", PAGES)
def test_only_a_page_that_updates_in_part_loads_what_does_it(name: str) -> None:
    html = html_of(name, "fr")
    if "hx-get" in html:
        assert "live.js" in assets_of(html)
    if name.startswith("exercise"):
        assert "live.js" not in assets_of(html)


def test_sources_are_not_served() -> None:
    served = [path.name for path in STATIC.rglob("*") if path.is_file()]
    assert [name for name in served if name.endswith(SOURCES_ONLY)] == []
    assert b"sourceMappingURL" not in b"".join(path.read_bytes() for path in STATIC.glob("*.[jc]s*"))


def test_the_manifest_knows_every_file() -> None:
    manifest = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    served = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    assert set(manifest) == served - {"manifest.json"}
