from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import diff as comparison
from app.text.diff import MOST_PAIRS, MOST_PAIRS_IN_ALL, ParagraphDiff, compare, count_pairs

WORDS = st.sampled_from(
    ["le ", "la ", "devis ", "65 €", "75 € ", "l’", "été", ".", "\n", "\n\n", " \n \n", "😀", " ", "a"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join)


def side(diffs: list[ParagraphDiff], left_out: str) -> str:
    return "".join(piece.text for diff in diffs for piece in diff.pieces if piece.op != left_out)


def ops(diffs: list[ParagraphDiff]) -> list[list[tuple[str, str]]]:
    return [[(piece.op, piece.text) for piece in diff.pieces] for diff in diffs]


@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60))
def test_both_texts_can_be_read_off_exactly(before: str, after: str) -> None:
    diffs = compare(before, after)
    assert side(diffs, "insert") == before
    assert side(diffs, "delete") == after


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_one_kind(before: str, after: str) -> None:
    for paragraph in ops(compare(before, after)):
        assert all(text for _, text in paragraph)
        assert all(one[0] != other[0] for one, other in pairwise(paragraph))


@given(TEXTS)
def test_a_text_equals_itself(text: str) -> None:
    assert not any(diff.changed for diff in compare(text, text))


def test_one_word_changed_is_one_word_shown() -> None:
    assert ops(compare("Le prix est de 75 € le mètre.", "Le prix est de 65 € le mètre.")) == [
        [("equal", "Le prix est de "), ("delete", "75 "), ("insert", "65 "), ("equal", "€ le mètre.")]
    ]


def test_a_number_with_a_decimal_comma_is_one_word() -> None:
    assert ops(compare("soit 34,09 €", "soit 23,86 €")) == [
        [("equal", "soit "), ("delete", "34,09 "), ("insert", "23,86 "), ("equal", "€")]
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
    assert [diff.changed for diff in diffs] == [False, True, False]


def test_a_paragraph_without_its_blank_lines_is_the_same_paragraph() -> None:
    diffs = compare("Bonjour.\n\nMerci.", "Bonjour.")
    assert ops(diffs) == [[("equal", "Bonjour."), ("delete", "\n\n")], [("delete", "Merci.")]]


def test_paragraphs_that_moved_apart_are_compared_with_what_they_became() -> None:
    before = "Notre atelier dure deux heures.\n\nIl coûte 55 € par personne, matériel compris."
    after = "Bonjour à tous !\n\nNotre atelier dure deux heures.\n\nIl coûte 65 € par personne."
    assert ops(compare(before, after))[2][0] == ("equal", "Il coûte ")


def test_paragraphs_with_nothing_in_common_are_not_mixed() -> None:
    before, after = "Un délai de trente jours.\n\nFin", "Cyprès, zinc, kiwi, whisky\n\nFin"
    assert ops(compare(before, after)) == [
        [("delete", "Un délai de trente jours.\n\n")],
        [("insert", "Cyprès, zinc, kiwi, whisky\n\n")],
        [("equal", "Fin")],
    ]


def test_a_little_word_amid_a_change_is_part_of_it_and_the_end_is_not() -> None:
    [[*pieces]] = ops(compare("garanti à vie, sans soin.", "garanti dix ans, avec soins."))
    assert pieces == [
        ("equal", "garanti "),
        ("delete", "à vie, sans soin"),
        ("insert", "dix ans, avec soins"),
        ("equal", "."),
    ]


def test_an_empty_side_is_all_insertion_or_all_deletion() -> None:
    assert compare("", "") == []
    assert ops(compare("", "Bonjour.")) == [[("insert", "Bonjour.")]]
    assert ops(compare("Bonjour.", "")) == [[("delete", "Bonjour.")]]


def shuffled(paragraphs: int, words: int, alphabet: str, seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - no secret, a text that is the same in every run
    return "\n\n".join(
        f"p{n} " + " ".join(chance.choice(alphabet) for _ in range(words)) for n in range(paragraphs)
    )


NASTY = {
    "few words, again and again": ("le chat dort " * 4_000, "le chien dort et mange " * 2_200),
    "two words": ("a b " * 12_500, "a c a " * 8_300),
    "very many paragraphs": ("a b a b\n\n" * 5_500, "a b c\n\n" * 7_000),
    "one word without end": ("x" * 50_000, "y" * 50_000),
    "signs": ("." * 50_000, "!." * 25_000),
    "long paragraphs of few words": (shuffled(90, 280, "aaaaab", 1), shuffled(90, 280, "aaaaab", 2)),
    "paragraphs that difflib may just take": (shuffled(300, 80, "aaab", 1), shuffled(300, 80, "aaab", 2)),
}


@pytest.mark.parametrize("name", NASTY)
def test_repetitive_texts_cost_a_bounded_amount_of_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given_to_difflib: list[int] = []
    difflib = comparison._difflib

    def counted(old: Sequence[str], new: Sequence[str]) -> comparison.Codes:
        given_to_difflib.append(count_pairs(old, new))
        return difflib(old, new)

    monkeypatch.setattr(comparison, "_difflib", counted)
    before, after = NASTY[name]
    diffs = compare(before, after)
    assert (side(diffs, "insert"), side(diffs, "delete")) == (before, after)
    assert max(given_to_difflib, default=0) <= MOST_PAIRS
    assert sum(given_to_difflib) <= MOST_PAIRS_IN_ALL


def test_an_ordinary_page_goes_to_difflib_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_rapidfuzz", None)
    page = "\n\n".join(" ".join(f"mot{n * p} de la facture, {n}." for n in range(25)) for p in range(1, 11))
    diffs = compare(page, page.replace("mot7 ", "terme "))
    assert [index for index, diff in enumerate(diffs) if diff.changed] == [0, 6]


def test_very_many_paragraphs_keep_those_that_did_not_change() -> None:
    before = "\n\n".join(f"Le paragraphe {n}." for n in range(150))
    after = before.replace("e 70.", "e 71 ou presque.").replace("e 120.", "e cent vingt.")
    diffs = compare("Début\n\n" + before, "Commencement\n\n" + after + "\n\nSuite")
    assert sum(not diff.changed for diff in diffs) == 147


def test_pairs_are_those_of_equal_words() -> None:
    assert count_pairs(["le ", "chat ", "le ", "\n"], ["le ", "chien ", "le ", "\n"]) == 4
