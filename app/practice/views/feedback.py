"""The feedback page: the grade of a submitted attempt with its evidence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from app.exercises.prepared import Prepared
from app.exercises.schema import AppliesTo, Dimension, Exercise, Task
from app.grading.assessment import Assessment, Check, Trust
from app.grading.resolve import resolve
from app.grading.submission import Submission
from app.grading.trust import Leaning
from app.practice.history import AttemptSummary
from app.practice.views.excerpts import Excerpt, excerpt
from app.practice.views.home import Suggestion
from app.practice.views.levels import (
    DimensionScore,
    Level,
    Lever,
    PartName,
    dimension_scores,
    level_of,
    lever,
)
from app.practice.views.marked_draft import Paragraph, marked_paragraphs
from app.practice.views.model_part import NO_MODEL, ModelPart
from app.practice.views.notes import Note, State, notes_of
from app.practice.visibility import without_reference
from app.text.diff import ParagraphDiff, compare

Certainty = Literal["sharp", "fair", "off"]
LastPart = Literal["repair", "note"]
_BALANCED: Final = 0.5
_EDGE: Final = 2.0
_SPARED_LEAST: Final = 0.65
"""Whoever spares less (more than a third of the sound sentences marked; two false alarms in a draft without
flaws) is not told that they suspect nothing without need."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check of the rubric. `note`: the flaw's, where it asks whether a flaw is repaired; `statement`: the
    criterion's words where it is one; `excerpt`: the words that decided it, in the trainee's text."""

    check: Check
    statement: str | None
    note: Note | None
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What nobody decided about one text: the questions, the trainee's text, the reference for a rewrite."""

    applies_to: AppliesTo
    lines: list[CheckLine]
    own: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class TrustPicture:
    """`leaning`: the word. The measure knows flaws and decoys alone; who is balanced on these and marked much
    that is neither (`elsewhere` counts it) leans to suspicion all the same. `x`: the place on a scale of 0
    (trusts everything) over 50 (balanced) to 100 (suspects everything)."""

    trust: Trust
    leaning: Leaning
    x: float
    elsewhere: int
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """Everything that practice/feedback.html shows. `counts`: how many notes are in each state;
    `alarms`: what the false alarms add up to; `following`: what to do next; `reference_from`: when the
    reference is shown, while nothing of it is; `assigned`: whether a trainer set the work."""

    exercise: Exercise
    attempt: AttemptSummary
    part: ModelPart
    overall: float | None
    level: Level | None
    dimensions: list[DimensionScore]
    lever: Lever | None
    notes: list[Note]
    counts: dict[State, int]
    alarms: int
    paragraphs: list[Paragraph]
    checks: dict[Dimension, list[CheckLine]]
    self_checks: list[SelfCheck]
    submission: Submission
    to_rewrite: list[ParagraphDiff]
    to_reference: list[ParagraphDiff]
    trust: TrustPicture | None
    attempts: list[AttemptSummary]
    following: Suggestion | None
    reference_from: datetime | None = None
    assigned: bool = False

    @property
    def flaws(self) -> int:
        return len(self.exercise.flaws)

    @property
    def reviewed(self) -> bool:
        return Task.REVIEW in self.exercise.tasks

    @property
    def rewritten(self) -> bool:
        return Task.REWRITE in self.exercise.tasks

    @property
    def parts(self) -> set[PartName]:
        """The parts that some dimension has."""
        return {part.name for scored in self.dimensions for part in scored.parts}

    @property
    def last_part(self) -> LastPart:
        """What the part `repair` is about: where nothing is rewritten, the note alone is checked."""
        return "repair" if self.rewritten or self.exercise.twist else "note"

    @property
    def placed(self) -> list[Note]:
        """The notes with a place in the draft."""
        return [note for note in self.notes if note.spans or note.place is not None]

    @property
    def unplaced(self) -> list[Note]:
        return [note for note in self.notes if not note.spans and note.place is None]


def feedback_page(
    prepared: Prepared,
    submission: Submission,
    assessment: Assessment,
    attempts: Sequence[AttemptSummary],
    current: UUID,
    following: Suggestion | None,
    part: ModelPart = NO_MODEL,
    reference_from: datetime | None = None,
) -> FeedbackPage:
    """`attempts`: the person's attempts of this exercise, the one shown (`current`) among them. With
    `reference_from` nothing of the reference is shown but when it will be. Raises `SubmissionError` where the
    submission does not fit the exercise."""
    submission = resolve(prepared, submission)
    reference = prepared.reference if reference_from is None else None
    if reference is None:
        assessment = without_reference(assessment)
    notes = notes_of(prepared, submission, assessment)
    if reference is None:
        notes = [replace(note, wordings=()) for note in notes]
    dimensions = dimension_scores(assessment)
    lines = _check_lines(prepared.exercise, submission, assessment.checks, notes)
    overall = assessment.scores.overall
    return FeedbackPage(
        exercise=prepared.exercise,
        attempt=next(attempt for attempt in attempts if attempt.id == current),
        part=part,
        overall=overall,
        level=None if overall is None else level_of(overall),
        dimensions=dimensions,
        lever=lever(dimensions),
        notes=notes,
        counts=_counts(notes),
        alarms=sum(alarm.count for alarm in assessment.false_alarms),
        paragraphs=marked_paragraphs(prepared.draft, notes),
        checks={d: [line for line in lines if line.check.dimension is d] for d in Dimension},
        self_checks=_self_checks(reference, submission, lines),
        submission=submission,
        to_rewrite=compare(prepared.draft, submission.rewrite) if submission.rewrite.strip() else [],
        to_reference=compare(prepared.draft, reference) if reference is not None else [],
        trust=_trust(prepared.exercise, submission, assessment),
        attempts=list(attempts),
        following=following,
        reference_from=reference_from,
    )


def _counts(notes: Sequence[Note]) -> dict[State, int]:
    states: tuple[State, ...] = ("found", "missed", "planted", "alarm", "spared", "confirmed")
    return {state: sum(note.state == state for note in notes) for state in states}


def _texts(submission: Submission) -> dict[AppliesTo, str]:
    return {
        AppliesTo.REWRITE: submission.rewrite,
        AppliesTo.CLIENT_NOTE: submission.client_note,
        AppliesTo.TWIST: submission.twist or "",
    }


def _check_lines(
    exercise: Exercise, submission: Submission, checks: Sequence[Check], notes: Sequence[Note]
) -> list[CheckLine]:
    texts = _texts(submission)
    statements = {criterion.id: criterion.statement for criterion in exercise.all_criteria()}
    by_flaw = {note.flaw.id: note for note in notes if note.flaw}
    failed_first = sorted(checks, key=lambda check: {False: 0, None: 1, True: 2}[check.passed])
    return [
        CheckLine(
            check,
            statements.get(check.id) if check.kind == "criterion" else None,
            by_flaw.get(check.id) if check.kind == "repaired" else None,
            excerpt(texts[check.applies_to], check.quote),
        )
        for check in failed_first
    ]


def _self_checks(
    reference: str | None, submission: Submission, lines: Sequence[CheckLine]
) -> list[SelfCheck]:
    open_lines = [line for line in lines if line.check.passed is None]
    return [
        SelfCheck(
            kind,
            [line for line in open_lines if line.check.applies_to is kind],
            own,
            reference if kind is AppliesTo.REWRITE else None,
        )
        for kind, own in _texts(submission).items()
        if any(line.check.applies_to is kind for line in open_lines)
    ]


def _trust(exercise: Exercise, submission: Submission, assessment: Assessment) -> TrustPicture | None:
    """None where there was nothing to trust or suspect, or nothing was marked at all."""
    trust = assessment.trust
    if Task.REVIEW not in exercise.tasks or not (trust.flaws + trust.decoys) or not submission.annotations:
        return None
    elsewhere = sum(alarm.count for alarm in assessment.false_alarms if alarm.decoy is None)
    leaning, place = trust.leaning, min(max(trust.criterion, -_EDGE), _EDGE)
    if leaning == "balanced":
        place = min(max(place, -_BALANCED), _BALANCED)
        spared = assessment.review.whole.spared
        if spared < _SPARED_LEAST:
            leaning, place = "too-suspicious", -_BALANCED - (_EDGE - _BALANCED) * (1 - spared)
    return TrustPicture(trust, leaning, 50 - 50 * place / _EDGE, elsewhere, _certainty(trust.brier))


def _certainty(brier: float | None) -> Certainty | None:
    """In words; 0.25 is what always saying *50 %* gets."""
    if brier is None:
        return None
    return "sharp" if brier <= 0.12 else "fair" if brier <= 0.25 else "off"
