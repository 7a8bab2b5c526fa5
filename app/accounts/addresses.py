"""Names and e-mail addresses of people, as they are kept and compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints, WithJsonSchema

from app.text.nfc import nfc

MAX_EMAIL: Final = 254
MAX_NAME: Final = 200
_EMAIL: Final = re.compile(r"[^@\s,;<>\"()\[\]]+@[^@\s,;<>\"()\[\]]+\.[^@\s,;<>\"()\[\].]{2,}")
_IN_BRACKETS: Final = re.compile(r"<([^<>]*)>")
_BIDIRECTIONAL: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def as_compared(email: str) -> str:
    """An address as it is compared: NFC, trimmed, in lower case. Whether it is one is not asked."""
    return nfc(email).strip().lower()


def clean_email(text: str) -> str:
    """The address as it is kept. Raises ValueError where it is none."""
    email = as_compared(text)
    printable = all(unicodedata.category(character) not in {"Cc", "Cf", "Cs"} for character in email)
    if not printable or len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email):
        raise ValueError("must be an e-mail address")
    return email


def clean_name(text: str) -> str:
    """A person's name on one line, without what could turn the text around it. Raises ValueError where
    nothing is left, or too much."""
    plain = nfc(text).translate(_BIDIRECTIONAL)
    visible = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in plain)
    name = " ".join(visible.split())
    if not any(character.isprintable() and not character.isspace() for character in name):
        raise ValueError("must not be empty")
    if len(name) > MAX_NAME:
        raise ValueError(f"must be at most {MAX_NAME} characters")
    return name


def pasted(text: str) -> list[str]:
    """The pieces of a pasted list that stand for one address each: one a line, or with commas, semicolons
    or spaces in between; of `Zoé Roux <zoe@example.org>` what is in the brackets. Each piece once."""
    pieces = [piece.strip() for line in re.split(r"[,;\r\n]", text) for piece in _addresses_of(line)]
    return list(dict.fromkeys(as_compared(piece) for piece in pieces if piece))


def _addresses_of(piece: str) -> list[str]:
    bracketed = _IN_BRACKETS.findall(piece)
    if bracketed:
        return bracketed
    words = piece.split()
    return words if all("@" in word for word in words) else [piece]


Email = Annotated[
    str,
    StringConstraints(max_length=MAX_EMAIL + 50),
    AfterValidator(clean_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": MAX_EMAIL}),
]
