"""Cohorts in a real browser: a trainer makes one and sets an exercise, a trainee joins by its link and begins
with the keyboard; to axe's satisfaction, on a laptop and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.databases import Databases
from tests.e2e.conftest import serve_mini
from tests.e2e.looks import WIDTH, violations
from tests.e2e.server import Server
from tests.e2e.test_accounts import PASSWORD, become_admin, fill_in, invite
from tests.e2e.test_loop import press, tab_to

ZOE = "zoe@people.example"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Server]:
    """A server on which people have accounts."""
    with serve_mini(tmp_path_factory.mktemp("cohorts"), databases, VIGIE_MODE="server") as running:
        yield running


def check(page: Page) -> None:
    """What axe finds, and whether the page scrolls sideways on a phone; light and dark, then back."""
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look, reduced_motion="reduce")
        assert violations(page) == [], look
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDTH) <= 360, page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_a_new_group_to_what_is_handed_in(
    several: Server,
    browser: Browser,
    context: BrowserContext,
    watch: Callable[[Page], Page],
    complaints: list[str],
) -> None:
    context.set_default_timeout(20_000)
    trainer = watch(context.new_page())
    become_admin(trainer, several)
    invitation = invite(trainer, several, ZOE)

    trainer.get_by_role("link", name="Groupes").click()
    check(trainer)
    trainer.get_by_role("link", name="Nouveau groupe").click()
    check(trainer)
    trainer.locator("#name").fill("Automne")
    trainer.get_by_role("button", name="Créer le groupe").click()
    check(trainer)
    link = trainer.locator("#join-link").input_value()

    trainer.get_by_role("link", name="Donner un exercice").click()
    check(trainer)
    trainer.locator("#exercise_id").select_option("mini")
    trainer.locator("#due_at").fill("2020-01-01T10:00")
    trainer.get_by_role("button", name="Donner l’exercice").click()
    expect(trainer.locator("#wrong")).to_contain_text("doit venir après l’ouverture")
    check(trainer)
    trainer.locator("#due_at").fill("2099-07-31T18:00")
    trainer.get_by_role("button", name="Donner l’exercice").click()
    expect(trainer.get_by_text("vendredi 31 juillet 2099 à 18:00 (heure de Paris)")).to_be_visible()

    trainee = watch(browser.new_context(locale="fr-FR").new_page())
    trainee.goto(invitation)
    fill_in(trainee, "Zoé Martin", ZOE)
    trainee.wait_for_url(f"{several.address}/")
    trainee.get_by_role("button", name="Se déconnecter").click()
    trainee.goto(link)
    trainee.wait_for_url("**/sign-in?next=*")
    trainee.locator("#email").fill(ZOE)
    trainee.locator("#password").fill(PASSWORD)
    press(trainee, "Enter")
    expect(trainee.get_by_role("heading", name=re.compile("Automne"))).to_be_visible()
    check(trainee)
    tab_to(trainee, "form[action='/join'] button")
    press(trainee, "Enter")
    trainee.wait_for_url("**/?said=joined#duties")
    expect(trainee.get_by_text("Vous faites maintenant partie du groupe.")).to_be_visible()
    expect(trainee.get_by_role("heading", name="À faire", exact=True)).to_be_visible()
    check(trainee)
    tab_to(trainee, "form[action^='/assignments/'] button")
    press(trainee, "Enter")
    trainee.wait_for_url("**/attempts/*")
    attempt = trainee.url
    assert trainee.request.post(attempt.replace("/attempts/", "/api/v1/attempts/") + "/submit").ok
    trainee.goto(f"{several.address}/")
    expect(trainee.get_by_text("Rien à rendre pour le moment.")).to_be_visible()
    check(trainee)

    trainer.reload()
    expect(trainer.get_by_text("1 personne a commencé")).to_be_visible()
    expect(trainer.get_by_role("link", name="Zoé Martin")).to_be_visible()
    check(trainer)
    assert complaints == []
