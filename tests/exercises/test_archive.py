"""Archives of exercises: what is packed comes back, and what is wrong with one of them is told."""

from __future__ import annotations

import stat
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings

from app.exercises.archive import (
    pack,
    unpack,
)
from app.exercises.files import content_hash, read_folder
from app.exercises.schema import Exercise
from tests.exercises.sample import exercise
from tests.exercises.strategies import exercises
from tests.exercises.zips import MINI, zipped
from tests.mini import DRAFT, EXERCISE_YAML

CATALOGUE: Final = Path(__file__).parents[2] / "exercises"
FOLDERS: Final = sorted(path.parent for path in CATALOGUE.glob("*/exercise.yaml"))
PACKED: Final = pack([exercise()])


def one(data: bytes) -> tuple[Exercise | None, list[str]]:
    """The one exercise of an archive, and the findings that are errors."""
    [(_, read, findings)] = unpack(data)
    return read, [str(finding) for finding in findings if finding.level == "error"]


def changed(name: str, content: bytes) -> bytes:
    """An archive of the small exercise with one file replaced or added."""
    return zipped({**MINI, f"mini/{name}": content})


# What is packed comes back


def test_an_exercise_comes_back_with_its_lint() -> None:
    [(folder, read, findings)] = unpack(PACKED)
    assert (folder, read) == ("mini", exercise())
    assert [finding.code for finding in findings] == ["dimension-without-flaws"]


def test_a_catalogue_comes_back_the_same_to_the_byte() -> None:
    catalogue = [read_folder(folder) for folder in FOLDERS]
    packed = pack(catalogue)
    unpacked = [read for _, read, _ in unpack(packed) if read]
    assert unpacked == catalogue
    assert [content_hash(read) for read in unpacked] == [content_hash(read) for read in catalogue]
    assert pack(reversed(unpacked)) == packed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(exercises)
def test_any_exercise_comes_back_and_is_packed_the_same_again(packed: Exercise) -> None:
    [(folder, read, _)] = unpack(pack([packed]))
    assert (folder, read) == (packed.id, packed)
    assert read is not None
    assert pack([read]) == pack([packed])


def test_a_pack_has_sorted_names_and_no_time_of_its_own() -> None:
    entries = ZipFile(BytesIO(pack([exercise(id="b"), exercise(id="a")]))).infolist()
    files = ["draft.md", "exercise.yaml", "sources/devis.md", "sources/forum.md"]
    assert [entry.filename for entry in entries] == [f"{folder}/{name}" for folder in "ab" for name in files]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {stat.filemode(entry.external_attr >> 16) for entry in entries} == {"-rw-r--r--"}


def test_two_exercises_of_one_id_are_not_packed() -> None:
    with pytest.raises(ValueError, match="mini"):
        pack([exercise(), exercise(title="Un autre")])


def test_nothing_is_read_from_or_written_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = unpack(PACKED)  # what is loaded at first use is loaded now

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(arguments)

    for name in ("builtins.open", "io.open", "os.open", "os.mkdir"):
        monkeypatch.setattr(name, refuse)
    assert unpack(PACKED) == wanted
    assert pack([exercise()]) == PACKED


# What people send


def test_one_exercise_may_stand_at_the_root() -> None:
    at_root = {name.removeprefix("mini/"): content for name, content in MINI.items()}
    [(folder, read, findings)] = unpack(zipped(at_root))
    assert (folder, read) == ("", exercise())
    assert "folder-name" not in {finding.code for finding in findings}


def test_folders_may_lie_in_another_one_and_need_not_be_named_like_their_exercise() -> None:
    moved = {name.replace("mini/", "exercises/autre/"): content for name, content in MINI.items()}
    [(folder, read, findings)] = unpack(zipped(moved))
    assert (folder, read) == ("exercises/autre", exercise())
    assert "folder-name" in {finding.code for finding in findings}


def test_gold_folders_and_what_file_managers_leave_are_passed_over() -> None:
    more = {
        "mini/": b"",
        "mini/gold/": b"",
        "mini/gold/good.yaml": b"kind: good",
        "mini/.DS_Store": b"\x00\x01",
        "__MACOSX/mini/._draft.md": b"\x00\x05",
        "Thumbs.db": b"PK\x03\x04",
    }
    assert one(zipped(MINI | more)) == (exercise(), [])


def test_files_that_are_stored_and_not_deflated_are_read() -> None:
    assert one(zipped(MINI, ZIP_STORED)) == (exercise(), [])


def test_names_are_the_same_in_either_form_of_unicode() -> None:
    name = "sources/été.md"
    content = EXERCISE_YAML.replace("sources/forum.md", name).encode()
    files = {
        **MINI,
        "mini/exercise.yaml": content,
        unicodedata.normalize("NFD", f"mini/{name}"): b"Un fil.\n",
    }
    del files["mini/sources/forum.md"]
    read, errors = one(zipped(files))
    assert errors == []
    assert read is not None
    assert read.source_text("forum") == "Un fil.\n"


# What is wrong with an exercise is told by its file, line and column


def test_a_missing_file_is_told() -> None:
    files = {name: content for name, content in MINI.items() if "draft" not in name}
    assert one(zipped(files)) == (None, ["draft.md: error: the file draft.md is missing [file-missing]"])


def test_an_exercise_with_lint_errors_is_there_with_them() -> None:
    read, errors = one(changed("draft.md", b"Un {++deux.\n"))
    assert read is not None
    assert errors == [
        "draft.md:1:4: error: “{++” opens a mark that is never closed [markup-unclosed]",
    ]


def test_invalid_utf8_is_told_with_its_byte() -> None:
    read, errors = one(changed("sources/forum.md", "Été : ".encode() + b"\xe9t\xe9\n"))
    assert read is None
    assert errors == [
        "sources/forum.md:1:7: error: this file is not UTF-8: byte 0xE9 at offset 8 [file-encoding]"
    ]


def test_a_file_that_no_source_names_is_told() -> None:
    read, errors = one(changed("sources/devis2.md", b"Plus cher."))
    assert read is None
    assert errors == [
        "sources/devis2.md: error: the file sources/devis2.md is no part of the exercise:"
        " no source names it [file-unknown]"
    ]


@pytest.mark.parametrize("name", ["gold/deep/good.yaml", "gold/good.txt", "notes.txt", "run.sh"])
def test_gold_is_yaml_in_one_folder_and_nothing_else(name: str) -> None:
    read, errors = one(changed(name, b"x"))
    assert read is None
    assert [error.rpartition(" ")[2] for error in errors] == ["[file-unknown]"]


def test_files_of_an_exercise_that_cannot_be_read_are_not_called_unknown() -> None:
    read, errors = one(changed("exercise.yaml", b"id: [mini\n"))
    assert read is None
    assert [error.rpartition(" ")[2] for error in errors] == ["[yaml-syntax]"]


@pytest.mark.parametrize("path", ["../mini/draft.md", "/etc/passwd", "sources/../../x.md"])
def test_a_source_that_climbs_out_of_the_folder_is_told(path: str) -> None:
    yaml = EXERCISE_YAML.replace("sources/forum.md", path).encode()
    read, errors = one(changed("exercise.yaml", yaml))
    assert read is None
    assert any("[file-outside]" in error for error in errors)


def test_two_folders_with_one_id_are_told() -> None:
    files = MINI | {name.replace("mini/", "zwei/"): content for name, content in MINI.items()}
    (first, read, _), (second, again, findings) = unpack(zipped(files))
    assert (first, read) == ("mini", exercise())
    assert (second, again) == ("zwei", None)
    assert findings[0].line_of_text() == (
        "exercise.yaml: error: the id “mini” is already that of the folder “mini” [id-taken]"
    )


BOMBS: Final = {
    "aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "yaml-alias", "(“&a”)"),
    "depth": ("id: " + "[" * 400 + "]" * 400, "yaml-syntax", "more than 32 levels deep"),
    "values": ("id: [" + "x," * 60_000 + "]", "yaml-syntax", "more than 20,000 values"),
    "scalar": (f'id: "{"x" * 600_000}"', "yaml-syntax", "longer than 500,000 characters"),
    "digits": (f"id: 0x{'f' * 10_000}\n", "too-long", "64 at most"),
    "merge": ("x: &x {id: a}\ny: {<<: [*x, *x]}\n", "yaml-alias", "(“&x”)"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_yaml_bomb_is_told_at_once(bomb: str) -> None:
    text, code, said = BOMBS[bomb]
    read, errors = one(changed("exercise.yaml", text.encode()))
    assert read is None
    assert any(code in error and said in error for error in errors), errors


def test_a_huge_draft_is_too_long_and_not_repeated() -> None:
    [(_, read, findings)] = unpack(changed("draft.md", b"a" * 900_000))
    assert read is None
    assert [(f.code, f.file, f.message("en")) for f in findings] == [
        ("too-long", "draft.md", "too long: 100000 at most")
    ]
    assert len(findings[0].piece) == 1_000


def test_one_file_under_thousands_of_names_is_read_a_few_times() -> None:
    head, _, rest = EXERCISE_YAML.partition("sources:\n")
    source = (
        "  - {id: devis, title: D, publisher: P, date: 2026-03-02, reliability: primary, file: draft.md}\n"
    )
    yaml = f"{head}sources:\n{source * 900}flaws:\n{rest.partition('flaws:')[2]}"
    read, errors = one(zipped({"mini/exercise.yaml": yaml.encode(), "mini/draft.md": DRAFT.encode()}))
    assert read is None
    assert any("too long: 20 at most" in error for error in errors)
