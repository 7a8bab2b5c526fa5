"""What the page of imports shows: what became of an archive, or why it was refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.authoring.documents import ImportReport
from app.core.errors import ErrorItem, Problem


@dataclass(frozen=True, slots=True)
class Refused:
    """One place that is wrong: the file in the archive ("" for the archive as a whole), the JSON pointer into
    it, line and column where they are known."""

    file: str
    pointer: str
    message: str
    line: int | None
    column: int | None
    code: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """`report` after an import, `refused` after one that was refused whole; neither before."""

    report: ImportReport | None = None
    refused: list[Refused] | None = None
    nothing_chosen: bool = False


def refusal(problem: Problem) -> list[Refused]:
    """The places of a problem of `app.authoring.transfer`, whose pointers begin with the path of a file."""
    return [_refused(item) for item in problem.errors]


def _refused(item: ErrorItem) -> Refused:
    _, _, rest = item.pointer.partition("/")
    file, slash, pointer = rest.partition("/")
    return Refused(
        file=file.replace("~1", "/").replace("~0", "~"),
        pointer=slash + pointer,
        message=item.detail,
        line=item.extra.get("line"),
        column=item.extra.get("column"),
        code=item.extra.get("code", ""),
    )
