from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.nfc import nfc
from tests.limits.clock import SIZE, filled, seconds

MARKS = "\u0301\u0316\u0334\u0345\u0327\u05b0\u3099\u0f73\u0344\U0001d165\U0001d16f"
characters = (
    st.sampled_from(MARKS) | st.sampled_from("aeAç가ᄀ\u1161葉ｶ\u212b\ufb2c\u0958 ") | st.characters()
)


@given(st.text(characters, max_size=300))
def test_it_is_the_nfc_that_python_gives(text: str) -> None:
    assert nfc(text) == normalize("NFC", text)


@given(st.text(st.sampled_from(MARKS + "a葉"), min_size=64, max_size=200))
def test_long_runs_of_marks_as_well(text: str) -> None:
    assert nfc(text) == normalize("NFC", text)


@pytest.mark.parametrize("unit", ["\u0301\u0316", "\u0301\u0f73", "葉\u0301\u0316"])
def test_marks_out_of_order_take_no_longer_than_others(unit: str) -> None:
    assert seconds(lambda: nfc(filled(unit))) < 3
    assert seconds(lambda: nfc("a" + "\u0301" * (SIZE // 2) + "\u0316" * (SIZE // 2))) < 3
