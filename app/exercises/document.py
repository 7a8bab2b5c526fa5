"""From plain data (JSON or YAML) to an exercise, with what is wrong with its shape as findings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.exercises.findings import Finding, pointer_to
from app.exercises.schema import Exercise
from app.text.nfc import as_kept

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

_MOST_SHOWN: Final = 1_000
"""Code points of a refused value that a finding repeats; it may be a text of megabytes."""
_MOST_LEVELS: Final = 32
"""Lists and mappings within each other; an exercise has 8. What lies deeper is cut off: the schema refuses
something around it anyway."""


def read_document(data: object) -> tuple[Exercise | None, list[Finding]]:
    """The exercise that `data` says, its texts normalised; or None and all that is wrong with its shape."""
    try:
        return Exercise.model_validate(normalised(data)), []
    except ValidationError as error:
        return None, [_finding(details) for details in error.errors(include_url=False)]


def normalised(data: object) -> object:
    """The same document with every text in NFC and with `\\n` line ends; the draft and the sources as files
    hold them, without a byte order mark and with one line end at their end."""
    clean = _clean(data, _MOST_LEVELS)
    if isinstance(clean, dict) and isinstance(sources := clean.get("sources"), list):
        clean["sources"] = [_with_file_text(source, "text") for source in sources]
    return _with_file_text(clean, "draft")


def _clean(data: object, levels: int) -> object:
    if isinstance(data, str):
        return as_kept(data)
    if isinstance(data, float):
        return data + 0.0  # which makes -0.0 the same as 0.0
    if not levels:
        return None
    if isinstance(data, list):
        return [_clean(item, levels - 1) for item in data]
    if isinstance(data, Mapping):
        return {_clean(key, levels): _clean(value, levels - 1) for key, value in data.items()}
    return data


def _with_file_text(part: object, key: str) -> object:
    """`part` with its text `key` as a file holds it; an empty text stays empty."""
    if not isinstance(part, dict) or not isinstance(part.get(key), str):
        return part
    text = part[key].lstrip("\ufeff").rstrip("\n")
    return {**part, key: f"{text}\n" if text else ""}


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
    """A scalar as it was given, as far as it helps to find it; a list or a mapping is not repeated."""
    if isinstance(value, (list, dict)):
        return ""
    text = str(value).encode("utf-8", "replace").decode()  # a lone surrogate cannot be sent
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
