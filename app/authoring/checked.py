"""Documents with what the linter says of them, kept by their text: linting takes tens of milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.exercises.files import content_hash
from app.exercises.findings import Finding
from app.exercises.lint import lint
from app.exercises.schema import Exercise


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """An exercise, the hash of its content, and every finding, errors first."""

    exercise: Exercise
    hash: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == "warning"]


@lru_cache(maxsize=128)
def read_exercise(document: str) -> Exercise:
    """The exercise that `document`, JSON as drafts and versions keep it, says."""
    return Exercise.model_validate_json(document)


@lru_cache(maxsize=128)
def checked(document: str) -> Checked:
    """The same with its findings."""
    exercise = read_exercise(document)
    return Checked(exercise, content_hash(exercise), tuple(lint(exercise)))
