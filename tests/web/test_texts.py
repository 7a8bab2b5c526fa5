"""Every text in both languages, none missing, none left over; how French is set."""

from __future__ import annotations

import re
from typing import Final

import pytest
from markupsafe import Markup

from app.exercises.schema import Dimension, Domain, FlawType, Reliability, Severity, Task
from app.web.texts import FOLDER, Language, TextError, Texts, texts
from tests.web.sources import python_modules, scripts, templates

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")
EXAMPLE: Final = Texts(
    "fr", {"a.ftl": "hello = Bonjour { $name } !\nplain = <b>Oui</b>\njs-left = Reste { $count }, { $what }"}
)


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    assert texts("fr").variables == texts("en").variables


def test_both_languages_keep_a_text_in_the_file_of_the_same_name() -> None:
    assert texts("fr").ids == texts("en").ids


def _literals() -> set[str]:
    sources = [*templates().values(), *scripts().values(), *python_modules().values()]
    return {
        literal
        for source in sources
        for literal in re.findall(r"""["'`]([a-z][\w-]+)(?:["'`]|\$\{)""", source)
    }


def _is_used(message: str, literals: set[str]) -> bool:
    """Named as a whole, or begun by a literal that ends with a hyphen (`"type-" ~ slug`)."""
    name = message.removeprefix("js-")
    starts = {name[: at + 1] for at, sign in enumerate(name) if sign == "-"}
    plural = re.sub(r"-(one|other)$", "", name)
    return bool(
        {message, name, plural} & literals or {f"js-{s}" for s in starts} & literals or starts & literals
    )


def test_every_text_is_used() -> None:
    literals = _literals()
    assert [message for message in texts("fr").ids if not _is_used(message, literals)] == []


def test_every_text_that_a_template_names_exists() -> None:
    named = {
        (template, message)
        for template, source in templates().items()
        for message in re.findall(r"""\bt\("([\w-]+)"\s*[,)]""", source)
    }
    assert len(named) > 100
    assert {pair for pair in named if pair[1] not in texts("fr")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_member_of_a_vocabulary_has_a_name(language: Language) -> None:
    known = texts(language)
    helped = [
        *(f"type-{slug}" for slug in [*FlawType, "sound"]),
        *(f"dimension-{dimension}" for dimension in Dimension),
        *(f"severity-{severity}" for severity in Severity),
        *(f"reliability-{level}" for level in Reliability),
        *(f"task-{task}" for task in [*Task, "twist"]),
    ]
    others = [
        *(f"domain-{domain}" for domain in Domain),
        *(f"difficulty-{level}" for level in (1, 2, 3)),
        *(f"exercise-language-{code}" for code in LANGUAGES),
        *(f"level-{level}" for level in ("excellent", "good", "fair", "weak", "low")),
        *(f"note-{state}" for state in ("found", "missed", "planted", "alarm", "spared", "confirmed")),
        *(f"alarm-{reason}" for reason in ("other-type", "omission", "counted", "sound")),
        *(f"advice-{advice}" for advice in ("spared", "reason", "repair")),
        *(f"advice-found-{dimension}" for dimension in Dimension),
        *(f"trust-{leaning}" for leaning in ("too-trusting", "balanced", "too-suspicious")),
        *(f"trust-{leaning}-means" for leaning in ("too-trusting", "balanced", "too-suspicious")),
        *(f"certainty-{word}" for word in ("sharp", "fair", "off")),
        *(f"decided-{who}" for who in ("rule", "model", "person", "nobody")),
        *(f"suggestion-{reason}" for reason in ("first", "new", "again")),
    ]
    wanted = [*helped, *(f"{message}-help" for message in helped), *others]
    assert [message for message in wanted if message not in known] == []


def _french_lines() -> list[tuple[str, str]]:
    """The text of each line of the French files, without names of messages, comments and placeables."""
    lines = []
    for path in sorted((FOLDER / "fr").glob("*.ftl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = re.sub(r"^[a-zA-Z][\w-]* =", "", line)
            text = re.sub(r"^\s+(?:\[\w+\]|\*\[\w+\])", "", text)
            text = re.sub(r"\{ *\$\w+ *(?:->)? *\}?|^\s*\}", "0", text)
            if text.strip() and not line.startswith("#"):
                lines.append((path.name, text))
    return lines


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("a breaking space before a high sign", r"[^\S\u00a0\u202f][:;!?»%]"),
        ("no space before a high sign", r"[^\W_][;!?»]|[^\W\d_]:(?!/)"),
        ("a breaking space after an opening quote", r"«(?![\u00a0\u202f])"),
        ("a straight apostrophe", r"\w'\w"),
        ("straight quotes", r'"'),
        ("three dots", r"\.\.\."),
    ],
)
def test_french_is_set_as_french(what: str, wrong: str) -> None:
    lines = _french_lines()
    assert len(lines) > 200
    assert [(name, text) for name, text in lines if re.search(wrong, text)] == [], what


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_are_typographic(language: Language) -> None:
    straight = [
        path.name
        for path in (FOLDER / language).glob("*.ftl")
        if re.search(r"\w'\w", path.read_text(encoding="utf-8"))
    ]
    assert straight == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_scripts_never_chooses_by_a_value(language: Language) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / language).glob("*.ftl"))
    messages = re.split(r"\n(?=[a-z#])", source)
    assert [m for m in messages if m.startswith("js-") and "->" in m] == []


def test_a_text_takes_values() -> None:
    assert EXAMPLE("hello", name="Zoé") == "Bonjour Zoé !"


def test_a_text_is_plain_unless_a_value_is_marked_up() -> None:
    assert not isinstance(EXAMPLE("plain"), Markup)
    marked = EXAMPLE("hello", name=Markup("<b>Zoé</b>"))
    assert isinstance(marked, Markup)
    assert marked == "Bonjour <b>Zoé</b> !"


def test_a_marked_up_value_does_not_open_the_rest() -> None:
    two = Texts("fr", {"a.ftl": "two = { $safe } & { $raw }"})
    assert two("two", safe=Markup("<i>a</i>"), raw="<script>") == "<i>a</i> &amp; &lt;script&gt;"


def test_a_missing_text_or_value_raises() -> None:
    with pytest.raises(TextError, match="no text 'nothing'"):
        EXAMPLE("nothing")
    with pytest.raises(TextError, match="hello"):
        EXAMPLE("hello")


def test_a_file_that_cannot_be_read_says_where() -> None:
    with pytest.raises(TextError, match=r"fr/a\.ftl: cannot read 'not a message'"):
        Texts("fr", {"a.ftl": "not a message"})


def test_a_text_may_not_be_there_twice() -> None:
    with pytest.raises(TextError, match=r"fr/b\.ftl: 'one' is already in a\.ftl"):
        Texts("fr", {"a.ftl": "one = 1", "b.ftl": "one = 2"})


def test_a_text_needs_a_value_of_its_own() -> None:
    only_attribute = Texts("fr", {"a.ftl": "one =\n    .title = Un"})
    with pytest.raises(TextError, match="no value"):
        only_attribute("one")


def test_scripts_get_their_texts_with_open_values() -> None:
    assert EXAMPLE.island() == {"left": "Reste {count}, {what}"}


def test_plurals_follow_the_language() -> None:
    assert texts("fr")("catalogue-count", count=0) == "0 exercice"
    assert texts("en")("catalogue-count", count=0) == "0 exercises"
    assert texts("en")("catalogue-count", count=1) == "1 exercise"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Paris", "l’heure de Paris."),
        ("Abidjan", "l’heure d’Abidjan."),
        ("Le Caire", "l’heure du Caire."),
        ("Yaoundé", "l’heure de Yaoundé."),
    ],
)
def test_a_place_follows_its_article_in_french(place: str, said: str) -> None:
    assert texts("fr")("assignment-zone", zone=place).endswith(said)
