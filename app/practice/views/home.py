"""The home page: what is under way, what to do next and why, the catalogue with its filters. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from app.exercises.public import ExerciseCard
from app.practice.history import AttemptSummary

State = Literal["todo", "open", "done"]
Reason = Literal["first", "new", "again"]
ANY: Final = ""
STATES: Final[tuple[State, ...]] = ("todo", "open", "done")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the catalogue is narrowed to; "" is no limit. Values that mean nothing are ignored."""

    language: str = ANY
    domain: str = ANY
    difficulty: str = ANY
    state: str = ANY

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        known = {
            "language": ("fr", "en"),
            "domain": ("marketing", "admin"),
            "difficulty": ("1", "2", "3"),
            "state": STATES,
        }
        return cls(**{name: query[name] for name, values in known.items() if query.get(name) in values})

    @property
    def any_set(self) -> bool:
        return self != Filters()

    def admit(self, entry: CatalogueEntry) -> bool:
        card = entry.card
        pairs = (
            (self.language, str(card.language)),
            (self.domain, str(card.domain)),
            (self.difficulty, str(card.difficulty)),
            (self.state, entry.state),
        )
        return all(wanted in (ANY, actual) for wanted, actual in pairs)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An exercise as a card. `last_score` is the overall score of the attempt submitted last, 0 to 100."""

    card: ExerciseCard
    state: State
    last_score: float | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do next: `first` ever, something `new`, or the lowest score `again`."""

    entry: CatalogueEntry
    reason: Reason


@dataclass(frozen=True, slots=True)
class Assigned:
    """What trainers set and the page lists in a place of its own: exercises to do, and attempts at them."""

    exercises: frozenset[str] = frozenset()
    attempts: frozenset[UUID] = frozenset()


NOTHING: Final = Assigned()


@dataclass(frozen=True, slots=True)
class HomePage:
    """`total` counts the catalogue before the filters; `under_way` has the attempt worked on last first,
    without those that are listed as assigned; `languages`: by exercise, where it is still on offer;
    `assigned`: exercises that trainers set, so that a free attempt at one is told apart."""

    under_way: list[AttemptSummary]
    suggestion: Suggestion | None
    entries: list[CatalogueEntry]
    total: int
    filters: Filters
    languages: dict[str, str]
    assigned: frozenset[str] = frozenset()


def home_page(
    cards: Sequence[ExerciseCard],
    attempts: Sequence[AttemptSummary],
    filters: Filters,
    language: str,
    assigned: Assigned = NOTHING,
) -> HomePage:
    """`attempts`: all of the person's, the one worked on last first. `language` is the page's: exercises in
    it are listed and suggested first, otherwise `cards` keep their order. What is `assigned` is not
    suggested: it would be begun as a free attempt."""
    listed = sorted(cards, key=lambda card: card.language != language)
    entries = [_entry(card, [a for a in attempts if a.exercise_id == card.id]) for card in listed]
    return HomePage(
        under_way=[one for one in attempts if one.is_open and one.id not in assigned.attempts],
        suggestion=suggest(entries, language, assigned.exercises),
        entries=[entry for entry in entries if filters.admit(entry)],
        total=len(entries),
        filters=filters,
        languages={card.id: str(card.language) for card in cards},
        assigned=assigned.exercises,
    )


def suggest(
    entries: Sequence[CatalogueEntry], language: str, leave_out: Collection[str] = ()
) -> Suggestion | None:
    """An exercise that was never tried, in the page's language and the easiest first; when none is left, the
    one with the lowest last score. Exercises under way, and `leave_out`, are not suggested."""
    others = [entry for entry in entries if entry.state != "open" and entry.card.id not in leave_out]
    fresh = [entry for entry in others if entry.state == "todo"]
    if fresh:
        reason: Reason = "new" if any(entry.state != "todo" for entry in entries) else "first"
        return Suggestion(min(fresh, key=lambda entry: _ease(entry, language)), reason)
    scored = [entry for entry in others if entry.last_score is not None]
    return Suggestion(min(scored, key=lambda entry: entry.last_score or 0), "again") if scored else None


def next_exercise(
    cards: Sequence[ExerciseCard], attempts: Sequence[AttemptSummary], language: str, leave_out: str
) -> Suggestion | None:
    """What to suggest after the exercise `leave_out`; see `suggest`."""
    return suggest(home_page(cards, attempts, Filters(), language).entries, language, {leave_out})


def _entry(card: ExerciseCard, attempts: Sequence[AttemptSummary]) -> CatalogueEntry:
    submitted = [a for a in attempts if a.submitted_at is not None]
    state: State = "open" if any(a.is_open for a in attempts) else "done" if submitted else "todo"
    last = max(submitted, key=lambda a: a.submitted_at or a.started_at, default=None)
    return CatalogueEntry(card, state, last.scores.overall if last and last.scores else None)


def _ease(entry: CatalogueEntry, language: str) -> tuple[bool, int, int]:
    return entry.card.language != language, entry.card.difficulty, entry.card.minutes
