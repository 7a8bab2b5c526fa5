from __future__ import annotations

import pytest

from app.exercises.yaml_reader import MOST_CHARACTERS, MOST_LEVELS, read_yaml


def test_data_is_plain_and_dates_stay_text() -> None:
    text = (
        "a: 1\nb: [2.5, true, null, ~, '3', yes, 2026-09-01]\nc:\n  d: >-\n    une\n    ligne\n"
        "e: 0x1f\nf: !!str 4\ng: 1_000\n"
    )
    assert read_yaml(text).data == {
        "a": 1,
        "b": [2.5, True, None, None, "3", "yes", "2026-09-01"],
        "c": {"d": "une ligne"},
        "e": 31,
        "f": "4",
        "g": 1000,
    }


def test_a_number_that_python_cannot_hold_stays_text() -> None:
    assert read_yaml("a: 012\nb: .inf\n").data == {"a": "012", "b": ".inf"}


def test_an_empty_document_holds_nothing() -> None:
    assert (read_yaml("").data, read_yaml("# nothing\n").findings) == (None, [])


def test_every_value_and_key_has_its_place() -> None:
    document = read_yaml("a: 1\nb:\n  - x\n  - {c/d: y}\n")
    assert document.values["/a"] == (1, 4)
    assert document.values["/b/0"] == (3, 5)
    assert document.values["/b/1/c~1d"] == (4, 11)
    assert document.keys["/b/1/c~1d"] == (4, 6)


@pytest.mark.parametrize(
    ("text", "code", "pointer", "line", "column", "piece"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", "/a", 3, 1, "a"),
        ("a: {b: 1, b: 2}\n", "yaml-duplicate-key", "/a/b", 1, 11, "b"),
        ("a: &x 1\nb: *x\n", "yaml-alias", "/a", 1, 4, "&x"),
        ("a: &x {b: *x}\n", "yaml-alias", "/a", 1, 4, "&x"),
        ("a: &x [1]\nb: {<<: *x}\n", "yaml-alias", "/a", 1, 4, "&x"),
        (
            "a: !!python/object:os.system x\n",
            "yaml-tag",
            "/a",
            1,
            4,
            "tag:yaml.org,2002:python/object:os.system",
        ),
        ("a: !mine 1\n", "yaml-tag", "/a", 1, 4, "!mine"),
        ("a: !!set {b}\n", "yaml-tag", "/a", 1, 4, "tag:yaml.org,2002:set"),
        ("a: 1\n[b]: 2\n", "yaml-key", "", 2, 1, ""),
        ("a: [1\n", "yaml-syntax", "", 2, 1, ""),
        ("a: 1\n\tb: 2\n", "yaml-syntax", "", 2, 1, ""),
        ("a: 1\nb: c: d\n", "yaml-syntax", "", 2, 5, ""),
        ("a: b\nc: \x07\n", "yaml-syntax", "", 2, 4, ""),
        ("a: 1\n---\nb: 2\n", "yaml-syntax", "", 2, 1, ""),
        ("a: *x\n", "yaml-syntax", "", 1, 4, ""),
        ("[" * 5000, "yaml-syntax", "", 1, 33, ""),
        ("[" * 400 + "]" * 400, "yaml-syntax", "", 1, 33, ""),
        ("- " * 33 + "x", "yaml-syntax", "", 1, 65, ""),
        ("a: [" + "x," * 30_000 + "]", "yaml-syntax", "", 1, 39_999, ""),
    ],
)
def test_what_is_not_allowed_is_placed(
    text: str, code: str, pointer: str, line: int, column: int, piece: str
) -> None:
    findings = read_yaml(text).findings
    assert [(f.code, f.pointer, f.line, f.column, f.piece) for f in findings] == [
        (code, pointer, line, column, piece)
    ]
    assert findings[0].message("fr") != findings[0].message("en")


def test_the_parser_says_what_it_stumbled_over() -> None:
    assert "expected ',' or ']'" in read_yaml("a: [1\n").findings[0].message("en")


def test_an_anchor_given_twice_is_told_twice_and_warns_nobody() -> None:
    assert [f.pointer for f in read_yaml("a: &x 1\nb: &x 2\n").findings] == ["/a", "/b"]


def test_aliases_of_aliases_do_not_blow_up() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    assert {finding.code for finding in read_yaml(bomb).findings} == {"yaml-alias"}


def test_what_is_as_deep_as_it_may_be_is_read() -> None:
    assert read_yaml("- " * (MOST_LEVELS - 1) + "x").findings == []


def test_a_text_that_is_too_long_is_not_even_begun() -> None:
    [finding] = read_yaml("x" * (MOST_CHARACTERS + 1)).findings
    assert finding.message("en") == "the YAML cannot be read: longer than 500,000 characters"
    assert read_yaml("x" * MOST_CHARACTERS).data == "x" * MOST_CHARACTERS


def test_a_number_that_python_would_not_print_stays_text() -> None:
    assert read_yaml(f"a: 0x{'f' * 16}\n").data == {"a": 2**64 - 1}
    assert read_yaml(f"a: 0x1{'0' * 16}\n").data == {"a": f"0x1{'0' * 16}"}
