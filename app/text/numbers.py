"""Numbers as French and English write them, in digits and in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

NUMBER: Final = (
    r"[0-9](?:[0-9]{0,2}(?:[ '][0-9]{3})+(?![0-9])|[0-9]{0,2}(?:[.,][0-9]{3})+(?![0-9])|[0-9]*)"
    r"(?:[.,][0-9]+)?"
)
"""A number in digits, on a plain text (`Sheet.plain`): `1200`, `1 200,50`, `1,200.50`, `1'200`, `10.15`."""

GAP: Final = r" {0,2}\n? ?"
"""What may stand between a number and its unit: nothing, spaces, the end of a line within a paragraph."""

_MOST_DIGITS: Final = 18
_EXACT_PLACES: Final = 4


class Reading(NamedTuple):
    """A number, with its second reading where the spelling has two (`1.200` in French)."""

    value: Decimal
    also: Decimal | None = None


def read_digits(text: str, language: str) -> Reading | None:
    """The value of what `NUMBER` matched; None when it is too long to be a number (a serial number).

    A lone separator before exactly three digits is read by the habit of the language: in French a comma is
    decimal and a dot parts thousands, in English it is the other way round. The other reading is kept beside.
    """
    digits = text.replace(" ", "").replace("'", "")
    if len(digits) > _MOST_DIGITS:
        return None
    separators = [c for c in digits if c in ".,"]
    if not separators:
        return Reading(Decimal(digits))
    if len(separators) > 1:
        return Reading(_with_decimal(digits, _decimal_of_many(digits, separators)))
    return _one_separator(digits, separators[0], language)


def _decimal_of_many(digits: str, separators: list[str]) -> str:
    """The decimal separator among several: the last one, unless it stands twice (then all part thousands)."""
    return separators[-1] if separators.count(separators[-1]) == 1 else ""


def _one_separator(digits: str, separator: str, language: str) -> Reading:
    head, _, tail = digits.partition(separator)
    decimal, grouped = _with_decimal(digits, separator), _with_decimal(digits, "")
    if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
        return Reading(decimal)
    if separator == ("." if language == "fr" else ","):
        return Reading(grouped, decimal)
    return Reading(decimal, grouped)


def _with_decimal(digits: str, separator: str) -> Decimal:
    head, _, tail = digits.rpartition(separator) if separator else (digits, "", "")
    whole = (head or digits).replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{tail}") if head and tail else Decimal(whole)


def canonical(value: Decimal) -> str:
    """`65`, `65.5`: no exponent, no zero that says nothing."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text.lstrip("0") or "0"


def percentage(ratio: Fraction) -> str:
    """A ratio as a number of hundredths where that is exact to four decimals (`25`), else itself (`1/3`)."""
    hundredths = ratio * 100 * 10**_EXACT_PLACES
    if hundredths.denominator > 1:
        return f"{ratio.numerator}/{ratio.denominator}"
    return canonical(Decimal(hundredths.numerator).scaleb(-_EXACT_PLACES))


_FRENCH_TO_SIXTEEN: Final = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_FRENCH_TENS: Final = "dix vingt trente quarante cinquante soixante septante huitante nonante"
_FRENCH: Final = {
    **{word: value for value, word in enumerate(_FRENCH_TO_SIXTEEN.split(), 1)},
    **{word: 10 * tens for tens, word in enumerate(_FRENCH_TENS.split(), 1)},
    "une": 1,
    "vingts": 20,
    "octante": 80,
    "mille": 1_000,
    **dict.fromkeys(("cent", "cents"), 100),
    **dict.fromkeys(("million", "millions"), 10**6),
    **dict.fromkeys(("milliard", "milliards"), 10**9),
}
_ENGLISH_TO_NINETEEN: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ENGLISH_TENS: Final = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH: Final = {
    **{word: value for value, word in enumerate(_ENGLISH_TO_NINETEEN.split(), 1)},
    **{word: 10 * tens for tens, word in enumerate(_ENGLISH_TENS.split(), 1)},
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
}
WORDS: Final = {"fr": _FRENCH, "en": _ENGLISH}
AND: Final = {"fr": "et", "en": "and"}


def _run_of(language: str) -> str:
    word = "|".join(sorted(WORDS[language], key=len, reverse=True))
    # `mille-feuille` counts nothing, `ten-day` does.
    no_compound = "(?!-[a-z])" if language == "fr" else ""
    return rf"(?<![\w-])(?:{word})\b(?:[ \n-](?:{AND[language]}[ -])?(?:{word})\b)*{no_compound}"


_RUN: Final = {language: re.compile(_run_of(language)) for language in WORDS}
_TOKEN: Final = re.compile("[a-z]+")


class WordNumber(NamedTuple):
    """A number in words: its value, where it stands, and how many words it takes."""

    value: int
    start: int
    end: int
    words: int


def word_numbers(plain: str, language: str, starts: Iterable[int]) -> Iterator[WordNumber]:
    """The numbers written in words that begin at one of `starts` (rising), `un` and `one` among them: `vingt
    et un`, `two hundred`."""
    end = 0
    for start in starts:
        run = _RUN[language].match(plain, start) if start >= end else None
        if run:
            end = run.end()
            yield from _numbers_of(run, language)


def word_number(plain: str, language: str) -> int | None:
    """The value of a text that is one number in words and nothing else."""
    numbers = list(word_numbers(plain, language, [0]))
    return numbers[0].value if len(numbers) == 1 and numbers[0].end == len(plain) else None


def _numbers_of(run: re.Match[str], language: str) -> Iterator[WordNumber]:
    number, joined, start, end = _Number(language), False, 0, 0
    for token in _TOKEN.finditer(run.group()):
        if token.group() == AND[language]:
            joined = True
            continue
        if not number.take(WORDS[language][token.group()], joined):
            yield WordNumber(number.value, run.start() + start, run.start() + end, number.words)
            number, start = _Number(language), token.start()
            number.take(WORDS[language][token.group()], joined=False)
        joined, end = False, token.end()
    yield WordNumber(number.value, run.start() + start, run.start() + end, number.words)


class _Number:
    """A number that grows word by word. What comes next within the hundreds must be smaller than `room`, the
    next thousand or million than `scale`."""

    def __init__(self, language: str) -> None:
        self.french = language == "fr"
        self.high, self.group, self.last, self.words = 0, 0, 0, 0
        self.room, self.scale = 1_000, 10**12

    @property
    def value(self) -> int:
        return self.high + self.group

    def take(self, value: int, joined: bool) -> bool:
        """Add a word; False, and nothing added, when it cannot belong to this number."""
        if joined and not self._may_join(value):
            return False
        taken = (
            self._scale(value) if value >= 1_000 else self._hundred() if value == 100 else self._add(value)
        )
        if taken:
            self.last, self.words = value, self.words + 1
        return taken

    def _may_join(self, value: int) -> bool:
        if self.french:
            return self.last in range(20, 100) and value in (1, 11)
        return self.last >= 100 and value < 100

    def _scale(self, scale: int) -> bool:
        if scale >= self.scale:
            return False
        self.high += (self.group or 1) * scale
        self.group, self.room, self.scale = 0, 1_000, scale
        return True

    def _hundred(self) -> bool:
        most = 9 if self.french else 99
        if self.group > most or (self.french and self.group == 1):
            return False
        self.group, self.room = (self.group or 1) * 100, 100
        return True

    def _add(self, value: int) -> bool:
        if self.french and value == 20 and self.last == 4 and self.group % 100 == 4:
            self.group, self.room = self.group + 76, 20
            return True
        if value >= self.room or (self.last == 10 and value not in (7, 8, 9)):
            return False
        self.group += value
        self.room = self._room_after(value)
        return True

    def _room_after(self, value: int) -> int:
        if value == 10:
            return 10 if self.french else 0
        if value < 20:
            return 0
        return 20 if self.french and value == 60 else 10
