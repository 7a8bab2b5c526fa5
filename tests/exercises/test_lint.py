"""Each finding of the linter, made by the smallest change to a right exercise, with its exact place."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app.exercises.files import lint_folder
from app.exercises.findings import Finding, has_errors, shortened
from app.exercises.lint import lint
from app.exercises.lint_messages import ARCHIVE, MESSAGES
from app.exercises.schema import Exercise
from tests.exercises.lint_cases import CASES, DRAFT_MD, YAML, Case, Edit
from tests.exercises.sample import exercise, place_of
from tests.mini import FILES, write_mini

ELSEWHERE: Final = {
    "file-encoding",
    "id-of-another",
    "id-taken",
    "id-taken-api",
    "invalid-value",
    "nothing-planted",
}
"""Codes whose cause is not one edit of a file; each has its own test, below or in test_catalogue.
Those of `ARCHIVE` have theirs in test_archive."""


def edited(folder: Path, edits: tuple[Edit, ...]) -> dict[str, str]:
    """Writes the exercise with the edits made; each must find what it replaces."""
    texts = dict(FILES)
    for file, old, new in edits:
        assert old in texts[file], old
        texts[file] = texts[file].replace(old, new, 1)
    write_mini(folder, exercise=texts[YAML], draft=texts[DRAFT_MD])
    return texts


@pytest.mark.parametrize("wanted", CASES, ids=lambda wanted: f"{wanted.code}{wanted.pointer}")
def test_each_finding_names_its_place(tmp_path: Path, wanted: Case) -> None:
    texts = edited(tmp_path, wanted.edits)
    _, findings = lint_folder(tmp_path / "mini")
    found = [f for f in findings if (f.code, f.pointer) == (wanted.code, wanted.pointer)]
    assert len(found) == 1, [str(finding) for finding in findings]
    [finding] = found
    assert finding.file == wanted.file
    assert (finding.line, finding.column) == place_of(wanted.needle, texts[wanted.file])
    assert finding.piece.strip() == wanted.piece.strip()
    assert wanted.said in finding.message("en")
    if "{piece}" in MESSAGES[wanted.code].en:
        assert shortened(wanted.piece) in finding.message("en")
        assert shortened(wanted.piece) in finding.message("fr")


def test_every_code_has_a_test() -> None:
    assert {wanted.code for wanted in CASES} | ELSEWHERE == MESSAGES.keys() - ARCHIVE.keys()


def test_the_exercise_that_the_cases_change_is_right() -> None:
    assert [finding.code for finding in lint(exercise())] == ["dimension-without-flaws"]


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    (folder / DRAFT_MD).write_bytes(b"Bonjour.\nUn \xe9t\xe9.\n")
    [finding] = lint_folder(folder)[1]
    assert str(finding) == (
        "draft.md:2:4: error: this file is not UTF-8: byte 0xE9 at offset 12 [file-encoding]"
    )


def test_a_value_that_no_rule_of_its_own_refuses(tmp_path: Path) -> None:
    folder = write_mini(tmp_path, exercise=FILES[YAML].replace("Un devis de terrasse", r'"\ud800"'))
    [finding] = lint_folder(folder)[1]
    assert (finding.code, finding.pointer, finding.file) == ("invalid-value", "/title", YAML)


def test_neither_flaw_nor_decoy() -> None:
    bare = exercise(flaws=[], decoys=[], draft="Bonjour. Au revoir.", keep=[])
    assert next((f.code, f.pointer, f.level) for f in lint(bare)) == ("nothing-planted", "/flaws", "error")


def test_a_sound_draft_with_decoys_needs_no_flaw_and_no_six_sentences() -> None:
    markup = "{==Un==}{>>delai<<}. {==Deux==}{>>bois<<}."
    assert lint(exercise(flaws=[], draft=markup, keep=[])) == []


def test_without_a_folder_the_draft_s_findings_still_have_a_line() -> None:
    [finding] = [f for f in lint(exercise(draft="Un.\nEt {++deux.")) if f.level == "error"]
    assert (finding.pointer, finding.file, finding.line, finding.column) == ("/draft", None, 2, 4)
    assert str(finding).startswith("/draft:2:4: error: ")


def test_all_errors_of_the_markup_are_given_and_the_rules_about_the_draft_wait() -> None:
    findings = lint(exercise(draft="Un ++} {--a--} {>>x<<}"))
    assert [f.code for f in findings if f.level == "error"] == ["markup-stray-close", "markup-no-comment"]


def test_sentences_are_counted_to_the_exact_limit() -> None:
    six = "Un {~~a~>b~~}{>>prix<<}. " + "Voici. " * 6
    codes = {f.code for f in lint(exercise(draft=six, keep=[]))}
    assert not codes & {"few-sound-sentences", "low-sound-share"}
    fifteen = "".join(f"Il {{~~a{i}~>b{i}~~}}{{>>prix<<}}. " for i in range(9)) + "Voici. " * 6
    assert "low-sound-share" not in {f.code for f in lint(exercise(draft=fifteen, keep=[]))}


def test_a_sentence_of_exactly_a_screen_is_not_long() -> None:
    def codes(length: int) -> set[str]:
        text = "Un {~~a~>b~~}{>>prix<<}. " + "M" * (length - 1) + "."
        return {finding.code for finding in lint(exercise(draft=text, keep=[]))}

    assert "long-sentence" not in codes(600)
    assert "long-sentence" in codes(601)


def test_a_missing_fact_is_named_when_the_reference_fails() -> None:
    flaw = {
        "id": "prix",
        "type": "outdated",
        "severity": "major",
        "why": "x",
        "repaired": {"none": [["le mètre"]]},
    }
    [finding] = [f for f in lint(exercise(flaws=[flaw])) if f.code == "repaired-reference"]
    assert "(le mètre)" in finding.message("en")
    assert "(le mètre)" in finding.message("fr")


def test_errors_come_first() -> None:
    findings = lint(exercise(draft="Un {~~a~>b~~}{>>inconnu<<}."))
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels)
    assert has_errors(findings)
    assert not has_errors(finding for finding in findings if finding.level == "warning")


def test_a_finding_on_one_line() -> None:
    finding = Finding(
        "unused-id", "/flaws/0/id", "a\n  b " + "c" * 100, file="exercise.yaml", line=3, column=7
    )
    assert str(finding) == (
        f"exercise.yaml:3:7: error: “a b {'c' * 75}…” stands nowhere in the draft [unused-id]"
    )
    assert finding.line_of_text("fr").endswith("n’apparaît nulle part dans le brouillon [unused-id]")
    assert str(Finding("zero-weights", "")) == "/: error: all weights are zero [zero-weights]"


def codes_of(document: Exercise) -> set[str]:
    return {finding.code for finding in lint(document)}


@pytest.mark.parametrize(
    "phrases",
    [
        ["65"],
        ["2026"],
        ["8.15"],
        ["1 310", "1 310 €"],
        ["1 310 lames"],
        ["1 310 €"],
        ["article L. 441-10"],
    ],
)
def test_a_number_that_is_given_or_has_its_unit_in_the_rule_is_no_bare_one(phrases: list[str]) -> None:
    rule = {"any": [[phrase] for phrase in phrases]}
    asks = {"id": "dit", "dimension": "nuance", "statement": "Le texte le dit.", "rule": rule}
    assert "bare-number" not in codes_of(exercise(criteria=[{**asks, "applies_to": "rewrite"}]))
    assert "bare-number" not in codes_of(exercise(criteria=[{**asks, "applies_to": "client_note"}]))


def test_a_bare_number_asked_of_another_text_says_nothing_of_the_rewrite() -> None:
    rule = {"any": [["1 310"]]}
    asks = {"id": "dit", "dimension": "nuance", "statement": "La note le dit.", "rule": rule}
    assert "bare-number" not in codes_of(exercise(criteria=[{**asks, "applies_to": "client_note"}]))
    assert "bare-number" in codes_of(exercise(criteria=[{**asks, "applies_to": "rewrite"}]))
