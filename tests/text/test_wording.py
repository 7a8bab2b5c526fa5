from __future__ import annotations

import pytest

from app.text.reading import Reading, words_of
from app.text.wording import Wording, stands_more_often, stretches, wording


def sought(flawed: str, good: str = "", before: str = "", after: str = "") -> Wording:
    return wording(words_of(flawed), words_of(good), words_of(before), words_of(after))


def found(what: Wording, text: str) -> list[str | None]:
    reading = Reading(text, "fr")
    return [reading.quote(*stretch) for stretch in stretches(what, reading)]


def test_shared_ends_are_left_out() -> None:
    what = sought("c’est toujours le même prix", "c’est parfois le même prix", "Ici,", "dit Nadia")
    assert (what.core, what.telling) == (("toujours",), ("toujours",))
    assert what.context == {"prix", "nadia"}


def test_what_lacks_a_word_is_told_by_its_neighbours() -> None:
    what = sought("peut aider", "peut souvent aider", "Cet atelier", "les équipes")
    assert what.core == ("atelier", "peut", "aider", "les")


def test_telling_words_are_those_that_the_right_wording_lacks() -> None:
    what = sought("garantit à toutes les équipes de gagner", "peut aider les équipes à")
    assert what.core == ("garantit", "a", "toutes", "les", "equipes", "de", "gagner")
    assert what.telling == ("garantit", "toutes", "de", "gagner")
    assert what.content == ("garantit", "gagner")


def test_words_in_another_order_are_all_telling() -> None:
    assert sought("bleu et blanc", "blanc et bleu").telling == ("bleu", "et", "blanc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La qualité garantie, toujours.", ["garantie"]),
        ("Garantie ! Et encore garantie.", ["Garantie", "garantie"]),
        ("Nous garantissons.", []),
    ],
)
def test_a_telling_word_is_found_anywhere(text: str, expected: list[str]) -> None:
    assert found(sought("garantie"), text) == expected


def test_common_words_are_found_among_the_words_that_they_come_from() -> None:
    what = sought("toujours", "souvent", "L’adaptabilité est", "la première compétence citée")
    assert found(what, "L’adaptabilité, c’est toujours la compétence citée.") == ["toujours"]
    assert found(what, "La première compétence citée. Je suis toujours là.") == []
    assert found(what, "Je suis toujours là.") == []


def test_common_words_without_any_context_are_found_anywhere() -> None:
    assert found(sought("toujours"), "Je suis toujours là.") == ["toujours"]


def test_a_long_wording_is_quoted_from_its_first_to_its_last_word() -> None:
    what = sought("les indépendants formés facturent davantage chaque nouvelle mission")
    text = "Or les indépendants bien formés facturent, dit-on, davantage leur nouvelle mission, hélas."
    assert found(what, text) == [
        "indépendants bien formés facturent, dit-on, davantage leur nouvelle mission"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "La mission nouvelle : davantage facturent les formés indépendants.",
        "Les indépendants aiment leur mission. Formés, ils sont autonomes. D’autres facturent. Nouvelle ère.",
        "Les indépendants formés travaillent mieux.",
    ],
)
def test_the_same_words_in_another_order_or_far_apart_are_another_wording(text: str) -> None:
    assert found(sought("les indépendants formés facturent davantage chaque nouvelle mission"), text) == []


def test_a_wording_that_is_right_elsewhere_must_stand_more_often() -> None:
    what, once = sought("garantie"), Reading("Une garantie.", "fr")
    assert stands_more_often(what, once, Reading("La garantie.", "fr")) is None
    assert stands_more_often(what, Reading("La garantie, une garantie.", "fr"), once) == (1, 2)


def test_nothing_is_sought_where_nothing_differs() -> None:
    assert found(sought(""), "Rien.") == []
