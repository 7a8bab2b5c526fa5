"""The agreement of a model with people as a page shows it: exercises, checks and months by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from babel.dates import format_date
from sqlmodel import Session

from app.accounts.service import Identity
from app.cohorts.moderation_agreed import AgreementOut, ConfusionOut, read_agreement
from app.cohorts.moderation_parts import label_of
from app.exercises.catalogue import load_current
from app.exercises.schema import Exercise
from app.web.render import LOCALES
from app.web.texts import Language, texts


@dataclass(frozen=True, slots=True)
class Name:
    """What a row is called, and the language of these words where it is not that of the page."""

    text: str
    language: str | None = None


class Row(NamedTuple):
    """A row of figures under its names."""

    names: tuple[Name, ...]
    table: ConfusionOut


def read_page(session: Session, me: Identity, language: Language) -> dict[str, Any]:
    """What reviews/agreement.html shows of all that the caller may see."""
    found = read_agreement(session, me, None)
    exercises = load_current(session, (one.exercise for one in found.by_criterion))
    return agreement_tables(found, exercises, language)


def agreement_tables(
    found: AgreementOut, exercises: Mapping[str, Exercise], language: Language
) -> dict[str, Any]:
    """The rows of each table. `exercises`: as they stand now, by id; one that is not there keeps its id."""
    together = Row((Name(texts(language)("agreement-whole")),), found.whole)
    return {
        "found": found,
        "months": [*(Row((Name(_month(m.month, language)),), m.table) for m in found.by_month), together],
        "models": [Row((Name(one.prompt), Name(one.model)), one.table) for one in found.by_model],
        "criteria": [
            Row(_check(one.check, exercises.get(one.exercise), one.exercise, language), one.table)
            for one in found.by_criterion
        ],
    }


def _month(month: str, language: Language) -> str:
    first = date.fromisoformat(f"{month}-01")
    return format_date(first, "LLLL y", locale=LOCALES[language])


def _check(key: str, exercise: Exercise | None, exercise_id: str, language: Language) -> tuple[Name, Name]:
    """The exercise, and the check: a question of every exercise, a criterion, or the repair of a flaw."""
    t, (kind, _, id_) = texts(language), key.partition(":")
    if not id_:
        check = Name(t(f"check-{key}"))
    elif exercise is None:
        check = Name(key)
    elif flaw := next((one for one in exercise.flaws if kind == "repaired" and one.id == id_), None):
        check = Name(f"{t('check-repaired', type=t(f'type-{flaw.type}'))} ({id_})")
    else:
        check = Name(label_of(exercise, "check", key), exercise.language)
    return (Name(exercise.title, exercise.language) if exercise else Name(exercise_id)), check
