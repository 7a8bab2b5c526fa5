"""The marks: opening, changing, deleting, undoing, overlapping; the checklist; the search."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.workspace import Workspace

_HIGHLIGHTS = "Object.fromEntries([...CSS.highlights].map(([name, h]) => [name, [...h].map(String)]))"


def highlights(workspace: Workspace) -> dict[str, list[str]]:
    """What is painted under each name."""
    painted: dict[str, list[str]] = workspace.page.evaluate(_HIGHLIGHTS)
    return painted


def test_a_careless_selection_grows_to_whole_words(workspace: Workspace) -> None:
    workspace.drag("rrasse est garan")
    workspace.page.locator("#bar-mark").click()
    expect(workspace.page.locator("#form-passage")).to_have_text("terrasse est garantie")


def test_a_mark_over_two_paragraphs_stands_where_it_was_drawn(workspace: Workspace) -> None:
    page = workspace.page
    start, end = workspace.box("sans aucun entretien"), workspace.box("Votre jardin reste libre")
    page.mouse.move(start["x"] + 1, workspace.box("sans aucun entretien")["y"])
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 1, end["y"], steps=5)
    page.mouse.up()
    page.locator("#bar-mark").click()
    workspace.fill("overclaim", "minor", 50)
    workspace.save_form()
    workspace.saved()
    stored = workspace.stored()
    quote, position = stored["annotations"][0]["target"]["selector"]
    assert quote["exact"] == "sans aucun entretien.\n\nVotre jardin reste libre"
    assert stored["exercise"]["draft"][position["start"] : position["end"]] == quote["exact"]


def test_marks_that_overlap_have_numbers_lines_and_lanes_of_their_own(workspace: Workspace) -> None:
    workspace.mark("La terrasse est garantie à vie", "overclaim")
    workspace.mark("à vie, sans aucun entretien", "contradicts-dossier")
    workspace.mark("à vie", "generic-voice")
    painted = highlights(workspace)
    assert painted["mark-nuance-0"] == ["La terrasse est garantie à vie"]
    assert painted["mark-client_adaptation-1"] == ["à vie"]
    assert painted["mark-fact_checking-2"] == ["à vie, sans aucun entretien"]
    shown = [badge.get_attribute("data-number") for badge in workspace.numbers.all()]
    assert shown == ["1", "2", "3"]
    assert [item.locator("[data-number]").inner_text() for item in workspace.marks.all()] == shown
    # A click in the middle of all three opens the narrowest.
    box = workspace.box("vie")
    workspace.page.mouse.click(box["x"] + 3, box["y"])
    expect(workspace.form.locator("[name=type]:checked")).to_have_value("generic-voice")


def test_a_mark_is_opened_from_its_number_changed_and_deleted(workspace: Workspace) -> None:
    workspace.mark("75 €", "outdated", "minor", 60, "avant")
    workspace.numbers.first.click()
    expect(workspace.page.locator("#form-comment")).to_have_value("avant")
    workspace.fill("contradicts-dossier", "critical", 90, "après")
    workspace.save_form()
    workspace.saved()
    changed = workspace.stored()["annotations"][0]
    assert (changed["type"], changed["severity"], changed["confidence"]) == (
        "contradicts-dossier",
        "critical",
        90,
    )
    workspace.numbers.first.click()
    workspace.page.locator("#form-delete").click()
    expect(workspace.marks).to_have_count(0)
    workspace.saved()
    assert workspace.stored()["annotations"] == []


def test_undo_takes_back_deleting_changing_and_making(workspace: Workspace) -> None:
    workspace.mark("75 €", "outdated", comment="une")
    workspace.marks.first.locator("[data-edit]").click()
    workspace.page.locator("#form-comment").fill("deux")
    workspace.save_form()
    workspace.marks.first.locator("[data-delete]").click()
    expect(workspace.marks).to_have_count(0)
    workspace.page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(workspace.marks.first.locator("[data-comment]")).to_have_text("deux")
    workspace.page.keyboard.press("Control+z")
    expect(workspace.marks.first.locator("[data-comment]")).to_have_text("une")
    workspace.saved()
    assert workspace.stored()["annotations"][0]["comment"] == "une"
    workspace.page.locator("#undo").click()
    expect(workspace.marks).to_have_count(0)
    workspace.saved()
    assert workspace.stored()["annotations"] == []


def test_a_form_that_was_closed_too_soon_can_be_reopened(workspace: Workspace) -> None:
    workspace.drag("75 €")
    workspace.page.locator("#bar-mark").click()
    workspace.page.locator("#form-comment").fill("presque")
    workspace.page.keyboard.press("Escape")
    expect(workspace.form).to_be_hidden()
    workspace.page.locator(".toast").get_by_role("button").click()
    expect(workspace.page.locator("#form-comment")).to_have_value("presque")


def test_marking_something_else_meanwhile_offers_the_open_form_back(workspace: Workspace) -> None:
    workspace.drag("75 €")
    workspace.page.locator("#bar-mark").click()
    workspace.page.locator("#form-comment").fill("à suivre")
    workspace.mark("à vie", "overclaim")
    expect(workspace.marks).to_have_count(1)
    workspace.drag("Le pin")
    workspace.page.locator("#bar-mark").click()
    workspace.page.locator("#form-comment").fill("interrompu")
    workspace.marks.first.locator("[data-edit]").evaluate("(button) => button.click()")
    workspace.page.locator(".toast").get_by_role("button", name="Rouvrir").click()
    expect(workspace.page.locator("#form-comment")).to_have_value("interrompu")
    expect(workspace.page.locator("#form-passage")).to_have_text("Le pin")


def test_the_form_says_what_is_missing(workspace: Workspace) -> None:
    workspace.drag("75 €")
    workspace.page.locator("#bar-mark").click()
    workspace.form.locator("[type=submit]").click()
    for name in ("type", "severity", "confidence"):
        expect(workspace.page.locator(f"#error-{name}")).to_be_visible()
    workspace.fill("outdated", "minor", 50)
    for name in ("type", "severity", "confidence"):
        expect(workspace.page.locator(f"#error-{name}")).to_be_hidden()
    workspace.save_form()
    expect(workspace.marks).to_have_count(1)


def test_keys_go_from_mark_to_mark_open_and_delete_them(workspace: Workspace) -> None:
    page = workspace.page
    workspace.mark("75 €", "outdated", comment="prix")
    workspace.mark("à vie", "overclaim", comment="garantie")
    page.locator("#draft").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("n")
    expect(page.locator("#reader")).to_contain_text("annotation 1")
    page.keyboard.press("n")
    expect(page.locator("#reader")).to_contain_text("annotation 2")
    page.keyboard.press("e")
    expect(page.locator("#form-comment")).to_have_value("garantie")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(workspace.marks).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()


def test_the_list_leads_to_the_passage_and_is_a_checklist_while_writing(workspace: Workspace) -> None:
    page = workspace.page
    workspace.mark("à vie", "overclaim")
    workspace.go("rewrite")
    item = workspace.marks.first
    item.locator("[data-done]").check()
    item.locator("[data-find]").click()
    selected = "(f) => f.value.slice(f.selectionStart, f.selectionEnd)"
    assert page.locator("#text-rewrite").evaluate(selected) == "à vie"
    workspace.reload()
    expect(workspace.marks.first.locator("[data-done]")).to_be_checked()
    workspace.marks.first.locator("[data-show-mark]").click()
    expect(page.locator("#step-review")).to_be_visible()
    assert highlights(workspace)["flash"] == ["à vie"]


def test_the_search_finds_whatever_the_accents_and_goes_around(workspace: Workspace) -> None:
    page = workspace.page
    page.locator("#search").fill("METRE CARRE")
    expect(page.locator("#search-count")).to_have_text("1 sur 1")
    assert highlights(workspace)["search-current"] == ["mètre carré"]
    page.locator("#search").fill("pin")
    page.locator("#search").fill("devis")
    expect(page.locator("#search-count")).to_have_text("1 sur 3")
    page.keyboard.press("Enter")
    expect(page.locator("#search-count")).to_have_text("2 sur 3")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#search-count")).to_have_text("3 sur 3")
    page.locator("#search").fill("introuvable")
    expect(page.locator("#search-count")).to_have_text("aucun résultat")
    assert "search" not in highlights(workspace)


def test_submitting_asks_once_and_warns_of_what_is_empty(workspace: Workspace) -> None:
    page = workspace.page
    workspace.go("submit")
    page.locator("#submit-open").click()
    gaps = page.locator("#submit-gap-list li")
    expect(gaps).to_have_count(4)
    page.locator("#submit-no").click()
    assert workspace.stored()["status"] == "open"
    workspace.go("review")
    workspace.mark("75 €", "outdated")
    workspace.go("explain")
    page.locator("#text-client_note").fill("Bonjour.")
    workspace.go("submit")
    page.locator("#submit-open").click()
    expect(gaps).to_have_count(2)
