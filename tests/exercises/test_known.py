"""What a rewrite may state: the texts given, and only those rules that speak of the rewrite."""

from __future__ import annotations

from typing import Any

import pytest

from app.exercises.known import asked_of_rewrite, given_facts, known_facts
from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.text.factbook import FactBook
from app.text.facts import extract_facts
from tests.exercises.sample import document, exercise


def backed(book: FactBook, text: str, language: str = "fr") -> bool:
    facts = extract_facts(text, language, names=False)
    assert facts
    return all(map(book.backs, facts))


def criterion(applies_to: str, *phrases: str) -> dict[str, Any]:
    return {
        "id": "dit",
        "dimension": "nuance",
        "applies_to": applies_to,
        "statement": "Le texte le dit.",
        "rule": {"any": [[phrase] for phrase in phrases]},
    }


def with_criterion(applies_to: str, *phrases: str) -> Exercise:
    return exercise(criteria=[criterion(applies_to, *phrases)])


@pytest.mark.parametrize(
    "text",
    ["65 €", "le 2 mars 2026", "12 mars 2026", "30 %", "dix ans", "120 mots", "en 2024", "1er mai 2024"],
)
def test_dossier_brief_and_reference_are_known(text: str) -> None:
    assert backed(known_facts(prepare(exercise())), text)
    assert backed(given_facts(prepare(exercise())), text)


def test_what_only_the_draft_says_is_not() -> None:
    assert not backed(known_facts(prepare(exercise())), "75 €")


def test_what_a_rule_asks_of_the_rewrite_is_known_and_not_given() -> None:
    prepared = prepare(with_criterion("rewrite", "1 950 €"))
    assert backed(known_facts(prepared), "1 950 €")
    assert not backed(given_facts(prepared), "1 950 €")


def test_what_a_repaired_rule_asks_for_is_known_and_what_it_forbids_is_not() -> None:
    flaws = document()["flaws"]
    flaws[0]["repaired"] = {"any": [["65 €"], ["1 300 € les 20 m²"]], "none": [["75 €"]]}
    known = known_facts(prepare(exercise(flaws=flaws)))
    assert backed(known, "1 300 €")
    assert not backed(known, "75 €")


@pytest.mark.parametrize("applies_to", ["client_note", "twist"])
def test_what_a_rule_asks_of_another_text_backs_no_rewrite(applies_to: str) -> None:
    """The note may have to say that 75 € was wrong: that is no leave to write it."""
    assert not backed(known_facts(prepare(with_criterion(applies_to, "75 €"))), "75 €")


def test_neither_the_twist_nor_accept_backs_a_rewrite() -> None:
    changed = document()
    changed["twist"]["criteria"][0]["rule"] = {"any": [["9 h 30"]]}
    changed["flaws"][0]["accept"] = [["75 €"]]
    known = known_facts(prepare(exercise(twist=changed["twist"], flaws=changed["flaws"])))
    assert not backed(known, "9 h 30")
    assert not backed(known, "75 €")


@pytest.mark.parametrize(
    ("stated", "known"),
    [("95", True), ("95 mètres", True), ("95 %", False), ("95 €", False), ("95 ans", False)],
)
def test_a_bare_number_in_a_rule_backs_a_bare_number_only(stated: str, known: bool) -> None:
    assert backed(known_facts(prepare(with_criterion("rewrite", "95"))), stated) is known


def test_a_bare_number_of_a_table_backs_any_unit_still() -> None:
    changed = document()
    changed["sources"][0]["text"] += "\nPart des clients, en % | 95 |\n"
    known = known_facts(prepare(exercise(sources=changed["sources"], criteria=[criterion("rewrite", "95")])))
    assert backed(known, "95 %")


def test_the_rules_of_the_rewrite_have_their_pointers() -> None:
    flaws = document()["flaws"]
    flaws[2]["repaired"] = {"any": [["acompte"]]}
    criteria = [criterion("client_note", "65 €"), criterion("rewrite", "66 €")]
    assert dict(asked_of_rewrite(exercise(flaws=flaws, criteria=criteria))) == {
        "/keep": [["12 mars 2026"]],
        "/flaws/2/repaired/any": [["acompte"]],
        "/criteria/1/rule/any": [["66 €"]],
    }
