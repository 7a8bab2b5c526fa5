"""Tables as CSV that spreadsheets open right by a double click. Pure.

Spreadsheets read CSV by the rules of the country that they are set to: in France a semicolon parts the
columns and a comma the decimals, in Britain it is a comma and a point. A byte order mark says UTF-8, lines
end with CRLF.

A text that begins like a formula would be run as one, so it gets an apostrophe in front, by which
spreadsheets know a text; and every text stands in quotes, so that it stays in its cell. Where a file is read
with another separator that holds for the first column alone, the one that names trainees. Numbers stay
numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from app.exercises.schema import Language

Cell: TypeAlias = str | int | float | None

BOM: Final = "\ufeff"
FORMULA_SIGNS: Final = frozenset("=+-@\t\r\n\0＝＋－＠")
"""With what a formula begins; the last four are those of East Asian keyboards, which some take as well."""
HIDING: Final = ' \u00a0\u202f\u3000\u200b\ufeff\v\f"'
"""What may stand before such a sign and be dropped by a reader: white space, and a quotation mark."""
DECIMALS: Final = 3


class Separator(StrEnum):
    """What parts the columns."""

    SEMICOLON = "semicolon"
    COMMA = "comma"
    TAB = "tab"


_SIGN: Final = {Separator.SEMICOLON: ";", Separator.COMMA: ",", Separator.TAB: "\t"}
_USUAL: Final = {Language.FR: Separator.SEMICOLON, Language.EN: Separator.COMMA}
_POINT: Final = {Language.FR: ",", Language.EN: "."}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a spreadsheet set to a language writes tables."""

    separator: str
    decimal_point: str


def dialect(language: Language, separator: Separator | None = None) -> Dialect:
    """That of the language: semicolon and decimal comma in French, comma and decimal point in English.
    Another `separator` leaves the decimals as they are."""
    return Dialect(_SIGN[separator or _USUAL[language]], _POINT[language])


def to_csv(rows: Iterable[Sequence[Cell]], written: Dialect) -> bytes:
    """The file: UTF-8 with a byte order mark. Numbers have three decimals at most; None is an empty cell."""
    lines = (written.separator.join(_cell(cell, written) for cell in row) + "\r\n" for row in rows)
    return (BOM + "".join(lines)).encode("utf-8")


def _cell(cell: Cell, written: Dialect) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return '"' + guarded(cell).replace('"', '""') + '"'
    return _number(cell).replace(".", written.decimal_point)


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula, whatever of `HIDING` stands before it."""
    first = text.lstrip(HIDING)[:1]
    return f"'{text}" if first in FORMULA_SIGNS and first else text


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
