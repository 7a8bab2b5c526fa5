"""How far a model and people agree on checks that both decided: Cohen's kappa and the confusion table. Pure.

What people decide is no random sample: they see what is contested, what certifies, what the runs differ on.
The figures say where a prompt or a criterion is weak, not how often a model is right.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.grading.agreement import share

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pair:
    """One check of one submission. `key` names it within the exercise (`app.grading.decisions.check_key`),
    `month` is that of the person's decision, as in `2026-11`."""

    exercise: str
    key: str
    prompt: str
    model: str
    month: str
    by_model: bool
    by_person: bool


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of checks that passed by both, by the model or the person alone, by neither."""

    both: int
    model_only: int
    person_only: int
    neither: int

    @property
    def count(self) -> int:
        return self.both + self.model_only + self.person_only + self.neither

    @property
    def agreed(self) -> float | None:
        """The share on which they agree, 0 to 1; None without a check."""
        return share(self.both + self.neither, self.count)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: 1 is agreement, 0 what chance gives. None where one answer explains all."""
        if self.agreed is None:
            return None
        by_model = (self.both + self.model_only) / self.count
        by_person = (self.both + self.person_only) / self.count
        by_chance = by_model * by_person + (1 - by_model) * (1 - by_person)
        return None if by_chance == 1 else (self.agreed - by_chance) / (1 - by_chance)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole, and by criterion (exercise and key), by prompt and model, by month."""

    whole: Confusion
    by_criterion: list[tuple[tuple[str, str], Confusion]]
    by_model: list[tuple[tuple[str, str], Confusion]]
    by_month: list[tuple[str, Confusion]]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Criteria with most disagreement first, models and months in their order."""
    by_criterion = _by(pairs, lambda pair: (pair.exercise, pair.key))
    return Agreement(
        whole=confusion(pairs),
        by_criterion=sorted(by_criterion, key=lambda one: (-_apart(one[1]), one[0])),
        by_model=sorted(_by(pairs, lambda pair: (pair.prompt, pair.model)), key=lambda one: one[0]),
        by_month=sorted(_by(pairs, lambda pair: pair.month), key=lambda one: one[0]),
    )


def confusion(pairs: Iterable[Pair]) -> Confusion:
    said = [(pair.by_model, pair.by_person) for pair in pairs]
    return Confusion(
        both=said.count((True, True)),
        model_only=said.count((True, False)),
        person_only=said.count((False, True)),
        neither=said.count((False, False)),
    )


def _apart(table: Confusion) -> int:
    return table.model_only + table.person_only


def _by(pairs: Sequence[Pair], key: Callable[[Pair], K]) -> list[tuple[K, Confusion]]:
    groups: dict[K, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(key(pair), []).append(pair)
    return [(name, confusion(group)) for name, group in groups.items()]
