from __future__ import annotations

import re
from html import unescape

import pytest

from app.text.spans import Span
from app.web.markdown import render_source

DOCUMENT = """\
# Devis n° 12

**86 %** des *professionnels* \\* disent & pensent <b>oui</b>
à la suite [du lien](https://elsewhere.example) ![image](x.png).

| Poste | Prix |
|-------|------|
| Pose  | 65 € |

- un
- deux `code`

3. trois

> « cité »

    un bloc
    de deux lignes
"""


def runs(html: str) -> list[tuple[int, str]]:
    return [
        (int(at), unescape(text))
        for at, text in re.findall(r'<span data-at="(\d+)">(.*?)</span>', html, re.DOTALL)
    ]


def test_every_run_knows_where_it_stands() -> None:
    html = render_source(DOCUMENT)
    placed = runs(html)
    assert [text for at, text in placed if DOCUMENT[at : at + len(text)] != text] == []
    shown = " ".join(text for _, text in placed)
    for word in (
        "Devis",
        "86 %",
        "professionnels",
        "*",
        "&",
        "<b>",
        "lien",
        "65 €",
        "deux",
        "code",
        "cité",
        "de deux lignes",
    ):
        assert word in shown


def test_places_count_code_points() -> None:
    assert runs(render_source("😀 **été**")) == [(0, "😀 "), (4, "été")]


def test_a_passage_is_marked_across_emphasis() -> None:
    text = "Il reste **86 %** du total."
    start = text.index("reste")
    html = render_source(text, [Span(start, text.index("du"))])
    marked = "".join(unescape(re.sub("<.*?>", "", piece)) for piece in re.findall("<mark>(.*?)</mark>", html))
    assert marked == "reste 86 % "


def test_only_the_passage_is_marked() -> None:
    html = render_source("abc", [Span(1, 2)])
    assert html == (
        '<p><span data-at="0">a</span><mark><span data-at="1">b</span></mark><span data-at="2">c</span></p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![a](https://elsewhere.example/x.png)",
        "<https://elsewhere.example>",
        "`<script>`",
        "    <script>",
        "```html\n<script>\n```",
        "\ue000<script>\ue001",
    ],
)
def test_nothing_of_a_document_runs_or_loads(text: str) -> None:
    html = render_source(text)
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"p", "span", "code", "pre"}
    assert not re.search(r"<[^>]*(href|src|on\w+)=", html)


def test_headings_stand_below_the_page_s_own() -> None:
    html = render_source("# a\n\n## b\n\n###### c")
    assert re.findall(r"<(h\d)>", html) == ["h4", "h5", "h6"]


def test_a_numbered_list_keeps_its_first_number() -> None:
    assert '<ol start="3">' in render_source("3. trois\n4. quatre")


def test_the_same_words_twice_are_each_in_their_place() -> None:
    assert runs(render_source("oui\n\noui")) == [(0, "oui"), (5, "oui")]
