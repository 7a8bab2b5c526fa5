"""Where a proposed change stands in the clean text, and the clean text with all of its changes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.authoring.planting.proposals import FlawProposal, Proposed
from app.authoring.planting.reasons import Unfit
from app.exercises.criticmarkup import ChangeKind
from app.text.folding import Folded, find_phrases, fold, fold_with_map
from app.text.spans import Span

_MARKS: Final = re.compile(r"\{(?:~~|\+\+|--|==|>>)|(?:~~|\+\+|--|==|<<)\}|~>")
_SENTENCE_END: Final = re.compile(r"[.!?…]+[»”\")\]]*")
_BESIDE: Final = 3
"""How many times the length of a context is read in the text: what folds away takes room there."""
_CLINGING: Final = frozenset(",.;:!?…)]")


@dataclass(frozen=True)
class CleanText:
    """The text that flaws are planted in: NFC, with its white space tidied. Offsets are its code points."""

    text: str

    @cached_property
    def folded(self) -> Folded:
        return fold_with_map(self.text)


@dataclass(frozen=True, slots=True)
class Edit:
    """One tracked change: in the draft, `words` stand for the span of the clean text. The span of an addition
    is empty; a deletion has no words; a highlight changes nothing."""

    id: str
    kind: ChangeKind
    span: Span
    words: str = ""

    def touches(self, other: Edit) -> bool:
        """Whether the two share a character or meet."""
        return self.span.start <= other.span.end and other.span.start <= self.span.end

    def markup(self, text: str) -> str:
        """The change in CriticMarkup, with its id."""
        good = self.span.of(text)
        mark = {
            ChangeKind.REPLACEMENT: f"{{~~{good}~>{self.words}~~}}",
            ChangeKind.ADDITION: f"{{++{self.words}++}}",
            ChangeKind.DELETION: f"{{--{good}--}}",
            ChangeKind.HIGHLIGHT: f"{{=={good}==}}",
        }[self.kind]
        return f"{mark}{{>>{self.id}<<}}"


def with_changes(text: str, edits: Iterable[Edit]) -> str:
    """The clean text as a draft in CriticMarkup. The edits do not touch each other."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        pieces += [text[at : edit.span.start], edit.markup(text)]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def edit_of(clean: CleanText, proposal: FlawProposal, identifier: str) -> Edit:
    """The change that a proposal makes to the text. Raises `Unfit` where it makes none, or none there."""
    span = place_of(clean, proposal)
    words = as_the_author(proposal.text, clean.text).strip()
    if proposal.kind == "drop":
        edit = Edit(identifier, ChangeKind.DELETION, span)
    elif not words:
        raise Unfit("no-words")
    elif proposal.kind == "add":
        edit = _addition(clean.text, span.end, words, identifier)
    else:
        edit = Edit(identifier, ChangeKind.REPLACEMENT, span, words)
    return _checked(clean.text, edit)


def highlight_of(clean: CleanText, proposal: Proposed, identifier: str) -> Edit:
    """The mark of a decoy. Raises `Unfit`."""
    return _checked(clean.text, Edit(identifier, ChangeKind.HIGHLIGHT, place_of(clean, proposal)))


def place_of(clean: CleanText, proposal: Proposed) -> Span:
    """Where the passage stands in whole words: the only place, or the only one beside its context.

    Case, accents and kinds of space are folded away, since models do not copy them faithfully; a place where
    the passage stands to the letter comes first. Raises `Unfit`.
    """
    passage = as_the_author(proposal.passage, clean.text).strip()
    places = list(find_phrases(clean.folded, passage))
    if not places:
        raise Unfit("passage-not-found")
    exact = [place for place in places if place.of(clean.text) == passage]
    fitting = exact if len(exact) == 1 else _beside(clean.text, exact or places, proposal)
    if len(fitting) != 1:
        raise Unfit("passage-ambiguous", places=str(len(exact or places)))
    return fitting[0]


def as_the_author(words: str, text: str) -> str:
    """Words of the model as the author of the text writes them: the prompt shows `‹` for a `<` of theirs."""
    return words.replace("‹", "<") if "<" in text and "‹" not in text else words


def _beside(text: str, places: list[Span], proposal: Proposed) -> list[Span]:
    """The places with what the proposal says to stand before and after; all of them where there is one."""
    if len(places) == 1:
        return places
    before = fold(as_the_author(proposal.before, text)).strip()
    after = fold(as_the_author(proposal.after, text)).strip()
    if not before and not after:
        return []
    return [
        place
        for place in places
        if fold(text[max(0, place.start - _reach(before)) : place.start]).rstrip().endswith(before)
        and fold(text[place.end : place.end + _reach(after)]).lstrip().startswith(after)
    ]


def _reach(context: str) -> int:
    return _BESIDE * len(context) + _BESIDE


def _addition(text: str, at: int, words: str, identifier: str) -> Edit:
    """An addition after offset `at`: after the full stop there, where it is a sentence of its own; with the
    space that parts it from the words before."""
    end = _SENTENCE_END.match(text, at)
    if end and words[0].isupper() and _SENTENCE_END.search(words):
        at = end.end()
    space = "" if words[0] in _CLINGING or not text[:at].strip() else " "
    return Edit(identifier, ChangeKind.ADDITION, Span(at, at), space + words)


def _checked(text: str, edit: Edit) -> Edit:
    good = edit.span.of(text)
    if _MARKS.search(good) or _MARKS.search(edit.words):
        raise Unfit("markup")
    if edit.kind is ChangeKind.REPLACEMENT and fold(good).strip() == fold(edit.words).strip():
        raise Unfit("no-change")
    return edit
