"""Prompts: one file for each version and language, `prompts/<name>/vN.<fr|en>.md`, in three parts.

    <!-- system -->   who the model is and what it must answer: the same for everybody
    <!-- static -->   what is the same for all submissions of one exercise version
    <!-- dynamic -->  what belongs to one request; the trainee's texts last

Each part is a Jinja template that sees its own values only, so that what is static cannot vary with a
submission. A published version never changes: `app.llm.lock` keeps its hash, a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta

from app.llm.protocol import Prompt
from app.llm.quoting import neutralise, quote_all, quote_data

__all__ = [
    "PROMPTS",
    "Prompt",
    "PromptError",
    "PromptTemplate",
    "load",
    "neutralise",
    "quote_all",
    "quote_data",
]

PROMPTS: Final = Path(__file__).resolve().parents[2] / "prompts"
PARTS: Final = ("system", "static", "dynamic")
_MARKER: Final = re.compile(r"^<!-- (\w+) -->[ \t]*\n", re.MULTILINE)
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_ENVIRONMENT: Final = Environment(
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - plain text for a model; what a trainee wrote goes through quote_data
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["neutralise"] = neutralise


class PromptError(ValueError):
    """A prompt that does not exist, is malformed, or was given other values than it wants."""


@dataclass(frozen=True)
class PromptTemplate:
    """One version of a prompt in one language. `hash`: sha256 of its file, hexadecimal. `wants` has, for each
    part, the names of the values that it must be given."""

    name: str
    version: int
    language: str
    hash: str
    wants: Mapping[str, frozenset[str]]
    parts: Mapping[str, Template]

    def render(
        self,
        static: Mapping[str, Any] | None = None,
        dynamic: Mapping[str, Any] | None = None,
        system: Mapping[str, Any] | None = None,
    ) -> Prompt:
        """The prompt with its values. Raises `PromptError` for a value missing, undefined or not wanted.

        Values are inserted as they are: a trainee's text must have gone through `quote_data`."""
        texts = {
            part: self._part(part, values or {})
            for part, values in zip(PARTS, (system, static, dynamic), strict=True)
        }
        return Prompt(**texts, name=self.name, version=self.version, hash=self.hash)

    def _part(self, part: str, values: Mapping[str, Any]) -> str:
        place = f"{self.name}/v{self.version}.{self.language} ({part})"
        if self.wants[part] != set(values):
            wrong = ", ".join(sorted(self.wants[part] ^ set(values)))
            raise PromptError(f"{place}: values missing or not wanted: {wrong}")
        try:
            return self.parts[part].render(values).strip()
        except TemplateError as error:
            raise PromptError(f"{place}: {error.message}") from None


@lru_cache(maxsize=64)
def load(name: str, version: int, language: str, folder: Path = PROMPTS) -> PromptTemplate:
    """The template of a version in `fr` or `en`. Raises `PromptError`."""
    if not _NAME.fullmatch(name) or language not in {"fr", "en"}:
        raise PromptError(f"no prompt can be called {name!r} in {language!r}")
    path = folder / name / f"v{version}.{language}.md"
    try:
        data = path.read_bytes()
    except OSError:
        raise PromptError(f"there is no prompt {name}/v{version}.{language}.md") from None
    sources = _split(data.decode(), path)
    return PromptTemplate(
        name=name,
        version=version,
        language=language,
        hash=sha256(data).hexdigest(),
        wants={part: frozenset(_wanted(source, path)) for part, source in sources.items()},
        parts={part: _ENVIRONMENT.from_string(source) for part, source in sources.items()},
    )


def _split(text: str, path: Path) -> dict[str, str]:
    """The sources of the three parts. They must all be there, once and in this order."""
    before, *rest = _MARKER.split(text)
    names, sources = tuple(rest[::2]), rest[1::2]
    if before.strip() or names != PARTS:
        raise PromptError(f"{path.name}: the parts must be {', '.join(PARTS)}, in this order")
    return dict(zip(names, sources, strict=True))


def _wanted(source: str, path: Path) -> set[str]:
    try:
        return meta.find_undeclared_variables(_ENVIRONMENT.parse(source))
    except TemplateError as error:
        raise PromptError(f"{path.name}: {error.message}") from None
