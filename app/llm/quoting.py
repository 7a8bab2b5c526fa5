"""Texts of the person being graded, made fit to stand in a prompt: data that cannot pass for anything else.

Folding (`app.text.folding`) makes the neutralised text and the original alike, except at the very look-alikes
that are replaced; so a quote of the one is found in the other.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
# Letters, marks and symbols that show nothing: fillers, the blank of Braille, joiners, variation selectors.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\U0001d159")
_BLANK_RANGES: Final = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))
_KEPT: Final = frozenset("\n\t")
_LINE_ENDS: Final = frozenset("\r\v\f\x85\u2028\u2029")
_OPENING: Final = frozenset("＜﹤〈〈⟨❬❮❰⟪《ᐸ˂⦑⧼≺")
_CLOSING: Final = frozenset("＞﹥〉〉⟩❭❯❱⟫》ᐳ˃⦒⧽≻")

# What opens a tag, ours or one of a chat template (`<|im_end|>`, `</s>`): not a comparison (`< 5 %`, `<3`).
_TAG: Final = re.compile(r"(?:<|&(?:lt|#0*60|#x0*3c);?)(?!\s*(?:[\d=.,%€$£-]|\Z))", re.IGNORECASE)
_CONTROL_WORD: Final = re.compile(
    r"\[(/?(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_[A-Z]+|THINK|IMG[A-Z_]*|PREFIX|MIDDLE|SUFFIX))\]",
    re.IGNORECASE,
)


def quote_data(text: str, token: Callable[[], str] | None = None) -> tuple[str, str]:
    """A delimiter that does not occur in the text in any disguise, and the text neutralised.

    The delimiter is random (64 bits) and is meant as the name of a tag: `<delimiter> … </delimiter>`.
    """
    delimiter, [neutralised] = quote_all([text], token)
    return delimiter, neutralised


def quote_all(texts: Sequence[str], token: Callable[[], str] | None = None) -> tuple[str, list[str]]:
    """One delimiter that occurs in none of the texts, and the texts neutralised. `token` makes the random
    part of the delimiter; tests give their own."""
    make = token or _random_token
    haystack = "\n".join(map(_undisguised, texts))
    chosen = make()
    while _undisguised(chosen) in haystack:
        chosen = make()
    return f"data-{chosen}", [neutralise(text) for text in texts]


def neutralise(text: str) -> str:
    """The text without invisible and bidirectional control characters, and with all that could pass for a
    tag or a control word of a chat template replaced by a look-alike of its own: `‹` for `<`, `(` for `[`."""
    without = text.replace("\r\n", "\n").translate(_VISIBLE)
    return _CONTROL_WORD.sub(r"(\1)", _TAG.sub("‹", without))


def _random_token() -> str:
    return secrets.token_hex(8)


def _undisguised(text: str) -> str:
    """Letters and digits alone, in their plainest form: what stays when a delimiter is spaced out, written in
    full width or mixed with what nobody sees."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, plain))


def _visible(character: str) -> str:
    """What one character becomes: itself, an ASCII bracket's stand-in, white space, or nothing."""
    if character in _KEPT:
        return character
    if character in _LINE_ENDS:
        return "\n"
    if character in _OPENING:
        return "‹"
    if character in _CLOSING:
        return "›"
    if _hidden(character):
        return " " if character.isspace() else ""
    return character


def _hidden(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in _HIDDEN_CATEGORIES
        or character in _BLANK
        or any(first <= code <= last for first, last in _BLANK_RANGES)
        or code & 0xFFFE == 0xFFFE
    )


class _VisibleCharacters(dict[int, str]):
    """For `str.translate`: each code point's replacement, worked out when first met."""

    def __missing__(self, code_point: int) -> str:
        return self.setdefault(code_point, _visible(chr(code_point)))


_VISIBLE: Final = _VisibleCharacters()
