"""Tracked changes in CriticMarkup: from `draft.md` to the draft that trainees see and to its reference.

The notation is DESIGN.md section 3's. Each mark is followed at once by the id of its flaw or decoy:

    {~~good~>flawed~~}{>>id<<}   {++invented++}{>>id<<}   {--dropped--}{>>id<<}   {==sound==}{>>id<<}

Accepting every change gives the draft, rejecting every change the reference. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from app.exercises.clean_text import clean
from app.exercises.markup_reader import ChangeKind, Mark, MarkupError, Piece, line_and_column, read_pieces
from app.text.nfc import as_kept
from app.text.spans import Span

__all__ = ["Change", "ChangeKind", "Markup", "MarkupError", "line_and_column", "normalise", "parse", "read"]


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
    draft_sources: tuple[int, ...]
    """For each code point of the draft, its offset in the normalised markup."""


def normalise(markup: str) -> str:
    """NFC with `\\n` line ends: the text in which offsets, lines and columns are counted."""
    return as_kept(markup.removeprefix("\ufeff"))


def parse(markup: str) -> Markup:
    """Read the markup. Raises the first `MarkupError`; `read` gives them all."""
    parsed, errors = read(markup)
    if errors:
        raise errors[0]
    return parsed


def read(markup: str) -> tuple[Markup, list[MarkupError]]:
    """The markup, and every error in it in order. With an error, the texts are not to be relied on."""
    text = normalise(markup)
    pieces, errors = read_pieces(text)
    return _assemble(text, pieces), errors


def _assemble(markup: str, pieces: list[Piece]) -> Markup:
    draft = _Side(markup, [piece.flawed for piece in pieces])
    reference = _Side(markup, [piece.good for piece in pieces])
    changes = tuple(
        _change(markup, piece.mark, draft.span(index), reference.span(index), draft.text, reference.text)
        for index, piece in enumerate(pieces)
        if piece.mark
    )
    return Markup(draft.text, reference.text, changes, draft.sources())


def _change(
    markup: str, mark: Mark, in_draft: Span, in_reference: Span, draft: str, reference: str
) -> Change:
    return Change(
        kind=mark.kind,
        id=mark.id_span.of(markup),
        good=in_reference.of(reference),
        flawed=in_draft.of(draft),
        draft_span=in_draft,
        reference_span=in_reference,
        markup_span=mark.span,
        id_span=mark.id_span,
    )


class _Side:
    """One of the two texts, built from one span of the markup a piece."""

    def __init__(self, markup: str, pieces: list[Span]) -> None:
        self.pieces = pieces
        ends = list(accumulate((piece.length for piece in pieces), initial=0))
        self.raw_spans = [Span(start, end) for start, end in pairwise(ends)]
        seams = [span.start for span in self.raw_spans if not span.length]
        self.cleaned = clean("".join(piece.of(markup) for piece in pieces), seams)

    @property
    def text(self) -> str:
        return self.cleaned.text

    def span(self, index: int) -> Span:
        """Where piece `index` stands in the clean text."""
        return self.cleaned.span(self.raw_spans[index])

    def sources(self) -> tuple[int, ...]:
        """For each code point of the clean text, its offset in the markup."""
        offsets = (offset for piece in self.pieces for offset in range(*piece))
        kept = (after > before for before, after in pairwise(self.cleaned.positions))
        return tuple(offset for offset, is_kept in zip(offsets, kept, strict=True) if is_kept)
