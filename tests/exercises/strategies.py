# ruff: noqa: E501 - the list of hard pieces reads best in lines of a kind
"""Random exercises for property tests: of the right shape, with texts that are hard to write down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from app.exercises.document import read_document
from app.exercises.schema import (
    AppliesTo,
    Dimension,
    Domain,
    Exercise,
    FlawType,
    Language,
    Reliability,
    Severity,
    Task,
)

_WORDS: Final = (
    "no yes null 12:30 2026-09-01 1_000 0x1f 1e3 .inf --- ... &a *a << {++ ++}{>>x<<} été « 65 € »"
)
_PIECES: Final = [
    *_WORDS.split(), *"'\"\\:#[]{},@`%=~!|>?", ": ", " #", "- ", "? ", "| ", "> ", ">-", "!!str ", "%YAML 1.1", "\\n",
    " ", "  ", "\t", "\n", "\n\n", "\n ", " \n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029",
    "\u00a0", "\u202f", "\u2009", "\u200b", "\ufeff", "\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ufffe", "\ufffd",
    "e\u0301", "\u0301", "\u0338", "\U0001f600", "\U0001f469\u200d\U0001f527", "\U0001fffe", "L’IBAN", "a" * 120,
    "Une phrase assez longue, comme on en lit, et qui finit bien par passer à la ligne.",
]  # fmt: skip
_NAMES: Final = [
    "no",
    "y",
    "on",
    "null",
    "true",
    "1",
    "123",
    "1e3",
    "0x1f",
    "2026-09-01",
    "12-30",
    "a",
    "con",
]

texts = st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), min_size=1, max_size=40).map("".join)
slugs = st.sampled_from(_NAMES) | st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)
lines = texts.map(lambda text: text[:290]).filter(str.strip)
paragraphs = texts.filter(str.strip)
groups = st.lists(st.lists(lines, max_size=3), max_size=3)


def choices(kind: type[Any]) -> st.SearchStrategy[str]:
    return st.sampled_from([member.value for member in kind])


def mappings(
    required: Mapping[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict(required), optional=optional)


_evidence = mappings({"source": slugs, "quote": paragraphs})
_rules = mappings(
    {},
    any=groups,
    none=groups,
    max_words=st.integers(1, 10_000),
    min_words=st.none() | st.integers(1, 10_000),
    address=st.sampled_from(["vous", "tu", None]),
)
_criterion: Final[dict[str, st.SearchStrategy[Any]]] = {"id": slugs, "statement": lines}
_measured: Final[dict[str, st.SearchStrategy[Any]]] = {
    "dimension": choices(Dimension),
    "applies_to": choices(AppliesTo),
}
_advice: Final[dict[str, st.SearchStrategy[Any]]] = {"weight": st.integers(1, 10), "rule": st.none() | _rules}
_flaws = mappings(
    {"id": slugs, "type": choices(FlawType), "severity": choices(Severity), "why": paragraphs},
    evidence=st.none() | _evidence,
    accept=groups,
    repaired=st.none() | mappings({}, any=groups, none=groups),
)
_sources = mappings(
    {
        "id": slugs,
        "title": lines,
        "publisher": lines,
        "date": st.dates(date(1, 1, 1)).map(date.isoformat),
        "reliability": choices(Reliability),
        "text": texts,
    }
)
_briefs = mappings(
    {
        "client": mappings({"name": lines, "business": lines, "audience": lines}),
        "context": paragraphs,
        "prompt": paragraphs,
        "requirements": st.lists(mappings({"id": slugs, "text": lines}), min_size=1, max_size=3),
    }
)
_twists = mappings(
    {
        "message": paragraphs,
        "criteria": st.lists(mappings(_criterion, **_measured, **_advice), min_size=1, max_size=2),
    }
)
_points = st.floats(0, 10) | st.sampled_from([0, -0.0, 1, 1.0, 2.5, 1e-7])

documents = mappings(
    {
        "id": slugs,
        "title": lines,
        "language": choices(Language),
        "domain": choices(Domain),
        "difficulty": st.integers(1, 3),
        "minutes": st.integers(1, 240),
        "brief": _briefs,
        "sources": st.lists(_sources, min_size=1, max_size=3),
        "draft": texts,
        "tasks": st.lists(choices(Task), min_size=1, max_size=3),
    },
    flaws=st.lists(_flaws, max_size=2),
    decoys=st.lists(mappings({"id": slugs, "why": paragraphs}, evidence=_evidence), max_size=2),
    twist=st.none() | _twists,
    weights=mappings({}, **{str(dimension): _points for dimension in Dimension}),
    keep=groups,
    criteria=st.lists(mappings(_criterion | _measured, **_advice), max_size=2),
)
"""Documents as they may come, before they are normalised."""


def _exercise(document: dict[str, Any]) -> Exercise | None:
    return read_document(document)[0]


exercises = documents.map(_exercise).filter(lambda exercise: exercise is not None)
