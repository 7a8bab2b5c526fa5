"""Exercises as folders: `exercise.yaml`, `draft.md` and sources (DESIGN.md section 3). It only reads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from app.exercises import criticmarkup
from app.exercises.document import in_nfc, read_document
from app.exercises.findings import Finding, errors_first
from app.exercises.lint import lint, markup_finding
from app.exercises.schema import Exercise
from app.exercises.yaml_reader import Place, YamlDocument, read_yaml

EXERCISE_FILE: Final = "exercise.yaml"
DRAFT_FILE: Final = "draft.md"


class ExerciseFileErrors(ValueError):
    """A folder that holds no readable exercise; `findings` say why, each with its file and place."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


def read_folder(path: Path) -> Exercise:
    """The exercise of a folder, its texts in NFC with `\\n` line ends. It may still have lint errors.

    Raises `ExerciseFileErrors` where a file, the shape of the document or the draft's markup cannot be read.
    """
    folder = _Folder(path)
    exercise = folder.read()
    if exercise is None:
        raise ExerciseFileErrors(folder.findings)
    errors = [folder.placed(markup_finding(error)) for error in criticmarkup.read(exercise.draft)[1]]
    if errors:
        raise ExerciseFileErrors(errors)
    return exercise


def lint_folder(path: Path) -> tuple[Exercise | None, list[Finding]]:
    """Everything there is to say about a folder, errors first; with its exercise where it could be read."""
    folder = _Folder(path)
    exercise = folder.read()
    if exercise is None:
        return None, folder.findings
    findings = [folder.placed(finding) for finding in [*_folder_name(path, exercise), *lint(exercise)]]
    return exercise, errors_first(findings)


def _folder_name(path: Path, exercise: Exercise) -> list[Finding]:
    """The catalogue knows an exercise by its id: two folders with one id would take turns in it."""
    name = path.resolve().name
    return [] if exercise.id == name else [Finding("folder-name", "/id", exercise.id, (("folder", name),))]


def content_hash(exercise: Exercise) -> str:
    """The version of an exercise: SHA-256, in hexadecimal, of its canonical JSON.

    Layout, comments, the order of keys, defaults written out, and NFC or NFD make no difference; any change
    of what the exercise says does. Values left at their defaults are not part of it, so that a later release
    may add an optional key without making every exercise a new version.
    """
    document = in_nfc(exercise.model_dump(mode="json", exclude_defaults=True))
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


_UNREAD: Final = "?"
"""Stands for a text that could not be read, so that the schema says no more about it."""


@dataclass
class _Folder:
    """One reading of a folder, gathering findings."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    yaml: YamlDocument = field(default_factory=YamlDocument)
    files: dict[str, str] = field(default_factory=dict)
    """By pointer, the file that holds that text."""

    def read(self) -> Exercise | None:
        """The exercise, or None and at least one error among the findings."""
        text = self.text_of(EXERCISE_FILE, Finding("file-missing", "", EXERCISE_FILE, file=EXERCISE_FILE))
        if text is None:
            return None
        self.yaml = read_yaml(text)
        self.findings += [replace(finding, file=EXERCISE_FILE) for finding in self.yaml.findings]
        if self.findings:
            return None
        exercise, findings = read_document(self.with_files(self.yaml.data))
        self.findings += map(self.placed, findings)
        return None if self.findings else exercise

    def with_files(self, data: object) -> object:
        """The data with the texts of the draft and of the sources put in. What does not fit is left for the
        schema to find."""
        if not isinstance(data, dict):
            return data
        if "draft" in data:
            self.findings.append(self.at_key(Finding("unknown-key", "/draft", "draft")))
        self.files["/draft"] = DRAFT_FILE
        draft = self.text_of(DRAFT_FILE, Finding("file-missing", "/draft", DRAFT_FILE, file=DRAFT_FILE))
        document = {**data, "draft": _UNREAD if draft is None else draft}
        if isinstance(sources := data.get("sources"), list):
            document["sources"] = [self.with_text(source, i) for i, source in enumerate(sources)]
        return document

    def with_text(self, source: object, index: int) -> object:
        """A source with its `file` read into `text`."""
        if not isinstance(source, dict):
            return source
        pointer = f"/sources/{index}"
        if "text" in source:
            self.findings.append(self.at_key(Finding("unknown-key", f"{pointer}/text", "text")))
        text = self.source_text(source, pointer)
        rest = {key: value for key, value in source.items() if key != "file"}
        return {**rest, "text": _UNREAD if text is None else text}

    def source_text(self, source: dict[str, object], pointer: str) -> str | None:
        name, at_file = source.get("file"), f"{pointer}/file"
        if "file" not in source:
            self.findings.append(self.placed(Finding("missing-key", at_file, "file")))
            return None
        if not isinstance(name, str):
            expected = (("expected_fr", "un texte"), ("expected_en", "text"))
            self.findings.append(self.placed(Finding("wrong-kind", at_file, values=expected)))
            return None
        self.files[f"{pointer}/text"] = name
        return self.text_of(name, self.placed(Finding("file-missing", at_file, name)))

    def text_of(self, name: str, missing: Finding) -> str | None:
        """The text of a file of the folder; None, and a finding where `missing` stands, if it has none."""
        try:
            file = (self.path / name).resolve()
            if not file.is_relative_to(self.path.resolve()):
                self.findings.append(replace(missing, code="file-outside"))
            elif not file.exists():
                self.findings.append(missing)
            elif not file.is_file():
                self.findings.append(_unreadable(missing, "not a file"))
            else:
                return self.decoded(name, file.read_bytes(), missing.pointer)
        except (OSError, RuntimeError, ValueError) as error:
            self.findings.append(_unreadable(missing, getattr(error, "strerror", None) or str(error)))
        return None

    def decoded(self, name: str, content: bytes, pointer: str) -> str | None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", errors="replace")
            line, column = criticmarkup.line_and_column(before, len(before))
            self.findings.append(Finding("file-encoding", pointer, file=name, line=line, column=column))
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def placed(self, finding: Finding) -> Finding:
        """The finding with the file, line and column that its pointer stands for."""
        if file := self.files.get(finding.pointer):
            return replace(finding, file=file, line=finding.line or 1, column=finding.column or 1)
        if finding.code == "unknown-key":
            return self.at_key(finding)
        return self.at(finding, self.nearest(finding.pointer))

    def at_key(self, finding: Finding) -> Finding:
        return self.at(finding, self.yaml.keys.get(finding.pointer) or self.nearest(finding.pointer))

    def at(self, finding: Finding, place: Place) -> Finding:
        return replace(finding, file=EXERCISE_FILE, line=place.line, column=place.column)

    def nearest(self, pointer: str) -> Place:
        """Where a pointer's value stands; for what is missing, where that stands which lacks it."""
        while pointer and pointer not in self.yaml.values:
            pointer = pointer.rpartition("/")[0]
        return self.yaml.values.get(pointer, Place(1, 1))


def _unreadable(missing: Finding, problem: str) -> Finding:
    return replace(missing, code="file-unreadable", values=(("problem", problem),))
