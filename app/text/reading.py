"""Facts compared: which ones a text holds, and which ones it backs. Pure.

Two questions are asked of a text that is known (a dossier, a reference, a rewrite):

- does it *back* a fact that somebody else states? Strict: the same number with the same unit, or stated with
  a less telling one. `65` is backed by `65 €`; `65 %` is not, nor is a sum that the text does not give. A
  bare figure, as in a table, backs any unit. A date is backed by a fuller one (`12 décembre` by `12 décembre
  2026`, `2026` by any day of it).
- does it *hold* a fact that should be there? Lenient: `12 décembre` will do for `12 décembre 2026`, `65 à 80
  €` for `65 €`, a bare `65` too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final

from app.text.dates import said_by
from app.text.facts import Fact, extract_facts
from app.text.folding import Folded, WordGroups, contains_phrase, find_phrase, fold, fold_with_map
from app.text.quantities import SMALL
from app.text.spans import Span

_BARE: Final = "?"
_WORD: Final = re.compile(r"\w+")
_WHOLE: Final = re.compile(r"\d+(?:\s\d{3})*")
_ARTICLES: Final = frozenset({"", "le", "l", "the", "en", "in", "d"})
_COUNTED: Final = re.compile(r"\S*[^\W_]\S*")
_KEPT: Final = 128
_PHRASES_KEPT: Final = 4_096
_LONGEST_PHRASE: Final = 300


class FactBook:
    """Facts indexed, so that each question takes constant time."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.units: dict[str, set[str]] = defaultdict(set)
        self.dates: set[str] = set()
        self.said: set[str] = set()
        self.addresses: set[tuple[str, str]] = set()
        for fact in facts:
            self._add(fact)

    def _add(self, fact: Fact) -> None:
        for value in filter(None, (fact.value, fact.also)):
            if fact.kind == "date":
                self._add_date(value)
            elif fact.kind in ("email", "link"):
                self.addresses.add((fact.kind, value))
            elif fact.kind != "name":
                self._add_number(value, fact.bare)

    def _add_number(self, value: str, bare: bool) -> None:
        number, _, unit = value.partition(" ")
        self.units[number].add(_BARE if bare else unit)
        for part in _parts_of_count(value):
            self.units[part].add("")

    def _add_date(self, date: str) -> None:
        self.dates.add(date)
        self.said |= said_by(date)
        if date.isdigit():
            self.units[date].add("")
        elif date.endswith(":00"):
            self.units[str(int(date[1:3]))].add("hour")

    def backs(self, fact: Fact) -> bool:
        return any(self._backs(fact, value) for value in (fact.value, fact.also) if value)

    def _backs(self, fact: Fact, value: str) -> bool:
        if fact.kind == "date":
            return value in self.said or self._is_number(value) or self._is_hour(value)
        if fact.kind in ("email", "link"):
            return self._has_address(fact.kind, value)
        number, _, unit = value.partition(" ")
        units = self._units_of(number)
        if not unit:
            return bool(units) or number in self.said or self._has_parts(value)
        return unit in units or _BARE in units

    def holds(self, fact: Fact) -> bool:
        return any(self._holds(fact, value) for value in (fact.value, fact.also) if value)

    def _holds(self, fact: Fact, value: str) -> bool:
        if fact.kind == "date":
            shorter = f"-{value[4:]}" if value[:1].isdigit() and len(value) > 4 else value
            return (
                value in self.said or shorter in self.dates or self._is_number(value) or self._is_hour(value)
            )
        if fact.kind in ("email", "link"):
            return self._has_address(fact.kind, value)
        number, _, unit = value.partition(" ")
        units = self._units_of(number)
        return (bool(units) and (fact.bare or unit in units or _BARE in units)) or self._has_parts(value)

    def _has_parts(self, value: str) -> bool:
        """`31 sur 52` is there when both numbers are."""
        parts = _parts_of_count(value)
        return bool(parts) and all(map(self._units_of, parts))

    def _units_of(self, number: str) -> set[str]:
        return self.units.get(number, set())

    def _is_number(self, date: str) -> bool:
        """A year may have been read as a number (`1 950`), and the other way round."""
        return date.isdigit() and bool(self._units_of(date))

    def _is_hour(self, date: str) -> bool:
        return date.endswith(":00") and "hour" in self._units_of(str(int(date[1:3])))

    def _has_address(self, kind: str, value: str) -> bool:
        """A site is there when one of its pages is."""
        if (kind, value) in self.addresses:
            return True
        return kind == "link" and any(
            k == kind and known.startswith(f"{value}/") for k, known in self.addresses
        )


def _parts_of_count(value: str) -> list[str]:
    """The numbers of a count such as `31/52`; none for a mere ratio (`1/3 %`)."""
    return value.split("/") if "/" in value and not value.endswith("%") else []


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
    def word_count(self) -> int:
        """As `app.text.folding.word_count` counts them, in less time."""
        return len(_COUNTED.findall(self.text))

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

    def quote(self, start: int, end: int) -> str | None:
        """The text behind the words from index `start` to `end` (exclusive, not empty), as it is written."""
        places = list(_WORD.finditer(self.folded.text))
        return self._as_written(self.folded.text[places[start].start() : places[end - 1].end()])

    def _as_written(self, phrase: str) -> str | None:
        """A phrase that stands here, as it is written. Looked for line by line, since the way back from
        folded text takes long; in the whole text where it runs over a line."""
        for line in self._lines:
            if contains_phrase(_InPlace(line.source, line.text), phrase):
                return _written_in(line, phrase)
        return _written_in(self.folded, phrase)

    @cached_property
    def _lines(self) -> list[Folded]:
        return [fold_with_map(line) for line in self.text.split("\n") if line]

    def has_phrase(self, phrase: str) -> bool:
        """Whether the phrase stands here: as folded text or, where it is one fact, in any spelling that will
        do."""
        if contains_phrase(self._in_place, phrase):
            return True
        fact = sole_fact(phrase, self.language)
        return fact is not None and self.book.holds(fact)

    def satisfies(self, groups: WordGroups) -> bool:
        """Whether any group stands here with all of its phrases. No group, or an empty one: False."""
        return any(group and all(map(self.has_phrase, group)) for group in groups)

    def find(self, phrase: str) -> str | None:
        """How the phrase is written here, where it stands as folded text or as the very same fact."""
        if contains_phrase(self._in_place, phrase):
            return self._as_written(phrase)
        fact = sole_fact(phrase, self.language)
        return next((other.text for other in self.facts if fact and is_same(other, fact)), None)

    def find_group(self, groups: WordGroups) -> list[str] | None:
        """What stands here of the first group that does with all of its phrases; None when no group does.
        Stricter than `satisfies`: for what a text must not say."""
        for group in groups:
            found = [text for text in map(self.find, group) if text]
            if group and len(found) == len(group):
                return found
        return None


def _written_in(folded: Folded, phrase: str) -> str | None:
    span = find_phrase(folded, phrase)
    return span.of(folded.source) if span else None


def words_of(text: str) -> list[str]:
    """Runs of letters and digits of the text, folded; `l'atelier` makes two."""
    return _WORD.findall(fold(text))


def keys_of(fact: Fact) -> set[str]:
    """Under which keys `Reading.facts_by_number` has a fact."""
    if fact.kind in ("date", "email", "link"):
        return {fact.kind}
    return {fact.number, fact.also.partition(" ")[0]} - {""}


def is_same(one: Fact, other: Fact) -> bool:
    """Whether both say the same: equal in kind and in value, in either reading."""
    values = {one.value, one.also} & {other.value, other.also}
    return one.kind == other.kind and bool(values - {""})


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
