"""What is wrong, or doubtful, with an exercise, and where. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.exercises.lint_messages import MESSAGES, Level

_SHOWN: Final = 80
"""Code points of the offending piece that a message repeats."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One error or warning. `pointer` is a JSON pointer into the document ("" for the whole of it).

    `line` and `column` (from 1, in code points) count in `file`, a path relative to the exercise's folder.
    Without a file they are known for the draft only, and count in its markup. `piece` is the offending text,
    whole; `values` fill the other places of the message.
    """

    code: str
    pointer: str
    piece: str = ""
    values: tuple[tuple[str, str], ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def level(self) -> Level:
        return MESSAGES[self.code].level

    def message(self, language: str) -> str:
        """The finding in words; `language` is `fr` or `en`."""
        return MESSAGES[self.code].text(language).format(piece=shortened(self.piece), **dict(self.values))

    def line_of_text(self, language: str = "en") -> str:
        """One line for a terminal: place, level, message and code."""
        numbers = [str(number) for number in (self.line, self.column) if number is not None]
        place = ":".join([self.file or self.pointer or "/", *numbers])
        return f"{place}: {self.level}: {self.message(language)} [{self.code}]"

    def __str__(self) -> str:
        return self.line_of_text()


def shortened(piece: str) -> str:
    """A piece on one line, cut after 80 code points."""
    line = " ".join(piece.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def pointer_to(steps: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a path of keys and indexes."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def errors_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.level != "error")


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.level == "error" for finding in findings)
