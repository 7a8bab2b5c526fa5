"""What a catalogue covers: each exercise in figures, and how often each kind of thing occurs. Pure.

`app.exercises.minimums` says what is missing, `app.exercises.coverage_report` puts it into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from app.exercises.model_share import model_share
from app.exercises.prepared import prepare
from app.exercises.schema import Dimension, Domain, Exercise, FlawType, Language, Reliability, Source

OUTDATED: Final = timedelta(days=365)
"""A source that is no primary one and this much older than the newest of its dossier counts as outdated."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Figures(Part):
    """One exercise. `sentences` are those of the draft, `sound` those without a flaw passage; `omissions` are
    flaws that leave nothing in the draft; `doubtful` are the ids of unverified or outdated sources;
    `model_share` is the share (0 to 1) of the points that only a model can decide; `gold` names the gold
    submissions."""

    id: str
    language: Language
    domain: Domain
    difficulty: int
    sentences: int
    sound: int
    flaws: int
    types: dict[FlawType, int]
    dimensions: list[Dimension]
    decoys: int
    omissions: int
    twist: bool
    sources: int
    reliabilities: dict[Reliability, int]
    doubtful: list[str]
    model_share: float
    gold: list[str]


class Exercises(Part):
    """How many exercises there are of a language, a domain and a difficulty."""

    language: Language
    domain: Domain
    difficulty: int
    count: int


class Occurrences(Part):
    """How many flaws of a type there are, over all exercises of a language and a difficulty."""

    type: FlawType
    language: Language
    difficulty: int
    count: int


class Coverage(Part):
    """`exercises` has every combination that occurs, `types` every combination there is."""

    figures: list[Figures]
    exercises: list[Exercises]
    types: list[Occurrences]

    def occurrences(
        self, kind: FlawType, *, language: Language | None = None, difficulty: int | None = None
    ) -> int:
        """How many flaws of a type there are, in all or in a language or of a difficulty."""
        return sum(
            cell.count
            for cell in self.types
            if cell.type is kind
            and language in {None, cell.language}
            and difficulty in {None, cell.difficulty}
        )


DIFFICULTIES: Final = (1, 2, 3)


def coverage(catalogue: Iterable[tuple[Exercise, Iterable[str]]]) -> Coverage:
    """The coverage of exercises, each with the names of its gold submissions.

    Raises `MarkupError` where a draft cannot be read.
    """
    figures = sorted((figures_of(exercise, gold) for exercise, gold in catalogue), key=lambda one: one.id)
    cells = Counter((one.language, one.domain, one.difficulty) for one in figures)
    exercises = [
        Exercises(language=language, domain=domain, difficulty=difficulty, count=count)
        for (language, domain, difficulty), count in sorted(cells.items())
    ]
    return Coverage(figures=figures, exercises=exercises, types=_types(figures))


def figures_of(exercise: Exercise, gold: Iterable[str]) -> Figures:
    """One exercise in figures. Raises `MarkupError` where its draft cannot be read."""
    prepared = prepare(exercise)
    planted = {flaw.dimension for flaw in exercise.flaws}
    return Figures(
        id=exercise.id,
        language=exercise.language,
        domain=exercise.domain,
        difficulty=exercise.difficulty,
        sentences=len(prepared.sentences),
        sound=len(prepared.sound_sentences),
        flaws=len(exercise.flaws),
        types=dict(Counter(flaw.type for flaw in exercise.flaws)),
        dimensions=[dimension for dimension in Dimension if dimension in planted],
        decoys=len(exercise.decoys),
        omissions=sum(not spans for spans in prepared.passages.values()),
        twist=exercise.twist is not None,
        sources=len(exercise.sources),
        reliabilities=dict(Counter(source.reliability for source in exercise.sources)),
        doubtful=_doubtful(exercise.sources),
        model_share=model_share(exercise),
        gold=sorted(gold),
    )


def _doubtful(sources: list[Source]) -> list[str]:
    newest = max(source.date for source in sources)
    return [
        source.id
        for source in sources
        if source.reliability is Reliability.UNVERIFIED
        or (source.reliability is Reliability.SECONDARY and newest - source.date >= OUTDATED)
    ]


def _types(figures: list[Figures]) -> list[Occurrences]:
    counts = Counter[tuple[FlawType, Language, int]]()
    for one in figures:
        for kind, count in one.types.items():
            counts[kind, one.language, one.difficulty] += count
    return [
        Occurrences(type=kind, language=language, difficulty=level, count=counts[kind, language, level])
        for kind in FlawType
        for language in Language
        for level in DIFFICULTIES
    ]
