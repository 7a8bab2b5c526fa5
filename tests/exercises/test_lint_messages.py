from __future__ import annotations

import string

import pytest

from app.exercises.lint_messages import MESSAGES
from app.exercises.markup_reader import MARKUP_CODES


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", MESSAGES)
def test_each_message_stands_in_both_languages_with_the_same_places(code: str) -> None:
    message = MESSAGES[code]
    assert message.fr != message.en
    assert message.fr.strip()
    assert message.en.strip()
    assert {name.removesuffix("_fr") for name in places(message.fr)} == {
        name.removesuffix("_en") for name in places(message.en)
    }
    assert (message.text("fr"), message.text("en")) == (message.fr, message.en)


@pytest.mark.parametrize("code", MESSAGES)
def test_french_is_typeset(code: str) -> None:
    assert "'" not in MESSAGES[code].fr.replace("{{", "")


def test_every_error_of_the_markup_has_a_message() -> None:
    assert set(MARKUP_CODES) == {code for code in MESSAGES if code.startswith("markup-")}
    assert all(MESSAGES[code].level == "error" for code in MARKUP_CODES)
