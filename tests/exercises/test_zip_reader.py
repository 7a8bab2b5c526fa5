"""Archives that are refused as a whole: what could do harm is named, and nothing of it is unpacked."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED

import pytest
from hypothesis import given, settings
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
from app.exercises.findings import shortened
from app.exercises.lint_messages import ARCHIVE
from app.exercises.zip_reader import MOST_FINDINGS
from tests.exercises.sample import exercise
from tests.exercises.zips import MINI, flagged, linked, overlapping, raw, zipped

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
def test_a_zip_with_paths_that_climb_out_is_refused(path: str) -> None:
    entries = [(name.encode(), content, len(content)) for name, content in MINI.items()]
    data = raw([*entries, (path.encode(), b"x", 1)])
    assert problems(data) == [(path, "archive-path")]


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
    assert problems(pack([])) == [("", "archive-empty")]
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
    [(_, read, _)] = unpack(zipped({**MINI, "mini/sources/forum.md": b"a" * 99_999}))
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
    texts = [
        Path(__file__).with_name(f"test_{name}.py").read_text("utf-8") for name in ("archive", "zip_reader")
    ]
    assert [code for code in ARCHIVE if not any(code in text for text in texts)] == []
