"""The last word in the real browser: a trainee contests without scripts, the trainer decides by keyboard,
both see it; and to axe's satisfaction in both languages, light and dark, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.accounts.models import Role
from app.accounts.policy import COOKIE
from app.accounts.service import open_sign_in
from app.cohorts.models import Mode
from app.core.db import Database
from app.practice.appeal_models import Appeal, AppealKind, Proposal
from app.practice.models import Attempt
from tests.cohorts.insights_world import FOR_EVER, PRICE, REWRITE, WORK, World
from tests.cohorts.reviewed import GARDEN
from tests.databases import Databases
from tests.e2e.conftest import serve_mini
from tests.e2e.looks import LOOK_IDS, LOOKS, check
from tests.e2e.server import Server
from tests.e2e.test_loop import press, tab_to


@dataclass(frozen=True)
class Group:
    """A server with work that waits for its trainer, and what the browsers of both need. `pages` lead to
    each kind of review and to the feedback; `free` is an attempt that nobody has contested yet."""

    server: Server
    trainer: str
    trainee: str
    free: UUID
    pages: list[str]

    def sign_in(self, context: BrowserContext, token: str) -> Page:
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": COOKIE, "value": token, "url": self.server.address}])
        return context.new_page()

    def page(self, path: str) -> str:
        return f"{self.server.address}{path}"


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Group]:
    """One server for the module, on a group made before it starts."""
    made: list[Any] = []

    def fill(db: Database) -> None:
        made.extend(_made(World(db)))

    with serve_mini(tmp_path_factory.mktemp("reviews"), databases, fill, VIGIE_MODE="server") as server:
        yield Group(server, *made)


def _made(world: World) -> tuple[str, str, UUID, list[str]]:
    ines = world.person("Inès Kermarrec", Role.TRAINER)
    cohort = world.cohort(ines)
    tara = world.member(cohort, "Tara Ollier")
    # Of another exercise: certifying work keeps the grades of other attempts at its own back.
    other = world.exercise("mini-2", title="Un devis de terrasse")
    formative, certifying = world.assign(cohort), world.assign(cohort, other, mode=Mode.CERTIFYING)

    def hand_in(assignment: UUID, days: float) -> Attempt:
        return world.hand_in(tara, assignment, PRICE, FOR_EVER, WORK, GARDEN, days=days, rewrite=REWRITE)

    contested, free, kept_back = hand_in(formative, -5), hand_in(formative, -4), hand_in(certifying, -3)
    of: dict[str, Any] = {"submission_id": contested.submission_id, "created_at": world.day(-4)}
    appeal = world.add(
        Appeal(kind=AppealKind.CHECK, subject="criterion:note", text="Elle en parle bien.", **of)
    )
    proposal = world.add(Proposal(annotation=3, text="Rien ne le dit.", **of))
    pages = [
        "/reviews",
        f"/reviews/appeal.{appeal.id}",
        f"/reviews/proposal.{proposal.id}",
        f"/reviews/certifying.{kept_back.id}",
        "/reviews/agreement",
    ]
    trainer, trainee = (
        world.db.write(lambda s, who=who: open_sign_in(s, who, 1, "test")).token  # type: ignore[misc]  # mypy cannot infer the lambda
        for who in (ines, tara)
    )
    return trainer, trainee, free.id, [*pages, f"/attempts/{contested.id}/feedback"]


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
    look: dict[str, Any] = {"locale": locale, "color_scheme": scheme}
    context = browser.new_context(viewport={"width": width, "height": 800}, **look)
    page = watch(group.sign_in(context, group.trainer))
    for path in group.pages[:-1]:
        page.goto(group.page(path))
        expect(page.locator("h1")).to_be_visible()
        check(page)
    context.clear_cookies()
    page = watch(group.sign_in(context, group.trainee))
    page.goto(group.page(group.pages[-1]))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    check(page)
    context.close()
    assert complaints == []


def test_contested_without_scripts_decided_by_keyboard_and_read_by_both(
    browser: Browser, group: Group, watch: Callable[[Page], Page], complaints: list[str]
) -> None:
    plain = browser.new_context(locale="fr-FR", java_script_enabled=False)
    tara = group.sign_in(plain, group.trainee)
    tara.goto(group.page(f"/attempts/{group.free}/feedback"))
    line = tara.locator(".check").filter(has_text="La note parle de la garantie.")
    line.get_by_text("Contester").click()
    line.get_by_role("textbox").fill("Ma note dit « à vie » : c’est la garantie.")
    line.get_by_role("button", name="Envoyer").click()
    expect(tara.locator(".said-of")).to_contain_text("Contesté, en attente d’une réponse")

    context = browser.new_context(locale="fr-FR")
    ines = watch(group.sign_in(context, group.trainer))
    ines.goto(group.page("/reviews?kind=appeal"))
    ines.get_by_role("link", name="Tara Ollier").last.click()
    expect(ines.get_by_text("Ma note dit « à vie » : c’est la garantie.")).to_be_visible()
    expect(ines.locator("input[value=passed]")).to_be_focused()
    press(ines, "Space")
    tab_to(ines, "textarea[name=reason]")
    ines.keyboard.type("Oui, le mot y est.")
    press(ines, "Control+Enter")
    ines.wait_for_url("**/reviews/*")
    expect(ines.get_by_text("Ma note dit « à vie »")).to_have_count(0)

    tara.reload()
    expect(tara.locator(".said-of")).to_contain_text("Contestation admise")
    expect(tara.locator(".changes")).to_contain_text("Oui, le mot y est.")
    expect(tara.locator(".changes")).to_contain_text("Inès Kermarrec")
    tara.get_by_text("Les évaluations successives").click()
    tara.locator(".grades a").last.click()
    expect(tara.get_by_text("Vous lisez une évaluation ancienne")).to_be_visible()
    context.close()
    plain.close()
    assert complaints == []


def test_a_certifying_grade_is_confirmed_and_shown(browser: Browser, group: Group) -> None:
    review = next(path for path in group.pages if "certifying" in path)
    feedback = f"/attempts/{review.partition('.')[2]}/feedback"
    theirs = browser.new_context(locale="fr-FR")
    tara = group.sign_in(theirs, group.trainee)
    tara.goto(group.page(feedback))
    expect(tara.get_by_text("attend d’être confirmée")).to_be_visible()
    context = browser.new_context(locale="fr-FR")
    ines = group.sign_in(context, group.trainer)
    ines.goto(group.page(review))
    ines.locator("#reason-confirm").fill("Bon travail.")
    ines.get_by_role("button", name="Confirmer et montrer").click()
    ines.wait_for_url(lambda url: review not in url)
    tara.reload()
    expect(tara.locator(".changes")).to_contain_text("Évaluation confirmée")
    context.close()
    theirs.close()
