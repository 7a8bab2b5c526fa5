"""Clean texts in both languages, what an honest model proposes for them, and a model that says it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

from app.authoring.planting.examples import REQUEST, RESPONSE
from app.llm.scripted import Asked

TEXT: Final = """\
Bonjour Madame,

Voici le devis de votre terrasse, comme convenu lors de ma visite du 3 mars. Le prix est de 65\u00a0€ le \
mètre carré, pose comprise. Pour vos 40 mètres carrés, cela fait 2\u202f600\u00a0€. Le bois est du pin \
français. La pose prend huit jours, si le temps le permet. Les lames sont garanties dix ans. Un acompte \
de 30\u00a0% est demandé à la commande. Votre jardin reste libre pendant les travaux. Mon équipe nettoie \
le chantier chaque soir. Vous recevrez le bois le 12 mars 2026. Je reste à votre disposition pour toute \
question.

Bien à vous,
Nadia Roux"""

DEVIS: Final = """\
Devis du 5 mars 2026. Terrasse en pin français : 65 € le mètre carré, pose comprise. \
Surface : 40 m², soit 2 600 €. Pose en huit jours si le temps le permet, \
livraison du bois le 12 mars 2026. Garantie : dix ans sur les lames. \
Un acompte de 30 % est dû à la commande.
"""
FORUM: Final = "Une terrasse bien faite, c’est pour la vie, tout le monde le sait.\n"

FRENCH: Final[dict[str, Any]] = {
    "text": TEXT,
    "brief": {
        "client": {
            "name": "Nadia Roux",
            "business": "paysagiste à Nantes",
            "audience": "particuliers propriétaires d’un jardin",
        },
        "context": "Nadia a visité un jardin et envoie son devis par courriel.",
        "prompt": "Rédige le courriel qui accompagne le devis.",
        "requirements": [{"id": "devis", "text": "Rien qui ne figure au devis"}],
    },
    "sources": [
        {
            "id": "devis",
            "title": "Devis",
            "publisher": "Nadia Roux",
            "date": "2026-03-05",
            "reliability": "primary",
            "text": DEVIS,
        },
        {
            "id": "forum",
            "title": "Fil de forum",
            "publisher": "Anonyme",
            "date": "2024-05-01",
            "reliability": "unverified",
            "text": FORUM,
        },
    ],
    "language": "fr",
    "domain": "admin",
    "types": [
        "contradicts-dossier",
        "fabricated-source",
        "overclaim",
        "material-omission",
        "wrong-client-detail",
    ],
    "title": "Un devis de terrasse",
}
"""A request; its 14 sentences leave room for five flaws and two decoys."""

ENGLISH: Final[dict[str, Any]] = REQUEST


def flaw(**changed: Any) -> dict[str, Any]:
    """A sound proposal for `FRENCH`, a price; `changed` by its members."""
    return {
        "type": "contradicts-dossier",
        "kind": "replace",
        "passage": "65 €",
        "before": "",
        "after": "",
        "text": "75 €",
        "why": "Le devis dit 65 € le mètre carré, et non 75 €.",
        "severity": "critical",
        "source": "devis",
        "quote": "65 € le mètre carré, pose comprise",
        "accept": [["65"]],
        **changed,
    }


def decoy(**changed: Any) -> dict[str, Any]:
    """A sound decoy for `FRENCH`; `changed` by its members."""
    return {
        "passage": "Le bois est du pin français",
        "before": "",
        "after": "",
        "why": "Le devis nomme bien le pin français.",
        "source": "devis",
        "quote": "Terrasse en pin français",
        **changed,
    }


STUDY: Final = flaw(
    type="fabricated-source",
    kind="add",
    passage="Mon équipe nettoie le chantier chaque soir",
    text="Une étude de l’Institut du paysage le recommande.",
    why="Aucune étude ne figure au devis : elle est inventée.",
    severity="major",
    source="brief",
    quote="Rien qui ne figure au devis",
    accept=[["inventée"], ["figure au devis"]],
)
GUARANTEE: Final = flaw(
    type="overclaim",
    passage="garanties dix ans",
    text="garanties à vie",
    why="La garantie dure dix ans : « à vie » promet trop.",
    severity="major",
    quote="Garantie : dix ans sur les lames",
    accept=[["dix ans"], ["promet trop"]],
)
DEPOSIT: Final = flaw(
    type="material-omission",
    kind="drop",
    passage="Un acompte de 30 % est demandé à la commande.",
    text="",
    why="La cliente doit savoir qu’un acompte est dû.",
    severity="major",
    quote="Un acompte de 30 % est dû à la commande.",
    accept=[["acompte"]],
)
NAME: Final = flaw(
    type="wrong-client-detail",
    passage="Nadia Roux",
    text="Nadia Leroux",
    why="La paysagiste s’appelle Nadia Roux.",
    severity="minor",
    source="brief",
    quote="Nadia Roux",
    accept=[["Roux"]],
)
TIME: Final = decoy(
    passage="La pose prend huit jours",
    why="Huit jours, c’est bien ce que dit le devis.",
    quote="Pose en huit jours si le temps le permet",
)

HONEST: Final[dict[str, Any]] = {
    "flaws": [flaw(), STUDY, GUARANTEE, DEPOSIT, NAME],
    "decoys": [decoy(), TIME],
}


def english_proposals() -> dict[str, Any]:
    """What the model said in the API's own example: four flaws, one of them without a real proof."""
    planted = {one["id"]: one for one in RESPONSE["document"]["flaws"]}
    price, deposit, tone = (
        {
            "type": one["type"],
            "why": one["why"],
            "severity": one["severity"],
            **one["evidence"],
            "accept": one["accept"],
        }
        for one in planted.values()
    )
    decoys = [
        {"passage": passage, "why": one["why"], **one["evidence"]}
        for passage, one in zip(
            ["The boards are made of Welsh larch", "The work takes eight days"],
            RESPONSE["document"]["decoys"],
            strict=True,
        )
    ]
    return {
        "flaws": [
            {**price, "kind": "replace", "passage": "£65", "text": "£75"},
            deepcopy(RESPONSE["rejected"][0]["proposal"]),
            {
                **deposit,
                "kind": "drop",
                "passage": "A deposit of 30% is due when you order.",
                "accept": [["deposit"], ["advance payment"]],
            },
            {
                **tone,
                "kind": "replace",
                "passage": "I look forward to your reply.",
                "text": "Hurry, such an offer does not wait!",
            },
        ],
        "decoys": decoys,
    }


def says(*flaws: dict[str, Any], decoys: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """An answer with these proposals."""
    return {"flaws": list(flaws), "decoys": decoys or []}


def honest(asked: Asked) -> dict[str, Any]:
    """Answers both requests of this module as an honest model does."""
    return HONEST if "Nadia" in asked.user else english_proposals()


Behaviour = Callable[[Asked], dict[str, Any]]
