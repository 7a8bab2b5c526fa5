"""The least that a catalogue worth practising on holds, and what a catalogue lacks of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

from app.exercises.coverage import DIFFICULTIES, Coverage, Figures
from app.exercises.schema import Domain, FlawType, Language

EXERCISES: Final = 24
OF_LANGUAGE: Final = {Language.FR: 16, Language.EN: 7}
OF_DIFFICULTY: Final = 6
OF_TYPE: Final = 5
"""Flaws of each type over the catalogue; and one at least in each language."""
SENTENCES: Final = (14, 30)
SOUND_SHARE: Final = 0.5
"""More than this share of the sentences are sound."""
FLAWS: Final = (5, 10)
FLAWLESS: Final = 2
"""Drafts without any flaw, so that crying wolf shows."""
SINGLE_DIMENSION: Final = 1
"""Exercises of difficulty 1 with flaws of one dimension; all others with flaws have them of two or three."""
DECOYS: Final = 3
SOURCES: Final = (2, 5)
RELIABILITIES: Final = 2
OMISSION_SHARE: Final = 1 / 2
TWISTS: Final = 6
DOUBTFUL_SHARE: Final = 1 / 3
MODEL_SHARE: Final = 0.40
LEVELS: Final = frozenset({"excellent", "good", "average", "weak"})
"""Kinds of gold submission that every exercise has, beside one more."""
GOLD: Final = len(LEVELS) + 1


@dataclass(frozen=True, slots=True)
class Lack:
    """What falls short of a minimum. `subject` is what it is about: the id of an exercise, a flaw type, a
    language, a domain, a difficulty, or "" for the catalogue as a whole."""

    rule: str
    subject: str
    have: str
    need: str


def lacks(found: Coverage) -> list[Lack]:
    """Everything that falls short, of the catalogue first, then of each exercise."""
    of_each = (lack for one in found.figures for lack in _of_one(one))
    return [*_counts(found.figures), *_shares(found.figures), *_types(found), *of_each]


def _counts(figures: list[Figures]) -> Iterator[Lack]:
    yield from _at_least("exercises", "", len(figures), EXERCISES)
    for language, need in OF_LANGUAGE.items():
        yield from _at_least("language", language, sum(one.language is language for one in figures), need)
    half = max(len(figures), EXERCISES) // 2
    for domain in Domain:
        yield from _at_least("domain", domain, sum(one.domain is domain for one in figures), half)
    for level in DIFFICULTIES:
        have = sum(one.difficulty == level for one in figures)
        yield from _at_least("difficulty", str(level), have, OF_DIFFICULTY)
    yield from _at_least("flawless", "", sum(not one.flaws for one in figures), FLAWLESS)
    yield from _at_least("single-dimension", "", sum(map(_is_single, figures)), SINGLE_DIMENSION)
    yield from _at_least("twists", "", sum(one.twist for one in figures), TWISTS)


def _is_single(one: Figures) -> bool:
    """Whether it is a beginner's exercise on one dimension."""
    return one.difficulty == 1 and len(one.dimensions) == 1


def _shares(figures: list[Figures]) -> Iterator[Lack]:
    total = max(len(figures), EXERCISES)
    omissions = sum(one.omissions > 0 for one in figures)
    yield from _at_least("omissions", "", omissions, ceil(OMISSION_SHARE * total))
    doubtful = sum(bool(one.doubtful) for one in figures)
    yield from _at_least("doubtful-sources", "", doubtful, ceil(DOUBTFUL_SHARE * total))


def _types(found: Coverage) -> Iterator[Lack]:
    for kind in FlawType:
        yield from _at_least("type", kind, found.occurrences(kind), OF_TYPE)
        for language in Language:
            if not found.occurrences(kind, language=language):
                yield Lack("type-language", kind, "0", language)


def _of_one(one: Figures) -> Iterator[Lack]:
    yield from _within("sentences", one.id, one.sentences, SENTENCES)
    if one.sound <= SOUND_SHARE * one.sentences:
        yield Lack("sound", one.id, str(one.sound), f"> {SOUND_SHARE * one.sentences:g}")
    if one.flaws:
        yield from _within("flaws", one.id, one.flaws, FLAWS)
        if not _is_single(one):
            yield from _at_least("dimensions", one.id, len(one.dimensions), 2)
    yield from _at_least("decoys", one.id, one.decoys, DECOYS)
    yield from _within("sources", one.id, one.sources, SOURCES)
    yield from _at_least("reliability", one.id, len(one.reliabilities), RELIABILITIES)
    if one.model_share >= MODEL_SHARE:
        yield Lack("model-share", one.id, f"{100 * one.model_share:.0f} %", f"< {100 * MODEL_SHARE:.0f} %")
    yield from _gold(one)


def _gold(one: Figures) -> Iterator[Lack]:
    missing = sorted(LEVELS.difference(one.gold))
    if len(one.gold) != GOLD or missing:
        yield Lack("gold", one.id, _listed(one.gold), _listed(missing) if missing else str(GOLD))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "0"


def _at_least(rule: str, subject: str, have: int, need: int) -> Iterator[Lack]:
    if have < need:
        yield Lack(rule, subject, str(have), f"≥ {need}")


def _within(rule: str, subject: str, have: int, limits: tuple[int, int]) -> Iterator[Lack]:
    least, most = limits
    if not least <= have <= most:
        yield Lack(rule, subject, str(have), f"{least}–{most}")
