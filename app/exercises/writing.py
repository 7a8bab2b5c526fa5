"""An exercise as files, in one normal form: the same exercise always gives the same bytes. Pure.

The files are those of DESIGN.md section 3. Reading them back (`app.exercises.reading`) gives an equal
exercise, and writing that one the same bytes again. The comments and the layout of files that the exercise
may have been read from are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from io import StringIO
from typing import Any, Final, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import RoundTripEmitter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from app.exercises.document import normalised
from app.exercises.reading import DRAFT_FILE, EXERCISE_FILE
from app.exercises.schema import Exercise

_WIDTH: Final = 100
"""Columns after which a folded text or a list in brackets goes on in the next line."""
_SHORT: Final = 80
"""Code points up to which a paragraph stands behind its key."""


def as_files(exercise: Exercise) -> dict[str, bytes]:
    """The contents of `exercise.yaml`, `draft.md` and `sources/<id>.md` by name, in this order.

    UTF-8, NFC, `\\n` line ends, one of them at the end of each file; keys in the order of the schema, without
    those left at their defaults.
    """
    document = cast("dict[str, Any]", normalised(exercise.model_dump(mode="json", exclude_defaults=True)))
    files = {DRAFT_FILE: document.pop("draft")}
    names = _source_files(source["id"] for source in document["sources"])
    for source, name in zip(document["sources"], names, strict=True):
        files[name] = source.pop("text")
        source["file"] = name
    texts = {EXERCISE_FILE: _yaml_of(document), **files}
    return {name: text.encode() for name, text in texts.items()}


def _source_files(identifiers: Iterable[str]) -> list[str]:
    """A file name for each source, told apart by a number where a draft gives two sources the same id."""
    names: list[str] = []
    for identifier in identifiers:
        name, number = f"sources/{identifier}.md", 2
        while name in names:
            name, number = f"sources/{identifier}-{number}.md", number + 1
        names.append(name)
    return names


def _yaml_of(document: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.Emitter = _Emitter
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(_block(document), out)
    return out.getvalue()


class _Emitter(RoundTripEmitter):
    """Keeps a quoted text on one line: cut up, it would be neither readable nor easy to search."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        super().write_double_quoted(text, split=False)


def _block(mapping: Mapping[str, Any]) -> CommentedMap:
    """A mapping with a key a line."""
    return CommentedMap((key, _LAYOUTS.get(key, _text)(value)) for key, value in mapping.items())


def _blocks(items: Iterable[Mapping[str, Any]]) -> CommentedSeq:
    return CommentedSeq(map(_block, items))


def _flow(mapping: Mapping[str, Any]) -> CommentedMap:
    """A mapping on one line, in braces."""
    of_keys = _block(mapping)
    of_keys.fa.set_flow_style()
    return of_keys


def _flows(items: Iterable[Mapping[str, Any]]) -> CommentedSeq:
    return CommentedSeq(map(_flow, items))


def _list(items: Iterable[object]) -> CommentedSeq:
    """A list on one line, in brackets."""
    on_one_line = CommentedSeq(items)
    on_one_line.fa.set_flow_style()
    return on_one_line


def _groups(groups: Iterable[Iterable[str]]) -> CommentedSeq:
    """Word groups, each on its line."""
    return CommentedSeq(_list(map(_text, group)) for group in groups)


def _rule(rule: Mapping[str, Any]) -> CommentedMap:
    """On one line as long as it holds no word groups."""
    return _block(rule) if rule.keys() & {"any", "none"} else _flow(rule)


def _text(value: object) -> object:
    return DoubleQuotedScalarString(value) if isinstance(value, str) else value


# Words that some reader of YAML, of whichever version, takes for something else than text.
_NO_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_WORD: Final = re.compile(r"[a-z][a-z0-9_-]*")


def _word(value: str) -> object:
    """An id or the name of a choice: bare, unless it could be taken for a number, a date or a truth."""
    bare = _WORD.fullmatch(value) and value not in _NO_WORDS
    return value if bare else _text(value)


def _words(values: Iterable[str]) -> CommentedSeq:
    return _list(map(_word, values))


# What a block of YAML cannot hold as it is: control characters, line ends other than \n, a byte order mark;
# and blanks at the edges of a line, which editors remove.
_ODD: Final = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_EDGE: Final = re.compile(r"(?m)^ | $")


def _paragraph(value: str) -> object:
    """A long text, folded; one of several lines as it stands; in quotes what is short or has odd blanks."""
    odd = _ODD.search(value) or _EDGE.search(value)
    if "\n" in value:
        return _text(value) if odd else LiteralScalarString(value)
    return _text(value) if odd or "  " in value or len(value) <= _SHORT else FoldedScalarString(value)


def _file(name: str) -> str:
    return name


def _weights(weights: Mapping[str, float]) -> CommentedMap:
    """Whole weights without their decimals."""
    return _flow({key: int(weight) if weight.is_integer() else weight for key, weight in weights.items()})


_LAYOUTS: Final[dict[str, Callable[[Any], object]]] = {
    **dict.fromkeys(("id", "language", "domain", "reliability", "type", "severity"), _word),
    **dict.fromkeys(("dimension", "applies_to", "source", "address"), _word),
    **dict.fromkeys(("context", "prompt", "why", "message"), _paragraph),
    **dict.fromkeys(("brief", "client", "twist"), _block),
    **dict.fromkeys(("sources", "flaws", "decoys", "criteria"), _blocks),
    **dict.fromkeys(("accept", "keep", "any", "none"), _groups),
    **dict.fromkeys(("repaired", "rule"), _rule),
    "evidence": _flow,
    "requirements": _flows,
    "tasks": _words,
    "weights": _weights,
    "date": date.fromisoformat,
    "file": _file,
}
"""How the value of a key is laid out, wherever the key stands; otherwise a number, or a text in quotes."""
