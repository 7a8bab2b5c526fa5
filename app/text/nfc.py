"""The NFC of a text that anybody may have written. Pure.

Python puts combining marks in order one step at a time: a text of 100,000 of them in the wrong order would
take half a minute. Here a long run is put in order first.
"""

from __future__ import annotations

import re
from itertools import chain, groupby
from typing import Final
from unicodedata import combining, is_normalized, normalize

# Every combining mark lies above the Latin letters; runs of such characters are short, but for scripts that
# write no blanks, and there it costs little to look at each.
_LONG_RUN: Final = re.compile("[^\x00-\u02ff]{64,}")


def nfc(text: str) -> str:
    """The NFC of the text, in a time that grows with its length."""
    return text if is_normalized("NFC", text) else normalize("NFC", _LONG_RUN.sub(_in_order, text))


def _in_order(run: re.Match[str]) -> str:
    """The run decomposed, its marks in the canonical order."""
    characters = chain.from_iterable(normalize("NFD", character) for character in run.group())
    parts = groupby(characters, key=lambda character: combining(character) > 0)
    return "".join("".join(sorted(part, key=combining) if marks else part) for marks, part in parts)


def as_kept(text: str) -> str:
    """The text as documents keep it: in NFC, with `\\n` line ends."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
