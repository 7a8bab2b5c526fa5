"""Numbers, amounts and dates spelled in every common way: written apart from the code that reads them."""

from __future__ import annotations

from datetime import date
from typing import Final

_FRENCH: Final = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
    dix-huit dix-neuf
"""
_ENGLISH: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_ENGLISH_TENS: Final = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH_MONTHS: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH_MONTHS: Final = (
    "January February March April May June July August September October November December"
)
FRENCH, ENGLISH, ENGLISH_TENS = _FRENCH.split(), _ENGLISH.split(), _ENGLISH_TENS.split()
FRENCH_TENS: Final = {
    2: "vingt",
    3: "trente",
    4: "quarante",
    5: "cinquante",
    6: "soixante",
    8: "quatre-vingt",
}
FRENCH_MONTHS, ENGLISH_MONTHS = _FRENCH_MONTHS.split(), _ENGLISH_MONTHS.split()


def french(n: int) -> str:
    """0 to 999 999, in the traditional spelling."""
    if n < 20:
        return FRENCH[n]
    if n < 100:
        return _french_tens(n)
    if n < 1_000:
        return _french_hundreds(n)
    thousands, rest = divmod(n, 1_000)
    head = (
        "mille"
        if thousands == 1
        else french(thousands).replace("cents", "cent").replace("vingts", "vingt") + " mille"
    )
    return f"{head} {french(rest)}" if rest else head


def _french_tens(n: int) -> str:
    tens = n // 10 - (1 if n // 10 in (7, 9) else 0)
    rest, word = n - 10 * tens, FRENCH_TENS[tens]
    if rest == 0:
        return word + ("s" if tens == 8 else "")
    if rest in (1, 11) and tens != 8:
        return f"{word} et {FRENCH[rest]}"
    return f"{word}-{FRENCH[rest]}"


def _french_hundreds(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    head = "cent" if hundreds == 1 else f"{FRENCH[hundreds]} cent"
    if rest:
        return f"{head} {french(rest)}"
    return head if hundreds == 1 else f"{head}s"


def english(n: int, joint: str = " and ") -> str:
    """0 to 999 999; `joint` stands between the hundreds and the rest."""
    if n < 20:
        return ENGLISH[n]
    if n < 100:
        return ENGLISH_TENS[n // 10] + (f"-{ENGLISH[n % 10]}" if n % 10 else "")
    if n < 1_000:
        head = f"{ENGLISH[n // 100]} hundred"
        return f"{head}{joint}{english(n % 100, joint)}" if n % 100 else head
    thousands, rest = divmod(n, 1_000)
    head = f"{english(thousands, joint)} thousand"
    return f"{head}{joint if rest < 100 else ' '}{english(rest, joint)}" if rest else head


def grouped(n: int, separator: str) -> str:
    return f"{n:,}".replace(",", separator)


def french_amounts(euros: int) -> list[str]:
    """Every common French spelling of a whole amount."""
    groups = [grouped(euros, space) for space in (" ", "\u00a0", "\u202f", ".")]
    numbers = [str(euros), *groups]
    with_unit = [f"{number}{unit}" for number in numbers for unit in (" €", "\u00a0€", "€", " euros", " EUR")]
    decimals = [f"{number},00 €" for number in numbers]
    return [*with_unit, *decimals, f"{french(euros)} euros", f"{french(euros).replace(' ', '-')} euros"]


def english_amounts(euros: int) -> list[str]:
    numbers = [str(euros), grouped(euros, ","), f"{grouped(euros, ',')}.00"]
    return [
        *(f"{sign}{number}" for number in numbers for sign in ("€", "€ ", "EUR ", "EUR")),
        *(f"{number} {unit}" for number in numbers for unit in ("euros", "EUR", "€")),
        f"{english(euros)} euros",
        f"{english(euros, ' ')} euros",
    ]


def french_dates(day: date) -> list[str]:
    month = FRENCH_MONTHS[day.month - 1]
    number = "1er" if day.day == 1 else str(day.day)
    return [
        f"{number} {month} {day.year}",
        f"{number}\u00a0{month.capitalize()}\u00a0{day.year}",
        f"{day.day:02} {month} {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%y}",
        day.isoformat(),
        f"{'premier' if day.day == 1 else french(day.day)} {month} {day.year}",
    ]


def english_dates(day: date) -> list[str]:
    month = ENGLISH_MONTHS[day.month - 1]
    ordinal = (
        f"{day.day}{'th' if 4 <= day.day <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day.day % 10, 'th')}"
    )
    return [
        f"{day.day} {month} {day.year}",
        f"{ordinal} {month} {day.year}",
        f"{ordinal} of {month} {day.year}",
        f"{ordinal} of {month}, {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {ordinal}, {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day.day} {month[:3]}. {day.year}",
        f"{day:%d/%m/%Y}",
        day.isoformat(),
    ]
