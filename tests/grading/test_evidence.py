"""Where a quote stands in a source."""

from __future__ import annotations

import unicodedata

import pytest

from app.grading.evidence import occurrences, overlaps
from app.text.spans import Span

SOURCE = "Le loyer est de 1 200 € par mois. « Payable d’avance », dit le bail.\nLe loyer est dû le 5."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("1 200 € par mois", ["1 200 € par mois"]),
        ("1 200 €", ["1 200 €"]),  # plain spaces for the no-break ones of the source
        ("LE LOYER EST DU", ["Le loyer est dû"]),
        ("dit le bail. Le loyer", ["dit le bail.\nLe loyer"]),
        ("  Payable d'avance\n", ["Payable d’avance"]),
        (unicodedata.normalize("NFD", "dû"), ["dû"]),
        ("Le loyer", ["Le loyer", "Le loyer"]),
        ("oyer est d", ["oyer est d", "oyer est d"]),
        ("le loyer est gratuit", []),
        ("", []),
        (" ", []),
    ],
)
def test_occurrences(quote: str, found: list[str]) -> None:
    assert [span.of(SOURCE) for span in occurrences(SOURCE, quote)] == found


def test_occurrences_may_overlap() -> None:
    assert occurrences("aaa", "aa") == [Span(0, 2), Span(1, 3)]


@pytest.mark.parametrize(
    ("quote", "other", "shared"),
    [
        ("1 200 € par mois", "par mois. « Payable", True),
        ("1 200 €", "par mois", False),
        ("Le loyer", "Le loyer est dû le 5", True),  # in the second of its places
        ("nowhere", "par mois", False),
    ],
)
def test_overlaps(quote: str, other: str, shared: bool) -> None:
    assert overlaps(SOURCE, quote, other) is shared
