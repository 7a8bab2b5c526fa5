"""From plain data (JSON or YAML) to an exercise, with what is wrong with its shape as findings. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.exercises.findings import Finding, pointer_to
from app.exercises.schema import Exercise

_TEXT: Final = ("un texte", "text")
_LIST: Final = ("une liste", "a list")
_MAPPING: Final = ("un ensemble de clés", "a set of keys")
_INTEGER: Final = ("un nombre entier", "a whole number")
_NUMBER: Final = ("un nombre", "a number")
_DATE: Final = ("une date (AAAA-MM-JJ)", "a date (YYYY-MM-DD)")
_EXPECTED: Final = {
    "string_type": _TEXT,
    "list_type": _LIST,
    "model_type": _MAPPING,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}
_TOO_LONG: Final = frozenset({"string_too_long", "too_long"})
_TOO_SHORT: Final = frozenset({"string_too_short", "too_short"})
_RANGE: Final = {"greater_than_equal": ("ge", "≥"), "less_than_equal": ("le", "≤")}


def read_document(data: object) -> tuple[Exercise | None, list[Finding]]:
    """The exercise that `data` says, its texts in NFC; or None and all that is wrong with its shape."""
    try:
        return Exercise.model_validate(in_nfc(data)), []
    except ValidationError as error:
        return None, [_finding(details) for details in error.errors(include_url=False)]


def in_nfc(data: object) -> object:
    """The same data with every text in NFC."""
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, list):
        return [in_nfc(item) for item in data]
    if isinstance(data, Mapping):
        return {in_nfc(key): in_nfc(value) for key, value in data.items()}
    return data


def _finding(details: ErrorDetails) -> Finding:
    location = details["loc"]
    code, values = _code_and_values(details)
    of_a_key = code in {"unknown-key", "missing-key"}
    piece = str(location[-1]) if of_a_key else _shown(details["input"])
    return Finding(code, pointer_to(location), piece, tuple(values.items()))


def _code_and_values(details: ErrorDetails) -> tuple[str, dict[str, str]]:
    kind, context = details["type"], details.get("ctx", {})
    if kind in {"extra_forbidden", "missing"}:
        return ("unknown-key" if kind == "extra_forbidden" else "missing-key"), {}
    if kind in {"enum", "literal_error"}:
        return _choice(details["loc"]), {"expected": str(context["expected"]).replace(" or ", ", ")}
    if kind == "string_pattern_mismatch":
        return "bad-id", {}
    if kind in _EXPECTED:
        french, english = _EXPECTED[kind]
        return "wrong-kind", {"expected_fr": french, "expected_en": english}
    return _measure(kind, context, details["msg"])


def _choice(location: tuple[int | str, ...]) -> str:
    return "unknown-type" if location[0] == "flaws" and location[-1] == "type" else "bad-choice"


def _measure(kind: str, context: Mapping[str, Any], message: str) -> tuple[str, dict[str, str]]:
    if kind in _TOO_LONG:
        return "too-long", {"limit": str(context["max_length"])}
    if kind in _TOO_SHORT:
        return "too-short", {"limit": str(context["min_length"])}
    if kind in _RANGE:
        key, sign = _RANGE[kind]
        return "out-of-range", {"limit": f"{sign} {context[key]:g}"}
    return "invalid-value", {"problem": message}


def _shown(value: object) -> str:
    """A scalar as it was given; a list or a mapping is not repeated."""
    return "" if isinstance(value, (list, dict)) else str(value)
