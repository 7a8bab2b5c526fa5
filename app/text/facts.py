"""The checkable details of a text: figures, dates, amounts, percentages, addresses, links and names.

Pure. `extract_facts` reads French and English; each detail gets one value however it is spelled, so that
`65 €`, `65,00 EUR` and `soixante-cinq euros` compare equal. What counts as a fact, and what does not:

- A number in digits is always one, but for what only numbers a list (`1.`, `(2)`, `étape 3`), idioms (`7j/7`)
  and words with a digit (`3D`, `B2B`, `Covid-19`). Numbers in words count from two up. A number of four
  digits that could be a year is a date.
- Articles of law, invoice, telephone, company and bank account numbers are figures, compared whole.
- A ratio is the percentage that it makes: `une entreprise sur quatre`, `un quart`, `1/4` and `25 %` are
  equal.
- A number that rounds (`une soixantaine`, `two dozen`) is the one that it rounds to, with `about` set.
- At both ends of a range the unit is the last one's: in `65 à 80 €` and `du 3 au 5 mai`, `65` is an amount
  and `3` a date.
- Signs are not read: `-5 %` is `5 %`. Nor is what a unit is measured by: `65 € HT` is `65 €`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from app.text.addresses import find_emails, find_links
from app.text.codes import find_codes, hide_numbering
from app.text.dates import find_days, find_month_dates, find_numeric_dates, find_times, with_month_of
from app.text.names import find_names
from app.text.quantities import find_figures, find_worded_figures, find_worded_ranks, kind_of
from app.text.ratios import find_fractions, find_ratios
from app.text.rough import find_rough_figures
from app.text.sheet import Fact, FactKind, Sheet

__all__ = ["Fact", "FactKind", "extract_facts"]

# In this order: what a pass takes, the later ones no longer see.
_PASSES: Final[tuple[Callable[[Sheet], Iterator[Fact]], ...]] = (
    find_emails,
    find_links,
    find_numeric_dates,
    hide_numbering,
    find_month_dates,
    find_times,
    find_ratios,
    find_fractions,
    find_codes,
    find_days,
    find_rough_figures,
    find_figures,
    find_worded_figures,
    find_worded_ranks,
)
_RANGE: Final = re.compile(
    r",? ?(?:a|et|ou|-|,|/|to|and|or|until|jusqu'a|et le|et les|au|through|et du|et de|and the)?"
    r" ?(?:les? |the )?"
)
_LONGEST_RANGE: Final = 14


def extract_facts(text: str, language: str, *, names: bool = True) -> list[Fact]:
    """The facts of an NFC text in `fr` or `en`, in order and not overlapping. `names=False` leaves out the
    names."""
    sheet = Sheet(text, language)
    facts = _in_passes(sheet)
    if names:
        facts = sorted([*facts, *find_names(sheet)], key=lambda fact: fact.span)
    return facts


def _in_passes(sheet: Sheet) -> list[Fact]:
    facts: list[Fact] = []
    for find in _PASSES:
        found = list(find(sheet))
        sheet.hide(fact.span for fact in found)
        facts += found
    facts.sort(key=lambda fact: fact.span)
    return _with_range_units(sheet, facts)


def _with_range_units(sheet: Sheet, facts: list[Fact]) -> list[Fact]:
    """From right to left, so that in `10, 20 et 30 €` the unit travels to the first."""
    for index in range(len(facts) - 2, -1, -1):
        first, last = facts[index], facts[index + 1]
        between = sheet.plain[first.span.end : last.span.start]
        if (
            _lacks_a_unit(first)
            and between.strip()
            and len(between) < _LONGEST_RANGE
            and _RANGE.fullmatch(between)
        ):
            facts[index] = _in_range_with(first, last)
    return facts


def _lacks_a_unit(fact: Fact) -> bool:
    if fact.kind == "figure":
        return not fact.unit and fact.number.replace(".", "").isdigit()
    return fact.kind == "date" and fact.value.startswith("---")


def _in_range_with(first: Fact, last: Fact) -> Fact:
    if last.kind == "date":
        number = first.number.removeprefix("---")
        day = with_month_of(int(number), last.value) if number.isdigit() else None
        return first._replace(kind="date", value=day, also="", loose=False, bare=False) if day else first
    if first.kind == "date" or last.kind == "name" or not last.unit or last.unit == "th":
        return first
    return first._replace(
        kind=kind_of(last.unit),
        value=f"{first.number} {last.unit}",
        also=f"{first.also} {last.unit}" if first.also else "",
        loose=first.loose and last.loose,
        bare=False,
    )
