"""An exercise made ready for grading: its two texts, its sentences, where flaws and decoys stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.exercises.criticmarkup import Change, Markup, parse
from app.exercises.schema import Exercise
from app.text.sentences import split_sentences
from app.text.spans import Span


@dataclass(frozen=True, eq=False)
class Prepared:
    """`draft` and `reference` are NFC. All spans are code points of the draft.

    `passages` has every flaw of the exercise, with no span for an omission; `decoys` every decoy. A sentence
    is sound when no flaw passage lies in it; `sound_sentences` are indexes into `sentences`.
    """

    exercise: Exercise
    draft: str
    reference: str
    changes: tuple[Change, ...]
    sentences: list[Span]
    passages: dict[str, list[Span]]
    decoys: dict[str, list[Span]]
    sound_sentences: list[int]

    def changes_of(self, identifier: str) -> list[Change]:
        """The tracked changes that carry the id of a flaw or decoy, in the order of the text."""
        return [change for change in self.changes if change.id == identifier]


def prepare(exercise: Exercise) -> Prepared:
    """The exercise prepared; kept, so that grading the same exercise again costs next to nothing.

    Raises `MarkupError` where the draft's markup cannot be read.
    """
    return _prepare(_Same(exercise))


class _Same:
    """An exercise as a cache key: the object itself, since comparing whole documents would cost more than the
    preparation saves. The cache holds the object, so its identity is never another's."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def __hash__(self) -> int:
        return id(self.exercise)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.exercise is self.exercise


@lru_cache(maxsize=256)
def _prepare(key: _Same) -> Prepared:
    exercise = key.exercise
    markup = parse(exercise.draft)
    sentences = split_sentences(markup.draft, exercise.language)
    passages = _spans_of((flaw.id for flaw in exercise.flaws), markup)
    return Prepared(
        exercise=exercise,
        draft=markup.draft,
        reference=markup.reference,
        changes=markup.changes,
        sentences=sentences,
        passages=passages,
        decoys=_spans_of((decoy.id for decoy in exercise.decoys), markup),
        sound_sentences=_sound(sentences, [span for spans in passages.values() for span in spans]),
    )


def _spans_of(identifiers: Iterable[str], markup: Markup) -> dict[str, list[Span]]:
    """What each id's changes left in the draft; a deletion leaves nothing."""
    return {
        identifier: [
            change.draft_span
            for change in markup.changes
            if change.id == identifier and change.draft_span.length
        ]
        for identifier in identifiers
    }


def _sound(sentences: list[Span], passages: list[Span]) -> list[int]:
    return [
        index
        for index, sentence in enumerate(sentences)
        if not any(sentence.overlap(passage) for passage in passages)
    ]
