"""A text read once for all questions: its words, its facts, its phrases. Pure."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import Final

from app.text.factbook import FactBook, keys_of
from app.text.facts import Fact, extract_facts
from app.text.folding import (
    Folded,
    WordGroups,
    contains_phrase,
    find_phrase,
    find_phrases,
    fold,
    fold_with_map,
)
from app.text.lettered import Lettered
from app.text.quantities import SMALL
from app.text.spans import Span

_WORD: Final = re.compile(r"\w+")
_WORD_OR_STOP: Final = re.compile(r"\w+|[.!?;](?=\s|$)")
_STOPS: Final = frozenset(".!?;")
_BETWEEN_PIECES: Final = re.compile(r"\n|(?<=[.!?;:])\s")
_WHOLE: Final = re.compile(r"\d+(?:\s\d{3})*")
_ARTICLES: Final = frozenset({"", "le", "l", "the", "en", "in", "d"})
_ONLY_SIGNS: Final = re.compile(r"(?:[^\w\s]|_)(?<!\S.)(?:[^\w\s]|_)*(?!\S)")
_KEPT: Final = 32
_PHRASES_KEPT: Final = 4_096
_LONGEST_PHRASE: Final = 100
_MANY: Final = 50
"""Places of a phrase; counting more takes longer than the way back from folded text."""


class _InPlace(Folded):
    """A folded text whose phrases are found where they stand in it: the way back to the original, which takes
    as long as all the rest, is left for what is quoted."""

    def original(self, start: int, end: int) -> Span:
        return Span(start, end)


class Reading:
    """A text, read once: NFC, folded, its words and its facts."""

    def __init__(self, text: str, language: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self.language = language

    @cached_property
    def folded(self) -> Folded:
        return fold_with_map(self.text)

    @cached_property
    def _in_place(self) -> Folded:
        return _InPlace(self.text, self.folded.text)

    @cached_property
    def words(self) -> list[str]:
        """Runs of letters and digits of the folded text; `l'atelier` makes two."""
        return _WORD.findall(self.folded.text)

    @cached_property
    def sentence_of_word(self) -> list[int]:
        """For each of `words`, the number of its sentence."""
        numbers, sentence = [], 0
        for token in _WORD_OR_STOP.findall(self.folded.text):
            if token in _STOPS:
                sentence += 1
            else:
                numbers.append(sentence)
        return numbers

    @cached_property
    def lettered(self) -> Lettered:
        return Lettered(self.words, lambda: self.sentence_of_word)

    @cached_property
    def word_count(self) -> int:
        """As `app.text.folding.word_count` counts them, in less time."""
        return len(self.text.split()) - len(_ONLY_SIGNS.findall(self.text))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def facts(self) -> list[Fact]:
        """All but the names."""
        return extract_facts(self.text, self.language, names=False)

    @cached_property
    def facts_by_number(self) -> dict[str, list[Fact]]:
        """The facts by their number, in either reading; dates and addresses by their kind."""
        facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            for key in keys_of(fact):
                facts[key].append(fact)
        return facts

    @cached_property
    def named_facts(self) -> list[Fact]:
        """All, with the names."""
        return extract_facts(self.text, self.language)

    @cached_property
    def book(self) -> FactBook:
        return FactBook(self.facts)

    def holds(self, fact: Fact) -> bool:
        """Whether the fact stands here in some spelling; of a name, all of its words."""
        if fact.kind == "name":
            return self.vocabulary.issuperset(_WORD.findall(fact.value))
        return self.book.holds(fact)

    def quote(self, start: int, end: int) -> str:
        """The text behind the words from index `start` to `end` (exclusive, not empty), as it is written."""
        starts = self._word_starts
        return self._as_written(Span(starts[start], starts[end - 1] + len(self.words[end - 1])))

    @cached_property
    def _word_starts(self) -> array[int]:
        """Where each of `words` begins in the folded text."""
        return array("L", (word.start() for word in _WORD.finditer(self.folded.text)))

    def _as_written(self, place: Span) -> str:
        """A phrase that stands at `place` of the folded text. Looked for in the piece of text that it stands
        in, since the way back from folded text takes long; in the whole text where it runs over two
        pieces, or stands at many places before."""
        phrase = place.of(self.folded.text)
        if self.folded.text.count(phrase, 0, place.start) > _MANY:
            return self.folded.original(*place).of(self.text)
        before = takewhile(lambda span: span < place, find_phrases(self._in_place, phrase))
        earlier = sum(1 for _ in before)
        found = (
            span.of(piece.source)
            for piece in self._pieces
            if phrase in piece.text
            for span in find_phrases(piece, phrase)
        )
        quote = next(islice(found, earlier, None), None)
        return self.folded.original(*place).of(self.text) if quote is None else quote

    @cached_property
    def _pieces(self) -> list[Folded]:
        """The lines of the text, long ones cut where a sentence may end."""
        return [fold_with_map(piece) for piece in _BETWEEN_PIECES.split(self.text) if piece]

    def has_phrase(self, phrase: str) -> bool:
        """Whether the phrase stands here: as folded text or, where it is one fact, in any spelling that will
        do."""
        if folded_phrase(phrase) in self.folded.text and contains_phrase(self._in_place, phrase):
            return True
        fact = sole_fact(phrase, self.language)
        return fact is not None and self.book.holds(fact)

    def satisfies(self, groups: WordGroups) -> bool:
        """Whether any group stands here with all of its phrases. No group, or an empty one: False."""
        return any(group and all(map(self.has_phrase, group)) for group in groups)

    def find(self, phrase: str) -> str | None:
        """How the phrase is written here, where it stands as folded text or as the very same fact."""
        found = self._place_of(phrase)
        return self._as_written(found) if isinstance(found, Span) else found.text if found else None

    def _place_of(self, phrase: str) -> Span | Fact | None:
        """Where in the folded text the phrase stands, or the fact that it is."""
        if folded_phrase(phrase) in self.folded.text:
            place = find_phrase(self._in_place, phrase)
            if place:
                return place
        fact = sole_fact(phrase, self.language)
        return self._same(fact) if fact else None

    def _same(self, fact: Fact) -> Fact | None:
        """The first fact here that says the same."""
        found = (self._firsts.get((fact.kind, value)) for value in (fact.value, fact.also) if value)
        return min(filter(None, found), key=lambda other: other.span, default=None)

    @cached_property
    def _firsts(self) -> dict[tuple[str, str], Fact]:
        """The first fact of each kind and value, in either reading."""
        firsts: dict[tuple[str, str], Fact] = {}
        for fact in self.facts:
            for value in filter(None, (fact.value, fact.also)):
                firsts.setdefault((fact.kind, value), fact)
        return firsts

    def find_group(self, groups: WordGroups) -> str | None:
        """How the first phrase is written here of the first group that stands with all of its phrases; None
        when no group does. Stricter than `satisfies`: for what a text must not say."""
        for group in groups:
            if group and all(map(self._place_of, group)):
                return self.find(group[0])
        return None


@lru_cache(maxsize=_PHRASES_KEPT)
def folded_phrase(phrase: str) -> str:
    return fold(phrase).strip()


def words_of(text: str) -> list[str]:
    """Runs of letters and digits of the text, folded; `l'atelier` makes two."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=_KEPT)
def read(text: str, language: str) -> Reading:
    """The text read, kept for the next who asks."""
    return Reading(text, language)


@lru_cache(maxsize=_PHRASES_KEPT)
def sole_fact(phrase: str, language: str) -> Fact | None:
    """The fact that a short phrase consists of (`65 €`, `le 12 décembre`), None when it says anything more. A
    plain number only when it is whole and not small: `8` and `4.00` are to be found as they are written."""
    if len(phrase) > _LONGEST_PHRASE:
        return None
    plain = unicodedata.normalize("NFC", phrase).strip()
    facts = extract_facts(plain, language)
    if len(facts) != 1 or facts[0].kind == "name" or _is_vague(facts[0]):
        return None
    rest = plain.replace(facts[0].text, "", 1).strip(" .,'’").lower()
    return facts[0] if rest in _ARTICLES else None


def _is_vague(fact: Fact) -> bool:
    if fact.kind != "figure" or fact.unit:
        return False
    return not fact.number.isdigit() or int(fact.number) <= SMALL or not _WHOLE.fullmatch(fact.text)
