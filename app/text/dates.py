"""Dates and times of day as French and English write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.text.numbers import GAP, WORDS, word_number
from app.text.sheet import Fact, Sheet

_MONTH_NAMES: Final = {
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(),
    "en": "january february march april may june july august september october november december".split(),
}
_SHORT: Final = {
    **{"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "jun": 6},
    **{"juil": 7, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
}
_LONG: Final = {name: index for names in _MONTH_NAMES.values() for index, name in enumerate(names, 1)}
_MONTHS: Final = {**_LONG, **_SHORT}

_MONTH: Final = re.compile(
    r"(?<![\w-])(?:mi-|mid-)?(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![\w-])\.?"
)
_DAY_WORDS: Final = "|".join(
    word for words in WORDS.values() for word, value in words.items() if value <= 30 and value != 1
)
_DAY_BEFORE: Final = re.compile(
    rf"(?<![\w.,/])(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?|(?P<first>premier|first)|"
    rf"(?P<words>(?:{_DAY_WORDS})(?:[ -](?:et[ -])?(?:{_DAY_WORDS}|un|one))*))(?: day)?(?: of| de)?[ \n-]{{1,2}}$"
)
_DAY_AFTER: Final = re.compile(rf"{GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%€]| ?[%€])")
_YEAR_AFTER: Final = re.compile(r",?[ \n-]{1,2}(?:de |of )?(?P<year>(?:19|20)\d{2})(?![\d%€]| [\d%€])")
# English names of months are also a verb, a modal and first names: alone they need one of these before them.
_ENGLISH_CUE: Final = re.compile(
    r"\b(?:in|of|by|until|till|since|from|to|before|after|last|next|early|late|mid|this|every|each|during|through"
    r"|and|or|end of|starting)[ \n]$"
)
_DAY_REACH: Final = 32

_ISO_OR_SLASHED: Final = re.compile(
    r"(?<![\w/.-])(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2}))(?![\w/-]|\.\d)"
)
_DAY_AND_MONTH: Final = re.compile(
    r"(?<![\w/.,-])(?P<cue>(?:le|du|au|by|on) )?(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\w/]|[.,]\d)"
)
_DAY_ALONE: Final = {
    "fr": re.compile(
        r"\b(?:le|du|au) (?P<day>\d{1,2})(?:er)?(?=[.;:!?)\n]|,(?!\d)|$"
        r"| (?:a|au|et|ou|pour|prochain|inclus|dernier|courant|du mois)\b)"
    ),
    "en": re.compile(r"\b(?:on|by|before|until|from|to|till) the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
}
_CLOCK: Final = re.compile(
    r"(?<![\w,.:/])(?P<hour>[01]?\d|2[0-4])"
    r"(?:(?: ?(?:h|heures?) ?|:)(?P<minute>[0-5]\d)(?![\d:%€]| [%€])(?P<pm> ?[ap]\.?m\b|(?!\w))"
    r"|(?:\.(?P<dotted>[0-5]\d))?(?P<half> ?[ap]\.?m\b)|(?P<clock> o'clock))"
    r"|(?<=\bat )(?P<at>1?\d|2[0-3])\.(?P<past>[0-5]\d)(?![\w%€]| ?[%€])"
)


class _Numbers(NamedTuple):
    """The parts of a date as far as they are said: a year, a month or a day at least."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        if self.year is not None:
            parts = [
                f"{self.year:04}",
                *(f"{part:02}" for part in (self.month, self.day) if part is not None),
            ]
            return "-".join(parts)
        if self.month is None:
            return f"---{self.day:02}"
        return f"--{self.month:02}" if self.day is None else f"--{self.month:02}-{self.day:02}"

    @property
    def possible(self) -> bool:
        return (self.month is None or 1 <= self.month <= 12) and (self.day is None or 1 <= self.day <= 31)


def find_numeric_dates(sheet: Sheet) -> Iterator[Fact]:
    """`2026-12-12`, `12/12/2026`, `12.12.26`; `le 12/12`. Day first; an English date that could also be month
    first has that as its second reading."""
    for match in _ISO_OR_SLASHED.finditer(sheet.open):
        if match["y"]:
            yield from _fact(
                sheet, *match.span(), _Numbers(int(match["y"]), int(match["m"]), int(match["d"]))
            )
        else:
            year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
            yield from _either_order(sheet, match, year)
    for match in _DAY_AND_MONTH.finditer(sheet.open):
        # `1/4` and `9/10` are ratios; `01/04` and `le 1/4` are days.
        if match["cue"] or len(match["one"]) == len(match["two"]) == 2:
            yield from _either_order(sheet, match, None)


def _either_order(sheet: Sheet, match: re.Match[str], year: int | None) -> Iterator[Fact]:
    one, two = int(match["one"]), int(match["two"])
    readings = [_Numbers(year, two, one)]
    if sheet.language == "en" or two > 12:
        readings.append(_Numbers(year, one, two))
    possible = [reading for reading in readings if reading.possible]
    if possible:
        also = possible[1].iso if len(possible) > 1 and possible[1] != possible[0] else ""
        yield from _fact(sheet, match.start("one"), match.end(), possible[0], also)


def _fact(sheet: Sheet, start: int, end: int, numbers: _Numbers, also: str = "") -> Iterator[Fact]:
    if numbers.possible:
        yield sheet.fact("date", numbers.iso, start, end, also=also)


def find_month_dates(sheet: Sheet) -> Iterator[Fact]:
    """`12 décembre 2026`, `1er janvier`, `December 12th, 2026`, `déc. 2026`, `en mars`."""
    taken = 0
    for month in _MONTH.finditer(sheet.open):
        if month.start() < taken:
            continue
        fact = _around(sheet, month, taken)
        if fact:
            taken = fact.span.end
            yield fact


def _around(sheet: Sheet, month: re.Match[str], taken: int) -> Fact | None:
    start, day = _day_before(sheet, month, taken)
    end = month.end("name")
    if day is None and sheet.language == "en":
        end, day = _day_after(sheet, month)
    year = _YEAR_AFTER.match(sheet.open, month.end() if end == month.end("name") else end)
    if year:
        end = year.end()
    numbers = _Numbers(int(year["year"]) if year else None, _MONTHS[month["name"]], day)
    said = year or day is not None or _stands_alone(sheet, month)
    return sheet.fact("date", numbers.iso, start, end) if said and numbers.possible else None


def _day_before(sheet: Sheet, month: re.Match[str], taken: int) -> tuple[int, int | None]:
    reach = max(taken, month.start() - _DAY_REACH)
    before = _DAY_BEFORE.search(sheet.open[reach : month.start()])
    day = _day_of(before) if before else None
    if before is None or day is None:
        return month.start("name"), None
    return reach + before.start(), day


def _day_of(match: re.Match[str]) -> int | None:
    if match["first"]:
        return 1
    day = int(match["day"]) if match["day"] else _in_words(match["words"])
    return day if day is not None and 1 <= day <= 31 else None


def _in_words(text: str) -> int | None:
    values = (word_number(text, language) for language in WORDS)
    return next((value for value in values if value is not None), None)


def _day_after(sheet: Sheet, month: re.Match[str]) -> tuple[int, int | None]:
    after = _DAY_AFTER.match(sheet.open, month.end())
    if after is None or not 1 <= int(after["day"]) <= 31 or not _named(sheet, month):
        return month.end("name"), None
    return after.end(), int(after["day"])


def _named(sheet: Sheet, month: re.Match[str]) -> bool:
    """English months have a capital: `you may 12 times` is none."""
    return sheet.text[month.start("name")].isupper()


def _stands_alone(sheet: Sheet, month: re.Match[str]) -> bool:
    name = month["name"]
    if name not in _MONTH_NAMES[sheet.language]:
        return False
    if sheet.language == "fr" or month.group().startswith("mid-"):
        return True
    before = sheet.plain[max(0, month.start() - 12) : month.start()]
    return _named(sheet, month) and _ENGLISH_CUE.search(before) is not None


def find_days(sheet: Sheet) -> Iterator[Fact]:
    """A day of a month named elsewhere: `avant le 12.`, `by the 12th`."""
    for match in _DAY_ALONE[sheet.language].finditer(sheet.open):
        day = _Numbers(day=int(match["day"]))
        if day.possible:
            yield sheet.fact("date", day.iso, match.start("day"), match.end())


def find_times(sheet: Sheet) -> Iterator[Fact]:
    """`14 h 30`, `14h30`, `14:30`, `2.30 pm`, `at 2.30`; a lone `14 h` is a figure of hours. `4 o'clock` has the
    afternoon as its second reading."""
    for match in _CLOCK.finditer(sheet.open):
        half = (match["pm"] or match["half"] or "").strip()
        hour, minute = (
            int(match["hour"] or match["at"]),
            int(match["minute"] or match["dotted"] or match["past"] or 0),
        )
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        either = (match["clock"] or match["at"]) and hour < 12
        also = f"T{hour + 12:02}:{minute:02}" if either else ""
        yield sheet.fact("date", f"T{hour:02}:{minute:02}", *match.span(), also=also)


def with_month_of(day: int, date: str) -> str | None:
    """`3`, `2026-12-05` -> `2026-12-03`: the other day of a range; None where the date names no day in a month."""
    if not re.fullmatch(r"(?:\d{4}-\d{2}|--\d{2})-\d{2}", date) or not 1 <= day <= 31:
        return None
    return f"{date[:-2]}{day:02}"


def said_by(date: str) -> set[str]:
    """Every date that is said when `date` is: itself, and what is left of it when parts are left out."""
    if date.startswith("T"):
        return {date}
    year, month, day = _parts(date)
    shorter = {
        f"{year}-{month}" if year and month else "",
        year,
        f"--{month}-{day}" if month and day else "",
        f"--{month}" if month else "",
        f"---{day}" if day else "",
    }
    return {date, *shorter} - {""}


def _parts(date: str) -> tuple[str, str, str]:
    if date.startswith("---"):
        return "", "", date[3:]
    if date.startswith("--"):
        return "", date[2:4], date[5:]
    return date[:4], date[5:7], date[8:]
