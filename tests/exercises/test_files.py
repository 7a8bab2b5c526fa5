from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from app.exercises.files import ExerciseFileErrors, content_hash, lint_folder, read_folder
from app.exercises.findings import Finding, has_errors
from tests.exercises.sample import exercise, place_of
from tests.mini import DEVIS, DRAFT, EXERCISE_YAML, write_mini


def place(finding: Finding) -> tuple[str, str, str | None, int | None, int | None]:
    return finding.code, finding.pointer, finding.file, finding.line, finding.column


def errors_of(folder: Path) -> list[Finding]:
    with pytest.raises(ExerciseFileErrors) as caught:
        read_folder(folder)
    exercise, findings = lint_folder(folder)
    assert exercise is None
    assert findings == caught.value.findings
    assert str(caught.value) == "\n".join(map(str, findings))
    return findings


def test_a_folder_is_read_with_its_draft_and_sources(tmp_path: Path) -> None:
    read = read_folder(write_mini(tmp_path))
    assert (read.id, read.draft) == ("mini", DRAFT)
    assert read.source_text("devis") == DEVIS


def test_a_right_folder_has_no_errors(tmp_path: Path) -> None:
    read, findings = lint_folder(write_mini(tmp_path))
    assert read == read_folder(tmp_path / "mini")
    assert not has_errors(findings)


def test_texts_are_nfc_with_plain_line_ends(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    decomposed = unicodedata.normalize("NFD", DEVIS).replace("\n", "\r\n")
    (folder / "sources" / "devis.md").write_bytes(b"\xef\xbb\xbf" + decomposed.encode())
    assert read_folder(folder).source_text("devis") == DEVIS


def test_a_folder_may_be_named_from_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_mini(tmp_path))
    assert "folder-name" not in {finding.code for finding in lint_folder(Path())[1]}


@pytest.mark.parametrize(("file", "pointer"), [("exercise.yaml", ""), ("draft.md", "/draft")])
def test_a_missing_file_is_named(tmp_path: Path, file: str, pointer: str) -> None:
    folder = write_mini(tmp_path)
    (folder / file).unlink()
    [finding] = errors_of(folder)
    assert place(finding) == ("file-missing", pointer, file, None, None)
    assert finding.piece == file


def test_a_missing_source_is_named_where_the_exercise_names_it(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    (folder / "sources" / "devis.md").unlink()
    [finding] = errors_of(folder)
    where = place_of("sources/devis.md", EXERCISE_YAML)
    assert place(finding) == ("file-missing", "/sources/0/file", "exercise.yaml", *where)
    assert finding.piece == "sources/devis.md"


def test_a_folder_that_is_none_is_a_missing_file(tmp_path: Path) -> None:
    assert [finding.code for finding in errors_of(tmp_path / "nowhere")] == ["file-missing"]


@pytest.mark.parametrize("file", ["exercise.yaml", "draft.md", "sources/devis.md"])
def test_a_file_that_is_not_utf8_is_named_with_the_place(tmp_path: Path, file: str) -> None:
    folder = write_mini(tmp_path)
    (folder / file).write_bytes("id: é\nà ".encode() + b"\xff\n")
    [finding] = errors_of(folder)
    assert (finding.code, finding.file, finding.line, finding.column) == ("file-encoding", file, 2, 3)


@pytest.mark.parametrize(
    "path", ["../devis.md", "sources/../../devis.md", "/etc/hostname", "../mini/../devis.md", ".."]
)
def test_a_source_that_climbs_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    folder = write_mini(tmp_path, exercise=EXERCISE_YAML.replace("sources/devis.md", path))
    (tmp_path / "devis.md").write_text(DEVIS)
    [finding] = errors_of(folder)
    assert (finding.code, finding.pointer, finding.piece) == ("file-outside", "/sources/0/file", path)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    (tmp_path / "secret.md").write_text("secret")
    (folder / "sources" / "devis.md").unlink()
    (folder / "sources" / "devis.md").symlink_to(tmp_path / "secret.md")
    assert [finding.code for finding in errors_of(folder)] == ["file-outside"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sources", "file-unreadable"),
        ('"a\\0b"', "file-unreadable"),
        ("x" * 300, "file-unreadable"),
        ("sources/devis.md/x", "file-missing"),
    ],
)
def test_a_source_that_is_no_file_is_named_not_raised(tmp_path: Path, name: str, code: str) -> None:
    folder = write_mini(tmp_path, exercise=EXERCISE_YAML.replace("sources/devis.md", name))
    [finding] = errors_of(folder)
    where = place_of("sources/devis.md", EXERCISE_YAML)
    assert place(finding) == (code, "/sources/0/file", "exercise.yaml", *where)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    (folder / "draft.md").unlink()
    os.mkfifo(folder / "draft.md")
    [finding] = errors_of(folder)
    assert place(finding) == ("file-unreadable", "/draft", "draft.md", None, None)


def test_a_link_to_itself_is_named_not_raised(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    (folder / "draft.md").unlink()
    (folder / "draft.md").symlink_to("draft.md")
    assert [finding.code for finding in errors_of(folder)] == ["file-unreadable"]


@pytest.mark.parametrize(
    ("old", "new", "code", "pointer", "needle"),
    [
        ("difficulty: 1", "difficulty: 9", "out-of-range", "/difficulty", "9"),
        ("minutes: 10", "minute: 10", "unknown-key", "/minute", "minute:"),
        ("title: Un devis de terrasse\n", "", "missing-key", "/title", "id: mini"),
        ("    why: Rien ne", "    how: Rien ne", "missing-key", "/flaws/1/why", "id: garantie"),
        ("minutes: 10", "minutes: 10\ndraft: x", "unknown-key", "/draft", "draft:"),
        (", file: sources/devis.md", "", "missing-key", "/sources/0/file", "{id: devis"),
        ("file: sources/devis.md", "file: 3", "wrong-kind", "/sources/0/file", "3}"),
        ("sources/devis.md", "sources/devis.md, text: x", "unknown-key", "/sources/0/text", "text: x"),
        ("difficulty: 1", "id: 1", "yaml-duplicate-key", "/id", "id: 1"),
        ("difficulty: 1", "difficulty: &x 1", "yaml-alias", "/difficulty", "&x"),
        ("difficulty: 1", "difficulty: [1", "yaml-syntax", "", ": 10"),
    ],
)
def test_what_is_wrong_in_the_yaml_has_its_line(
    tmp_path: Path, old: str, new: str, code: str, pointer: str, needle: str
) -> None:
    assert old in EXERCISE_YAML
    text = EXERCISE_YAML.replace(old, new, 1)
    findings = errors_of(write_mini(tmp_path, exercise=text))
    assert (code, pointer, "exercise.yaml", *place_of(needle, text)) in map(place, findings)


def test_a_key_in_decomposed_letters_is_placed_all_the_same(tmp_path: Path) -> None:
    folder = write_mini(tmp_path, exercise=EXERCISE_YAML + unicodedata.normalize("NFD", "clé: 1\n"))
    [finding] = errors_of(folder)
    assert (finding.code, finding.piece, finding.file) == ("unknown-key", "clé", "exercise.yaml")


@pytest.mark.parametrize("text", ["- id: mini\n", "", "mini\n"])
def test_a_yaml_that_is_no_set_of_keys_is_named(tmp_path: Path, text: str) -> None:
    [finding] = errors_of(write_mini(tmp_path, exercise=text))
    assert place(finding) == ("wrong-kind", "", "exercise.yaml", 1, 1)


@pytest.mark.parametrize("sources", ["sources: x", "sources: [3]"])
def test_sources_that_are_none_are_named(tmp_path: Path, sources: str) -> None:
    head, _, rest = EXERCISE_YAML.partition("sources:\n")
    text = f"{head}{sources}\nflaws:\n{rest.partition('flaws:')[2]}"
    findings = errors_of(write_mini(tmp_path, exercise=text))
    assert ("wrong-kind", "exercise.yaml") in [(finding.code, finding.file) for finding in findings]


@pytest.mark.parametrize(
    ("file", "pointer"), [("draft.md", "/draft"), ("sources/devis.md", "/sources/0/text")]
)
def test_an_empty_file_is_named(tmp_path: Path, file: str, pointer: str) -> None:
    folder = write_mini(tmp_path)
    (folder / file).write_text("")
    [finding] = errors_of(folder)
    assert place(finding) == ("too-short", pointer, file, 1, 1)


def test_broken_markup_cannot_be_read_and_is_linted_with_its_place(tmp_path: Path) -> None:
    folder = write_mini(tmp_path, draft="Un.\n\nEt {++deux.\n")
    with pytest.raises(ExerciseFileErrors) as caught:
        read_folder(folder)
    assert [place(f) for f in caught.value.findings] == [("markup-unclosed", "/draft", "draft.md", 3, 4)]
    read, findings = lint_folder(folder)
    assert read is not None
    assert ("markup-unclosed", "/draft", "draft.md", 3, 4) in map(place, findings)


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    folder = write_mini(tmp_path, exercise=EXERCISE_YAML.replace("quote: huit jours", "quote: neuf jours"))
    assert [finding.level for finding in lint_folder(folder)[1]] == ["error", "warning"]


HASH = content_hash(exercise())


def test_the_hash_is_sha256_in_hexadecimal() -> None:
    assert len(HASH) == 64
    assert int(HASH, 16) > 0


def test_layout_and_defaults_written_out_make_no_version(tmp_path: Path) -> None:
    head, sources, tail = EXERCISE_YAML.partition("sources:\n")
    laid_out = f"# new\n{sources}{tail}weights: {{fact_checking: 1.0}}\n{head}"
    assert content_hash(read_folder(write_mini(tmp_path, exercise=laid_out))) == HASH


def test_decomposed_letters_and_other_line_ends_make_no_version(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    for file in (folder / "draft.md", folder / "exercise.yaml"):
        text = unicodedata.normalize("NFD", file.read_text(encoding="utf-8"))
        file.write_bytes(text.replace("\n", "\r\n").encode())
    assert content_hash(read_folder(folder)) == HASH


def test_an_exercise_that_came_through_json_has_the_same_hash() -> None:
    again = type(exercise()).model_validate_json(exercise().model_dump_json())
    assert content_hash(again) == HASH
    assert content_hash(exercise(title=unicodedata.normalize("NFD", "Un devis de terrasse"))) == HASH


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("exercise.yaml", "minutes: 10", "minutes: 11"),
        ("exercise.yaml", "Nadia Roux, business", "Nadia Rou, business"),
        ("exercise.yaml", "date: 2026-03-02", "date: 2026-03-03"),
        ("exercise.yaml", '[["65"]]', '[["66"]]'),
        ("exercise.yaml", "tasks: [review, rewrite, client_note]", "tasks: [rewrite, review, client_note]"),
        ("draft.md", "chaque soir", "chaque matin"),
        ("draft.md", "{~~65~>75~~}", "{~~65~>76~~}"),
        ("sources/devis.md", "acompte", "Acompte"),
    ],
)
def test_any_change_of_content_makes_a_version(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = write_mini(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    assert content_hash(read_folder(folder)) != HASH


def test_what_stands_beside_the_exercise_makes_no_version(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    (folder / "gold").mkdir()
    (folder / "gold" / "good.yaml").write_text("kind: good\n")
    assert content_hash(read_folder(folder)) == HASH
