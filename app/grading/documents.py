"""Submissions and gold submissions read from YAML files, with the line of all that is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.exercises.findings import pointer_to
from app.exercises.yaml_reader import YamlDocument
from app.exercises.yaml_reader import read_yaml as read_yaml_text

Model = TypeVar("Model", bound=BaseModel)


class GradeError(ValueError):
    """Files that cannot be graded; every problem, a line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Document:
    """What a YAML file holds."""

    path: Path
    yaml: YamlDocument

    def problem(self, pointer: str, message: str) -> str:
        """`file:line: pointer: message`; of the nearest value that is there."""
        pointer = self.nearest(pointer)
        line = self.yaml.values[pointer].line if pointer in self.yaml.values else 1
        return f"{self.path}:{line}: {pointer + ': ' if pointer else ''}{message}"

    def nearest(self, pointer: str) -> str:
        """The pointer, or that of the closest value around it that stands in the file."""
        while pointer and pointer not in self.yaml.values:
            pointer = pointer.rpartition("/")[0]
        return pointer


def read_yaml(path: Path) -> Document:
    """A YAML 1.2 file. Raises `GradeError` for a file that is no UTF-8 or no YAML, for a key given twice, and
    for anchors and aliases."""
    yaml = read_yaml_text(_text(path))
    if yaml.findings:
        raise GradeError(f"{path}:{found.line or 1}: {found.message('en')}" for found in yaml.findings)
    return Document(path, yaml)


def validated(document: Document, model: type[Model]) -> Model:
    """The document as `model`; an empty one as an empty mapping. Whole numbers may stand for text, as in
    `quote: 2026`. Raises `GradeError` with every problem."""
    data = {} if document.yaml.data is None else document.yaml.data
    try:
        return model.model_validate(_numbers_as_text(data))
    except ValidationError as error:
        raise GradeError(_problems(document, error)) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GradeError([f"{path}: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise GradeError([f"{path}: not UTF-8 (byte {error.start})"]) from None


def _numbers_as_text(data: object) -> object:
    """Whole numbers as the digits that they were; pydantic makes them numbers again where it wants some."""
    if isinstance(data, dict):
        return {key: _numbers_as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_numbers_as_text(item) for item in data]
    return str(data) if isinstance(data, int) and not isinstance(data, bool) else data


def _problems(document: Document, error: ValidationError) -> list[str]:
    """One problem a place: what a value of several kinds (a flaw type, or `sound`) could be is joined."""
    messages: dict[str, list[str]] = {}
    for detail in error.errors(include_url=False, include_input=False):
        where, message = detail["loc"], detail["msg"].removeprefix("Value error, ")
        if detail["type"] in {"missing", "extra_forbidden"}:
            where, message = where[:-1], f"{where[-1]}: {message}"
        messages.setdefault(document.nearest(pointer_to(where)), []).append(message)
    return [document.problem(pointer, ", or ".join(said)) for pointer, said in messages.items()]
