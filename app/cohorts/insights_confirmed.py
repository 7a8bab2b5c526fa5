"""Whether certifying grades are looked at before they are confirmed: the share confirmed unchanged. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.statistics import Portion, Spread, portion, spread


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One grade confirmed by a trainer: whether anything of it was changed, and the seconds it took, where
    they are known."""

    person_id: UUID
    changed: bool
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What one trainer confirmed: how much of it unchanged, and the seconds that a grade took."""

    person_id: UUID
    unchanged: Portion
    seconds: Spread | None


def confirmed(confirmations: Iterable[Confirmation]) -> list[Confirmed]:
    """By trainer, the one who confirmed most first."""
    by_person: dict[UUID, list[Confirmation]] = {}
    for one in confirmations:
        by_person.setdefault(one.person_id, []).append(one)
    figures = [
        Confirmed(person, portion(not one.changed for one in theirs), spread(one.seconds for one in theirs))
        for person, theirs in by_person.items()
    ]
    return sorted(figures, key=lambda one: (-one.unchanged.whole, one.person_id))
