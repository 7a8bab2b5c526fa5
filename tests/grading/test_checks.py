"""The rubric checks that code decides, on a small letter with five flaws."""

from __future__ import annotations

from typing import Any

import pytest

from app.exercises.prepared import Prepared, prepare
from app.exercises.schema import Exercise
from app.grading.assessment import Check
from app.grading.checks import hands_nothing_in, inventions, repair_checks, repair_scale, substance
from app.grading.submission import Submission

DRAFT = """Madame,

La facture F-2025-047 du 1er septembre 2025 s’élève à 2 880 € TTC.
Le solde est de {~~2 016~>2 160~~}{>>solde<<} €.
Il était payable {~~à trente jours~>à quinze jours~~}{>>delai<<}, soit le 1er octobre 2025.
{++Les retards coûtent chaque année 15 milliards d’euros aux indépendants. ++}{>>etude<<}
Le taux des pénalités est de 12 % l’an.

{~~Je tiens à notre collaboration.~>Un tel manque de considération laisse des traces.~~}{>>ton<<}
Vous pouvez m’écrire à ines@kermarrec.example. {--Le forfait de 40 € est dû une seule fois.--}{>>forfait<<}
"""

DOCUMENT: dict[str, Any] = {
    "id": "lettre",
    "title": "Une lettre",
    "language": "fr",
    "domain": "admin",
    "difficulty": 1,
    "minutes": 10,
    "brief": {
        "client": {"name": "Inès Kermarrec", "business": "Traduction", "audience": "Un client"},
        "context": "Le client a promis de payer le 20 novembre.",
        "prompt": "Rédige la lettre.",
        "requirements": [{"id": "longueur", "text": "180 mots au maximum"}],
    },
    "sources": [
        {
            "id": "note",
            "title": "Note juridique",
            "publisher": "Cabinet Morel",
            "date": "2025-09-15",
            "reliability": "primary",
            "text": "Indemnité : 40 € par facture (article D. 441-5). Délai de paiement en jours : 30 | 45.",
        },
        {
            "id": "forum",
            "title": "A forum in English",
            "publisher": "Web",
            "date": "2025-01-01",
            "reliability": "unverified",
            "text": "Some 10,000 freelancers answered.",
        },
    ],
    "draft": DRAFT,
    "flaws": [
        {"id": "solde", "type": "arithmetic-inconsistency", "severity": "critical", "why": "W"},
        {"id": "delai", "type": "contradicts-dossier", "severity": "major", "why": "W"},
        {"id": "etude", "type": "unsupported-claim", "severity": "major", "why": "W"},
        {"id": "ton", "type": "tone-mismatch", "severity": "minor", "why": "W"},
        {"id": "forfait", "type": "material-omission", "severity": "major", "why": "W"},
    ],
    "tasks": ["review", "rewrite", "client_note"],
    "keep": [["F-2025-047"], ["2 016 €"], ["1er octobre"], ["12 %", "l’an"]],
    "criteria": [
        {
            "id": "vous",
            "dimension": "client_adaptation",
            "applies_to": "rewrite",
            "statement": "Vouvoyer.",
            "weight": 2,
            "rule": {"address": "vous"},
        },
        {
            "id": "elegance",
            "dimension": "nuance",
            "applies_to": "rewrite",
            "statement": "Le texte est élégant.",
        },
        {
            "id": "note-solde",
            "dimension": "fact_checking",
            "applies_to": "client_note",
            "statement": "La note dit le solde.",
            "rule": {"any": [["2 016 €"]], "none": [["désolé"]], "min_words": 3, "max_words": 12},
        },
    ],
}
GOOD = """Nantes, le jeudi 6 novembre 2025

Madame,

La facture F-2025-047 du 1er septembre 2025 s’élève à 2 880 € TTC ; il reste 2016 euros à régler,
payables à 30 jours, soit le 1er octobre 2025. Le taux des pénalités est de 12 % l’an,
et un forfait de quarante euros est dû une fois.

Je tiens à notre collaboration. Vous pouvez m’écrire à ines@kermarrec.example."""
NOTE = "Le solde juste est de 2 016 €."


def ready(**changed: Any) -> Prepared:
    return prepare(Exercise.model_validate({**DOCUMENT, **changed}))


LETTER = ready()


def checks(prepared: Prepared = LETTER, **texts: Any) -> dict[str, Check]:
    submission = Submission(**{"rewrite": GOOD, "client_note": NOTE, **texts})
    found = repair_checks(prepared, submission)
    assert len({check.id for check in found}) == len(found)
    return {check.id: check for check in found}


def test_a_good_rewrite_passes_every_check_that_a_rule_decides() -> None:
    assert {check.id: check.passed for check in checks().values()} == {
        "solde": True,
        "delai": True,
        "etude": True,
        "ton": True,
        "forfait": True,
        "vous": True,
        "elegance": None,
        "note-solde": True,
        "invents-nothing": True,
        "loses-nothing": True,
    }


def test_checks_say_what_they_weigh_and_where_they_count() -> None:
    found = checks()
    assert {check.id: check.weight for check in found.values()} == {
        "solde": 5,
        "delai": 3,
        "etude": 3,
        "ton": 1,
        "forfait": 3,
        "vous": 2,
        "elegance": 1,
        "note-solde": 1,
        "invents-nothing": 5,
        "loses-nothing": 3,
    }
    assert found["forfait"].dimension == "nuance"
    assert found["loses-nothing"].dimension == "fact_checking"
    assert {check.kind for check in found.values()} == {
        "repaired",
        "criterion",
        "invents-nothing",
        "loses-nothing",
    }
    assert found["note-solde"].applies_to == "client_note"
    assert found["elegance"].decided_by is None
    assert found["vous"].decided_by == "rule"


def test_a_rewrite_that_keeps_a_flaw_is_quoted() -> None:
    found = checks(rewrite=GOOD.replace("2016 euros", "2 160,00 €"))
    assert (found["solde"].passed, found["solde"].quote, found["solde"].detail) == (
        False,
        "2 160,00 €",
        ["2 016 €"],
    )
    assert found["loses-nothing"].detail == ["2 016 €"]
    assert found["invents-nothing"].detail == ["2 160,00 €"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le délai est de 45 jours.",
        "Réglez avant le 20 novembre.",
        "L’article D441-5 prévoit 40,00 €.",
        "Quelque 10 000 indépendants ont répondu.",
        "La note date du 15/09/2025.",
        "Voici trois raisons, en 180 mots.",
        "Il reste 2 016.",
        "1. Payer\n2. Écrire",
        "Octobre 2025 est passé.",
        "Le délai est de trente jours, ou d’une quarantaine de jours.",
        "Une dizaine de factures attendent.",
    ],
)
def test_what_dossier_brief_and_sound_text_say_is_no_invention(sentence: str) -> None:
    assert inventions(LETTER, f"{GOOD}\n\n{sentence}") == []


@pytest.mark.parametrize(
    ("sentence", "invented"),
    [
        ("Il y aura 46 % de pénalités.", ["46 %"]),
        ("Cela fait 2 056 € en tout.", ["2 056 €"]),
        ("Réglez avant le 21 novembre.", ["21 novembre"]),
        ("Cela dure depuis 2024.", ["2024"]),
        ("Appelez le 06 12 34 56 78.", ["06 12 34 56 78"]),
        ("Écrivez à ines@lumen.fr ou sur www.lumen.fr/payer.", ["ines@lumen.fr", "www.lumen.fr/payer"]),
        ("Une facture sur trois est en retard.", ["Une facture sur trois"]),
        ("Les retards coûtent 15 milliards d’euros.", ["15 milliards d’euros"]),
        ("Payez 99 €, oui, 99,00 euros.", ["99 €"]),
        ("Rendez-vous à 18 h.", ["18 h"]),
        ("Réponse sous deux jours.", ["deux jours"]),
        ("Une soixantaine de clients ont répondu.", ["Une soixantaine"]),
    ],
)
def test_what_nothing_says_is_an_invention_as_the_trainee_wrote_it(
    sentence: str, invented: list[str]
) -> None:
    assert inventions(LETTER, f"{GOOD}\n\n{sentence}") == invented
    found = checks(rewrite=f"{GOOD}\n\n{sentence}")["invents-nothing"]
    assert (found.passed, found.detail) == (False, invented)


def test_what_only_the_flaws_say_backs_nothing() -> None:
    assert inventions(LETTER, LETTER.draft) == ["2 160 €", "quinze jours", "15 milliards d’euros"]
    assert inventions(LETTER, LETTER.reference) == []


@pytest.mark.parametrize(("count", "weight"), [(0, 5), (1, 5), (2, 8), (3, 11), (4, 14), (5, 14), (9, 14)])
def test_further_inventions_weigh_more_up_to_a_limit(count: int, weight: int) -> None:
    sentence = " ".join(f"Et {amount} €." for amount in range(701, 701 + count))
    assert checks(rewrite=f"{GOOD}\n\n{sentence}")["invents-nothing"].weight == weight


def test_what_the_rules_ask_for_is_no_invention() -> None:
    flaws = [{**flaw} for flaw in DOCUMENT["flaws"]]
    flaws[0]["repaired"] = {"any": [["2 016 €"], ["7 %"]], "none": [["2 160 €"]]}
    assert inventions(ready(flaws=flaws), "Soit 7 %, pas 8 %.") == ["8 %"]


def test_what_is_asked_of_the_note_is_no_leave_to_write_it_in_the_text() -> None:
    criterion = {**DOCUMENT["criteria"][2], "rule": {"any": [["2 016 €, et non 2 160 €"]]}}
    assert inventions(ready(criteria=[criterion]), "Il reste 2 160 €.") == ["2 160 €"]


def test_losses_are_listed_and_other_spellings_are_none() -> None:
    assert checks(rewrite=GOOD.replace("1er octobre", "01/10").replace("F-2025-047", "47"))[
        "loses-nothing"
    ].detail == ["F-2025-047"]
    assert checks(rewrite=GOOD.replace("l’an", "par an"))["loses-nothing"].detail == ["12 % l’an"]


def test_there_is_no_loss_to_check_where_nothing_is_to_be_kept() -> None:
    assert "loses-nothing" not in checks(ready(keep=[]))


@pytest.mark.parametrize(
    ("note", "passed", "detail", "quote"),
    [
        (NOTE, True, [], None),
        ("Reste deux mille seize euros.", True, [], None),
        ("Il y a un solde.", False, [], None),
        ("Oui, 2 016 €", True, [], None),
        ("2016,00€.", False, ["1"], None),
        (NOTE + " Je suis bien désolée, je veux dire : Désolé.", False, ["15"], "Désolé"),
        (" ".join(["mot"] * 11) + " 2 016 €.", False, ["13"], None),
        ("", False, [], None),
        ("\n — \n", False, [], None),
    ],
)
def test_a_criterion_asks_for_everything_that_its_rule_has(
    note: str, passed: bool, detail: list[str], quote: str | None
) -> None:
    found = checks(client_note=note)["note-solde"]
    assert (found.passed, found.decided_by, found.detail, found.quote) == (passed, "rule", detail, quote)


def test_a_criterion_that_only_forbids_fails_on_an_empty_text() -> None:
    criterion = {**DOCUMENT["criteria"][2], "rule": {"none": [["désolé"]]}}
    assert checks(ready(criteria=[criterion]), client_note="")["note-solde"].passed is False
    assert checks(ready(criteria=[criterion]), client_note="Bonjour.")["note-solde"].passed is True


def test_a_criterion_whose_rule_says_nothing_is_undecided() -> None:
    criterion = {**DOCUMENT["criteria"][2], "rule": {"any": [], "max_words": None}}
    found = checks(ready(criteria=[criterion]))["note-solde"]
    assert (found.passed, found.decided_by) == (None, None)
    assert checks(ready(criteria=[criterion]), client_note="")["note-solde"].passed is False


def test_how_a_text_addresses_its_reader_is_told_in_french_only() -> None:
    assert checks()["vous"].passed is True
    assert checks(rewrite=GOOD.replace("Vous pouvez", "Tu peux"))["vous"].passed is False
    assert checks(ready(language="en"))["vous"].passed is None


def test_the_twist_is_checked_where_there_is_one() -> None:
    twist = {
        "message": "Plus court !",
        "criteria": [
            {"id": "court", "statement": "Court.", "rule": {"max_words": 3}},
        ],
    }
    prepared = ready(twist=twist)
    assert "court" not in checks()
    assert checks(prepared, twist="Deux mots")["court"].passed is True
    assert checks(prepared, twist="Plus de trois mots")["court"].detail == ["4"]
    assert checks(prepared, twist=None)["court"].passed is False
    assert checks(prepared, twist="Deux mots")["court"].dimension == "client_adaptation"


def test_texts_that_are_not_asked_for_are_not_checked() -> None:
    only_note = ready(tasks=["review", "client_note"])
    assert list(checks(only_note)) == ["note-solde"]
    assert repair_scale(only_note, "") == 1
    assert "note-solde" not in checks(ready(tasks=["review", "rewrite"]))


@pytest.mark.parametrize(
    "rewrite",
    [
        "",
        "  \n",
        "…",
        LETTER.draft,
        LETTER.draft.upper(),
        LETTER.draft.replace(" ", "\u00a0").replace("\n\n", "\n"),
        LETTER.draft + " Merci.",
        LETTER.draft.replace("Vous pouvez", "Vous pourrez"),
    ],
)
def test_a_rewrite_that_is_empty_or_the_draft_repairs_nothing(rewrite: str) -> None:
    assert hands_nothing_in(LETTER, rewrite)
    assert repair_scale(LETTER, rewrite) == 0
    found = checks(rewrite=rewrite)
    assert {check.passed for check in found.values() if check.applies_to == "rewrite"} == {False}
    assert {check.decided_by for check in found.values()} == {"rule"}
    assert found["note-solde"].passed is True


@pytest.mark.parametrize(
    "rewrite",
    [
        GOOD,
        LETTER.reference,
        LETTER.draft.replace("2 160", "2 016"),
        LETTER.draft.replace("quinze", "trente"),
        "Tout autre chose.",
    ],
)
def test_a_rewrite_that_mends_anything_or_is_another_text_is_one(rewrite: str) -> None:
    assert not hands_nothing_in(LETTER, rewrite)


def test_words_pasted_below_the_draft_do_not_make_a_rewrite_of_it() -> None:
    criterion = {**DOCUMENT["criteria"][0], "id": "merci", "rule": {"any": [["merci"]]}}
    assert hands_nothing_in(ready(criteria=[criterion]), LETTER.draft + " Merci.")
    pasted = LETTER.draft + "\n\n2 016 €, trente jours, un forfait de 40 €, merci, un avis, pas une preuve."
    assert hands_nothing_in(ready(criteria=[criterion]), pasted)
    assert hands_nothing_in(LETTER, "Bonjour.\n\n" + pasted)


def test_a_draft_whose_flaws_are_all_omissions_is_mended_by_what_is_added() -> None:
    flaws = [flaw for flaw in DOCUMENT["flaws"] if flaw["id"] == "forfait"]
    omission = "Il manque le forfait.{--Un forfait de 40 € s’y ajoute.--}{>>forfait<<} Le reste est juste."
    draft = ready(flaws=flaws, draft=omission, keep=[])
    assert hands_nothing_in(draft, draft.draft)
    assert not hands_nothing_in(draft, draft.draft + " Un forfait de 40 € s’y ajoute.")


def test_a_sound_draft_handed_back_is_right() -> None:
    sound = ready(flaws=[], draft=LETTER.reference, keep=[])
    found = checks(sound, rewrite=sound.draft)
    assert repair_scale(sound, sound.draft) == 1
    assert (found["vous"].passed, found["invents-nothing"].passed) == (True, True)
    assert repair_scale(sound, "") == 0


def test_substance_is_the_share_of_the_reference_s_facts() -> None:
    # F-2025-047, 1er septembre, 2 880 €, 2 016 €, trente jours, 1er octobre, 12 %, the address, 40 €
    assert substance(LETTER, GOOD) == 1
    assert substance(LETTER, "Payez 2 016 € et 40 €, à 12 %.") == pytest.approx(3 / 9)
    assert repair_scale(LETTER, "Payez 2 016 € et 40 €, à 12 %.") == pytest.approx(3 / 9 / 0.6)
    assert repair_scale(LETTER, GOOD) == 1
    assert repair_scale(LETTER, "Bonjour.") == 0


def test_substance_is_the_share_of_the_length_where_the_reference_has_few_facts() -> None:
    draft = "Une lettre de {~~dix~>onze~~}{>>solde<<} mots, sans presque rien de vérifiable, et courte."
    few = ready(draft=draft, flaws=DOCUMENT["flaws"][:1], keep=[])
    assert substance(few, "Une lettre de six mots, courte.") == pytest.approx(6 / 12)
    assert repair_scale(few, "Une lettre de six mots, courte.") == pytest.approx(6 / 12 / 0.6)
    assert substance(few, "mot " * 50) == 1


def test_the_same_texts_give_the_same_checks() -> None:
    assert checks() == checks()
