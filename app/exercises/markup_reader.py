"""The reading of CriticMarkup: from normalised markup to its pieces, with every error on the way. Pure.

`app.exercises.criticmarkup` puts the pieces together.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.text.spans import Span


class ChangeKind(StrEnum):
    REPLACEMENT = "replacement"
    ADDITION = "addition"
    DELETION = "deletion"
    HIGHLIGHT = "highlight"


class MarkupError(ValueError):
    """A mark that cannot be read. `code` is the linter's; `offset` (code points of the normalised markup,
    from 0), `line` and `column` (from 1) and `piece` say where."""

    def __init__(self, code: str, message: str, place: tuple[int, int], offset: int, piece: str) -> None:
        self.code = code
        self.message = message
        self.offset = offset
        self.line, self.column = place
        self.piece = piece
        super().__init__(f"line {self.line}, column {self.column}: {message}")


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a piece a tracked change. `span` covers the mark with its comment, `id_span` the id."""

    kind: ChangeKind
    span: Span
    id_span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the markup: the spans that it leaves in the reference (`good`) and in the draft
    (`flawed`), empty where it leaves nothing. In plain text, which has no mark, they are the same."""

    good: Span
    flawed: Span
    mark: Mark | None = None


_CLOSER_OF: Final = {"{~~": "~~}", "{++": "++}", "{--": "--}", "{==": "==}", "{>>": "<<}"}
_KIND_OF: Final = {
    "{~~": ChangeKind.REPLACEMENT,
    "{++": ChangeKind.ADDITION,
    "{--": ChangeKind.DELETION,
    "{==": ChangeKind.HIGHLIGHT,
}
_TOKEN: Final = re.compile(r"\{~~|\{\+\+|\{--|\{==|\{>>|~~\}|\+\+\}|--\}|==\}|<<\}")
_COMMENT: Final = re.compile(r"(\s*)\{>>([^{}\n]*)<<\}")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_ID: Final = 64

_MESSAGES: Final = {
    "markup-unclosed": "this mark is never closed",
    "markup-nested": "a mark stands inside another mark",
    "markup-no-comment": "a mark must be followed at once by {>>id<<}",
    "markup-no-arrow": "a replacement is written {~~good~>flawed~~}: the ~> is missing",
    "markup-two-arrows": "a replacement has one ~> only",
    "markup-empty": "this change is empty or changes nothing",
    "markup-empty-id": "the comment has no id",
    "markup-bad-id": "an id is made of lower-case letters, digits and single hyphens, 64 at most",
    "markup-stray-close": "this closes no mark",
    "markup-stray-comment": "this comment follows no mark",
    "markup-accent": "a combining accent stands apart from its letter here",
}
MARKUP_CODES: Final = tuple(_MESSAGES)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1; columns in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class Lines:
    """The lines of a text, found once: for many places in one text."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def place(self, offset: int) -> tuple[int, int]:
        """As `line_and_column` says it."""
        line = bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] if line else -1)


def read_pieces(markup: str) -> tuple[list[Piece], list[MarkupError]]:
    """The pieces of a normalised markup and its errors, both in the order of the text. A mark that cannot be
    read at all is left out."""
    reader = _Reader(markup)
    reader.run()
    return reader.pieces, sorted(reader.errors, key=lambda error: error.offset)


def _closers(text: str) -> dict[int, Span]:
    """By the place where an opening token begins, the token that closes it, whole marks between the two left
    aside. One that closes another mark than the innermost leaves all that are open unclosed."""
    closers: dict[int, Span] = {}
    open_marks: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if token.group() in _CLOSER_OF:
            open_marks.append(token)
        elif open_marks and token.group() == _CLOSER_OF[open_marks[-1].group()]:
            closers[open_marks.pop().start()] = Span(*token.span())
        else:
            open_marks.clear()
    return closers


class _Reader:
    """One pass over the normalised markup, collecting pieces and errors as it goes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.closers = _closers(text)
        self.pieces: list[Piece] = []
        self.errors: list[MarkupError] = []

    def run(self) -> None:
        position = 0
        while token := _TOKEN.search(self.text, position):
            self.plain(position, token.start())
            position = self.at_token(token)
        self.plain(position, len(self.text))

    def fail(self, code: str, start: int, end: int) -> None:
        place, piece = self.lines.place(start), self.text[start:end]
        self.errors.append(MarkupError(code, _MESSAGES[code], place, start, piece))

    def plain(self, start: int, end: int) -> None:
        if start and self.begins_with_accent(start, end):
            self.fail("markup-accent", start, start + 1)
        if start < end:
            span = Span(start, end)
            self.pieces.append(Piece(span, span))

    def begins_with_accent(self, start: int, end: int) -> bool:
        """An accent at the edge of a mark would join the letter before it in one of the two texts."""
        return start < end and unicodedata.combining(self.text[start]) != 0

    def at_token(self, token: re.Match[str]) -> int:
        """Reads what begins at the token; returns where to read on."""
        if token.group() in _KIND_OF:
            return self.mark(token)
        if token.group() == "{>>":
            return self.stray_comment(token)
        self.fail("markup-stray-close", *token.span())
        return token.end()

    def stray_comment(self, token: re.Match[str]) -> int:
        comment = _COMMENT.match(self.text, token.start()) or token
        self.fail("markup-unclosed" if comment is token else "markup-stray-comment", *comment.span())
        return comment.end()

    def mark(self, token: re.Match[str]) -> int:
        closer = self.closers.get(token.start())
        if closer is None:
            self.fail("markup-unclosed", *token.span())
            return token.end()
        body = Span(token.end(), closer.start)
        nested = _TOKEN.search(self.text, body.start, body.end)
        id_span, end = self.comment(Span(token.start(), closer.end))
        if nested:
            self.fail("markup-nested", *nested.span())
        else:
            self.change(_KIND_OF[token.group()], body, Span(token.start(), end), id_span)
        return end

    def comment(self, mark: Span) -> tuple[Span, int]:
        """The span of the id after the mark (empty where it has none), and where to read on."""
        comment = _COMMENT.match(self.text, mark.end)
        if comment is None:
            return Span(mark.end, mark.end), self.missing_comment(mark)
        if comment.group(1):
            self.fail("markup-no-comment", *mark)
        id_span = Span(*comment.span(2))
        self.check_id(id_span.of(self.text), Span(comment.end(1), comment.end()))
        return id_span, comment.end()

    def missing_comment(self, mark: Span) -> int:
        if not self.text.startswith("{>>", mark.end):
            self.fail("markup-no-comment", *mark)
            return mark.end
        self.fail("markup-unclosed", mark.end, mark.end + 3)
        return mark.end + 3

    def check_id(self, identifier: str, comment: Span) -> None:
        if not identifier.strip():
            self.fail("markup-empty-id", *comment)
        elif len(identifier) > _MAX_ID or not _SLUG.fullmatch(identifier):
            self.fail("markup-bad-id", *comment)

    def change(self, kind: ChangeKind, body: Span, mark: Span, id_span: Span) -> None:
        halves = self.halves(kind, body)
        if halves is None:
            return
        good, flawed = halves
        if self.begins_with_accent(*good) or self.begins_with_accent(*flawed):
            self.fail("markup-accent", *body)
        if _is_empty(kind, good.of(self.text).strip(), flawed.of(self.text).strip()):
            self.fail("markup-empty", *mark)
        self.pieces.append(Piece(good, flawed, Mark(kind, mark, id_span)))

    def halves(self, kind: ChangeKind, body: Span) -> tuple[Span, Span] | None:
        """The good and the flawed wording; None where a replacement does not tell them apart."""
        nothing = Span(body.end, body.end)
        if kind is ChangeKind.REPLACEMENT:
            return self.split(body)
        good = nothing if kind is ChangeKind.ADDITION else body
        flawed = nothing if kind is ChangeKind.DELETION else body
        return good, flawed

    def split(self, body: Span) -> tuple[Span, Span] | None:
        arrows = [arrow.span() for arrow in re.finditer("~>", body.of(self.text))]
        if len(arrows) != 1:
            self.fail("markup-two-arrows" if arrows else "markup-no-arrow", *body)
            return None
        start, end = arrows[0]
        return Span(body.start, body.start + start), Span(body.start + end, body.end)


def _is_empty(kind: ChangeKind, good: str, flawed: str) -> bool:
    if kind is ChangeKind.REPLACEMENT:
        return not good or not flawed or good == flawed
    return not good and not flawed
