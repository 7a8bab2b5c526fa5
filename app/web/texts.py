"""The texts of the product, in French and English: Project Fluent files under `texts/<language>/`.

Every message is a line of plain text with placeables. A message that is missing, or that lacks a value,
raises: a hole in a page is found by a test, not by a trainee.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, VariableReference
from fluent.syntax.visitor import Visitor
from markupsafe import Markup, escape

Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
FOLDER: Final = Path(__file__).parent / "texts"

Value = str | int | float
"""What a message may be given. A `Markup` value keeps its tags; anything else is escaped by the template."""

_VOWELS: Final = frozenset("aeiouàâéèêëîïôöù")

# Private-use characters stand for marked-up values while the rest of a message is escaped.
_OPEN, _CLOSE = "\ue000", "\ue001"


def of_place(place: object) -> str:
    """`DE($place)` in a French text: *de Paris*, *d’Athènes*, *du Caire*."""
    name = str(place)
    if name.startswith("Le "):
        return f"du {name.removeprefix('Le ')}"
    return f"d’{name}" if name[:1].lower() in _VOWELS else f"de {name}"


class TextError(LookupError):
    """A message does not exist, or could not be formatted with the values it was given."""


class Texts:
    """The messages of one language."""

    def __init__(self, language: Language, sources: Mapping[str, str]) -> None:
        """`sources`: file name to Fluent text. Raises `TextError` on a syntax error or an id used twice."""
        self.language: Language = language
        self.ids: dict[str, str] = {}
        self.variables: dict[str, frozenset[str]] = {}
        functions: dict[str, Any] = {
            "DE": of_place
        }  # may return text, though the types of the library know none
        self._bundle = FluentBundle([language], functions=functions, use_isolating=False)
        self._fixed: dict[str, str] = {}
        for name, source in sources.items():
            self._add(name, source)

    def _add(self, name: str, source: str) -> None:
        parsed = FluentParser(with_spans=False).parse(source)
        junk = next((entry for entry in parsed.body if isinstance(entry, Junk)), None)
        if junk is not None:
            raise TextError(f"{self.language}/{name}: cannot read {(junk.content or '').strip()!r}")
        for entry in parsed.body:
            message = getattr(getattr(entry, "id", None), "name", None)
            if message in self.ids:
                raise TextError(f"{self.language}/{name}: {message!r} is already in {self.ids[message]}")
            if message is not None:
                self.ids[message] = name
                self.variables[message] = _variables(entry)
        self._bundle.add_resource(FluentResource(source))

    def __contains__(self, message: object) -> bool:
        return message in self.ids

    def __call__(self, message: str, /, **values: Value) -> str:
        """The text of `message`: a `Markup` where a value is one, else a plain string.

        Raises `TextError` when the message does not exist or a value it needs is missing.
        """
        if not values:
            return self._fixed.get(message) or self._fixed.setdefault(message, self._format(message, {}))
        marked = {name: value for name, value in values.items() if isinstance(value, Markup)}
        plain = {name: f"{_OPEN}{name}{_CLOSE}" if name in marked else v for name, v in values.items()}
        text = self._format(message, plain)
        if not marked:
            return text
        html = str(escape(text))
        for name, value in marked.items():
            html = html.replace(f"{_OPEN}{name}{_CLOSE}", value)
        return Markup(html)  # noqa: S704 - escaped above; only values already marked as safe keep their tags

    def _format(self, message: str, values: Mapping[str, Value]) -> str:
        if message not in self.ids:
            raise TextError(f"no text {message!r} in {self.language}")
        pattern = self._bundle.get_message(message).value
        if pattern is None:
            raise TextError(f"the text {message!r} has no value in {self.language}")
        text, errors = self._bundle.format_pattern(pattern, dict(values))
        if errors:
            raise TextError(f"the text {message!r} in {self.language}: {errors[0]}")
        return str(text)

    def island(self) -> dict[str, str]:
        """The messages of the page's scripts (`js-…`) without that prefix, their values as `{name}`, for
        ts/texts.ts to fill in. Such a message cannot choose by a value: each plural form is a message."""
        return {
            message.removeprefix("js-"): self._format(message, {name: f"{{{name}}}" for name in names})
            for message, names in self.variables.items()
            if message.startswith("js-")
        }


class _Names(Visitor):
    """Collects the variables that a message uses."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - named by fluent.syntax
        self.found.add(node.id.name)


def _variables(entry: object) -> frozenset[str]:
    names = _Names()
    names.visit(entry)
    return frozenset(names.found)


@cache
def texts(language: Language) -> Texts:
    """The messages of `language`, read once. Raises `TextError` when a file cannot be read."""
    files = sorted((FOLDER / language).glob("*.ftl"))
    return Texts(language, {file.name: file.read_text(encoding="utf-8") for file in files})
