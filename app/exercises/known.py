"""What a rewrite may state without inventing it: DESIGN.md section 4, *invents nothing*. Pure.

Known are the dossier with its titles and dates, the brief, the reference (the sound text of the draft, and
what should have stood in place of the flaws), and what the exercise's own rules ask of the rewrite: `keep`,
the `repaired` rules and the criteria that apply to it. What a rule asks of the client note or of the twist
backs nothing here, and neither does `accept`, which speaks of comments: both repeat what the draft got wrong.

A bare number in a rule (`95`) backs a bare number only: in a table it may stand for any unit, in a rule
nobody knows which one was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.exercises.prepared import Prepared
from app.exercises.schema import AppliesTo, Exercise, WordGroups
from app.text.factbook import FactBook
from app.text.facts import Fact, extract_facts

_DIGITS: Final = re.compile(r"[\d\s.,'’]+")
_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d")
_LANGUAGES: Final = ("fr", "en")
"""Both are read: a dossier may hold documents in the other."""


@lru_cache(maxsize=128)
def known_facts(prepared: Prepared) -> FactBook:
    """Every fact that a rewrite may state."""
    phrases = [phrase for _, groups in asked_of_rewrite(prepared.exercise) for g in groups for phrase in g]
    asked = (fact._replace(bare=False) for fact in _facts(phrases))
    return FactBook([*_facts(_given_texts(prepared)), *asked])


@lru_cache(maxsize=128)
def given_facts(prepared: Prepared) -> FactBook:
    """The facts that stand in what is given: all that are known but those that only a rule asks for."""
    return FactBook(_facts(_given_texts(prepared)))


def asked_of_rewrite(exercise: Exercise) -> Iterator[tuple[str, WordGroups]]:
    """The word groups that a rewrite should satisfy, with their JSON pointers."""
    yield "/keep", exercise.keep
    for index, flaw in enumerate(exercise.flaws):
        if flaw.repaired:
            yield f"/flaws/{index}/repaired/any", flaw.repaired.any
    for index, criterion in enumerate(exercise.criteria):
        if criterion.rule and criterion.applies_to is AppliesTo.REWRITE:
            yield f"/criteria/{index}/rule/any", criterion.rule.any


def bare_number(phrase: str, language: str) -> str | None:
    """The number that a phrase consists of, without a unit; None for anything else, for a year and for what
    may well be a time of day (`8.15`)."""
    facts = extract_facts(phrase, language, names=False)
    if len(facts) != 1 or facts[0].text != phrase.strip() or facts[0].kind != "figure" or facts[0].unit:
        return None
    return facts[0].number if _DIGITS.fullmatch(phrase) and not _CLOCK.fullmatch(phrase.strip()) else None


def _given_texts(prepared: Prepared) -> list[str]:
    exercise = prepared.exercise
    sources = [
        text
        for source in exercise.sources
        for text in (source.title, source.publisher, source.date.isoformat(), source.text)
    ]
    return [*sources, exercise.title, exercise.brief.text, prepared.reference]


def _facts(texts: list[str]) -> list[Fact]:
    text = "\n\n".join(texts)
    return [fact for language in _LANGUAGES for fact in extract_facts(text, language, names=False)]
