"""The coverage of a catalogue in words, French or English, and as JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Final

from app.exercises.coverage import DIFFICULTIES, Coverage, Figures
from app.exercises.minimums import Lack
from app.exercises.schema import Dimension, Domain, FlawType, Language, Reliability

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "exercises": ("Exercices : {count}", "Exercises: {count}"),
    "types": ("Défauts par type", "Flaws by type"),
    "each": ("Chaque exercice", "Each exercise"),
    "legend": (
        "dim. : F faits, N nuance, C client ; om. : omissions ; reb. : rebondissement ;\n"
        "sources : primaires + secondaires + non vérifiées ; douteuses : non vérifiées ou périmées ;\n"
        "modèle : part des points que seul un modèle peut décider",
        "dim.: F facts, N nuance, C client; om.: omissions;\n"
        "sources: primary + secondary + unverified; doubtful: unverified or outdated;\n"
        "model: share of the points that only a model can decide",
    ),
    "complete": ("Tous les minimums sont atteints.", "Every minimum is reached."),
    "lacking": ("Il manque ({count})", "What is missing ({count})"),
    "lack": ("{said} : {have} (il faut {need})", "{said}: {have} (needed: {need})"),
}
_EACH_FR: Final = """
exercice langue domaine niv. phrases saines défauts dim. leurres om. reb. sources douteuses modèle gold
"""
_EACH_EN: Final = """
exercise language domain lvl sentences sound flaws dim. decoys om. twist sources doubtful model gold
"""
_TYPE: Final = ["type", *Language, *map(str, DIFFICULTIES), "total"]
_COLUMNS: Final = {
    "exercises": (["langue", "domaine", "niv.", "exercices"], ["language", "domain", "lvl", "exercises"]),
    "types": (_TYPE, _TYPE),
    "each": (_EACH_FR.split(), _EACH_EN.split()),
}
RULES: Final[dict[str, tuple[str, str]]] = {
    "exercises": ("exercices", "exercises"),
    "language": ("exercices en « {subject} »", "exercises in “{subject}”"),
    "domain": ("exercices du domaine {subject}", "exercises of the domain {subject}"),
    "difficulty": ("exercices de niveau {subject}", "exercises of level {subject}"),
    "flawless": ("brouillons sans aucun défaut", "drafts without any flaw"),
    "single-dimension": ("exercices de niveau 1 à une seule dimension", "level 1 with a single dimension"),
    "twists": ("exercices à rebondissement", "exercises with a twist"),
    "omissions": ("exercices avec une omission", "exercises with an omission"),
    "doubtful-sources": (
        "exercices avec une source non vérifiée ou périmée",
        "exercises with an unverified or outdated source",
    ),
    "type": ("défauts de type {subject}", "flaws of the type {subject}"),
    "type-language": ("langues du type {subject}", "languages of the type {subject}"),
    "sentences": ("{subject}, phrases", "{subject}, sentences"),
    "sound": ("{subject}, phrases saines", "{subject}, sound sentences"),
    "flaws": ("{subject}, défauts", "{subject}, flaws"),
    "dimensions": ("{subject}, dimensions avec défauts", "{subject}, dimensions with flaws"),
    "decoys": ("{subject}, leurres", "{subject}, decoys"),
    "sources": ("{subject}, nombre de sources", "{subject}, sources"),
    "reliability": ("{subject}, fiabilités différentes", "{subject}, kinds of reliability"),
    "model-share": ("{subject}, points décidés par un modèle", "{subject}, points decided by a model"),
    "gold": ("{subject}, copies de référence", "{subject}, gold submissions"),
}
"""Each rule of `app.exercises.minimums` in French and in English."""


def as_json(found: Coverage, lacking: Sequence[Lack]) -> str:
    """The coverage with `missing`, what falls short of the minimums, as one JSON object."""
    document = {**found.model_dump(mode="json"), "missing": [asdict(lack) for lack in lacking]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_text(found: Coverage, lacking: Sequence[Lack], language: str) -> str:
    """The coverage as tables for a terminal; `language` is `fr` or `en`."""
    side = 0 if language == "fr" else 1
    tables = {"exercises": _cells(found), "types": _per_type(found), "each": map(_row, found.figures)}
    parts = [
        [_WORDS[name][side].format(count=len(found.figures)), *_table(_COLUMNS[name][side], rows)]
        for name, rows in tables.items()
    ]
    parts += [[_WORDS["legend"][side]], _missing(lacking, side)]
    return "\n\n".join("\n".join(lines) for lines in parts)


def in_words(lack: Lack, language: str) -> str:
    """One lack on a line; `language` is `fr` or `en`."""
    side = 0 if language == "fr" else 1
    said = RULES[lack.rule][side].format(subject=lack.subject)
    return _WORDS["lack"][side].format(said=said, have=lack.have, need=lack.need)


def _missing(lacking: Sequence[Lack], side: int) -> list[str]:
    if not lacking:
        return [_WORDS["complete"][side]]
    head = _WORDS["lacking"][side].format(count=len(lacking))
    return [head, *(f"  {in_words(lack, ('fr', 'en')[side])}" for lack in lacking)]


def _cells(found: Coverage) -> Iterator[list[str]]:
    """A row for every combination, those without an exercise too: they are what one looks for."""
    counts = {(cell.language, cell.domain, cell.difficulty): cell.count for cell in found.exercises}
    for language in Language:
        for domain in Domain:
            for level in DIFFICULTIES:
                yield [language, domain, str(level), str(counts.get((language, domain, level), 0))]


def _per_type(found: Coverage) -> Iterator[list[str]]:
    for kind in FlawType:
        languages = [found.occurrences(kind, language=language) for language in Language]
        levels = [found.occurrences(kind, difficulty=level) for level in DIFFICULTIES]
        yield [kind, *map(str, [*languages, *levels, found.occurrences(kind)])]


def _row(one: Figures) -> list[str]:
    return [
        one.id,
        one.language,
        one.domain,
        str(one.difficulty),
        str(one.sentences),
        str(one.sound),
        str(one.flaws),
        "".join(dimension[0].upper() for dimension in Dimension if dimension in one.dimensions) or "-",
        str(one.decoys),
        str(one.omissions),
        "×" if one.twist else "-",
        "+".join(str(one.reliabilities.get(reliability, 0)) for reliability in Reliability),
        ", ".join(one.doubtful) or "-",
        f"{100 * one.model_share:.0f} %",
        str(len(one.gold)),
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines with columns as wide as what they hold; those of numbers to the right."""
    columns = list(zip(head, *rows, strict=True))
    return ["  ".join(cells).rstrip() for cells in zip(*map(_column, columns), strict=True)]


def _column(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    of_numbers = all(cell.isdecimal() for cell in cells[1:])
    return [cell.rjust(width) if of_numbers else cell.ljust(width) for cell in cells]
