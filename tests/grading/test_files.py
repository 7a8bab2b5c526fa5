"""Grading from files: what `vigie grade` prints, and what it says of files that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.grading.files import GradeError, grade_files
from tests.mini import EXERCISE_YAML, write_mini

SUBMISSION = """\
annotations:
  - quote: 75 €
    type: contradicts-dossier
    severity: critical
    confidence: 90
    comment: 65
    evidence: {source: devis, quote: 65 € le mètre carré}
  - {omission: true, type: material-omission, severity: minor, comment: "L’acompte manque."}
  - {quote: huit jours, type: sound}
rewrite: |
  Bonjour Madame, le prix est de 65 € le mètre carré.
client_note: La garantie est de dix ans.
"""


def grade(folder: Path, text: str | bytes) -> str:
    """The JSON, for the mini exercise and this submission in a folder."""
    path = folder / "submission.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return grade_files(write_mini(folder), path)


def problems(folder: Path, text: str | bytes) -> list[str]:
    """What is wrong, without the folder's name."""
    with pytest.raises(GradeError) as caught:
        grade(folder, text)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return [problem.removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_the_json_has_every_key_of_the_design(tmp_path: Path) -> None:
    result = json.loads(grade(tmp_path, SUBMISSION))
    assert set(result["scores"]) == {"overall", "fact_checking", "nuance", "client_adaptation"}
    assert set(result["review"]) == {"whole", "fact_checking", "nuance", "client_adaptation"}
    assert result["review"]["whole"] == {"found": 6 / 9, "spared": 1.0, "score": 6 / 9}
    assert result["outcomes"][0] == {
        "flaw": "prix",
        "found": True,
        "annotation": 0,
        "credit": 1.0,
        "type_credit": 1.0,
        "severity_credit": 1.0,
        "reason": True,
    }
    assert [o["found"] for o in result["outcomes"]] == [True, False, True]
    assert result["false_alarms"] == []
    assert {"id", "dimension", "applies_to", "passed", "decided_by", "quote"} <= set(result["checks"][0])
    trust = {"hits", "flaws", "false_alarms", "decoys", "d_prime", "criterion", "leaning", "brier"}
    assert set(result["trust"]) == trust
    assert result["provisional"] is False


def test_the_same_files_give_the_same_json(tmp_path: Path) -> None:
    assert grade(tmp_path, SUBMISSION) == grade(tmp_path, SUBMISSION)


def test_a_gold_file_is_graded_by_its_submission(tmp_path: Path) -> None:
    indented = "".join(f"  {line}\n" for line in SUBMISSION.splitlines())
    gold = f"kind: good\nnote: n\nexpected: {{overall: [0, 100]}}\nsubmission:\n{indented}"
    assert grade(tmp_path, gold) == grade(tmp_path, SUBMISSION)


def test_an_empty_file_is_an_empty_submission(tmp_path: Path) -> None:
    assert json.loads(grade(tmp_path, ""))["scores"]["overall"] == 0


@pytest.mark.parametrize(
    ("good", "wrong", "said"),
    [
        (
            "quote: 75 €\n",
            "quote: 99 €\n",
            "2: /annotations/0/quote: the quote “99 €” does not stand in the text",
        ),
        (
            "quote: 75 €\n",
            "quote: terrasse\n",
            "2: /annotations/0/quote: the quote “terrasse” stands 2 times in",
        ),
        (
            "65 € le mètre",
            "66 € le mètre",
            "7: /annotations/0/evidence: the evidence “66 € le mètre carré” does not",
        ),
        (
            "source: devis",
            "source: facture",
            "7: /annotations/0/evidence: the dossier has no source “facture”",
        ),
        ("    comment: 65", "    coment: 65", "2: /annotations/0: coment: Extra inputs are not permitted"),
        ("contradicts-dossier", "wrong", "3: /annotations/0/type: Input should be 'contradicts-dossier'"),
        ("type: sound", "type: sounds", "or Input should be 'sound'"),
        (
            "confidence: 90",
            "confidence: 40",
            "5: /annotations/0/confidence: Input should be greater than or equal",
        ),
        (
            "confidence: 90",
            "confidence: high",
            "5: /annotations/0/confidence: Input should be a valid integer",
        ),
        ("omission: true", "omission: false", "8: /annotations/1: give either a quote or omission: true"),
        ("comment: 65", "comment: 6.50", "6: /annotations/0/comment: Input should be a valid string"),
        ("client_note:", "rewrite:", "12: the key “rewrite” is given twice"),
        ("client_note: La", "client_note: &a La", "12: anchors and aliases"),
        ("client_note: La", "client_note: {", "the YAML cannot be read"),
        (SUBMISSION, "- a list\n", "1: Input should be a valid dictionary"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, good: str, wrong: str, said: str) -> None:
    assert good in SUBMISSION
    found = problems(tmp_path, SUBMISSION.replace(good, wrong))
    assert len(found) == 1
    assert found[0].startswith("submission.yaml:")
    assert said in found[0]


def test_every_problem_is_told(tmp_path: Path) -> None:
    text = SUBMISSION.replace("quote: 75 €\n", "quote: 99 €\n").replace("huit jours", "neuf jours")
    assert len(problems(tmp_path, text)) == 2


def test_a_quote_that_stands_twice_is_told_apart_by_its_suffix(tmp_path: Path) -> None:
    text = SUBMISSION.replace("quote: 75 €\n", 'quote: terrasse\n    suffix: " est garantie"\n')
    assert [o["found"] for o in json.loads(grade(tmp_path, text))["outcomes"]] == [False, False, True]


def test_a_problem_of_a_gold_file_has_its_line(tmp_path: Path) -> None:
    gold = "kind: good\nnote: n\nexpected: {overall: [0, 100]}\nsubmission:\n  annotations:\n"
    gold += "    - {quote: 99 €, type: sound}\n"
    assert problems(tmp_path, gold)[0].startswith("submission.yaml:6: /submission/annotations/0/quote: ")


def test_a_file_that_is_no_utf_8(tmp_path: Path) -> None:
    assert problems(tmp_path, b"rewrite: caf\xe9\n") == ["submission.yaml: not UTF-8 (byte 12)"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GradeError, match="No such file"):
        grade_files(write_mini(tmp_path), tmp_path / "none.yaml")


def test_the_errors_of_the_exercise_are_told_and_not_its_warnings(tmp_path: Path) -> None:
    path = tmp_path / "submission.yaml"
    path.write_text(SUBMISSION, encoding="utf-8")
    folder = write_mini(tmp_path, exercise=EXERCISE_YAML.replace("type: overclaim", "type: hype"))
    with pytest.raises(GradeError, match="hype"):
        grade_files(folder, path)
    without_evidence = EXERCISE_YAML.replace(
        "{source: devis, quote: garantie dix ans}", "{source: devis, quote: x y z}"
    )
    with pytest.raises(GradeError, match="x y z") as caught:
        grade_files(write_mini(tmp_path, exercise=without_evidence), path)
    assert all("error" in problem for problem in caught.value.problems)


def test_a_folder_without_an_exercise(tmp_path: Path) -> None:
    path = tmp_path / "submission.yaml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(GradeError, match=r"exercise\.yaml"):
        grade_files(tmp_path, path)
