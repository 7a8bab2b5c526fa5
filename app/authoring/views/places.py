"""Where a finding of the linter leads to on the page of answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import Final

from app.exercises import criticmarkup
from app.exercises.findings import Finding, shortened
from app.exercises.lint_messages import Level
from app.text.spans import Span

_LISTED: Final = re.compile(r"/(flaws|decoys|criteria|sources|keep)/(\d+)|/twist/(criteria)/(\d+)")
_SECTIONS: Final = {
    "brief": "brief",
    "sources": "dossier",
    "flaws": "draft",
    "decoys": "draft",
    "criteria": "criteria",
    "twist": "twist",
}
_ON_THE_TRAINEES_PAGE: Final = frozenset({"brief", "dossier"})


@dataclass(frozen=True, slots=True)
class Place:
    """A finding with where it leads: `part` is the id of an element of the page, on the trainee's page where
    `elsewhere`, "" for what stands on neither; `note` the number of the flaw's or decoy's note."""

    finding: Finding
    level: Level
    message: str
    piece: str
    part: str
    elsewhere: bool = False
    note: int | None = None


@dataclass(frozen=True, slots=True)
class MarkupPiece:
    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class MarkupLine:
    """One line of the draft's markup, cut where a finding begins or ends; `number` counts from 1."""

    number: int
    pieces: list[MarkupPiece]

    @property
    def found(self) -> bool:
        return any(piece.found for piece in self.pieces)


def places_of(findings: Sequence[Finding], numbers: dict[str, int], language: str) -> list[Place]:
    """`numbers`: by pointer (`/flaws/0`), the number of the note about it."""
    return [_place(finding, numbers, language) for finding in findings]


def _place(finding: Finding, numbers: dict[str, int], language: str) -> Place:
    part, note = _part(finding, numbers)
    return Place(
        finding=finding,
        level=finding.level,
        message=finding.message(language),
        piece=shortened(finding.piece),
        part=part,
        elsewhere=part in _ON_THE_TRAINEES_PAGE,
        note=note,
    )


def _part(finding: Finding, numbers: dict[str, int]) -> tuple[str, int | None]:
    if finding.line is not None:
        return f"line-{finding.line}", None
    listed = _LISTED.match(finding.pointer)
    if listed is None:
        top = finding.pointer.split("/")[1] if finding.pointer else ""
        return _SECTIONS.get(top, ""), None
    note = numbers.get(listed.group())
    if note is not None:
        return f"note-{note}", note
    if listed[1] == "sources":
        return "dossier", None
    return (f"twist-criteria-{listed[4]}" if listed[3] else f"{listed[1]}-{listed[2]}"), None


def markup_lines(draft: str, findings: Sequence[Finding]) -> list[MarkupLine]:
    """The draft as it is written, line by line, with what the findings are about."""
    text = criticmarkup.normalise(draft).rstrip("\n")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    spans = list(_spans(text, starts, findings))
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return [
        MarkupLine(number, list(_pieces(text, Span(start, end), spans)))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def _spans(text: str, starts: Sequence[int], findings: Sequence[Finding]) -> Iterator[Span]:
    """What stands at the places of the findings; a piece of the plain draft may not stand in the markup."""
    for finding in findings:
        if finding.line is None or finding.column is None or finding.line > len(starts):
            continue
        at = starts[finding.line - 1] + finding.column - 1
        if finding.piece and text.startswith(finding.piece, at):
            yield Span(at, at + len(finding.piece))


def _pieces(text: str, line: Span, spans: Sequence[Span]) -> Iterator[MarkupPiece]:
    edges = {edge for span in spans for edge in span if line.start < edge < line.end}
    cuts = sorted({*line, *edges})
    for piece in starmap(Span, pairwise(cuts)):
        yield MarkupPiece(piece.of(text), any(piece.overlap(span) for span in spans))
