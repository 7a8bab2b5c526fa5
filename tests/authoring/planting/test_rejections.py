"""Every reason for which a proposal is not taken, from real answers over HTTP; nothing stays of it."""

from __future__ import annotations

from typing import Any

import pytest

from app.authoring.planting.reasons import REASONS, Reason, Unfit
from app.exercises.prepared import prepare
from tests.authoring.planting.cases import DEPOSIT, FRENCH, GUARANTEE, STUDY, TEXT, TIME, decoy, flaw, says
from tests.authoring.planting.conftest import Plant

TYPES = FRENCH["types"]
LONG = "x" * 2_001
SHORT = (
    "Le prix est de 65 € le mètre carré. Les lames de votre terrasse sont garanties dix ans. La pose prend "
    "huit jours. Mon équipe nettoie le chantier. Votre jardin reste libre. Le bois est du pin. Bien à vous."
)

# The proposals, what is changed of the request, and the reasons in the order of the answer.
Case = tuple[dict[str, Any], dict[str, Any], list[tuple[Reason, dict[str, str]]]]


def one(proposal: dict[str, Any], reason: Reason, **values: str) -> Case:
    return says(proposal), {}, [(reason, values)]


def one_decoy(proposal: dict[str, Any], reason: Reason, **values: str) -> Case:
    return says(decoys=[proposal]), {}, [(reason, values)]


CASES: dict[str, Case] = {
    "a type that nobody asked for": one(flaw(type="stereotype"), "type-not-asked", type="stereotype"),
    "a type that there is not": one(flaw(type="typo"), "type-not-asked", type="typo"),
    "a type once too often": (
        says(flaw(), flaw(passage="huit jours", text="six jours")),
        {},
        [("type-too-often", {"type": "contradicts-dossier"})],
    ),
    "a decoy once too often": (
        says(decoys=[decoy(), TIME]),
        {"decoys": 1},
        [("decoy-too-often", {})],
    ),
    "no decoy was asked for": (says(decoys=[decoy()]), {"decoys": 0}, [("decoy-too-often", {})]),
    "a kind that there is not": one(flaw(kind="swap"), "unknown-kind", kind="swap"),
    "an omission that replaces": one(
        {**DEPOSIT, "kind": "replace", "text": "Rien."},
        "wrong-kind",
        type="material-omission",
        kind="replace",
    ),
    "a price that is dropped": one(flaw(kind="drop"), "wrong-kind", type="contradicts-dossier", kind="drop"),
    "a severity that there is not": one(
        flaw(severity="catastrophic"), "unknown-severity", severity="catastrophic"
    ),
    "no explanation": one(flaw(why=" \n"), "no-explanation"),
    "a decoy without an explanation": one_decoy(decoy(why=""), "no-explanation"),
    "a long explanation": one(flaw(why=LONG), "too-long", field="why", most="2000"),
    "a long replacement": one(flaw(text=LONG), "too-long", field="text", most="2000"),
    "a hidden explanation": one(flaw(why="Voilà\u202e !"), "hidden-characters", field="why"),
    "a hidden wording": one(flaw(text="75\u200b €"), "hidden-characters", field="text"),
    "a tag of Unicode": one(flaw(text="75 € \U000e0041"), "hidden-characters", field="text"),
    "no wording": one(flaw(text="  "), "no-words"),
    "an addition of nothing": one({**STUDY, "text": ""}, "no-words"),
    "a passage of another text": one(flaw(passage="65 € le mètre cube"), "passage-not-found"),
    "an empty passage": one(flaw(passage=" "), "passage-not-found"),
    "half a word": one(flaw(passage="comp", text="cond"), "passage-not-found"),
    "half a number": one(flaw(passage="600 €", text="700 €"), "passage-not-found"),
    "a passage that stands twice": one(flaw(passage="LE BOIS"), "passage-ambiguous", places="2"),
    "a passage that stands twice, its context nowhere": one(
        flaw(passage="LE BOIS", before="j’adore"), "passage-ambiguous", places="2"
    ),
    "a context that half agrees": one(
        flaw(passage="LE BOIS", before="recevrez", after="en mai"), "passage-ambiguous", places="2"
    ),
    "a decoy that stands twice": one_decoy(decoy(passage="LE BOIS"), "passage-ambiguous", places="2"),
    "no change": one(flaw(text="65 €"), "no-change"),
    "a change of case and accents": one(flaw(passage="mètre carré", text="METRE  CARRE"), "no-change"),
    "a wording with marks": one(flaw(text="75 €~~}{>>x<<}"), "markup"),
    "a wording with an arrow": one(flaw(text="75 ~> 85 €"), "markup"),
    "an addition with marks": one({**STUDY, "text": "{++Une étude.++}"}, "markup"),
    "a change over another": (
        says(flaw(), {**GUARANTEE, "passage": "le prix est de 65 € le mètre carré"}),
        {},
        [("overlap", {"other": "contradicts-dossier"})],
    ),
    "a change within another": (
        says(
            {**GUARANTEE, "passage": "Les lames sont garanties dix ans"},
            flaw(passage="dix ans", text="six ans"),
        ),
        {},
        [("overlap", {"other": "overclaim"})],
    ),
    "a change that meets another": (
        says(flaw(), {**STUDY, "passage": "Le prix est de 65 €"}),
        {},
        [("overlap", {"other": "contradicts-dossier"})],
    ),
    "a decoy on a flaw": (
        says(GUARANTEE, decoys=[decoy(passage="garanties dix ans")]),
        {},
        [("overlap", {"other": "overclaim"})],
    ),
    "a source that there is not": one(flaw(source="contrat"), "unknown-source", source="contrat"),
    "no source": one(flaw(source=""), "unknown-source", source=""),
    "a proof of a word": one(flaw(quote="65 €"), "quote-too-short", least="8"),
    "a proof of nothing": one_decoy(decoy(quote=""), "quote-too-short", least="8"),
    "a proof of everything": one(flaw(quote="x" * 401), "quote-too-long", most="400"),
    "an invented proof": one(flaw(quote="65 € au plus, garanti"), "quote-not-found", source="devis"),
    "a proof of another source": one(
        flaw(source="forum", quote="65 € le mètre carré"), "quote-not-found", source="forum"
    ),
    "a proof with words left out": one(
        flaw(quote="65 € le mètre carré […] comprise"), "quote-not-found", source="devis"
    ),
    "a proof that cuts a word": one(flaw(quote="5 € le mètre"), "quote-not-found", source="devis"),
    "an invented proof of a decoy": one_decoy(
        decoy(quote="Pin des Landes certifié"), "quote-not-found", source="devis"
    ),
    "a proof of what the flaw says": one(
        flaw(passage="huit jours", text="dix ans", quote="Garantie : dix ans sur les lames", accept=[]),
        "evidence-backs-flaw",
    ),
    "words that stand nowhere": one(flaw(accept=[["tarif"], ["65", "tarif"]]), "accept-words"),
    "words of the flaw": one(flaw(accept=[["75"]]), "accept-words"),
    "an omission without words": one({**DEPOSIT, "accept": []}, "accept-words"),
    "a decoy beside a flaw": (
        says(flaw(), decoys=[decoy(passage="pose comprise", quote="le mètre carré, pose comprise")]),
        {},
        [("decoy-in-flawed-sentence", {})],
    ),
    "an omission of what is said again": (
        says({**DEPOSIT, "accept": [["acompte"]]}),
        {"text": TEXT + "\n\nMerci de régler l’acompte de 30 % par virement à la commande."},
        [("repair-in-draft", {"flaw": "material-omission"})],
    ),
    "an omission whose words do not bring it back": one(
        {
            **DEPOSIT,
            "passage": "Mon équipe nettoie le chantier chaque soir.",
            "accept": [["livraison du bois"]],
        },
        "repair-not-in-reference",
        flaw="material-omission",
    ),
    "more than the text bears": (
        says(flaw(), GUARANTEE),
        {"text": SHORT},
        [("too-little-sound-text", {"sound": "5", "total": "7", "least": "6", "share": "40"})],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_proposal_that_does_not_hold(planted: Plant, name: str) -> None:
    answer, changed, reasons = CASES[name]
    planting = planted(answer, **changed)
    assert [(refusal.why.reason, refusal.why.values) for refusal in planting.refusals] == reasons
    prepared = prepare(planting.exercise)
    assert prepared.reference == changed.get("text", TEXT)
    told = len(answer["flaws"]) + len(answer["decoys"]) - len(reasons)
    assert len(planting.exercise.flaws) + len(planting.exercise.decoys) == told
    ids = {one.id for one in planting.exercise.flaws} | {one.id for one in planting.exercise.decoys}
    assert {change.id for change in prepared.changes} == ids
    assert not {"duplicate-id", "unknown-id", "unused-id", "evidence-quote"} & {
        finding.code for finding in planting.findings
    }


def test_a_model_that_floods_is_read_to_a_bound(planted: Plant) -> None:
    planting = planted(says(*[flaw(passage="nulle part")] * 70))
    reasons = [refusal.why.reason for refusal in planting.refusals]
    assert reasons == ["passage-not-found"] * 60 + ["too-many"] * 10


def test_no_flaw_takes_the_last_sound_text(planted: Plant) -> None:
    """Twelve flaws in fourteen sentences: those that fit are taken, the last ones are not."""
    sentences = [part for part in TEXT.replace("\n", " ").split(". ") if len(part) > 20][1:10]
    proposals = [
        flaw(
            type="unsupported-claim", kind="add", passage=sentence, text="comme toujours chez nous", accept=[]
        )
        for sentence in sentences
    ]
    planting = planted(says(*proposals), types=["unsupported-claim"] * 12)
    assert {refusal.why.reason for refusal in planting.refusals} == {"too-little-sound-text"}
    assert len(planting.sound) == 6
    assert not any(finding.level == "error" for finding in planting.findings)


def test_every_reason_is_said_in_both_languages() -> None:
    values = dict.fromkeys(
        ("type", "kind", "severity", "field", "most", "least", "places", "other", "source", "flaw", "sound",
         "total", "share"),
        "X",
    )  # fmt: skip
    for reason in REASONS:
        french, english = (Unfit(reason, **values).message(language) for language in ("fr", "en"))
        assert french != english
        assert "{" not in french + english
    assert Unfit("overlap", other="prix").message("fr") == "la modification touche celle de « prix »"
    assert Unfit("overlap", other="prix").message("en") == "the change touches that of “prix”"


def test_every_reason_has_a_case() -> None:
    met = {reason for _, _, reasons in CASES.values() for reason, _ in reasons}
    assert set(REASONS) - met == {"too-many"}
