"""The page that shows an exercise with its answers: the draft with its flaws and decoys, the rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.authoring.checked import Checked
from app.authoring.views.marked import (
    Marked,
    Stretch,
    marked_changes,
    marked_paragraphs,
    numbers_by_id,
)
from app.authoring.views.places import MarkupLine, Place, markup_lines, places_of
from app.exercises.criticmarkup import MarkupError
from app.exercises.model_share import model_share
from app.exercises.prepared import Prepared, prepare
from app.exercises.repair import Demand, demands
from app.exercises.schema import Criterion, Decoy, Exercise, Flaw, Task, TwistCriterion
from app.practice.views.notes import Quoted, Wording, quoted
from app.text.diff import ParagraphDiff, compare
from app.text.spans import Span


@dataclass(frozen=True, slots=True)
class KeyNote:
    """A flaw or a decoy of the draft, with its tracked changes and, each once, what they put for what.
    `demands`: the repaired rule as it is derived from the changes, where the exercise gives none; `places`:
    what the linter finds about it."""

    number: int
    flaw: Flaw | None
    decoy: Decoy | None
    changes: list[Marked]
    wordings: list[Wording]
    evidence: Quoted | None
    demands: list[Demand]
    places: list[Place]

    @property
    def about(self) -> Flaw | Decoy:
        known = self.flaw or self.decoy
        assert known is not None  # noqa: S101 - a note is about one of the two
        return known

    @property
    def placed(self) -> bool:
        return bool(self.changes)

    @property
    def restored(self) -> bool:
        """Whether the flaw is an omission: nothing but deletions."""
        return bool(self.demands) and all(demand.dropped for demand in self.demands)


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """`part` is the id of its element on the page."""

    criterion: Criterion
    part: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What an author balances: sentences in all and those without a flaw, and the
    share of the points (0 to 1) that only a model can decide."""

    sentences: int
    sound: int
    model_share: float

    @property
    def sound_share(self) -> float:
        return self.sound / self.sentences if self.sentences else 1.0


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """`readable`: the markup of the draft could be read; without it there is neither draft nor reference, and
    `lines` are what there is to see. `notes` come in the order of the draft."""

    exercise: Exercise
    places: list[Place]
    notes: list[KeyNote]
    paragraphs: list[list[Stretch]]
    reference: list[str]
    compared: list[ParagraphDiff]
    criteria: list[CriterionLine]
    twist_criteria: list[CriterionLine]
    figures: Figures | None
    lines: list[MarkupLine]

    @property
    def readable(self) -> bool:
        return self.figures is not None

    @property
    def errors(self) -> int:
        return sum(place.level == "error" for place in self.places)

    @property
    def warnings(self) -> int:
        return len(self.places) - self.errors

    @property
    def rewritten(self) -> bool:
        return Task.REWRITE in self.exercise.tasks


def answers_page(found: Checked, language: str) -> AnswersPage:
    """`language` is that of the page. A draft that is under work may be wrong in every way."""
    exercise = found.exercise
    prepared, readable = _prepared(exercise)
    numbers = numbers_by_id(prepared)
    marked = marked_changes(prepared.changes, numbers)
    places = places_of(found.findings, _by_pointer(exercise, numbers), language)
    return AnswersPage(
        exercise=exercise,
        places=places,
        notes=_notes(prepared, numbers, marked, places),
        paragraphs=marked_paragraphs(prepared, marked) if readable else [],
        reference=[text for text in prepared.reference.split("\n\n") if text.strip()],
        compared=compare(prepared.draft, prepared.reference),
        criteria=_lines("criteria", exercise.criteria),
        twist_criteria=_lines("twist-criteria", exercise.twist.criteria if exercise.twist else []),
        figures=_figures(prepared) if readable else None,
        lines=markup_lines(exercise.draft, found.findings),
    )


def _prepared(exercise: Exercise) -> tuple[Prepared, bool]:
    """The exercise prepared, and whether its draft could be read; where not, it has an empty one."""
    try:
        return prepare(exercise), True
    except MarkupError:
        flaws: dict[str, list[Span]] = {flaw.id: [] for flaw in exercise.flaws}
        decoys: dict[str, list[Span]] = {decoy.id: [] for decoy in exercise.decoys}
        return Prepared(exercise, "", "", (), [], flaws, decoys, []), False


def _by_pointer(exercise: Exercise, numbers: dict[str, int]) -> dict[str, int]:
    pointers = [(f"/flaws/{at}", flaw.id) for at, flaw in enumerate(exercise.flaws)]
    pointers += [(f"/decoys/{at}", decoy.id) for at, decoy in enumerate(exercise.decoys)]
    return {pointer: numbers[identifier] for pointer, identifier in pointers}


def _notes(
    prepared: Prepared, numbers: dict[str, int], marked: list[Marked], places: list[Place]
) -> list[KeyNote]:
    """One for each id: a second flaw or decoy of the same id is a finding, not a note."""
    flaws = {flaw.id: flaw for flaw in reversed(prepared.exercise.flaws)}
    decoys = {decoy.id: decoy for decoy in reversed(prepared.exercise.decoys)}
    notes = []
    for identifier, number in numbers.items():
        flaw = flaws.get(identifier)
        decoy = None if flaw else decoys[identifier]
        evidence = (flaw or decoys[identifier]).evidence
        changes = [mark for mark in marked if mark.id == identifier]
        notes.append(
            KeyNote(
                number=number,
                flaw=flaw,
                decoy=decoy,
                changes=changes,
                wordings=list(dict.fromkeys(Wording(mark.flawed, mark.good) for mark in changes)),
                evidence=quoted(prepared, evidence) if evidence else None,
                demands=list(dict.fromkeys(demands(prepared, flaw))) if flaw and not flaw.repaired else [],
                places=[place for place in places if place.note == number],
            )
        )
    return notes


def _lines(part: str, criteria: list[Criterion] | list[TwistCriterion]) -> list[CriterionLine]:
    return [CriterionLine(criterion, f"{part}-{at}") for at, criterion in enumerate(criteria)]


def _figures(prepared: Prepared) -> Figures:
    return Figures(
        sentences=len(prepared.sentences),
        sound=len(prepared.sound_sentences),
        model_share=model_share(prepared.exercise),
    )
