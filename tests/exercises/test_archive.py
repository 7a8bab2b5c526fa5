"""Archives of exercises: what is packed comes back, and whatever could do harm is refused with its name."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exercises.archive import (
    ARCHIVE_BYTES,
    FILE_BYTES,
    MOST_ENTRIES,
    MOST_RATIO,
    TOTAL_BYTES,
    ArchiveError,
    pack,
    unpack,
)
from app.exercises.files import content_hash, read_folder
from app.exercises.findings import shortened
from app.exercises.lint_messages import ARCHIVE
from app.exercises.schema import Exercise
from app.exercises.zip_reader import MOST_FINDINGS
from tests.exercises.sample import document, exercise
from tests.exercises.strategies import exercises
from tests.exercises.zips import MINI, flagged, linked, overlapping, raw, zipped
from tests.mini import DRAFT, EXERCISE_YAML

CATALOGUE: Final = Path(__file__).parents[2] / "exercises"
FOLDERS: Final = sorted(path.parent for path in CATALOGUE.glob("*/exercise.yaml"))
PACKED: Final = pack([exercise()])


def problems(data: bytes) -> list[tuple[str, str]]:
    """The names and codes of an archive that is refused as a whole, each told in both languages."""
    with pytest.raises(ArchiveError) as caught:
        unpack(data)
    for finding in caught.value.findings:
        assert finding.level == "error"
        assert finding.message("fr") != finding.message("en")
        assert shortened(finding.piece) in finding.message("en")
    return caught.value.problems


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


def test_no_exercise_is_an_empty_archive_which_holds_none() -> None:
    assert problems(pack([])) == [("", "archive-empty")]


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


# What makes an archive refused


PATHS: Final = [
    "../evil.md",
    "mini/../../evil.md",
    "mini/..",
    "/etc/cron.d/evil",
    "//server/share",
    "C:/evil.md",
    "c:evil.md",
    "mini\\..\\evil.md",
    "mini\\draft.md",
    "./mini/draft.md",
    "mini//draft.md",
    "mini/dra\nft.md",
    "mini/draft.md\x00.txt",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_zip_with_paths_that_climb_out_is_refused(path: str, tmp_path: Path) -> None:
    entries = [(name.encode(), content, len(content)) for name, content in MINI.items()]
    data = raw([*entries, (path.encode(), b"x", 1)])
    assert problems(data) == [(path, "archive-path")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"hello", b"\x1f\x8b\x08\x00", b"id: mini\n", b"MZ" + PACKED])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert problems(data) == [("", "archive-not-zip")]


@pytest.mark.parametrize(
    "data", [PACKED[:-30], PACKED[: len(PACKED) // 2], b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18]
)
def test_a_zip_that_is_cut_off_is_refused(data: bytes) -> None:
    assert problems(data) == [("", "archive-corrupt")]


def test_an_entry_that_is_damaged_is_named() -> None:
    data = bytearray(raw([(b"mini/draft.md", b"Bonjour " * 30, 240)], ZIP_STORED))
    data[data.index(b"Bonjour")] = ord("b")
    assert problems(bytes(data)) == [("mini/draft.md", "archive-corrupt")]


@pytest.mark.parametrize("flags", [0x1, 0x1 | 0x8, 0x40, 0x2000])
def test_encrypted_entries_are_refused(flags: int) -> None:
    assert problems(flagged(zipped({"mini/draft.md": b"x"}), flags)) == [
        ("mini/draft.md", "archive-encrypted")
    ]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int) -> None:
    assert problems(linked("mini/draft.md", "/etc/passwd", kind)) == [("mini/draft.md", "archive-link")]


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_other_ways_to_compress_are_refused(method: int) -> None:
    assert problems(zipped({"mini/draft.md": b"x"}, method)) == [("mini/draft.md", "archive-method")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused() -> None:
    assert problems(zipped([*MINI.items(), ("mini/draft.md", b"Autre")])) == [
        ("mini/draft.md", "archive-duplicate")
    ]


def test_a_name_that_comes_twice_in_two_forms_of_unicode_is_refused() -> None:
    decomposed = unicodedata.normalize("NFD", "mini/été.md")
    data = zipped({"mini/été.md": b"a", decomposed: b"b"})
    assert problems(data) == [(decomposed, "archive-duplicate")]


@pytest.mark.parametrize("other", ["mini/DRAFT.md", "Mini/draft.md"])
def test_names_that_differ_in_case_only_are_refused(other: str) -> None:
    assert problems(zipped({**MINI, other: b"x"})) == [(other, "archive-collision")]


@pytest.mark.parametrize("name", ["mini/sources/deep.zip", "mini/sources/Deep.ZIP", "mini/sources/deep.md"])
def test_an_archive_within_the_archive_is_refused(name: str) -> None:
    assert problems(zipped({**MINI, name: PACKED})) == [(name, "archive-nested")]


@pytest.mark.parametrize("name", ["README.md", "other/draft.md"])
def test_files_of_no_exercise_are_refused(name: str) -> None:
    assert problems(zipped({**MINI, name: b"x"})) == [(name, "archive-stray")]


def test_an_archive_without_exercises_is_refused() -> None:
    assert problems(zipped({"mini/draft.md": b"x"})) == [("", "archive-empty")]


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    data = zipped({f"mini/{number}": b"" for number in range(MOST_ENTRIES + 1)}, ZIP_STORED)
    assert problems(data) == [("", "archive-entries")]


def test_an_archive_that_is_too_large_is_refused() -> None:
    assert problems(PACKED + b"\x00" * ARCHIVE_BYTES) == [("", "archive-size")]


def test_only_the_first_problems_are_told() -> None:
    assert len(problems(zipped({f"../{number}": b"" for number in range(300)}))) == MOST_FINDINGS


# Zip bombs


def test_a_zip_bomb_that_says_so_is_refused_before_it_is_unpacked() -> None:
    assert problems(zipped({"mini/draft.md": b"\x00" * (FILE_BYTES + 1)})) == [
        ("mini/draft.md", "archive-file-size")
    ]


def test_a_zip_bomb_that_lies_about_a_file_is_refused() -> None:
    data = raw([(b"mini/draft.md", b"\x00" * (40 * FILE_BYTES), 10)])
    assert problems(data) == [("mini/draft.md", "archive-file-size")]


@pytest.mark.parametrize("declared", [0, 3, 5])
def test_a_file_of_another_size_than_it_declares_is_refused(declared: int) -> None:
    assert problems(raw([(b"mini/draft.md", b"four", declared)])) == [("mini/draft.md", "archive-declared")]


def test_many_large_files_are_refused_by_what_they_declare() -> None:
    files = {f"mini/{number}": b"\x00" * FILE_BYTES for number in range(TOTAL_BYTES // FILE_BYTES + 1)}
    assert problems(zipped(files)) == [("", "archive-total")]


def test_a_zip_bomb_of_many_files_is_refused_by_its_ratio() -> None:
    data = zipped({f"mini/{number}": b"\x00" * FILE_BYTES for number in range(4)})
    assert MOST_RATIO * len(data) < 4 * FILE_BYTES
    assert problems(data) == [("", "archive-ratio")]


def test_a_small_archive_may_be_as_repetitive_as_it_likes() -> None:
    read, _ = one(changed("sources/forum.md", b"a" * 99_999))
    assert read is not None


def test_a_zip_bomb_of_overlapping_entries_is_refused() -> None:
    with pytest.raises(ArchiveError) as caught:
        unpack(overlapping("mini/draft.md", b"\x00" * FILE_BYTES, 12))
    assert {code for _, code in caught.value.problems} == {"archive-duplicate"}


# Whatever comes, the answer is an exercise or an error


def _cut(data: bytes, at: int) -> bytes:
    return data[: at % len(data)]


def _flip(data: bytes, at: int) -> bytes:
    place = at % len(data)
    return data[:place] + bytes([data[place] ^ (1 << at % 8)]) + data[place + 1 :]


def _double(data: bytes, at: int) -> bytes:
    place = at % len(data)
    return data[:place] + data[place:][:64] + data[place:]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([_cut, _flip, _double]), st.integers(0, 100_000)), min_size=1, max_size=4
    )
)
def test_damaged_archives_never_raise_anything_else(
    damages: list[tuple[Callable[[bytes, int], bytes], int]],
) -> None:
    data = zipped({"mini/exercise.yaml": b"id: mini\n", "mini/draft.md": b"Bonjour. " * 20})
    for damage, at in damages:
        data = damage(data, at) or data
    try:
        unpack(data)
    except ArchiveError as error:
        assert error.findings  # noqa: PT017 - either way is right; what is refused says why


def test_every_code_of_an_archive_has_a_test() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in ARCHIVE if f'"{code}"' not in text and f"[{code}]" not in text] == []


def test_the_sample_is_what_the_archives_hold() -> None:
    assert exercise().model_dump(mode="json")["draft"] == document()["draft"] == DRAFT
