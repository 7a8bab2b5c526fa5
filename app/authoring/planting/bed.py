"""A draft in the making: flaws and decoys are planted one by one, and each must leave a draft that can be
graded. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Final

from app.authoring.planting.checking import (
    Dossier,
    accept_groups,
    check_evidence,
    check_severity,
    check_type,
    check_words,
)
from app.authoring.planting.placing import CleanText, Edit, edit_of, highlight_of, with_changes
from app.authoring.planting.proposals import DecoyProposal, FlawProposal
from app.authoring.planting.reasons import Unfit
from app.exercises.criticmarkup import MarkupError
from app.exercises.lint import LEAST_SOUND_SENTENCES, LEAST_SOUND_SHARE
from app.exercises.prepared import Prepared, prepare
from app.exercises.repair import repaired
from app.exercises.schema import Decoy, Exercise, Flaw, FlawType, Language, WordGroups

_DECOY: Final = {Language.FR: "leurre", Language.EN: "decoy"}


class Bed:
    """`exercise` is the draft document with all that was planted so far; `left_out` has, by the id of a flaw,
    the groups of words that were proposed and do not count."""

    def __init__(self, clean: Exercise, asked: Counter[FlawType], decoys: int) -> None:
        """`clean` is the exercise without any flaw or decoy, its draft the clean text."""
        self.exercise = clean
        self.left_out: dict[str, WordGroups] = {}
        self._text = CleanText(clean.draft.removesuffix("\n"))
        self._dossier = Dossier(clean.brief, clean.sources)
        self._asked, self._decoys_asked = asked, decoys
        self._edits: list[Edit] = []

    @property
    def missing(self) -> list[FlawType]:
        """The types that were asked for and are not planted yet, in the order of the types."""
        missing = self._asked - self._planted()
        return [kind for kind in FlawType for _ in range(missing[kind])]

    def plant(self, proposal: FlawProposal) -> Flaw:
        """Take a flaw into the draft. Raises `Unfit`, and then nothing has changed."""
        kind = check_type(proposal, self._asked, self._planted())
        severity = check_severity(proposal)
        check_words(proposal)
        identifier = self._id(kind.value, [flaw.id for flaw in self.exercise.flaws])
        edit = edit_of(self._text, proposal, identifier)
        self._has_room(edit)
        good = edit.span.of(self._text.text)
        evidence = self._dossier.evidence(proposal)
        check_evidence(kind, edit, good, evidence)
        accept, left_out = accept_groups(proposal, edit, good, evidence, self._dossier)
        flaw = Flaw(
            id=identifier,
            type=kind,
            severity=severity,
            why=proposal.why.strip(),
            evidence=evidence,
            accept=accept,
        )
        self._take(edit, {"flaws": [*self.exercise.flaws, flaw]})
        if left_out:
            self.left_out[identifier] = left_out
        return flaw

    def mark(self, proposal: DecoyProposal) -> Decoy:
        """Take a decoy into the draft. Raises `Unfit`, and then nothing has changed."""
        if len(self.exercise.decoys) >= self._decoys_asked:
            raise Unfit("decoy-too-often")
        check_words(proposal)
        name = _DECOY[self.exercise.language]
        identifier = self._id(name, [decoy.id for decoy in self.exercise.decoys])
        edit = highlight_of(self._text, proposal, identifier)
        self._has_room(edit)
        evidence = self._dossier.evidence(proposal)
        decoy = Decoy(id=identifier, why=proposal.why.strip(), evidence=evidence)
        self._take(edit, {"decoys": [*self.exercise.decoys, decoy]})
        return decoy

    def _planted(self) -> Counter[FlawType]:
        return Counter(flaw.type for flaw in self.exercise.flaws)

    def _id(self, name: str, taken: list[str]) -> str:
        """The name itself, then with a number."""
        number = 1 + sum(other.rstrip("-0123456789") == name for other in taken)
        return name if number == 1 else f"{name}-{number}"

    def _has_room(self, edit: Edit) -> None:
        for other in self._edits:
            if edit.touches(other):
                raise Unfit("overlap", other=other.id)

    def _take(self, edit: Edit, update: dict[str, object]) -> None:
        draft = with_changes(self._text.text, [*self._edits, edit]) + "\n"
        candidate = self.exercise.model_copy(update={"draft": draft, **update})
        prepared = _prepared(candidate)
        if prepared.reference != self._text.text:
            raise Unfit("markup")
        _check_sound(prepared)
        _check_decoys(prepared)
        _check_repairs(prepared)
        self.exercise = candidate
        self._edits.append(edit)


def _prepared(candidate: Exercise) -> Prepared:
    try:
        return prepare(candidate)
    except MarkupError:
        raise Unfit("markup") from None


def _check_sound(prepared: Prepared) -> None:
    """The linter's demand (DESIGN.md section 3): text to spare, so that false alarms can be counted."""
    sound, total = len(prepared.sound_sentences), len(prepared.sentences)
    if sound < LEAST_SOUND_SENTENCES or sound < LEAST_SOUND_SHARE * total:
        raise Unfit(
            "too-little-sound-text",
            sound=str(sound),
            total=str(total),
            least=str(LEAST_SOUND_SENTENCES),
            share=f"{100 * LEAST_SOUND_SHARE:.0f}",
        )


def _check_decoys(prepared: Prepared) -> None:
    """A decoy lies in sound sentences: who marks it must not find a flaw by it."""
    sound = {prepared.sentences[index] for index in prepared.sound_sentences}
    flawed = [sentence for sentence in prepared.sentences if sentence not in sound]
    for spans in prepared.decoys.values():
        if any(span.overlap(sentence) for span in spans for sentence in flawed):
            raise Unfit("decoy-in-flawed-sentence")


def _check_repairs(prepared: Prepared) -> None:
    """Of every flaw: a new change may upset the rule of an earlier one."""
    for flaw in prepared.exercise.flaws:
        if not repaired(prepared, flaw, prepared.reference).passed:
            raise Unfit("repair-not-in-reference", flaw=flaw.id)
        if repaired(prepared, flaw, prepared.draft).passed:
            raise Unfit("repair-in-draft", flaw=flaw.id)
