"""YAML 1.2 as exercises use it: plain data, where each piece of it stands, and what is not allowed.

Anchors, aliases, tags and repeated keys are refused, and so is what is too long, too deep or too many to be
an exercise: reading stays a matter of seconds whatever the text. Dates stay text, for the schema to read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, StreamMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from app.exercises.criticmarkup import line_and_column
from app.exercises.findings import Finding, pointer_to

MOST_CHARACTERS: Final = 500_000
"""Code points of a document; a long exercise has 40,000."""
MOST_VALUES: Final = 20_000
"""Keys, scalars, lists and mappings of a document; a long exercise has 3,000."""
MOST_LEVELS: Final = 32
"""Lists and mappings within each other; an exercise has 8."""


class Place(NamedTuple):
    """A line and a column, from 1."""

    line: int
    column: int


@dataclass
class YamlDocument:
    """`data` is None where the text cannot be read. `values` and `keys` place what stands at a pointer, and
    the key that it stands behind."""

    data: object = None
    values: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_yaml(text: str) -> YamlDocument:
    """Read one YAML document. Never raises: what is wrong is among the findings, with line and column."""
    if len(text) > MOST_CHARACTERS:
        return _unreadable(f"longer than {MOST_CHARACTERS:,} characters", Place(1, 1))
    try:
        root = _yaml().compose(text)
    except ReaderError as error:
        return _unreadable(error.reason, Place(*line_and_column(text, error.position)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _unreadable(_problem(error), _place(mark) if mark else Place(1, 1))
    reader = _Reader()
    reader.document.data = reader.value(root, ()) if root is not None else None
    return reader.document


class _CountingComposer(Composer):
    """Stops at `MOST_VALUES`: a few kilobytes of brackets and commas would keep the parser for minutes."""

    values = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.values += 1
        if self.values > MOST_VALUES:
            mark = self.parser.peek_event().start_mark
            raise MarkedYAMLError(None, None, f"more than {MOST_VALUES:,} values", mark)
        return super().compose_node(parent, index)


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _CountingComposer
    yaml.max_depth = MOST_LEVELS
    yaml.composer.warn_double_anchors = False  # anchors are findings, not warnings on a terminal
    return yaml


def _problem(error: MarkedYAMLError) -> str:
    if isinstance(error, MaxDepthExceededError):
        return f"nested more than {MOST_LEVELS} levels deep"
    return str(error.problem or error.context)


def _unreadable(problem: str, place: Place) -> YamlDocument:
    finding = Finding("yaml-syntax", "", values=(("problem", problem),), line=place.line, column=place.column)
    return YamlDocument(findings=[finding])


def _place(mark: StreamMark) -> Place:
    return Place(mark.line + 1, mark.column + 1)


_Path = tuple[str | int, ...]
_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _TAG + name
    for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)


class _Reader:
    """Turns nodes into data, noting places and findings on the way."""

    def __init__(self) -> None:
        self.document = YamlDocument()
        self.anchored: set[int] = set()

    def fail(self, code: str, path: _Path, node: Node, piece: str = "") -> None:
        line, column = _place(node.start_mark)
        self.document.findings.append(Finding(code, pointer_to(path), piece, line=line, column=column))

    def value(self, node: Node, path: _Path) -> object:
        self.document.values[pointer_to(path)] = _place(node.start_mark)
        if node.anchor is not None:
            # An alias gives the anchored node once more; going into it again might never end.
            if id(node) in self.anchored:
                return None
            self.anchored.add(id(node))
            self.fail("yaml-alias", path, node, f"&{node.anchor}")
        if str(node.tag) not in _PLAIN_TAGS:
            self.fail("yaml-tag", path, node, str(node.tag))
            return None
        return self.content(node, path)

    def content(self, node: Node, path: _Path) -> object:
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def mapping(self, node: MappingNode, path: _Path) -> dict[str, object]:
        content: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.fail("yaml-key", path, key)
                continue
            name = str(key.value)
            if name in content:
                self.fail("yaml-duplicate-key", (*path, name), key, name)
                continue
            self.document.keys[pointer_to((*path, name))] = _place(key.start_mark)
            content[name] = self.value(value, (*path, name))
        return content


_MOST_BITS: Final = 64
"""Of a whole number. Python refuses to print those of many thousands, and no exercise has use for one."""


def _scalar(node: Node) -> object:
    """The value of a plain scalar; text where it is a date or no value that Python can hold."""
    text, kind = str(node.value), str(node.tag).removeprefix(_TAG)
    try:
        match kind:
            case "int":
                number = int(text.replace("_", ""), 0)
                return number if number.bit_length() <= _MOST_BITS else text
            case "float":
                return float(text.replace("_", ""))
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
    except ValueError:
        return text
    return text
