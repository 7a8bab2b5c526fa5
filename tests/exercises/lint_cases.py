# ruff: noqa: E501 - the table below reads best with each case on one line
"""The linter's cases: for each finding, the smallest change to a right exercise that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

YAML, DRAFT_MD = "exercise.yaml", "draft.md"
Edit = tuple[str, str, str]
"""A file, what stands in it, and what to put there."""


@dataclass(frozen=True)
class Case:
    """`needle` is where, in the edited `file`, the finding must point; "" for no line at all."""

    code: str
    pointer: str
    needle: str
    piece: str
    edits: tuple[Edit, ...]
    file: str = YAML
    said: str = ""


def case(code: str, pointer: str, needle: str, piece: str, *edits: Edit, said: str = "") -> Case:
    return Case(code, pointer, needle, piece, edits, YAML, said)


def in_draft(code: str, needle: str, piece: str, *edits: Edit, said: str = "") -> Case:
    return Case(code, "/draft", needle, piece, edits, DRAFT_MD, said)


def yaml(old: str, new: str) -> Edit:
    return YAML, old, new


def draft(old: str, new: str) -> Edit:
    return DRAFT_MD, old, new


PRICE: Final = "{~~65~>75~~}{>>prix<<}"
WARRANTY: Final = "{~~dix ans~>à vie, sans aucun entretien~~}{>>garantie<<}"
DEPOSIT: Final = "{--Un acompte de 30 % est demandé à la commande.--}{>>acompte<<}"
TASKS: Final = "tasks: [review, rewrite, client_note]"
TWIST_CRITERION: Final = "{id: reze, "
REZE_RULE: Final = ', rule: {any: [["Rezé"]]}'
ALL_CRITERIA: Final = "criteria:\n  - {id: vous"
LONG: Final = "Mon équipe " + "nettoie encore et " * 40 + "range le chantier."

CASES: Final = [
    # Files
    Case("file-missing", "/sources/1/file", "sources/nulle", "sources/nulle.md", (yaml("sources/forum.md", "sources/nulle.md"),)),
    Case("file-unreadable", "/sources/1/file", "sources}", "sources", (yaml("sources/forum.md", "sources"),), said="not a file"),
    Case("file-outside", "/sources/1/file", "../mini2", "../mini2/x.md", (yaml("sources/forum.md", "../mini2/x.md"),)),
    case("folder-name", "/id", "autre", "autre", yaml("id: mini\n", "id: autre\n"), said="“mini”"),
    # YAML
    case("yaml-syntax", "", ": 10", "", yaml("difficulty: 1", "difficulty: [1"), said="expected"),
    case("yaml-alias", "/difficulty", "&x", "&x", yaml("difficulty: 1", "difficulty: &x 1")),
    case("yaml-tag", "/difficulty", "!mine", "!mine", yaml("difficulty: 1", "difficulty: !mine 1")),
    case("yaml-duplicate-key", "/domain", "domain: marketing", "domain", yaml("difficulty: 1", "domain: marketing")),
    case("yaml-key", "", "[a]", "", yaml("difficulty: 1", "difficulty: 1\n[a]: 1")),
    # Shape
    case("unknown-key", "/flaws/0/colour", "colour", "colour", yaml("    severity: critical", "    severity: critical\n    colour: 1")),
    case("missing-key", "/flaws/0/severity", "id: prix", "severity", yaml("    severity: critical\n", "")),
    case("unknown-type", "/flaws/0/type", "typo", "typo", yaml("contradicts-dossier", "typo"), said="'outdated'"),
    case("bad-choice", "/domain", "sport", "sport", yaml("domain: admin", "domain: sport"), said="'admin'"),
    case("bad-id", "/flaws/0/id", "Prix", "Prix", yaml("id: prix", "id: Prix")),
    case("too-long", "/title", "Un un un", "Un " + "un " * 119, yaml("Un devis de terrasse", "Un " + "un " * 119), said="300"),
    case("too-short", "/flaws/0/why", '""', "", yaml("why: Le devis dit 65 € et non 75 €.", 'why: ""')),
    case("out-of-range", "/difficulty", "4", "4", yaml("difficulty: 1", "difficulty: 4"), said="≤ 3"),
    case("wrong-kind", "/minutes", "dix", "dix", yaml("minutes: 10", "minutes: dix"), said="a whole number"),
    # Markup
    in_draft("markup-unclosed", "{++", "{++", draft("Bien à vous", "{++Bien à vous")),
    in_draft("markup-nested", "{--libre", "{--", draft("reste libre", "{++reste {--libre--}{>>b<<}++}{>>a<<}")),
    in_draft("markup-no-comment", "{~~65", "{~~65~>75~~}", draft(PRICE, "{~~65~>75~~}")),
    in_draft("markup-no-arrow", "6575", "6575", draft("65~>75", "6575")),
    in_draft("markup-two-arrows", "65~>75~>85", "65~>75~>85", draft("65~>75", "65~>75~>85")),
    in_draft("markup-empty", "{++ ++}", "{++ ++}{>>prix<<}", draft(PRICE, PRICE + "{++ ++}{>>prix<<}")),
    in_draft("markup-empty-id", "{>><<}", "{>><<}", draft("{>>prix<<}", "{>><<}")),
    in_draft("markup-bad-id", "{>>Le prix<<}", "{>>Le prix<<}", draft("{>>prix<<}", "{>>Le prix<<}")),
    in_draft("markup-stray-close", "--} libre", "--}", draft("libre", "--} libre")),
    in_draft("markup-stray-comment", "{>>x<<}", "{>>x<<}", draft("libre", "libre{>>x<<}")),
    in_draft("markup-accent", "\u0301", "\u0301", draft(PRICE + " €", PRICE + "\u0301 €")),
    # The document
    case("duplicate-id", "/flaws/1/id", "prix\n    type: overclaim", "prix", yaml("id: garantie", "id: prix"), draft("garantie<<}", "prix<<}")),
    case("duplicate-id", "/decoys/0/id", "prix, why", "prix", yaml("{id: delai", "{id: prix"), draft("delai<<}", "prix<<}")),
    case("duplicate-id", "/sources/1/id", "devis, title: Fil", "devis", yaml("{id: forum", "{id: devis")),
    case("duplicate-id", "/brief/requirements/1/id", "longueur, text: b", "longueur", yaml("text: 120 mots au maximum}", "text: 120 mots au maximum}\n    - {id: longueur, text: b}")),
    case("duplicate-id", "/criteria/1/id", "vous, dimension: nuance", "vous", yaml("{id: note", "{id: vous")),
    case("duplicate-id", "/twist/criteria/0/id", "vous, statement", "vous", yaml(TWIST_CRITERION, "{id: vous, ")),
    case("reserved-id", "/sources/1/id", "brief, title", "brief", yaml("{id: forum", "{id: brief")),
    case("evidence-source", "/flaws/0/evidence/source", "contrat", "contrat", yaml("{source: devis, quote: 65 €", "{source: contrat, quote: 65 €")),
    case("evidence-quote", "/flaws/0/evidence/quote", "66 €", "66 € le mètre carré", yaml("quote: 65 €", "quote: 66 €"), said="“devis”"),
    case("evidence-quote", "/decoys/0/evidence/quote", "neuf jours}", "neuf jours", yaml("quote: huit jours", "quote: neuf jours")),
    case("evidence-quote", "/decoys/1/evidence/quote", '"\\u200b"', "\u200b", yaml("quote: pin français", r'quote: "\u200b"')),
    case("empty-group", "/flaws/0/accept/1", "[]]", "", yaml('accept: [["65"]]', 'accept: [["65"], []]')),
    case("empty-group", "/keep/0", r'["\u200b"]', "", yaml('["12 mars 2026"]', r'["\u200b"]')),
    case("empty-group", "/flaws/0/repaired/none/0", "[]], any", "", yaml('accept: [["65"]]', 'repaired: {none: [[]], any: [["65 €"]]}')),
    case("empty-group", "/criteria/1/rule/any/0", "[]]", "", yaml('[["garantie"]]', "[[]]")),
    case("empty-rule", "/criteria/1/rule", "{}", "", yaml('{any: [["garantie"]]}', "{}")),
    case("word-limits", "/criteria/1/rule/min_words", "9,", "", yaml('{any: [["garantie"]]}', "{min_words: 9, max_words: 8}"), said="(9) is above max_words (8)"),
    case("address-language", "/criteria/0/rule/address", "vous}}", "vous", yaml("language: fr", "language: en")),
    case("criterion-task", "/criteria/1/applies_to", "client_note, statement", "client_note", yaml(TASKS, "tasks: [review, rewrite]")),
    case("criterion-task", "/criteria/1/applies_to", "twist, statement", "twist", yaml("applies_to: client_note", "applies_to: twist"), yaml("twist:\n", "keep: []\n#"), yaml("  message", "#"), yaml("  criteria:\n    -", "#"), yaml("keep: [[", "#")),
    case("twist-criterion", "/twist/criteria/0/applies_to", "rewrite, statement: Le texte dit", "rewrite", yaml(TWIST_CRITERION, "{id: reze, applies_to: rewrite, ")),
    case("twist-task", "/twist", "message", "", yaml(TASKS, "tasks: [review, rewrite]")),
    case("duplicate-task", "/tasks/2", "review]", "review", yaml(TASKS, "tasks: [review, rewrite, review]")),
    case("zero-weights", "/weights", "{fact_checking: 0", "", yaml(TASKS, TASKS + "\nweights: {fact_checking: 0, nuance: 0, client_adaptation: 0}")),
    # The draft
    case("unused-id", "/flaws/0/id", "prix", "prix", draft(PRICE, "75")),
    case("unused-id", "/decoys/0/id", "delai", "delai", draft("{==La pose prend huit jours==}{>>delai<<}", "La pose")),
    in_draft("unknown-id", "cout<<}", "cout", draft("prix<<}", "cout<<}")),
    in_draft("flaw-highlighted", "{==75", "{==75==}{>>prix<<}", draft(PRICE, PRICE + " ou {==75==}{>>prix<<}"), said="“prix” is a flaw"),
    in_draft("decoy-changed", "{++vite", "{++vite++}{>>delai<<}", draft("huit jours==}", "huit jours==}{>>delai<<} {++vite++}"), said="“delai” is a decoy"),
    case("repaired-reference", "/flaws/0/repaired", "{any", "prix", yaml('accept: [["65"]]', 'accept: [["65"]]\n    repaired: {any: [["66 €"]]}')),
    case("repaired-draft", "/flaws/0/repaired", "{any", "prix", yaml('accept: [["65"]]', 'accept: [["65"]]\n    repaired: {any: [["le mètre carré"]]}')),
    case("repaired-draft", "/flaws/0/repaired", "{}", "prix", yaml('accept: [["65"]]', 'accept: [["65"]]\n    repaired: {}')),
    case("keep-reference", "/keep/0", '["13 mars', "13 mars 2026", yaml("12 mars 2026", "13 mars 2026")),
    case("bare-number", "/flaws/0/repaired/any/1/0", '"1 310"', "1 310", yaml('accept: [["65"]]', 'accept: [["65"]]\n    repaired: {any: [["65 €"], ["1 310"]]}')),
    case("bare-number", "/criteria/0/rule/any/0/1", '"13,5"', "13,5", yaml("{address: vous}", '{any: [["lames", "13,5"]]}')),
    in_draft("few-sound-sentences", "Bonjour", "", draft("Votre jardin reste libre pendant les travaux. Mon équipe nettoie le chantier chaque soir. ", ""), draft("Je reste à votre disposition. ", ""), said="5 sentences"),
    in_draft("low-sound-share", "{++Ceci", "", draft("Bonjour Madame", "{++" + "Ceci. " * 13 + "++}{>>prix<<} Bonjour Madame"), said="35%"),
    in_draft("long-sentence", "Mon équipe", LONG, draft("Mon équipe nettoie le chantier chaque soir.", LONG), said=f"{len(LONG)} characters"),
    # Advice
    case("few-decoys", "/decoys", "- {id: bois", "", yaml("  - {id: delai, why: Le délai est bien de huit jours., evidence: {source: devis, quote: huit jours}}\n", ""), draft("{>>delai<<}", "{>>bois<<}"), said="1 decoy"),
    case("model-points", "/criteria", "- {id: vous", "", yaml(", rule: {address: vous}", ""), yaml(REZE_RULE, ""), yaml(TASKS, TASKS + "\nweights: {fact_checking: 1, nuance: 1, client_adaptation: 2}"), said="50%"),
    case("criterion-no-rule", "/criteria/0", "{id: vous", "vous", yaml(", rule: {address: vous}", "")),
    case("dimension-without-flaws", "/flaws", "- id: prix", "client_adaptation"),
    case("omission-no-accept", "/flaws/2", "id: acompte", "acompte", yaml('    accept: [["acompte"]]\n', "")),
    case("flaw-no-reason", "/flaws/1", "id: garantie", "garantie", yaml('    evidence: {source: devis, quote: garantie dix ans}\n    accept: [["dix ans"]]\n', "")),
]  # fmt: skip
