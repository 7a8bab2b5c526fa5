from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exercises.criticmarkup import (
    ChangeKind,
    MarkupError,
    line_and_column,
    normalise,
    parse,
    read,
)


def texts(markup: str) -> tuple[str, str]:
    parsed = parse(markup)
    return parsed.draft, parsed.reference


def test_the_four_marks() -> None:
    markup = parse(
        "Le prix est de {~~65~>55~~}{>>prix<<} €.{++ Tout est garanti.++}{>>garantie<<} "
        "{--Un acompte est dû. --}{>>acompte<<}Il reste {==huit places==}{>>huit-places<<}."
    )
    assert markup.draft == "Le prix est de 55 €. Tout est garanti. Il reste huit places."
    assert markup.reference == "Le prix est de 65 €. Un acompte est dû. Il reste huit places."
    assert [(c.kind, c.id, c.good, c.flawed) for c in markup.changes] == [
        (ChangeKind.REPLACEMENT, "prix", "65", "55"),
        (ChangeKind.ADDITION, "garantie", "", "Tout est garanti."),
        (ChangeKind.DELETION, "acompte", "Un acompte est dû.", ""),
        (ChangeKind.HIGHLIGHT, "huit-places", "huit places", "huit places"),
    ]


def test_spans_of_a_change_in_draft_reference_and_markup() -> None:
    text = "🎉 De {~~65~>1 055~~}{>>prix<<} € à {==deux==}{>>d<<}."
    markup = parse(text)
    first, second = markup.changes
    assert (first.draft_span, first.reference_span) == ((5, 10), (5, 7))
    assert (second.draft_span, second.reference_span) == ((15, 19), (12, 16))
    assert first.markup_span.of(text) == "{~~65~>1 055~~}{>>prix<<}"
    assert first.id_span.of(text) == "prix"


def test_several_changes_may_carry_one_id() -> None:
    assert [c.id for c in parse("{~~a~>b~~}{>>x<<} et {~~c~>d~~}{>>x<<}").changes] == ["x", "x"]


@pytest.mark.parametrize(
    ("markup", "draft", "reference"),
    [
        ("A. {--B.--}{>>x<<} C.", "A. C.", "A. B. C."),
        ("A. {++B.++}{>>x<<} C.", "A. B. C.", "A. C."),
        ("A.{-- B.--}{>>x<<} C.", "A. C.", "A. B. C."),
        ("{--A. --}{>>x<<}B.", "B.", "A. B."),
        ("{--A.--}{>>x<<} B.", "B.", "A. B."),
        ("A. {--B.--}{>>x<<}", "A.", "A. B."),
        ("A.\n{--B.--}{>>x<<} C.", "A.\nC.", "A.\nB. C."),
        ("un mot {--très--}{>>x<<}, enfin", "un mot, enfin", "un mot très, enfin"),
        ("il dit ({--très--}{>>x<<} fort)", "il dit ( fort)", "il dit (très fort)"),
        ("un{-- très--}{>>x<<}\u00a0!", "un\u00a0!", "un très\u00a0!"),
        ("65\u00a0{--mille--}{>>x<<} €", "65\u00a0€", "65\u00a0mille €"),
        ("P1\n\n{++P2++}{>>x<<}\n\nP3\n", "P1\n\nP2\n\nP3", "P1\n\nP3"),
        ("P1\n\n{--P2\n\n--}{>>x<<}P3", "P1\n\nP3", "P1\n\nP2\n\nP3"),
        ("{--P1--}{>>x<<}\n\nP2", "P2", "P1\n\nP2"),
        ("P1\n\n{--P2--}{>>x<<}", "P1", "P1\n\nP2"),
        ("- a\n- {--b--}{>>x<<}\n- c", "- a\n- c", "- a\n- b\n- c"),
        ("1. a\n2. {--b--}{>>x<<}\n", "1. a", "1. a\n2. b"),
        ("a\n{--b--}{>>x<<}\nc", "a\nc", "a\nb\nc"),
        ("a\n  - b  c  \n\n\n\nd", "a\n  - b c\n\nd", "a\n  - b c\n\nd"),
        ("{--A.--}{>>x<<} {--B.--}{>>y<<} C.", "C.", "A. B. C."),
        ("{~~A.~>~~}{>>x<<}".replace("~>~~", "~>Z.~~"), "Z.", "A."),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois", "un\ndeux\ntrois"),
        ("\ufeffun", "un", "un"),
        ("", "", ""),
    ],
)
def test_both_texts_are_clean(markup: str, draft: str, reference: str) -> None:
    assert texts(markup) == (draft, reference)


def test_both_texts_are_nfc() -> None:
    markup = parse(unicodedata.normalize("NFD", "L’été à {~~Besançon~>Nîmes~~}{>>x<<}"))
    assert (markup.draft, markup.reference) == ("L’été à Nîmes", "L’été à Besançon")
    assert markup.changes[0].draft_span == (8, 13)


@pytest.mark.parametrize(
    ("markup", "code", "line", "column", "piece"),
    [
        ("un {++deux", "markup-unclosed", 1, 4, "{++"),
        ("{++a {~~b~>c~~}{>>x<<}", "markup-unclosed", 1, 1, "{++"),
        ("{++a++}{>>x", "markup-unclosed", 1, 8, "{>>"),
        ("a {>>x", "markup-unclosed", 1, 3, "{>>"),
        ("a\n{++b {--c--}{>>y<<}++}{>>x<<}", "markup-nested", 2, 6, "{--"),
        ("{++b {>>y<<}++}{>>x<<}", "markup-nested", 1, 6, "{>>"),
        ("un\n\n{++deux++} et", "markup-no-comment", 3, 1, "{++deux++}"),
        ("{++a++} {>>x<<}", "markup-no-comment", 1, 1, "{++a++}"),
        ("{++a++}\n{>>x<<}", "markup-no-comment", 1, 1, "{++a++}"),
        ("é {~~ab~~}{>>x<<}", "markup-no-arrow", 1, 6, "ab"),
        ("{~~a~>b~>c~~}{>>x<<}", "markup-two-arrows", 1, 4, "a~>b~>c"),
        ("{++ ++}{>>x<<}", "markup-empty", 1, 1, "{++ ++}{>>x<<}"),
        ("{----}{>>x<<}", "markup-empty", 1, 1, "{----}{>>x<<}"),
        ("{====}{>>x<<}", "markup-empty", 1, 1, "{====}{>>x<<}"),
        ("{~~a~>~~}{>>x<<}", "markup-empty", 1, 1, "{~~a~>~~}{>>x<<}"),
        ("{~~~>a~~}{>>x<<}", "markup-empty", 1, 1, "{~~~>a~~}{>>x<<}"),
        ("{~~a~> a~~}{>>x<<}", "markup-empty", 1, 1, "{~~a~> a~~}{>>x<<}"),
        ("{++a++}{>><<}", "markup-empty-id", 1, 8, "{>><<}"),
        ("{++a++}{>>  <<}", "markup-empty-id", 1, 8, "{>>  <<}"),
        ("{++a++}{>>Prix 1<<}", "markup-bad-id", 1, 8, "{>>Prix 1<<}"),
        ("{++a++}{>> x<<}", "markup-bad-id", 1, 8, "{>> x<<}"),
        ("{++a++}{>>" + "x" * 65 + "<<}", "markup-bad-id", 1, 8, "{>>" + "x" * 65 + "<<}"),
        ("a ++} b", "markup-stray-close", 1, 3, "++}"),
        ("a <<} b", "markup-stray-close", 1, 3, "<<}"),
        ("a {>>x<<} b", "markup-stray-comment", 1, 3, "{>>x<<}"),
        ("e{++\u0301a++}{>>x<<}", "markup-accent", 1, 5, "\u0301a"),
        ("{++a++}{>>x<<}\u0301e", "markup-accent", 1, 15, "\u0301"),
    ],
)
def test_an_error_says_where_it_is(markup: str, code: str, line: int, column: int, piece: str) -> None:
    _, errors = read(markup)
    assert [(e.code, e.line, e.column, e.piece) for e in errors] == [(code, line, column, piece)]
    with pytest.raises(MarkupError, match=f"^line {line}, column {column}: ") as caught:
        parse(markup)
    assert (caught.value.code, normalise(markup)[caught.value.offset]) == (code, piece[0])


def test_every_error_is_given_in_order() -> None:
    _, errors = read("{++a++} b\n++} {~~c~~}{>>C<<} {==d==}{>>d<<}\n{--e")
    assert [(e.code, e.line) for e in errors] == [
        ("markup-no-comment", 1),
        ("markup-stray-close", 2),
        ("markup-no-arrow", 2),
        ("markup-bad-id", 2),
        ("markup-unclosed", 3),
    ]


def test_overlapping_marks_are_errors() -> None:
    _, errors = read("{~~a~>b {++c~~}{>>x<<} d++}{>>y<<}")
    assert errors[0].code == "markup-unclosed"
    assert "markup-stray-close" in {error.code for error in errors}


def test_what_looks_like_a_mark_and_is_none_stays_text() -> None:
    text = "a -- b ++ c == d ~~ e {f} -> g ~> h {>i<}"
    assert texts(text) == (text, text)


def test_a_bullet_may_open_a_deletion() -> None:
    assert texts("a\n{--- b\n--}{>>x<<}- c") == ("a\n- c", "a\n- b\n- c")


def test_line_and_column_count_from_one_in_code_points() -> None:
    assert line_and_column("🎉a\nbc", 0) == (1, 1)
    assert line_and_column("🎉a\nbc", 2) == (1, 3)
    assert line_and_column("🎉a\nbc", 4) == (2, 2)


word = st.text(alphabet="abé1🎉’\u00a0", min_size=1, max_size=6).filter(lambda t: t.strip() == t)
plain = st.lists(st.one_of(word, st.sampled_from([" ", "  ", "\n", "\n\n", ". ", ", "])), max_size=6).map(
    "".join
)
mark = st.one_of(
    st.tuples(word, word)
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: f"{{~~{pair[0]}~>{pair[1]}~~}}{{>>r<<}}"),
    word.map(lambda text: f"{{++{text}++}}{{>>a<<}}"),
    word.map(lambda text: f"{{--{text}--}}{{>>d<<}}"),
    word.map(lambda text: f"{{=={text}==}}{{>>h<<}}"),
)


@given(st.lists(st.one_of(plain, mark), max_size=10).map("".join))
def test_spans_hold_their_wording_and_both_texts_are_tidy(markup: str) -> None:
    parsed = parse(markup)
    source = normalise(markup)
    for change in parsed.changes:
        assert change.draft_span.of(parsed.draft) == change.flawed
        assert change.reference_span.of(parsed.reference) == change.good
        written = change.markup_span.of(source)
        assert change.flawed in written
        assert change.good in written
    for text in (parsed.draft, parsed.reference):
        assert text == text.strip()
        assert "\n\n\n" not in text
        assert not any(line != line.rstrip() for line in text.split("\n"))
    assert "".join(source[offset] for offset in parsed.draft_sources) == parsed.draft


@given(st.text(alphabet="{}~+-=><ab \n\u0301", max_size=30))
def test_any_text_is_read_or_refused_with_a_place_inside_it(markup: str) -> None:
    _, errors = read(markup)
    for error in errors:
        assert 0 <= error.offset < len(normalise(markup))
        assert error.piece
