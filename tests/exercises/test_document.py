from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from app.exercises.document import read_document
from tests.exercises.sample import document

Change = Callable[[dict[str, Any]], object]


def dated(date: object) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["sources"][0]["date"] = date

    return change


def addressed(address: str) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["criteria"][0]["rule"] = {"address": address}

    return change


def test_a_right_document_is_an_exercise() -> None:
    exercise, findings = read_document(document())
    assert exercise is not None
    assert (exercise.id, findings) == ("mini", [])


def test_texts_become_nfc() -> None:
    exercise, _ = read_document(document(title=unicodedata.normalize("NFD", "L’été à Besançon")))
    assert exercise is not None
    assert exercise.title == "L’été à Besançon"


@pytest.mark.parametrize(
    ("change", "code", "pointer", "piece", "said"),
    [
        (lambda d: d.update(colour=1), "unknown-key", "/colour", "colour", "“colour”"),
        (lambda d: d["flaws"][1].update({"a/b": 1}), "unknown-key", "/flaws/1/a~1b", "a/b", "“a/b”"),
        (lambda d: d["brief"].pop("prompt"), "missing-key", "/brief/prompt", "prompt", "“prompt” is missing"),
        (lambda d: d["flaws"][0].update(type="typo"), "unknown-type", "/flaws/0/type", "typo", "'outdated'"),
        (lambda d: d.update(language="de"), "bad-choice", "/language", "de", "'fr', 'en'"),
        (addressed("x"), "bad-choice", "/criteria/0/rule/address", "x", "tu"),
        (lambda d: d.update(id="Mini 1"), "bad-id", "/id", "Mini 1", "“Mini 1” is not an id"),
        (lambda d: d.update(id="a" * 65), "too-long", "/id", "a" * 65, "64 at most"),
        (lambda d: d.update(title="  "), "too-short", "/title", "  ", "1 at least"),
        (lambda d: d.update(tasks=[]), "too-short", "/tasks", "", "1 at least"),
        (lambda d: d.update(tasks=["review"] * 4), "too-long", "/tasks", "", "3 at most"),
        (lambda d: d.update(difficulty=4), "out-of-range", "/difficulty", "4", "≤ 3"),
        (lambda d: d.update(minutes=0), "out-of-range", "/minutes", "0", "≥ 1"),
        (lambda d: d.update(title=3), "wrong-kind", "/title", "3", "text was expected"),
        (lambda d: d.update(minutes="x"), "wrong-kind", "/minutes", "x", "a whole number was expected"),
        (lambda d: d.update(minutes=1.5), "wrong-kind", "/minutes", "1.5", "a whole number was expected"),
        (lambda d: d.update(minutes="20"), "wrong-kind", "/minutes", "20", "a whole number was expected"),
        (lambda d: d.update(minutes=True), "wrong-kind", "/minutes", "True", "a whole number was expected"),
        (lambda d: d.update(weights={"nuance": False}), "wrong-kind", "/weights/nuance", "False", "a number"),
        (lambda d: d.update(minutes=None), "wrong-kind", "/minutes", "None", "a whole number was expected"),
        (lambda d: d.update(weights={"nuance": "x"}), "wrong-kind", "/weights/nuance", "x", "a number was"),
        (lambda d: d.update(weights={"nuance": []}), "wrong-kind", "/weights/nuance", "", "a number was"),
        (lambda d: d.update(keep=["x"]), "wrong-kind", "/keep/0", "x", "a list was expected"),
        (lambda d: d.update(brief=[]), "wrong-kind", "/brief", "", "a set of keys was expected"),
        (dated("soon"), "wrong-kind", "/sources/0/date", "soon", "a date"),
        (dated("2026-02-30"), "wrong-kind", "/sources/0/date", "2026-02-30", "date"),
        (dated("2026-02-03T10:00"), "wrong-kind", "/sources/0/date", "2026-02-03T10:00", "date"),
        (dated(0), "wrong-kind", "/sources/0/date", "0", "a date"),
        (dated("0"), "wrong-kind", "/sources/0/date", "0", "a date"),
        (dated([]), "wrong-kind", "/sources/0/date", "", "a date"),
        (lambda d: d["weights"].update(nuance=float("nan")), "out-of-range", "/weights/nuance", "nan", "≤"),
        (lambda d: d.update(title="\ud800"), "invalid-value", "/title", "?", "valid string"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_shape_is_named(
    change: Change, code: str, pointer: str, piece: str, said: str
) -> None:
    data = document(weights={})
    change(data)
    exercise, findings = read_document(data)
    assert exercise is None
    assert [(f.code, f.pointer, f.piece, f.level) for f in findings] == [(code, pointer, piece, "error")]
    assert said in findings[0].message("en")


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_what_is_no_set_of_keys_is_no_exercise(data: object) -> None:
    exercise, findings = read_document(data)
    assert exercise is None
    assert [(f.code, f.pointer) for f in findings] == [("wrong-kind", "")]


def test_everything_wrong_is_named_at_once() -> None:
    _, findings = read_document(document(language="de", minutes=0, colour=1))
    assert {f.code for f in findings} == {"bad-choice", "out-of-range", "unknown-key"}


def nested(levels: int) -> object:
    data: object = "x"
    for _ in range(levels):
        data = [data]
    return data


@pytest.mark.parametrize("levels", [31, 32, 33, 400, 100_000])
def test_what_is_nested_too_deeply_is_named_where_it_begins(levels: int) -> None:
    _, findings = read_document(document(colour=nested(levels), title=nested(levels)))
    assert {(f.code, f.pointer) for f in findings} == {("unknown-key", "/colour"), ("wrong-kind", "/title")}


def test_line_ends_and_the_ends_of_texts_become_those_of_files() -> None:
    data = document(draft="\ufeffUn.\r\nDeux.\rTrois.")
    data["sources"][0]["text"] = "Un.\n\n\n"
    data["brief"]["context"] = "Un,\r\ndeux."
    exercise, _ = read_document(data)
    assert exercise is not None
    assert exercise.draft == "Un.\nDeux.\nTrois.\n"
    assert exercise.source_text("devis") == "Un.\n"
    assert exercise.brief.context == "Un,\ndeux."


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff\r\n"])
def test_a_text_without_content_is_too_short(text: str) -> None:
    data = document(draft=text)
    data["sources"][0]["text"] = text
    _, findings = read_document(data)
    assert [(f.code, f.pointer) for f in findings] == [
        ("too-short", "/sources/0/text"),
        ("too-short", "/draft"),
    ]


def test_what_is_refused_is_repeated_in_part() -> None:
    _, [finding] = read_document(document(title="a" * 5_000_000))
    assert (finding.code, finding.piece) == ("too-long", "a" * 999 + "…")
