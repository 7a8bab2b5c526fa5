"""Tracked changes in CriticMarkup: from `draft.md` to the draft that trainees see and to its reference.

The notation is DESIGN.md section 3's. Each mark is followed at once by the id of its flaw or decoy:

    {~~good~>flawed~~}{>>id<<}   {++invented++}{>>id<<}   {--dropped--}{>>id<<}   {==sound==}{>>id<<}

Accepting every change gives the draft, rejecting every change the reference. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final

from app.exercises.clean_text import Cleaned, clean
from app.text.spans import Span


class ChangeKind(StrEnum):
    REPLACEMENT = "replacement"
    ADDITION = "addition"
    DELETION = "deletion"
    HIGHLIGHT = "highlight"


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change. `good` stands in the reference and `flawed` in the draft, both without the white
    space around them; each is "" (and its span empty) where the change leaves nothing. A highlight is the
    same in both. `markup_span` covers the mark with its comment, `id_span` the id alone, in the normalised
    markup.
    """

    kind: ChangeKind
    id: str
    good: str
    flawed: str
    draft_span: Span
    reference_span: Span
    markup_span: Span
    id_span: Span


@dataclass(frozen=True, slots=True)
class Markup:
    """`draft` and `reference` are NFC, with the white space tidied that a change leaves behind."""

    draft: str
    reference: str
    changes: tuple[Change, ...]


class MarkupError(ValueError):
    """A mark that cannot be read. `code` is the linter's; `offset` (code points of the normalised markup,
    from 0), `line` and `column` (from 1) and `piece` say where."""

    def __init__(self, code: str, message: str, markup: str, span: Span) -> None:
        self.code = code
        self.message = message
        self.offset = span.start
        self.line, self.column = line_and_column(markup, span.start)
        self.piece = span.of(markup)
        super().__init__(f"line {self.line}, column {self.column}: {message}")


def normalise(markup: str) -> str:
    """NFC with `\\n` line ends: the text in which offsets, lines and columns are counted."""
    return unicodedata.normalize(
        "NFC", markup.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    )


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1; columns in code points."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def parse(markup: str) -> Markup:
    """Read the markup. Raises the first `MarkupError`; `read` gives them all."""
    parsed, errors = read(markup)
    if errors:
        raise errors[0]
    return parsed


def read(markup: str) -> tuple[Markup, list[MarkupError]]:
    """The markup, and every error in it in order. With an error, the texts are not to be relied on."""
    text = normalise(markup)
    reader = _Reader(text)
    reader.run()
    return _assemble(reader.pieces), sorted(reader.errors, key=lambda error: error.offset)


_NOWHERE: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text as it stands in the reference (`good`) and in the draft (`flawed`); plain text has no kind."""

    good: str
    flawed: str
    markup_span: Span
    kind: ChangeKind | None = None
    id: str = ""
    id_span: Span = _NOWHERE


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


def _assemble(pieces: list[_Piece]) -> Markup:
    draft, reference = (_side([getattr(piece, side) for piece in pieces]) for side in ("flawed", "good"))
    changes = tuple(
        _change(piece, piece.kind, draft, reference, index)
        for index, piece in enumerate(pieces)
        if piece.kind is not None
    )
    return Markup(draft.cleaned.text, reference.cleaned.text, changes)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts, and where each piece stands in it before it was cleaned."""

    cleaned: Cleaned
    raw_spans: list[Span]

    def span(self, index: int) -> Span:
        return self.cleaned.span(self.raw_spans[index])


def _side(texts: list[str]) -> _Side:
    ends = list(accumulate((len(text) for text in texts), initial=0))
    spans = [Span(start, end) for start, end in pairwise(ends)]
    seams = [span.start for span, text in zip(spans, texts, strict=True) if not text]
    return _Side(clean("".join(texts), seams), spans)


def _change(piece: _Piece, kind: ChangeKind, draft: _Side, reference: _Side, index: int) -> Change:
    in_draft, in_reference = draft.span(index), reference.span(index)
    return Change(
        kind=kind,
        id=piece.id,
        good=in_reference.of(reference.cleaned.text),
        flawed=in_draft.of(draft.cleaned.text),
        draft_span=in_draft,
        reference_span=in_reference,
        markup_span=piece.markup_span,
        id_span=piece.id_span,
    )


class _Reader:
    """One pass over the normalised markup, collecting pieces and errors as it goes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[_Piece] = []
        self.errors: list[MarkupError] = []

    def run(self) -> None:
        position = 0
        while token := _TOKEN.search(self.text, position):
            self.plain(position, token.start())
            position = self.at_token(token)
        self.plain(position, len(self.text))

    def fail(self, code: str, start: int, end: int) -> None:
        self.errors.append(MarkupError(code, _MESSAGES[code], self.text, Span(start, end)))

    def plain(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if start and self.begins_with_accent(start, end):
            self.fail("markup-accent", start, start + 1)
        if text:
            self.pieces.append(_Piece(text, text, Span(start, end)))

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
        closer = self.closer(token)
        if closer is None:
            self.fail("markup-unclosed", *token.span())
            return token.end()
        body = Span(token.end(), closer.start())
        nested = _TOKEN.search(self.text, body.start, body.end)
        id_span, end = self.comment(Span(token.start(), closer.end()))
        if nested:
            self.fail("markup-nested", *nested.span())
        else:
            self.change(_KIND_OF[token.group()], body, Span(token.start(), end), id_span)
        return end

    def closer(self, opener: re.Match[str]) -> re.Match[str] | None:
        """The token that closes `opener`, whole marks between the two left aside; None if there is none."""
        open_marks = [opener.group()]
        for token in _TOKEN.finditer(self.text, opener.end()):
            if token.group() in _CLOSER_OF:
                open_marks.append(token.group())
            elif token.group() != _CLOSER_OF[open_marks.pop()]:
                return None
            if not open_marks:
                return token
        return None

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
        good, flawed = (half.of(self.text) for half in halves)
        if any(self.begins_with_accent(*half) for half in halves):
            self.fail("markup-accent", *body)
        if _is_empty(kind, good.strip(), flawed.strip()):
            self.fail("markup-empty", *mark)
        self.pieces.append(_Piece(good, flawed, mark, kind, id_span.of(self.text), id_span))

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
