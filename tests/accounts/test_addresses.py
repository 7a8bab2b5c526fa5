from __future__ import annotations

import pytest

from app.accounts.addresses import MAX_NAME, clean_email, clean_name, pasted


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("zoe@atelier.example", "zoe@atelier.example"),
        ("  Zoe.MARTIN+vigie@Atelier.Example\n", "zoe.martin+vigie@atelier.example"),
        ("zoe\u0301@atelier.example", "zo\u00e9@atelier.example"),
        ("o'neil_1@a-b.co.uk", "o'neil_1@a-b.co.uk"),
    ],
)
def test_an_address_is_kept_as_it_is_compared(typed: str, kept: str) -> None:
    assert clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "zoe", "zoe@", "@atelier.example", "zoe@atelier", "a b@c.example", "a@b@c.example", "zoe@x.e"),
        *("zoe@a.example, tom@a.example", "Zoé <zoe@a.example>", "zoe\u200b@a.example", "zoe@a.example\x00"),
        "z" * 250 + "@a.example",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="must be an e-mail address"):
        clean_email(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoé   Martin ", "Zoé Martin"),
        ("Zoe\u0301\tMartin\r\n", "Zo\u00e9 Martin"),
        ("Zoé\u202eMartin\u2066", "ZoéMartin"),
        ("佐藤 花子", "佐藤 花子"),
        ("نیما\u200cزاده", "نیما\u200cزاده"),
        ("<b>Zoé</b>", "<b>Zoé</b>"),
    ],
)
def test_a_name_stands_on_one_line_and_turns_nothing_around(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200b", "\x00\n", "x" * (MAX_NAME + 1)])
def test_an_empty_name_or_one_without_end_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"must (not be empty|be at most)"):
        clean_name(typed)


def test_a_pasted_list_is_read_as_people_write_it() -> None:
    text = 'zoe@a.example, Tom@A.example;\nZoé Roux <ines@a.example>\r\n"Roux, Yann" <yann@a.example>'
    assert pasted(text) == ["zoe@a.example", "tom@a.example", "ines@a.example", '"roux', "yann@a.example"]
    assert pasted("a@x.example b@x.example\ta@x.example") == ["a@x.example", "b@x.example"]
    assert pasted("\n ,; \n") == []


def test_a_piece_that_is_no_address_stays_to_be_complained_of() -> None:
    assert pasted("zoe martin, tom@a.example") == ["zoe martin", "tom@a.example"]
