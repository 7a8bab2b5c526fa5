"""CSV for spreadsheets: read back by a CSV reader, with hostile texts in it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.csv_table import Cell, Dialect, Separator, dialect, guarded, to_csv
from app.exercises.schema import Language

FRENCH, ENGLISH = dialect(Language.FR), dialect(Language.EN)
HOSTILE = [
    "=1+1",
    "+33 6 12 34 56 78",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =HYPERLINK(A1)",
    "\u00a0=1",
    "\ufeff=1",
    "＝1",
    "\u3000=1",
    "\u200b=1",
    "\v=1",
    '"=1+1"',
    '" -2',
    '=cmd|"/c calc"!A1',
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def read(data: bytes, separator: str) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def test_a_french_spreadsheet() -> None:
    table: list[list[Cell]] = [["Personne", "Note"], ["Zoé; l’aînée", 71.25], ["Léo", None]]
    data = to_csv(table, FRENCH)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == '"Personne";"Note"\r\n"Zoé; l’aînée";71,25\r\n"Léo";\r\n'


def test_an_english_spreadsheet() -> None:
    data = to_csv([["Zoë, the elder", 71.25, 3, -0.5]], ENGLISH)
    assert data.decode("utf-8-sig") == '"Zoë, the elder",71.25,3,-0.5\r\n'


def test_another_separator_leaves_the_decimals() -> None:
    assert dialect(Language.FR, Separator.TAB) == Dialect("\t", ",")
    assert dialect(Language.EN, Separator.SEMICOLON) == Dialect(";", ".")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_begins_like_a_formula_is_a_text(text: str) -> None:
    assert read(to_csv([[text, 1]], FRENCH), ";") == [["'" + text, "1"]]


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', "Zoé", '"Oui"', "'=1", "1-2", "a=b", "3 % de remise", "(+33)", "—", "«\u00a0Oui\u00a0»"],
)
def test_every_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_no_text_falls_apart_in_a_spreadsheet_of_another_country() -> None:
    """Read with a comma, the second half of the name would be a cell of its own, and a formula."""
    name = "Dupont,=HYPERLINK(A1)"
    assert read(to_csv([[name]], FRENCH), ",") == [[name]]
    assert read(to_csv([["Dupont;=1"]], ENGLISH), ";") == [["Dupont;=1"]]


def test_quotes_and_line_ends_stay_in_their_cell() -> None:
    text = 'Elle a dit "non";\r\nenfin, "peut-être"'
    assert read(to_csv([[text, 2], ["b", 3]], FRENCH), ";") == [[text, "2"], ["b", "3"]]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (-12, "-12"),
        (1_234_567, "1234567"),
        (0.5, "0,5"),
        (-0.25, "-0,25"),
        (2 / 3, "0,667"),
        (100.0, "100"),
        (-0.0001, "0"),
        (1e-9, "0"),
    ],
)
def test_numbers_stay_numbers(number: float, shown: str) -> None:
    assert to_csv([[number]], FRENCH).decode("utf-8-sig") == f"{shown}\r\n"


@given(st.lists(st.lists(texts, min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_reader_gets_every_cell_back(rows: list[list[str]]) -> None:
    for written in (FRENCH, ENGLISH):
        found = read(to_csv(rows, written), written.separator)
        assert found == [[guarded(cell) for cell in row] for row in rows]
        assert all(not cell or cell[0] not in "=+-@\t\r" for row in found for cell in row)
