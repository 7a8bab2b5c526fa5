"""An exercise from its files, wherever they are: `exercise.yaml`, `draft.md`, sources (DESIGN.md section 3).

`app.exercises.files` reads folders this way, `app.exercises.archive` archives. Pure.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from app.exercises.criticmarkup import line_and_column
from app.exercises.document import read_document
from app.exercises.findings import Finding, errors_first
from app.exercises.lint import lint
from app.exercises.schema import MOST_SOURCES, Exercise
from app.exercises.yaml_reader import Place, YamlDocument, read_yaml
from app.text.nfc import nfc

EXERCISE_FILE: Final = "exercise.yaml"
DRAFT_FILE: Final = "draft.md"


class FileTrouble(Exception):
    """A file that cannot be had. `code` is the linter's: `file-missing`, `file-outside`, or `file-unreadable`
    with the `problem` in words."""

    def __init__(self, code: str, problem: str = "") -> None:
        self.code = code
        self.problem = problem
        super().__init__(problem or code)


class Files(Protocol):
    """The files of one exercise."""

    def content(self, name: str) -> bytes:
        """The content of a file; `name` is relative, with `/`. Raises `FileTrouble`."""


class FilesInMemory:
    """Files by name. `asked` gathers the names of those that were read."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {_plain(name): content for name, content in files.items()}
        self.asked = set[str]()

    def content(self, name: str) -> bytes:
        path = _plain(name)
        if path.startswith("/") or path.split("/")[0] == "..":
            raise FileTrouble("file-outside")
        if path not in self.files:
            raise FileTrouble("file-missing")
        self.asked.add(path)
        return self.files[path]


def _plain(name: str) -> str:
    """A name without detours, in NFC, as one system packs what another one wrote."""
    return posixpath.normpath(nfc(name))


def lint_files(files: Files, folder: str | None = None) -> tuple[Exercise | None, list[Finding]]:
    """Everything there is to say about the files of an exercise, errors first; with the exercise where it
    could be read. `folder` is the name of the folder that they stand in."""
    reader = ExerciseReader(files)
    exercise = reader.read()
    if exercise is None:
        return None, reader.findings
    findings = [reader.placed(finding) for finding in [*_folder_name(folder, exercise), *lint(exercise)]]
    return exercise, errors_first(findings)


def _folder_name(folder: str | None, exercise: Exercise) -> list[Finding]:
    """The catalogue knows an exercise by its id: two folders with one id would take turns in it."""
    if folder is None or exercise.id == folder:
        return []
    return [Finding("folder-name", "/id", exercise.id, (("folder", folder),))]


_UNREAD: Final = "?"
"""Stands for a text that could not be read, so that the schema says no more about it."""


@dataclass
class ExerciseReader:
    """One reading of the files of an exercise, gathering findings."""

    source: Files
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
            # More are refused by the schema, and a file named a thousand times would fill the memory.
            read = sources[: MOST_SOURCES + 1]
            document["sources"] = [self.with_text(source, index) for index, source in enumerate(read)]
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
        """The text of a file; None, and a finding where `missing` stands, if it has none."""
        try:
            content = self.source.content(name)
        except FileTrouble as trouble:
            values = (("problem", trouble.problem),)
            self.findings.append(replace(missing, code=trouble.code, values=values))
            return None
        return self.decoded(name, content, missing.pointer)

    def decoded(self, name: str, content: bytes, pointer: str) -> str | None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", errors="replace")
            line, column = line_and_column(before, len(before))
            values = (("byte", f"0x{content[error.start]:02X}"), ("offset", str(error.start)))
            self.findings.append(Finding("file-encoding", pointer, "", values, name, line, column))
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
