from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.text.diff import ParagraphDiff, compare

WORDS = st.sampled_from(
    ["le ", "la ", "devis ", "65 €", "75 € ", "l’", "été", ".", "\n", "\n\n", "😀", " ", "a"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join)


def side(diffs: list[ParagraphDiff], left_out: str) -> str:
    return "".join(piece.text for diff in diffs for piece in diff.pieces if piece.op != left_out)


def ops(diffs: list[ParagraphDiff]) -> list[list[tuple[str, str]]]:
    return [[(piece.op, piece.text) for piece in diff.pieces] for diff in diffs]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_exactly(before: str, after: str) -> None:
    diffs = compare(before, after)
    assert side(diffs, "insert") == before
    assert side(diffs, "delete") == after


@given(TEXTS)
def test_a_text_equals_itself(text: str) -> None:
    assert not any(diff.changed for diff in compare(text, text))


def test_one_word_changed_is_one_word_shown() -> None:
    assert ops(compare("Le prix est de 75 € le mètre.", "Le prix est de 65 € le mètre.")) == [
        [("equal", "Le prix est de "), ("delete", "75 "), ("insert", "65 "), ("equal", "€ le mètre.")]
    ]


def test_a_new_paragraph_stands_alone() -> None:
    diffs = compare(
        "Un texte court.\n\nMerci beaucoup.", "Un texte court.\n\nUne nouveauté !\n\nMerci beaucoup."
    )
    assert ops(diffs) == [
        [("equal", "Un texte court.\n\n")],
        [("insert", "Une nouveauté !\n\n")],
        [("equal", "Merci beaucoup.")],
    ]


def test_a_little_word_amid_a_change_is_part_of_it_and_the_end_is_not() -> None:
    [[*pieces]] = ops(compare("garanti à vie, sans soin.", "garanti dix ans, avec soins."))
    assert pieces[0] == ("equal", "garanti ")
    assert ("equal", ", ") not in pieces
    assert pieces[-1] == ("equal", ".")


def test_an_empty_side_is_all_insertion_or_all_deletion() -> None:
    assert compare("", "") == []
    assert ops(compare("", "Bonjour.")) == [[("insert", "Bonjour.")]]
    assert ops(compare("Bonjour.", "")) == [[("delete", "Bonjour.")]]


def test_long_repetitive_texts_are_compared_whole() -> None:
    before, after = "le chat dort " * 4_000, "le chien dort et mange " * 2_500
    diffs = compare(before, after)
    assert side(diffs, "insert") == before
    assert side(diffs, "delete") == after


def test_very_many_paragraphs_are_compared_as_one() -> None:
    before, after = "a\n\n" * 100, "b\n\n" * 100
    assert len(compare(before, after)) == 1
    assert side(compare(before, after), "delete") == after
