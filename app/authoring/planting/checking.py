"""What code checks of one proposal by itself: its type, its words, its proof. Pure.

What it does to the draft as a whole is checked in `app.authoring.planting.bed`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Final

from app.authoring.planting.placing import Edit, as_the_author
from app.authoring.planting.proposals import KINDS, FlawProposal, Proposed
from app.authoring.planting.reasons import Unfit
from app.exercises.criticmarkup import ChangeKind
from app.exercises.findings import shortened
from app.exercises.schema import BRIEF_SOURCE, Brief, Evidence, FlawType, Severity, Source, WordGroups
from app.grading.testimony import SHORTEST_QUOTE
from app.text.folding import Folded, contains_phrase, find_phrase, fold, fold_with_map
from app.text.reading import words_of
from app.text.wording import is_content

LONGEST_QUOTE: Final = 400
"""Code points. A proof must point at a passage: whoever links evidence that overlaps it has understood."""

_LONGEST: Final = {"text": 2_000, "why": 2_000, "quote": LONGEST_QUOTE}
_LONGEST_PHRASE: Final = 300
_MAY_DROP: Final = frozenset({FlawType.MATERIAL_OMISSION, FlawType.BRIEF_IGNORED})
_AGAINST_A_SOURCE: Final = frozenset(
    {FlawType.CONTRADICTS_DOSSIER, FlawType.OUTDATED, FlawType.WRONG_CLIENT_DETAIL}
)
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Dossier:
    """The documents in which a proof may be quoted, the brief among them."""

    def __init__(self, brief: Brief, sources: Sequence[Source]) -> None:
        texts = {source.id: source.text for source in reversed(sources)} | {BRIEF_SOURCE: brief.text}
        self._folded: Mapping[str, Folded] = {name: fold_with_map(text) for name, text in texts.items()}

    def evidence(self, proposal: Proposed) -> Evidence:
        """The proof of a proposal, verbatim as it stands in its source. Raises `Unfit`."""
        folded = self._folded.get(proposal.source)
        if folded is None:
            raise Unfit("unknown-source", source=shortened(proposal.source))
        quote = as_the_author(proposal.quote, folded.source).strip()
        if len(fold(quote).strip()) < SHORTEST_QUOTE:
            raise Unfit("quote-too-short", least=str(SHORTEST_QUOTE))
        place = find_phrase(folded, quote)
        if place is None:
            raise Unfit("quote-not-found", source=proposal.source)
        return Evidence(source=proposal.source, quote=place.of(folded.source))

    def has_words(self, source: str, phrase: str) -> bool:
        """Whether a phrase stands in one of the documents."""
        return contains_phrase(self._folded[source], phrase)


def check_words(proposal: Proposed) -> None:
    """Raises `Unfit` for a missing explanation, and for words that are too long or hide something."""
    if not proposal.why.strip():
        raise Unfit("no-explanation")
    if len(proposal.quote) > LONGEST_QUOTE:
        raise Unfit("quote-too-long", most=str(LONGEST_QUOTE))
    for name in ("text", "why"):
        words = getattr(proposal, name, "")
        if len(words) > _LONGEST[name]:
            raise Unfit("too-long", field=name, most=str(_LONGEST[name]))
        if _hides(words):
            raise Unfit("hidden-characters", field=name)


def _hides(words: str) -> bool:
    return any(unicodedata.category(character) in _HIDDEN for character in words.replace("\n", ""))


def check_type(proposal: FlawProposal, asked: Counter[FlawType], planted: Counter[FlawType]) -> FlawType:
    """The type of a proposal, where one more of it is wanted and it can be planted so. Raises `Unfit`."""
    name = shortened(proposal.type)
    kind = next((kind for kind in asked if kind == proposal.type), None)
    if kind is None:
        raise Unfit("type-not-asked", type=name)
    if planted[kind] >= asked[kind]:
        raise Unfit("type-too-often", type=name)
    if proposal.kind not in KINDS:
        raise Unfit("unknown-kind", kind=shortened(proposal.kind))
    if (kind is FlawType.MATERIAL_OMISSION and proposal.kind != "drop") or (
        proposal.kind == "drop" and kind not in _MAY_DROP
    ):
        raise Unfit("wrong-kind", type=name, kind=proposal.kind)
    return kind


def check_severity(proposal: FlawProposal) -> Severity:
    """Raises `Unfit`."""
    try:
        return Severity(proposal.severity)
    except ValueError:
        raise Unfit("unknown-severity", severity=shortened(proposal.severity)) from None


def check_evidence(kind: FlawType, edit: Edit, good: str, evidence: Evidence) -> None:
    """Raises `Unfit` where the proof of a replacement says what the flaw says, and not what is right."""
    if kind not in _AGAINST_A_SOURCE or edit.kind is not ChangeKind.REPLACEMENT:
        return
    if contains_phrase(evidence.quote, edit.words) and not contains_phrase(evidence.quote, good):
        raise Unfit("evidence-backs-flaw")


def accept_groups(
    proposal: FlawProposal, edit: Edit, good: str, evidence: Evidence, dossier: Dossier
) -> tuple[WordGroups, WordGroups]:
    """The groups of words that show that the cause was understood, and those that are left out: a group
    counts where its words stand in the source, the right version or the explanation, say something, and are
    not merely those of the flaw. Raises `Unfit` where none counts of those given, and for an omission without
    any, which nobody could find."""

    @cache
    def occurs(phrase: str) -> bool:
        return dossier.has_words(evidence.source, phrase) or any(
            contains_phrase(text, phrase) for text in (proposal.why, good)
        )

    given = [[phrase.strip() for phrase in group] for group in proposal.accept]
    kept = [group for group in given if all(map(occurs, group)) and _tells(group, edit.words)]
    if not kept and (given or edit.kind is ChangeKind.DELETION):
        raise Unfit("accept-words")
    return kept, [group for group in given if group not in kept]


def _tells(group: Collection[str], flawed: str) -> bool:
    """Whether a comment with these words says more than where the flaw is."""
    if not group or any(len(phrase) > _LONGEST_PHRASE or _hides(phrase) for phrase in group):
        return False
    return _says_something(group) and not all(contains_phrase(flawed, phrase) for phrase in group)


def _says_something(group: Collection[str]) -> bool:
    """Not one small word alone (`le`, `est`), which any comment may hold; a title or an acronym will do."""
    words = [word for phrase in group for word in words_of(phrase)]
    return len(words) > 1 or any(map(is_content, words)) or any(phrase[:1].isupper() for phrase in group)
