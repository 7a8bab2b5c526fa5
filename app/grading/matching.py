"""Which mark found which flaw, and which are false alarms: DESIGN.md section 4, *Review score*.

Pure, on plain data: spans, types and severities, no texts. All spans are code points of the draft.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from app.exercises.schema import FlawType, Severity
from app.grading.assessment import FalseAlarm
from app.grading.assignment import best_assignment
from app.grading.submission import SOUND, MarkType
from app.text.spans import Span

TOUCH, TYPE, SEVERITY = 24, 10, 6
"""The parts of a flaw's credit S = 0.60 + 0.25 type + 0.15 severity, in fortieths: with halves of a type and
of a severity every credit is a whole number of them, so that sums are exact and ties are real ties."""

WHOLE: Final = TOUCH + TYPE + SEVERITY
ENOUGH_SHARED: Final = 4
"""Code points of a passage that a mark must share to touch it, where half of the passage is more."""

STEPS: Final = list(Severity)


@dataclass(frozen=True, slots=True)
class PlantedFlaw:
    """A flaw as the matching sees it. No passage: an omission."""

    id: str
    passages: tuple[Span, ...]
    type: FlawType
    severity: Severity


@dataclass(frozen=True, slots=True)
class PlantedDecoy:
    id: str
    passages: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as the matching sees it. `span` is None for one without a passage. `reports` holds the
    ids of the omissions that its comment names, where it reports one: without a passage, or with one and the
    type `material-omission`. `content` is whatever else it says: it only puts marks that are alike in one
    order, whichever was made first."""

    span: Span | None
    type: MarkType
    severity: Severity | None
    reports: frozenset[str] = frozenset()
    content: str = ""

    @property
    def is_sound(self) -> bool:
        return self.type == SOUND

    @property
    def sort_key(self) -> tuple[int, int, str, str, str, list[str]]:
        start, end = self.span or (-1, -1)
        return start, end, str(self.type), self.severity or "", self.content, sorted(self.reports)


@dataclass(frozen=True)
class Planted:
    """A draft as the matching sees it: its sentences in order, its flaws and its decoys."""

    sentences: tuple[Span, ...]
    flaws: tuple[PlantedFlaw, ...]
    decoys: tuple[PlantedDecoy, ...] = ()

    @cached_property
    def sound_sentences(self) -> tuple[int, ...]:
        """The indexes of the sentences without any flaw passage."""
        passages = [passage for flaw in self.flaws for passage in flaw.passages]
        return tuple(at for at, span in enumerate(self.sentences) if not any(map(span.overlap, passages)))

    def zone(self, passage: Span) -> Span:
        """The sentence or sentences in which a passage lies, and the space between them."""
        if passage not in self._zones:
            around = [passage, *(sentence for sentence in self.sentences if sentence.overlap(passage))]
            self._zones[passage] = Span(min(s.start for s in around), max(s.end for s in around))
        return self._zones[passage]

    @cached_property
    def _zones(self) -> dict[Span, Span]:
        return {}

    def touched(self, mark: Mark, passages: Sequence[Span]) -> bool:
        """Whether a mark touches one of these passages: shares enough of it and lies at least half within
        its sentence or sentences."""
        span = mark.span
        return span is not None and any(
            shares(span, passage) and 2 * span.overlap(self.zone(passage)) >= span.length
            for passage in passages
        )


def shares(span: Span, passage: Span) -> bool:
    """Whether a span shares at least min(half, 4 code points) of a passage. Nothing shares an empty one."""
    shared = span.overlap(passage)
    return shared > 0 and 2 * shared >= min(passage.length, 2 * ENOUGH_SHARED)


@dataclass(frozen=True, slots=True)
class Find:
    """A flaw found: by which mark (its index), and how well named; both credits are 0, 1/2 or 1."""

    mark: int
    type_credit: float
    severity_credit: float

    @property
    def fortieths(self) -> int:
        return round(TOUCH + TYPE * self.type_credit + SEVERITY * self.severity_credit)

    @property
    def credit(self) -> float:
        """S of DESIGN.md section 4, 0.6 to 1."""
        return self.fortieths / WHOLE


def type_credit(given: MarkType, right: FlawType) -> float:
    """1 for the same type, 1/2 for another of its dimension, else 0."""
    if given == right:
        return 1.0
    return 0.5 if isinstance(given, FlawType) and given.dimension == right.dimension else 0.0


def severity_credit(given: Severity | None, right: Severity) -> float:
    """1, 1/2, 0 for 0, 1, 2 steps off; 0 for a mark without a severity."""
    return 0.0 if given is None else 1 - abs(STEPS.index(given) - STEPS.index(right)) / 2


@dataclass(frozen=True)
class Matching:
    """What became of the marks. `finds`: by flaw id; `fragments`: by the index of the mark, the flaws of
    which it is one; `false_alarms`: in the order of the marks."""

    finds: Mapping[str, Find]
    fragments: Mapping[int, frozenset[str]] = field(default_factory=dict)
    false_alarms: Sequence[FalseAlarm] = ()

    @property
    def alarms(self) -> int:
        """How many false alarms all marks together count for."""
        return sum(alarm.count for alarm in self.false_alarms)

    def marks_of(self, flaw: str) -> list[int]:
        """The mark that found a flaw and then its fragments; none for a flaw that was missed."""
        if flaw not in self.finds:
            return []
        return [self.finds[flaw].mark, *(mark for mark, flaws in self.fragments.items() if flaw in flaws)]


def match(
    planted: Planted,
    marks: Sequence[Mark],
    accepted: Collection[int] = (),
    decided: Mapping[str, int | None] | None = None,
) -> Matching:
    """Match marks with flaws, as DESIGN.md section 4 says; the order of the marks changes only the indexes.

    `accepted` holds the indexes of marks that a trainer took as genuine extra flaws: they find flaws like any
    mark, but are never false alarms. Marks of the type `sound` do neither. `decided`: what a trainer said of
    some flaws, which mark (one a flaw) found it or, None, that none did.
    """
    decided = decided or {}
    order = sorted(
        (at for at in range(len(marks)) if not marks[at].is_sound), key=lambda at: marks[at].sort_key
    )
    missed = {flaw for flaw, at in decided.items() if at is None}
    touches = {at: _touched_flaws(planted, marks[at]) - missed for at in order}
    finds = _assign(planted.flaws, marks, order, touches, decided)
    used = {find.mark for find in finds.values()}
    left = [at for at in order if at not in used and at not in accepted]
    fragments = _fragments(planted.flaws, marks, left, touches, finds)
    alarms = [at for at in left if not fragments[at]]
    return Matching(
        finds=finds,
        fragments={at: flaws for at, flaws in sorted(fragments.items()) if flaws},
        false_alarms=sorted(
            _false_alarms(planted, marks, alarms, touches), key=lambda alarm: alarm.annotation
        ),
    )


def _touched_flaws(planted: Planted, mark: Mark) -> frozenset[str]:
    return frozenset(
        flaw.id
        for flaw in planted.flaws
        if (planted.touched(mark, flaw.passages) if flaw.passages else flaw.id in mark.reports)
    )


def _assign(
    flaws: Sequence[PlantedFlaw],
    marks: Sequence[Mark],
    order: Sequence[int],
    touches: Mapping[int, frozenset[str]],
    decided: Mapping[str, int | None],
) -> dict[str, Find]:
    """The finds that maximise the sum of weight times credit, one mark to one flaw, beside those decided."""
    taken = set(decided.values())
    possible = {
        (row, column): _find(at, marks[at], flaw)
        for row, flaw in enumerate(flaws)
        for column, at in enumerate(order)
        if flaw.id in touches[at] and flaw.id not in decided and at not in taken
    }
    gains = {edge: flaws[edge[0]].severity.weight * find.fortieths for edge, find in possible.items()}
    finds = {flaws[row].id: possible[row, column] for row, column in best_assignment(gains).items()}
    for flaw in flaws:
        at = decided.get(flaw.id)
        if at is not None:
            finds[flaw.id] = _find(at, marks[at], flaw)
    return {flaw.id: finds[flaw.id] for flaw in flaws if flaw.id in finds}


def _find(at: int, mark: Mark, flaw: PlantedFlaw) -> Find:
    return Find(at, type_credit(mark.type, flaw.type), severity_credit(mark.severity, flaw.severity))


def _fragments(
    flaws: Sequence[PlantedFlaw],
    marks: Sequence[Mark],
    left: Sequence[int],
    touches: Mapping[int, frozenset[str]],
    finds: Mapping[str, Find],
) -> dict[int, frozenset[str]]:
    """For each left-over mark, the flaws that it touches and that a mark of its own type has found.

    Of the marks on passages, an omission spares one: else its words on every sentence would cost nothing.
    """
    omissions = {flaw.id for flaw in flaws if not flaw.passages}
    closed = {flaw for flaw in omissions & finds.keys() if marks[finds[flaw].mark].span is not None}
    fragments = {}
    for at in left:
        own = {flaw for flaw in touches[at] if marks[finds[flaw].mark].type == marks[at].type}
        if marks[at].span is not None:
            own -= closed
            closed |= own & omissions
        fragments[at] = frozenset(own)
    return fragments


def _false_alarms(
    planted: Planted, marks: Sequence[Mark], alarms: Sequence[int], touches: Mapping[int, frozenset[str]]
) -> Iterator[FalseAlarm]:
    """Each alarm with what it counts for. A sound sentence is charged to the first mark on it, in canonical
    order: a further one that touches no other sound sentence is kept in the list with the count 0."""
    charged: set[int] = set()
    for at in alarms:
        span = marks[at].span
        on = [] if touches[at] or span is None else _sound_under(planted, span)
        fresh = [sentence for sentence in on if sentence not in charged]
        charged.update(fresh)
        yield FalseAlarm(
            annotation=at,
            sentences=fresh,
            count=len(fresh) if on else 1,
            decoy=next(
                (decoy.id for decoy in planted.decoys if planted.touched(marks[at], decoy.passages)), None
            ),
        )


def _sound_under(planted: Planted, span: Span) -> list[int]:
    return [at for at in planted.sound_sentences if planted.sentences[at].overlap(span)]
