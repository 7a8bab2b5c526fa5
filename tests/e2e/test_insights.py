"""The trainer's pages in the real browser: to axe's satisfaction in both languages, light and dark, on a
phone; without scripts, by keyboard, and the file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.accounts.models import Role
from app.accounts.policy import COOKIE
from app.accounts.service import open_sign_in
from app.core.db import Database
from tests.cohorts.insights_world import EVERYTHING, PRICE, REWRITE, WORK, World
from tests.databases import Databases
from tests.e2e.conftest import serve_mini
from tests.e2e.looks import LOOK_IDS, LOOKS, check
from tests.e2e.server import Server
from tests.e2e.test_loop import tab_to


@dataclass(frozen=True)
class Group:
    """A server with a group that works, and what its trainer's browser needs."""

    server: Server
    id: UUID
    ana: UUID
    token: str

    @property
    def pages(self) -> list[str]:
        of_group = f"{self.server.address}/cohorts/{self.id}"
        return [f"{of_group}/overview", f"{of_group}/people/{self.ana}", f"{of_group}/exercises/mini"]

    def sign_in(self, context: BrowserContext) -> Page:
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": COOKIE, "value": self.token, "url": self.server.address}])
        return context.new_page()


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Group]:
    """One server for the module, on a group made before it starts."""
    made: list[Any] = []

    def fill(db: Database) -> None:
        made.extend(_made(World(db)))

    with serve_mini(tmp_path_factory.mktemp("insights"), databases, fill, VIGIE_MODE="server") as server:
        yield Group(server, *made)


def _made(world: World) -> tuple[UUID, UUID, str]:
    """The group, Ana of it, and the cookie of its trainer."""
    ines = world.person("Inès Kermarrec", Role.TRAINER)
    group = world.cohort(ines)
    late, soon = world.assign(group, due=-1), world.assign(group, world.exercise("terrasse"), due=2)
    ana, leo = world.member(group, "Ana Le Goff"), world.member(group, "Léo Martin")
    world.member(group, "=HYPERLINK(A1)")
    world.hand_in(ana, late, PRICE, WORK, days=-6)
    world.hand_in(ana, late, *EVERYTHING, days=-5, rewrite=REWRITE)
    world.hand_in(leo, late, days=-4, minutes=300)
    world.begin(leo, soon, days=-3.5)
    return group, ana, world.db.write(lambda session: open_sign_in(session, ines, 1, "test")).token


@pytest.mark.parametrize(("locale", "scheme"), LOOKS, ids=LOOK_IDS)
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_in_every_look(
    browser: Browser,
    group: Group,
    watch: Callable[[Page], Page],
    complaints: list[str],
    locale: str,
    scheme: Any,
    width: int,
) -> None:
    context = browser.new_context(
        locale=locale, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = watch(group.sign_in(context))
    for address in group.pages:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        check(page)
    context.close()
    assert complaints == []


def test_from_page_to_page_by_keyboard(context: BrowserContext, group: Group) -> None:
    page = group.sign_in(context)
    overview, ana, exercise = group.pages
    page.goto(overview)
    tab_to(page, f"a[href='/cohorts/{group.id}/people/{group.ana}']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(ana)
    expect(page.locator("h1")).to_have_text("Ana Le Goff")
    tab_to(page, f"a[href='/cohorts/{group.id}/exercises/mini']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(exercise)
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Le devis dit 65 € et non 75 €.")).to_be_visible()


def test_without_scripts(browser: Browser, group: Group) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = group.sign_in(context)
    page.goto(group.pages[0])
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Léo Martin"))
    expect(row).to_contain_text("en cours")
    expect(page.get_by_role("img", name="Rendu : 2, en cours : 0, pas commencé : 1")).to_be_visible()
    page.get_by_role("link", name="Léo Martin").first.click()
    expect(page.locator("h1")).to_have_text("Léo Martin")
    context.close()


def test_the_file_for_a_spreadsheet(context: BrowserContext, group: Group) -> None:
    page = group.sign_in(context)
    page.goto(group.pages[0])
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger pour un tableur").click()
    assert download.value.suggested_filename.startswith("promotion-d-automne-")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0]["Stagiaire"] == "'=HYPERLINK(A1)"
    assert {row["État"] for row in rows} == {"rendu", "en cours", "pas commencé"}
