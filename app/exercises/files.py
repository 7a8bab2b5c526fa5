"""Exercises as folders on disk, read only, and the hash that makes a version of an exercise."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from app.exercises import criticmarkup
from app.exercises.document import normalised
from app.exercises.findings import Finding
from app.exercises.lint import markup_finding
from app.exercises.reading import ExerciseReader, FileTrouble, lint_files
from app.exercises.schema import Exercise

APP: Final = Path(__file__).resolve().parents[1]


class ExerciseFileErrors(ValueError):
    """A folder that holds no readable exercise; `findings` say why, each with its file and place."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


def read_folder(path: Path) -> Exercise:
    """The exercise of a folder, its texts normalised. It may still have lint errors.

    Raises `ExerciseFileErrors` where a file, the shape of the document or the draft's markup cannot be read.
    """
    reader = ExerciseReader(_Folder(path))
    exercise = reader.read()
    if exercise is None:
        raise ExerciseFileErrors(reader.findings)
    errors = [reader.placed(markup_finding(error)) for error in criticmarkup.read(exercise.draft)[1]]
    if errors:
        raise ExerciseFileErrors(errors)
    return exercise


def lint_folder(path: Path) -> tuple[Exercise | None, list[Finding]]:
    """Everything there is to say about a folder, errors first; with its exercise where it could be read."""
    return lint_files(_Folder(path), path.resolve().name)


def gold_kinds(path: Path) -> list[str]:
    """The kinds of gold submission beside the exercise of a folder, by the names of their files."""
    return sorted(file.stem for file in (path / "gold").glob("*.yaml"))


class _Folder:
    """The files of a folder; links lead no further than its edge."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def content(self, name: str) -> bytes:
        try:
            return self._file(name).read_bytes()
        except (OSError, RuntimeError, ValueError) as error:
            raise FileTrouble("file-unreadable", getattr(error, "strerror", None) or str(error)) from None

    def _file(self, name: str) -> Path:
        file = (self.path / name).resolve()
        if not file.is_relative_to(self.path.resolve()):
            raise FileTrouble("file-outside")
        if not file.exists():
            raise FileTrouble("file-missing")
        if not file.is_file():
            raise FileTrouble("file-unreadable", "not a file")
        return file


def content_hash(exercise: Exercise) -> str:
    """The version of an exercise: SHA-256, in hexadecimal, of its canonical JSON.

    Layout, comments, the order of keys, defaults written out, NFC or NFD, line ends and those at the end of
    a text make no difference; any change of what the exercise says does. Values left at their defaults are
    not part of it, so that a later release may add an optional key without making every exercise a new
    version.
    """
    document = normalised(exercise.model_dump(mode="json", exclude_defaults=True))
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def folder_digest(path: Path) -> str:
    """SHA-256 in hex over all that decides what `lint_folder` finds: the files of an exercise, but for its
    gold, and the code that reads and judges them. Raises `OSError` for a file that cannot be read."""
    digest = hashlib.sha256(_code_digest().encode())
    for file in sorted(p for p in path.rglob("*") if p.is_file() and p.parent.name != "gold"):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(path).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@cache
def _code_digest() -> str:
    code = [file for part in ("exercises", "text") for file in sorted((APP / part).glob("*.py"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in code)).hexdigest()
