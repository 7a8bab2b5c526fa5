"""Source documents: short Markdown texts, shown as HTML whose every run of text knows where it stands.

Quotes of evidence are passages of the *Markdown* text, so each run is a `<span data-at="N">`, where N is the
code point at which the run starts in that text. A script that has a selection maps it back to a passage of
the Markdown text by these numbers; a passage to highlight is given as a span of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from app.text.spans import Span

TAGS: Final = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br"),
    *("em", "strong", "s", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "span", "mark"),
}
# A document's headings stand below the page's own; its links are shown, not followed.
_HEADINGS: Final = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6", "h6": "h6"}
# Without `text_join` an escape stays apart from the text around it, which then stands verbatim in the source.
_PARSER: Final = (
    MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("text_join")
)


def render_source(text: str, highlights: Sequence[Span] = ()) -> Markup:
    """`text` (Markdown, NFC) as safe HTML; the passages `highlights` of it stand in `<mark>`."""
    return _rendered(text, tuple(highlights))


@lru_cache(maxsize=1024)  # the catalogue's documents, and the passages of them that feedback quotes
def _rendered(text: str, highlights: tuple[Span, ...]) -> Markup:
    tokens = _PARSER.parse(text)
    _place(text, tokens)
    html = "".join(_html(token, highlights) for token in _flat(tokens))
    return Markup(nh3.clean(html, tags=TAGS, attributes={"span": {"data-at"}, "ol": {"start"}}))  # noqa: S704 - nh3 cleaned it


def _flat(tokens: Sequence[Token]) -> list[Token]:
    return [
        inner for token in tokens for inner in (token.children if token.type == "inline" else [token]) or []
    ]


def _place(text: str, tokens: Sequence[Token]) -> None:
    """Notes in each token with text where that text starts: the next place where it stands, in order."""
    lines = _line_starts(text)
    at = 0
    for token in tokens:
        if token.map:
            at = max(at, lines[token.map[0]])
        for leaf in token.children or [token]:
            leaf.meta["runs"] = []
            for part in _parts(leaf):
                found = text.find(part, at)
                leaf.meta["runs"].append((found, part))
                at = found + len(part) if found >= 0 else at


def _parts(leaf: Token) -> list[str]:
    """The pieces of a token's text that stand verbatim in the source: those of a block line by line."""
    if leaf.type == "inline" or not leaf.content:
        return []
    return leaf.content.splitlines(keepends=True) if leaf.block else [leaf.content]


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _html(token: Token, highlights: Sequence[Span]) -> str:
    if token.type in ("text", "text_special", "code_inline", "code_block", "fence"):
        return _wrapped(token, _runs(token, highlights))
    if token.type in ("softbreak", "hardbreak"):
        return "\n" if token.type == "softbreak" else "<br>\n"
    if token.type == "image":
        return str(escape(token.content))
    return _tag(token)


def _tag(token: Token) -> str:
    if not token.tag or token.hidden:
        return ""
    name = _HEADINGS.get(token.tag, token.tag)
    start = f' start="{escape(token.attrs["start"])}"' if "start" in token.attrs else ""
    return f"</{name}>" if token.nesting < 0 else f"<{name}{start}>"


def _wrapped(token: Token, html: str) -> str:
    if token.type == "code_inline":
        return f"<code>{html}</code>"
    return f"<pre>{html}</pre>" if token.type in ("code_block", "fence") else html


def _runs(token: Token, highlights: Sequence[Span]) -> str:
    return "".join(_run(at, text, highlights) for at, text in token.meta["runs"])


def _run(at: int, text: str, highlights: Sequence[Span]) -> str:
    """One run of text, cut where a highlight starts or ends; without a place where it was not found."""
    if at < 0:
        return str(escape(text))
    run = Span(at, at + len(text))
    edges = (edge for span in highlights for edge in span)
    cuts = sorted({*run, *(edge for edge in edges if run.start < edge < run.end)})
    return "".join(_piece(text, run, Span(*ends), highlights) for ends in pairwise(cuts))


def _piece(content: str, run: Span, piece: Span, highlights: Sequence[Span]) -> str:
    words = escape(content[piece.start - run.start : piece.end - run.start])
    html = f'<span data-at="{piece.start}">{words}</span>'
    return f"<mark>{html}</mark>" if any(piece.overlap(span) for span in highlights) else html
