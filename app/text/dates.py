"""Dates and times of day as French and English write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.text.numbers import GAP, WORDS, word_number
from app.text.sheet import Fact, Sheet
from app.text.streets import street_follows

_FRENCH_MONTHS: Final = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_ENGLISH_MONTHS: Final = (
    "january february march april may june july august september october november december"
)
_MONTH_NAMES: Final = {"fr": _FRENCH_MONTHS.split(), "en": _ENGLISH_MONTHS.split()}
_SHORT_FORMS: Final = "jan/janv feb/fev/fevr mar apr/avr - jun jul/juil aug sep/sept oct nov dec"
_MONTHS: Final = {
    form: index
    for names in (*_MONTH_NAMES.values(), _SHORT_FORMS.split())
    for index, forms in enumerate(names, 1)
    for form in forms.split("/")
    if form != "-"
}
_LONG: Final = frozenset(name for names in _MONTH_NAMES.values() for name in names)
_DAY_WORDS: Final = "|".join(
    word for words in WORDS.values() for word, value in words.items() if value <= 30 and value != 1
)
_DAY_BEFORE: Final = re.compile(
    r"(?<![\w.,/])(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th)?|(?P<first>premier|first)"
    rf"|(?P<words>(?:{_DAY_WORDS})(?:[ -](?:et[ -])?(?:{_DAY_WORDS}|un|one))*))"
    r"(?: day)?(?: of| de)?[ \n-]{1,2}$"
)
_MID: Final = re.compile(r"(?<!\w)mid?-$")
_DAY_AFTER: Final = re.compile(rf"\.?{GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%€]| ?[%€])")
_YEAR_AFTER: Final = re.compile(r"\.?,?[ \n-]{1,2}(?:de |of )?(?P<year>(?:19|20)\d{2})(?![\d%€]| [\d%€])")
# English names of months are also a verb, a modal and first names: alone they need one of these before them.
_ENGLISH_CUE: Final = re.compile(
    r"\b(?:in|of|by|until|till|since|from|to|before|after|last|next|early|late|mid|this|every|each|during|through"
    r"|and|or|starting)[ \n]$"
)
_DAY_REACH: Final = 32
_CUE_REACH: Final = 12

_IN_FIGURES: Final = re.compile(
    r"(?P<one>[0-9](?<![\w/.-][0-9])\d{0,3})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<three>\d{1,4})(?![\w/-]|\.\d)"
)
_DAY_AND_MONTH: Final = re.compile(
    r"(?P<one>[0-9](?<![\w/.,-][0-9])[0-9]?)/(?P<two>[0-9]{1,2})(?![\w/]|[.,][0-9])"
)
_FRENCH_DAY: Final = re.compile(
    r"(?P<day>[0-9](?<![0-9][0-9])[0-9]?)(?:er)?"
    r"(?=[.;:!?)\n]|,(?!\d)|$| (?:a|au|et|ou|pour|prochain|inclus|dernier|courant|du mois)\b)"
)
_ENGLISH_DAY: Final = re.compile(r"(?P<day>[0-9](?<![0-9][0-9])[0-9]?)(?:st|nd|rd|th)\b")
_DAY_ALONE: Final = {"fr": _FRENCH_DAY, "en": _ENGLISH_DAY}
_DAY_CUE: Final = {
    "fr": re.compile(r"\b(?:le|du|au) $"),
    "en": re.compile(r"\b(?:on|by|before|until|from|to|till) the $"),
}
# `au 3, place des Coudriers` is where; `jusqu'au 3`, `du 1er au 3` and `du 28 mai au 3` are when.
_AT: Final = re.compile(r"\bau $")
_UNTIL: Final = re.compile(rf"(?:jusqu'|\bici |[0-9](?:er)? |\b(?:{_FRENCH_MONTHS.replace(' ', '|')}) )au $")
_UNTIL_REACH: Final = 16
_DATE_CUE: Final = re.compile(r"\b(?:le|du|au|by|on) $")

_CLOCK: Final = re.compile(
    r"(?P<hour>[0-9](?<![\w,.:/][0-9])[0-9]?)"
    r"(?:(?: ?(?:h|heures?) ?|:)(?P<minute>[0-5]\d)(?![\d:%€]| [%€])(?P<pm> ?[ap]\.?m\b|(?!\w))"
    r"|(?:\.(?P<dotted>[0-5]\d))?(?P<half> ?[ap]\.?m\b)|(?P<clock> o'clock)"
    r"|(?:(?<=\bat [0-9])|(?<=\bat [0-9]{2}))\.(?P<past>[0-5]\d)(?![\w%€]| ?[%€]))"
)

# `neuf heures et demie`, `neuf heures trente`: the words on both sides of *heures*.
_HOURS: Final = frozenset({"heure", "heures"})
_HOUR_BEFORE: Final = re.compile(
    rf"(?<![\w.,-])(?P<hour>une|(?:{_DAY_WORDS})(?:[ -](?:et[ -])?(?:{_DAY_WORDS}|une))?) $"
)
_MINUTES: Final = {
    "cinq": 5,
    "dix": 10,
    "quinze": 15,
    "et quart": 15,
    "vingt": 20,
    "vingt-cinq": 25,
    "trente": 30,
    "et demie": 30,
    "et demi": 30,
    "trente-cinq": 35,
    "quarante": 40,
    "quarante-cinq": 45,
    "cinquante": 50,
    "cinquante-cinq": 55,
}
_MINUTES_AFTER: Final = re.compile(
    rf" (?P<minutes>{'|'.join(sorted(_MINUTES, key=len, reverse=True))})(?![\w-])(?: minutes)?"
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
    found = list(_full_dates(sheet))
    sheet.hide(fact.span for fact in found)
    yield from found
    for match in _DAY_AND_MONTH.finditer(sheet.open):
        # `1/4` and `9/10` are ratios; `01/04` and `le 1/4` are days.
        cued = _DATE_CUE.search(sheet.open[max(0, match.start() - _CUE_REACH) : match.start()])
        if cued or len(match["one"]) == len(match["two"]) == 2:
            yield from _either_order(sheet, match, None)


def _full_dates(sheet: Sheet) -> Iterator[Fact]:
    for match in _IN_FIGURES.finditer(sheet.open):
        one, two, three = match["one"], match["two"], match["three"]
        if len(one) == 4 and match["sep"] == "-" and len(three) < 3:
            yield from _fact(sheet, match, _Numbers(int(one), int(two), int(three)))
        elif len(one) < 3 and len(three) in (2, 4):
            yield from _either_order(sheet, match, int(three) + (2000 if len(three) == 2 else 0))


def _either_order(sheet: Sheet, match: re.Match[str], year: int | None) -> Iterator[Fact]:
    one, two = int(match["one"]), int(match["two"])
    readings = [_Numbers(year, two, one)]
    if sheet.language == "en" or two > 12:
        readings.append(_Numbers(year, one, two))
    possible = [reading for reading in readings if reading.possible]
    if possible:
        also = possible[1].iso if len(possible) > 1 and possible[1] != possible[0] else ""
        yield from _fact(sheet, match, possible[0], also)


def _fact(sheet: Sheet, match: re.Match[str], numbers: _Numbers, also: str = "") -> Iterator[Fact]:
    if numbers.possible:
        yield sheet.fact("date", numbers.iso, *match.span(), also=also)


def find_month_dates(sheet: Sheet) -> Iterator[Fact]:
    """`12 décembre 2026`, `1er janvier`, `December 12th, 2026`, `déc. 2026`, `en mars`."""
    taken = 0
    for start, month in sheet.places_of(_MONTHS.keys()):
        fact = _around(sheet, start, month, taken) if start >= taken else None
        if fact:
            taken = fact.span.end
            yield fact


def _around(sheet: Sheet, start: int, name: str, taken: int) -> Fact | None:
    """The date that the month at `start` belongs to; what stands before `taken` is another one's."""
    first, day = _day_before(sheet, start, max(taken, start - _DAY_REACH), name in _LONG)
    end = start + len(name)
    if day is None and sheet.language == "en":
        end, day = _day_after(sheet, start, end)
    year = _YEAR_AFTER.match(sheet.open, end)
    numbers = _Numbers(int(year["year"]) if year else None, _MONTHS[name], day)
    said = year or day is not None or _stands_alone(sheet, name, start)
    return sheet.fact("date", numbers.iso, first, year.end() if year else end) if said else None


def _day_before(sheet: Sheet, month: int, reach: int, is_long: bool) -> tuple[int, int | None]:
    """Where the date begins, and the day that stands before the month, if one does. A short form needs its
    day in digits: `dix-sept` is no date in September."""
    before = _DAY_BEFORE.search(sheet.open[reach:month])
    day = _day_of(before) if before and (is_long or before["day"]) else None
    return (month, None) if before is None or day is None else (reach + before.start(), day)


def _day_of(match: re.Match[str]) -> int | None:
    if match["first"]:
        return 1
    day = int(match["day"]) if match["day"] else _in_words(match["words"])
    return day if day is not None and 1 <= day <= 31 else None


def _in_words(text: str) -> int | None:
    values = (word_number(text, language) for language in WORDS)
    return next((value for value in values if value is not None), None)


def _day_after(sheet: Sheet, month: int, end: int) -> tuple[int, int | None]:
    after = _DAY_AFTER.match(sheet.open, end)
    if after is None or not 1 <= int(after["day"]) <= 31 or not _has_capital(sheet, month):
        return end, None
    return after.end(), int(after["day"])


def _has_capital(sheet: Sheet, month: int) -> bool:
    """English months have one: `you may 12 times` is none."""
    return sheet.text[month].isupper()


def _stands_alone(sheet: Sheet, name: str, start: int) -> bool:
    if name not in _MONTH_NAMES[sheet.language]:
        return False
    before = sheet.plain[max(0, start - _CUE_REACH) : start]
    if sheet.language == "fr" or _MID.search(before):
        return True
    return _has_capital(sheet, start) and _ENGLISH_CUE.search(before) is not None


def find_days(sheet: Sheet) -> Iterator[Fact]:
    """A day of a month named elsewhere: `avant le 12.`, `by the 12th`."""
    for match in _DAY_ALONE[sheet.language].finditer(sheet.open):
        day = _Numbers(day=int(match["day"]))
        before = sheet.open[max(0, match.start() - _CUE_REACH) : match.start()]
        if day.possible and _DAY_CUE[sheet.language].search(before) and not _is_address(sheet, match):
            yield sheet.fact("date", day.iso, *match.span())


def _is_address(sheet: Sheet, day: re.Match[str]) -> bool:
    """`au 3, place des Coudriers`; the number is then left for the figures."""
    if sheet.language != "fr" or not street_follows(sheet.plain, day.end("day")):
        return False
    before = sheet.plain[max(0, day.start() - _UNTIL_REACH) : day.start()]
    return _AT.search(before) is not None and _UNTIL.search(before) is None


def find_times(sheet: Sheet) -> Iterator[Fact]:
    """`14 h 30`, `14h30`, `14:30`, `2.30 pm`, `at 2.30`, `deux heures et demie`; a lone `14 h` is a figure of
    hours. `4 o'clock`, `at 2.30` and `deux heures et demie` have the afternoon as their second reading."""
    for match in _CLOCK.finditer(sheet.open):
        half = (match["pm"] or match["half"] or "").strip()
        hour = int(match["hour"])
        minute = int(match["minute"] or match["dotted"] or match["past"] or 0)
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        either = (match["clock"] or match["past"]) and hour < 12
        if hour <= 24:
            yield _time(sheet, hour, minute, *match.span(), either=bool(either))
    if sheet.language == "fr":
        yield from _times_in_words(sheet)


def _times_in_words(sheet: Sheet) -> Iterator[Fact]:
    for place, word in sheet.places_of(_HOURS):
        after = _MINUTES_AFTER.match(sheet.open, place + len(word))
        reach = max(0, place - _DAY_REACH)
        before = _HOUR_BEFORE.search(sheet.open[reach:place]) if after else None
        hour = _in_words(before["hour"]) if before else None
        if before and after and hour and hour <= 24:
            start = reach + before.start()
            yield _time(sheet, hour, _MINUTES[after["minutes"]], start, after.end(), either=hour < 12)


def _time(sheet: Sheet, hour: int, minute: int, start: int, end: int, *, either: bool) -> Fact:
    """A time of day; with `either`, its second reading is in the afternoon."""
    also = f"T{hour + 12:02}:{minute:02}" if either else ""
    return sheet.fact("date", f"T{hour:02}:{minute:02}", start, end, also=also)


def with_month_of(day: int, date: str) -> str | None:
    """`3`, `2026-12-05` -> `2026-12-03`: the other day of a range; None where the date names no day in a
    month."""
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
