"""Exercises as a zip archive: one folder an exercise, in the format of `exercises/`. Pure.

Gold submissions are no part of an exercise: they are not packed, and passed over where an archive has them.
"""

from __future__ import annotations

import posixpath
import re
import stat
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.exercises.findings import Finding, errors_first
from app.exercises.reading import DRAFT_FILE, EXERCISE_FILE, FilesInMemory, lint_files
from app.exercises.schema import Exercise
from app.exercises.writing import as_files
from app.exercises.zip_reader import (
    ARCHIVE_BYTES,
    FILE_BYTES,
    MOST_ENTRIES,
    MOST_RATIO,
    TOTAL_BYTES,
    ArchiveError,
    problem,
    read_entries,
)

__all__ = [
    "ARCHIVE_BYTES",
    "FILE_BYTES",
    "MOST_ENTRIES",
    "MOST_RATIO",
    "TOTAL_BYTES",
    "ArchiveError",
    "Unpacked",
    "pack",
    "unpack",
]

Unpacked = tuple[str, Exercise | None, list[Finding]]
"""The folder of an exercise in its archive ("" for the root), the exercise, and what there is to say of it.
None stands for one that cannot be imported; one that has lint errors is there."""

_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a zip archive can tell: the same exercises make the same bytes at any time."""
_LEVEL: Final = 9
_GOLD: Final = re.compile(r"gold/[^/]+\.yaml")


def pack(exercises: Iterable[Exercise]) -> bytes:
    """A zip archive of the exercises, always the same for the same ones. Raises `ValueError` for an id that
    comes twice."""
    files: dict[str, bytes] = {}
    for exercise in exercises:
        if f"{exercise.id}/{EXERCISE_FILE}" in files:
            raise ValueError(f"two exercises have the id {exercise.id}")
        files.update({f"{exercise.id}/{name}": content for name, content in as_files(exercise).items()})
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            archive.writestr(_entry(name), files[name], ZIP_DEFLATED, _LEVEL)
    return out.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _TIME)
    entry.create_system = 3  # Unix, wherever it is made
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def unpack(data: bytes) -> list[Unpacked]:
    """The exercises of an archive, by their folders; an archive of one may hold it at its root.

    Raises `ArchiveError` where the archive cannot be trusted or holds files of no exercise. What is wrong
    with an exercise is among its findings, whose `file` is relative to its folder.
    """
    taken: dict[str, str] = {}
    return [_unpacked(folder, files, taken) for folder, files in _folders(read_entries(data)).items()]


def _folders(entries: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """The files of each folder that holds an `exercise.yaml`, by their names in it."""
    names = sorted(entries)
    roots = sorted(posixpath.dirname(name) for name in names if posixpath.basename(name) == EXERCISE_FILE)
    if not roots:
        raise ArchiveError([problem("archive-empty")])
    folders: dict[str, dict[str, bytes]] = {root: {} for root in roots}
    stray = []
    for name in names:
        root = _root_of(name, folders)
        if root is None:
            stray.append(problem("archive-stray", name))
        else:
            folders[root][name.removeprefix(f"{root}/")] = entries[name]
    if stray:
        raise ArchiveError(stray)
    return folders


def _root_of(name: str, roots: Mapping[str, object]) -> str | None:
    """The innermost of the folders around a file that is the folder of an exercise."""
    folder = posixpath.dirname(name)
    while folder and folder not in roots:
        folder = posixpath.dirname(folder)
    return folder if folder in roots else None


def _unpacked(folder: str, files: Mapping[str, bytes], taken: dict[str, str]) -> Unpacked:
    """One exercise; `taken` says which folder has which id, and learns of this one."""
    in_memory = FilesInMemory(files)
    exercise, findings = lint_files(in_memory, posixpath.basename(folder) or None)
    refused = _unknown(in_memory)
    if exercise is not None and taken.setdefault(exercise.id, folder) != folder:
        other = (("folder", taken[exercise.id]),)
        refused.append(Finding("id-taken", "/id", exercise.id, other, file=EXERCISE_FILE))
    return folder, None if refused else exercise, errors_first([*refused, *findings])


def _unknown(files: FilesInMemory) -> list[Finding]:
    """Files that nothing names would be lost on the way. What cannot be read names nothing, and is told."""
    if DRAFT_FILE not in files.asked:
        return []
    unknown = sorted(name for name in files.files.keys() - files.asked if not _GOLD.fullmatch(name))
    return [problem("file-unknown", name) for name in unknown]
