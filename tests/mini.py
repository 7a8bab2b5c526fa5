"""A small exercise, right in every part, for tests of everything around the grader."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.exercises.files import read_folder

EXERCISE_YAML = """\
id: mini
title: Un devis de terrasse
language: fr
domain: admin
difficulty: 1
minutes: 10
brief:
  client: {name: Nadia Roux, business: paysagiste à Nantes, audience: particuliers}
  context: Nadia envoie un devis et demande une relecture.
  prompt: Rédige le courriel qui accompagne le devis.
  requirements:
    - {id: longueur, text: 120 mots au maximum}
sources:
  - {id: devis, title: Devis signé, publisher: Nadia Roux, date: 2026-03-02, reliability: primary, file: sources/devis.md}
  - {id: forum, title: Fil de forum, publisher: Anonyme, date: 2024-05-01, reliability: unverified, file: sources/forum.md}
flaws:
  - id: prix
    type: contradicts-dossier
    severity: critical
    why: Le devis dit 65 € et non 75 €.
    evidence: {source: devis, quote: 65 € le mètre carré}
    accept: [["65"]]
  - id: garantie
    type: overclaim
    severity: major
    why: Rien ne garantit une terrasse à vie.
    evidence: {source: devis, quote: garantie dix ans}
    accept: [["dix ans"]]
  - id: acompte
    type: material-omission
    severity: minor
    why: Le courriel oublie l’acompte.
    evidence: {source: devis, quote: acompte de 30 %}
    accept: [["acompte"]]
decoys:
  - {id: delai, why: Le délai est bien de huit jours., evidence: {source: devis, quote: huit jours}}
  - {id: bois, why: Le pin est bien français., evidence: {source: devis, quote: pin français}}
tasks: [review, rewrite, client_note]
twist:
  message: Ajoutez, s’il vous plaît, que je livre aussi à Rezé.
  criteria:
    - {id: reze, statement: Le texte dit que Nadia livre à Rezé., rule: {any: [["Rezé"]]}}
keep: [["12 mars 2026"]]
criteria:
  - {id: vous, dimension: client_adaptation, applies_to: rewrite, statement: Le texte vouvoie., rule: {address: vous}}
  - {id: note, dimension: nuance, applies_to: client_note, statement: La note parle de la garantie., rule: {any: [["garantie"]]}}
"""

DRAFT = """\
Bonjour Madame, voici le devis de votre terrasse. Le prix est de {~~65~>75~~}{>>prix<<} € le mètre carré. \
Vous recevrez le bois le 12 mars 2026. {==La pose prend huit jours==}{>>delai<<}. \
{==Le pin vient de France==}{>>bois<<}. La terrasse est garantie {~~dix ans~>à vie, sans aucun entretien~~}{>>garantie<<}.

Votre jardin reste libre pendant les travaux. Mon équipe nettoie le chantier chaque soir. \
{--Un acompte de 30 % est demandé à la commande.--}{>>acompte<<} Je reste à votre disposition. Bien à vous, Nadia Roux.
"""

DEVIS = """\
Devis du 2 mars 2026. Prix : 65 € le mètre carré, pose comprise. Pose en huit jours, livraison le 12 mars 2026.
Lames en pin français, garantie dix ans. Un acompte de 30 % à la commande.
"""

FORUM = "Une terrasse bien faite, c’est à vie, tout le monde le sait.\n"

FILES = {
    "exercise.yaml": EXERCISE_YAML,
    "draft.md": DRAFT,
    "sources/devis.md": DEVIS,
    "sources/forum.md": FORUM,
}


def write_mini(catalogue: Path, **replaced: str) -> Path:
    """The exercise as a folder of `catalogue`; `replaced` maps a file's stem to another text."""
    folder = catalogue / "mini"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(replaced.get(path.stem, text), encoding="utf-8")
    return folder


def mini_document() -> dict[str, Any]:
    """The exercise as the one JSON object of the API."""
    with TemporaryDirectory() as folder:
        return read_folder(write_mini(Path(folder))).model_dump(mode="json")


def mark(exact: str, **values: Any) -> dict[str, Any]:
    """The body of an annotation on the passage `exact`."""
    target = {"selector": [{"type": "TextQuoteSelector", "exact": exact}]}
    return {"target": target, "type": "contradicts-dossier", "severity": "critical", **values}
