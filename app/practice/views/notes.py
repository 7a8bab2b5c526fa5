"""What became of each flaw, each decoy and each mark, as notes beside the draft. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from typing import Final, Literal

from app.exercises.prepared import Prepared
from app.exercises.schema import BRIEF_SOURCE, Decoy, Evidence, Flaw, Reliability, Severity, Task
from app.grading.assessment import Assessment, Check, FalseAlarm, Outcome
from app.grading.evidence import occurrences
from app.grading.matching import shares
from app.grading.submission import SOUND, Annotation, LinkedEvidence, MarkType, Submission
from app.practice.views.excerpts import Excerpt, whole_text
from app.text.spans import Span

State = Literal["found", "missed", "planted", "alarm", "spared", "confirmed"]
"""`planted`: a flaw of an exercise that asks for no review. `spared`: a decoy left alone or checked, sound.
`confirmed`: a sound passage that the trainee marked as checked, sound."""

Reason = Literal["decoy", "other-type", "omission", "counted", "sound"]
"""Why a false alarm is one: its texts are `alarm-…`."""

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of the dossier in its surroundings: `excerpt` is Markdown, `highlights` spans of it (none
    where the quote is not found). The brief has no title, publisher, date or reliability."""

    source: str
    excerpt: str
    highlights: tuple[Span, ...]
    title: str | None = None
    publisher: str | None = None
    date: date | None = None
    reliability: Reliability | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the trainee, as it stands beside the key. `proof`: the comment, with the words in it that a
    model's verdict quotes."""

    quote: str | None
    type: MarkType
    severity: Severity | None
    confidence: int | None
    comment: str
    evidence: Quoted | None
    proof: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One tracked change: what the draft says and what the reference says; "" where one says nothing."""

    flawed: str
    good: str


@dataclass(frozen=True)
class Note:
    """One flaw, decoy or mark. `number` counts from 1 in the order of the draft; `spans` are its passages
    there, `place` the point where something is missing. `mark` is the mark that decided the state, `others`
    those that came to the same, `held` a *checked, sound* on it."""

    state: State
    spans: tuple[Span, ...] = ()
    place: int | None = None
    flaw: Flaw | None = None
    decoy: Decoy | None = None
    outcome: Outcome | None = None
    alarm: FalseAlarm | None = None
    reason: Reason | None = None
    mark: Mark | None = None
    others: tuple[Mark, ...] = ()
    held: Mark | None = None
    evidence: Quoted | None = None
    wordings: tuple[Wording, ...] = ()
    repair: Check | None = None
    quote: str = ""
    number: int = field(default=0, kw_only=True)

    @property
    def why(self) -> str | None:
        about = self.flaw or self.decoy
        return about.why if about else None

    @property
    def is_flaw(self) -> bool:
        return self.flaw is not None

    @property
    def position(self) -> tuple[float, float]:
        if not self.spans:
            place = inf if self.place is None else self.place
            return place, place
        return min(span.start for span in self.spans), max(span.end for span in self.spans)


def notes_of(prepared: Prepared, submission: Submission, assessment: Assessment) -> list[Note]:
    """Every note, in the order of the draft; what has no place in it comes last. `submission` is resolved."""
    maker = _Maker(prepared, submission, assessment)
    notes = sorted([*maker.flaws(), *maker.decoys(), *maker.alarms(), *maker.confirmed()], key=_order)
    return [replace(note, number=number) for number, note in enumerate(notes, 1)]


def _order(note: Note) -> tuple[float, float, bool]:
    return (*note.position, not note.is_flaw)


def quoted(prepared: Prepared, evidence: Evidence | LinkedEvidence) -> Quoted:
    """The paragraphs of a source (or of the brief) around a quote of it, the quote marked."""
    exercise = prepared.exercise
    text = exercise.source_text(evidence.source)
    places = occurrences(text, evidence.quote)[:1] if text else []
    excerpt, highlights = _surroundings(text or "", places[0]) if places else (evidence.quote, ())
    if evidence.source == BRIEF_SOURCE:
        return Quoted(evidence.source, excerpt, highlights)
    source = next((s for s in exercise.sources if s.id == evidence.source), None)
    if source is None:
        return Quoted(evidence.source, excerpt, highlights, title=evidence.source)
    return Quoted(
        evidence.source, excerpt, highlights, source.title, source.publisher, source.date, source.reliability
    )


def _surroundings(text: str, place: Span) -> tuple[str, tuple[Span, ...]]:
    """The paragraphs that the place touches, and the place within them."""
    start = max((m.end() for m in _BLANK_LINE.finditer(text, 0, place.start)), default=0)
    after = _BLANK_LINE.search(text, place.end)
    end = after.start() if after else len(text)
    return text[start:end], (Span(place.start - start, place.end - start),)


class _Maker:
    """The notes of one assessment; holds what each of them looks things up in."""

    def __init__(self, prepared: Prepared, submission: Submission, assessment: Assessment) -> None:
        self.prepared = prepared
        self.marks = submission.annotations if Task.REVIEW in prepared.exercise.tasks else []
        self.assessment = assessment
        self.outcomes = {outcome.flaw: outcome for outcome in assessment.outcomes}
        self.repairs = {check.id: check for check in assessment.checks if check.kind == "repaired"}
        self.alarm_of = {alarm.annotation: alarm for alarm in assessment.false_alarms}
        self.finders = {o.annotation for o in assessment.outcomes if o.annotation is not None}

    def flaws(self) -> Iterator[Note]:
        reviewed = Task.REVIEW in self.prepared.exercise.tasks
        for flaw in self.prepared.exercise.flaws:
            outcome = self.outcomes.get(flaw.id)
            found = outcome is not None and outcome.found
            spans = tuple(self.prepared.passages[flaw.id])
            yield Note(
                state="found" if found else "missed" if reviewed else "planted",
                spans=spans,
                place=None if spans else self._place(flaw.id),
                flaw=flaw,
                outcome=outcome,
                mark=self._finder(outcome),
                others=tuple(self._mark(at) for at in self._fragments(flaw)),
                held=next((self._mark(at) for at in self._sound_on(spans)), None),
                evidence=quoted(self.prepared, flaw.evidence) if flaw.evidence else None,
                wordings=tuple(Wording(c.flawed, c.good) for c in self.prepared.changes_of(flaw.id)),
                repair=self.repairs.get(flaw.id),
                quote=self._quote(spans),
            )

    def decoys(self) -> Iterator[Note]:
        """Spared ones; a decoy that was marked is a false alarm, below."""
        taken = {alarm.decoy for alarm in self.assessment.false_alarms}
        for decoy in self.prepared.exercise.decoys:
            if decoy.id in taken or Task.REVIEW not in self.prepared.exercise.tasks:
                continue
            spans = tuple(self.prepared.decoys[decoy.id])
            yield Note(
                state="spared",
                spans=spans,
                decoy=decoy,
                held=next((self._mark(at) for at in self._sound_on(spans)), None),
                evidence=quoted(self.prepared, decoy.evidence) if decoy.evidence else None,
                quote=self._quote(spans),
            )

    def alarms(self) -> Iterator[Note]:
        decoys = {decoy.id: decoy for decoy in self.prepared.exercise.decoys}
        for alarm in self.assessment.false_alarms:
            annotation = self.marks[alarm.annotation]
            spans = _spans(annotation)
            decoy = decoys.get(alarm.decoy or "")
            yield Note(
                state="alarm",
                spans=spans,
                decoy=decoy,
                alarm=alarm,
                reason=self._reason(alarm, annotation),
                mark=self._mark(alarm.annotation),
                evidence=quoted(self.prepared, decoy.evidence) if decoy and decoy.evidence else None,
                quote=self._quote(spans),
            )

    def confirmed(self) -> Iterator[Note]:
        """Marks *checked, sound* on a passage that is neither a flaw's nor a decoy's."""
        known = [*self.prepared.passages.values(), *self.prepared.decoys.values()]
        for at, annotation in enumerate(self.marks):
            spans = _spans(annotation)
            if annotation.type != SOUND or any(_meet(spans, passages) for passages in known):
                continue
            yield Note(state="confirmed", spans=spans, mark=self._mark(at), quote=self._quote(spans))

    def _reason(self, alarm: FalseAlarm, annotation: Annotation) -> Reason:
        if alarm.decoy:
            return "decoy"
        if annotation.omission:
            return "omission"
        if not alarm.count:
            return "counted"
        flawed = any(_meet(_spans(annotation), passages) for passages in self.prepared.passages.values())
        return "other-type" if flawed and not alarm.sentences else "sound"

    def _fragments(self, flaw: Flaw) -> Iterator[int]:
        """Left-over marks on a flaw that another mark has found: they count neither way."""
        outcome = self.outcomes.get(flaw.id)
        finder = self.marks[outcome.annotation] if outcome and outcome.annotation is not None else None
        for at, annotation in enumerate(self.marks):
            if finder is None or at in self.finders or at in self.alarm_of or annotation.type != finder.type:
                continue
            passages = self.prepared.passages[flaw.id]
            both_missing = annotation.reports_omission and not passages
            if both_missing or _meet(_spans(annotation), passages):
                yield at

    def _sound_on(self, passages: Sequence[Span]) -> Iterator[int]:
        return (
            at
            for at, annotation in enumerate(self.marks)
            if annotation.type == SOUND and _meet(_spans(annotation), passages)
        )

    def _place(self, flaw: str) -> int | None:
        changes = self.prepared.changes_of(flaw)
        return changes[0].draft_span.start if changes else None

    def _quote(self, spans: Sequence[Span]) -> str:
        return " … ".join(span.of(self.prepared.draft) for span in spans)

    def _finder(self, outcome: Outcome | None) -> Mark | None:
        """The mark that found a flaw."""
        if outcome is None or outcome.annotation is None:
            return None
        mark = self._mark(outcome.annotation)
        return replace(mark, proof=whole_text(mark.comment, outcome.quote))

    def _mark(self, at: int) -> Mark:
        annotation = self.marks[at]
        return Mark(
            quote=annotation.quote,
            type=annotation.type,
            severity=annotation.severity,
            confidence=annotation.confidence,
            comment=annotation.comment.strip(),
            evidence=quoted(self.prepared, annotation.evidence) if annotation.evidence else None,
        )


def _spans(annotation: Annotation) -> tuple[Span, ...]:
    if annotation.start is None or annotation.end is None:
        return ()
    return (Span(annotation.start, annotation.end),)


def _meet(spans: Sequence[Span], passages: Sequence[Span]) -> bool:
    return any(shares(span, passage) for span in spans for passage in passages)
