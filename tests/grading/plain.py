"""Drafts and marks on plain data, for tests of the matching and the formulas without an exercise document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.exercises.schema import FlawType, Severity
from app.grading.assessment import Review
from app.grading.matching import Mark, Matching, Planted, PlantedDecoy, PlantedFlaw, match
from app.grading.score import review
from app.text.spans import Span

TEN_SENTENCES = tuple(Span(start, start + 100) for start in range(0, 1000, 100))


def flaw(name: str, kind: str, severity: str, *passages: tuple[int, int]) -> PlantedFlaw:
    """A flaw with these passages; without any, an omission."""
    spans = tuple(Span(*passage) for passage in passages)
    return PlantedFlaw(id=name, passages=spans, type=FlawType(kind), severity=Severity(severity))


def decoy(name: str, *passages: tuple[int, int]) -> PlantedDecoy:
    return PlantedDecoy(id=name, passages=tuple(Span(*passage) for passage in passages))


def mark(start: int, end: int, kind: str = "outdated", severity: str | None = "major") -> Mark:
    """A mark on [start, end); the type may be `sound`."""
    return Mark(
        span=Span(start, end),
        type="sound" if kind == "sound" else FlawType(kind),
        severity=None if severity is None else Severity(severity),
    )


def omission(*reports: str, kind: str = "material-omission", severity: str = "major") -> Mark:
    """The report of an omission whose comment names these flaws."""
    return Mark(span=None, type=FlawType(kind), severity=Severity(severity), reports=frozenset(reports))


def exact(planted: PlantedFlaw) -> Mark:
    """The best mark of a flaw: its first passage, or a report of the omission; its type and severity."""
    span = planted.passages[0] if planted.passages else None
    reports = frozenset() if planted.passages else frozenset({planted.id})
    return Mark(span=span, type=planted.type, severity=planted.severity, reports=reports)


@dataclass(frozen=True)
class Graded:
    matching: Matching
    review: Review


def graded(planted: Planted, marks: Sequence[Mark]) -> Graded:
    matching = match(planted, marks)
    return Graded(matching, review(planted, matching))


def draft(*flaws: PlantedFlaw, decoys: Sequence[PlantedDecoy] = ()) -> Planted:
    """Ten sentences of a hundred characters, with these flaws."""
    return Planted(sentences=TEN_SENTENCES, flaws=flaws, decoys=tuple(decoys))
