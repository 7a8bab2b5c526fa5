"""Every prompt rendered with sample values. `python -m tests.llm.samples` writes the snapshots anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from app.llm.prompts import Prompt, load

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
DELIMITER: Final = "data-0123456789abcdef"
BRIEF: Final = "Nadia Roux, paysagiste à Nantes\nNadia envoie un devis.\n120 mots au maximum"
DRAFT: Final = "Le prix est de 75 € le mètre carré.\n\nLa terrasse est garantie à vie."
FIELDS: Final = [
    {"name": "comment_1", "text": "Le devis dit 65 €."},
    {"name": "rewrite", "text": "Le prix est de 65 €.\n\nLa terrasse est garantie dix ans."},
]
SOURCE: Final = {
    "id": "devis",
    "date": "2026-03-02",
    "reliability": "primary",
    "title": "Devis signé",
    "publisher": "Nadia Roux",
    "text": "Prix : 65 € le mètre carré.\n\nGarantie dix ans.",
}
FLAWS: Final[list[dict[str, Any]]] = [
    {"label": "F1", "why": "Le devis dit 65 €.", "changes": [{"flawed": "75", "good": "65"}]},
    {
        "label": "F2",
        "why": "Rien ne le promet.",
        "changes": [{"flawed": "à vie", "good": "dix ans"}, {"flawed": "Sans entretien.", "good": ""}],
    },
    {"label": "F3", "why": "L’acompte manque.", "changes": [{"flawed": "", "good": "Acompte de 30 %."}]},
]
KINDS: Final = ["criterion", "flaw_still_present", "cause_identified", "omission_reported"]
SUBJECTS: Final = ["C1", "F2", "F1", "F3"]
FIELD_OF: Final = ["rewrite", "rewrite", "comment_1", "comment_1"]

JUDGE_STATIC: Final[dict[str, Any]] = {
    "brief": BRIEF,
    "sources": [SOURCE],
    "draft": DRAFT,
    "reference": "Le prix est de 65 € le mètre carré.\n\nLa terrasse est garantie dix ans.",
    "flaws": FLAWS,
    "criteria": [{"label": "C1", "statement": "Le texte vouvoie la cliente."}],
}
JUDGE_DYNAMIC: Final[dict[str, Any]] = {
    "delimiter": DELIMITER,
    "fields": FIELDS,
    "questions": [
        {"kind": kind, "subject": subject, "field": field}
        for kind, subject, field in zip(KINDS, SUBJECTS, FIELD_OF, strict=True)
    ],
}
COACH_STATIC: Final[dict[str, Any]] = {
    "brief": BRIEF,
    "draft": DRAFT,
    "flaws": [{"label": f["label"], "type": "affirmation sans preuve", "why": f["why"]} for f in FLAWS],
}
COACH_DYNAMIC: Final[dict[str, Any]] = {
    "found": ["F1", "F2"],
    "missed": ["F3"],
    "cause_missed": [],
    "false_alarms": ["La pose prend huit jours"],
    "unmet": ["Le texte vouvoie la cliente."],
    "delimiter": DELIMITER,
    "fields": FIELDS,
}
PLANT_DYNAMIC: Final[dict[str, Any]] = {
    "asked": [{"type": "contradicts-dossier", "count": 2}, {"type": "overclaim", "count": 1}],
    "decoys": 2,
    "variant": 2,
    "delimiter": DELIMITER,
    "fields": [
        {"name": "brief", "text": BRIEF},
        {"name": "sources", "text": "devis (2026-03-02, primary): Devis signé, Nadia Roux"},
        {"name": "source devis", "text": "Prix : 65 € le mètre carré.\n\nGarantie dix ans."},
        {"name": "text", "text": "Le prix est de 65 € le mètre carré.\n\nLa terrasse est garantie dix ans."},
    ],
}
SAMPLES: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "judge": (JUDGE_STATIC, JUDGE_DYNAMIC),
    "coach": (COACH_STATIC, COACH_DYNAMIC),
    "plant": ({}, PLANT_DYNAMIC),
}
PUBLISHED: Final = [(name, 1, language) for name in SAMPLES for language in ("fr", "en")]


def sample(name: str, version: int, language: str) -> Prompt:
    static, dynamic = SAMPLES[name]
    return load(name, version, language).render(static, dynamic)


def as_text(prompt: Prompt) -> str:
    """The prompt as the model is sent it, part by part."""
    parts = {"system": prompt.system, "static": prompt.static, "dynamic": prompt.dynamic}
    return "".join(f"=== {part}\n{text}\n" for part, text in parts.items())


def snapshot(name: str, version: int, language: str) -> Path:
    return SNAPSHOTS / f"{name}-v{version}.{language}.txt"


if __name__ == "__main__":
    for published in PUBLISHED:
        snapshot(*published).write_text(as_text(sample(*published)), encoding="utf-8")
