"""Flaws planted in a clean text with a model's help: the model proposes, code checks, a person decides.

Needs no database. Whatever the texts or the model say, what comes out is data: a draft document in which
every change stands where it says, with a proof that stands in its source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from app.authoring.planting.asking import Log, NoLog, ask
from app.authoring.planting.bed import Bed
from app.authoring.planting.proposals import DecoyProposal, FlawProposal, Proposals
from app.authoring.planting.reasons import Unfit
from app.authoring.planting.request import PlantRequest
from app.exercises import criticmarkup
from app.exercises.criticmarkup import line_and_column
from app.exercises.findings import Finding
from app.exercises.lint import LEAST_SOUND_SENTENCES, lint
from app.exercises.prepared import prepare
from app.exercises.schema import Exercise, FlawType, Language, WordGroups
from app.grading.judge import Client
from app.text.sentences import split_sentences
from app.text.spans import Span

MOST_EXAMINED: Final = 60
"""Proposals that are looked at; a model that makes more is not taken seriously."""

_NO_LOG: Final = NoLog()


class TextError(ValueError):
    """A clean text in which nothing can be planted; the message says why, `place` where (`line` and `column`,
    from 1), if at one place."""

    def __init__(self, message: str, **place: int) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True, slots=True)
class Refusal:
    """A proposal that was not taken."""

    proposal: FlawProposal | DecoyProposal
    why: Unfit


@dataclass(frozen=True, slots=True)
class Planting:
    """`exercise` is a draft for a person to edit, `findings` what the linter says of it. `sound` are the
    sentences without a flaw, in code points of the trainees' `draft`. `left_out`: by the id of a flaw, the
    groups of words that do not count. `key` is that of the call in the log."""

    exercise: Exercise
    findings: tuple[Finding, ...]
    draft: str
    sound: tuple[Span, ...]
    missing: tuple[FlawType, ...]
    left_out: dict[str, WordGroups]
    refusals: tuple[Refusal, ...]
    key: str

    @property
    def decision(self) -> dict[str, Any]:
        """What the code made of the answer, for the call log."""
        return {
            "planted": [flaw.id for flaw in self.exercise.flaws],
            "decoys": [decoy.id for decoy in self.exercise.decoys],
            "rejected": [refusal.why.reason for refusal in self.refusals],
        }


def plant(request: PlantRequest, client: Client, log: Log = _NO_LOG) -> Planting:
    """Ask the model for what `request` wants, and take what holds.

    Raises `TextError` before anything is asked, and `ModelError` where the model gives no usable answer.
    """
    clean = request.clean_exercise(clean_text(request.text, request.language))
    key, proposals = ask(request, clean, client, log)
    bed = Bed(clean, Counter(request.types), request.decoys)
    refusals = tuple(_plant_all(bed, proposals))
    return _planting(bed, refusals, key)


def clean_text(text: str, language: Language) -> str:
    """The text in NFC, its white space tidied as that of every draft. Raises `TextError`."""
    markup, errors = criticmarkup.read(text)
    marks = [error.offset for error in errors] + [change.markup_span.start for change in markup.changes]
    if marks:
        line, column = line_and_column(criticmarkup.normalise(text), min(marks))
        raise TextError(
            "The text holds signs of CriticMarkup; send it without tracked changes.", line=line, column=column
        )
    sentences = len(split_sentences(markup.reference, language))
    if sentences < LEAST_SOUND_SENTENCES:
        raise TextError(
            f"At least {LEAST_SOUND_SENTENCES} sentences must stay without a flaw; the text has {sentences}."
        )
    return markup.reference


def _plant_all(bed: Bed, proposals: Proposals) -> Iterator[Refusal]:
    """Flaws first, since a decoy must lie beside them; each in the order of the model."""
    trials: list[tuple[FlawProposal | DecoyProposal, Callable[[], object]]] = [
        *((flaw, partial(bed.plant, flaw)) for flaw in proposals.flaws),
        *((decoy, partial(bed.mark, decoy)) for decoy in proposals.decoys),
    ]
    for number, (proposal, take) in enumerate(trials):
        try:
            if number >= MOST_EXAMINED:
                raise Unfit("too-many")
            take()
        except Unfit as unfit:
            yield Refusal(proposal, unfit)


def _planting(bed: Bed, refusals: tuple[Refusal, ...], key: str) -> Planting:
    prepared = prepare(bed.exercise)
    return Planting(
        exercise=bed.exercise,
        findings=tuple(lint(bed.exercise)),
        draft=prepared.draft,
        sound=tuple(prepared.sentences[index] for index in prepared.sound_sentences),
        missing=tuple(bed.missing),
        left_out=bed.left_out,
        refusals=refusals,
        key=key,
    )
