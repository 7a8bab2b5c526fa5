"""Grading from files, for the command line: no server, no database, no network."""

from __future__ import annotations

from pathlib import Path

from app.exercises.files import lint_folder
from app.exercises.schema import Exercise
from app.grading.assess import assess
from app.grading.documents import Document, GradeError, read_yaml, validated
from app.grading.gold import Gold
from app.grading.resolve import SubmissionError
from app.grading.submission import Submission

__all__ = ["GradeError", "grade_files"]


def grade_files(folder: Path, submission_path: Path) -> str:
    """The assessment of a submission file as JSON (DESIGN.md section 5). A gold file will do as well: its
    submission is graded.

    Raises `GradeError` with every problem: the errors of the exercise, keys that are unknown or values that
    are none, quotes that do not stand in the draft or stand there more than once; with file and line.
    """
    exercise = _exercise(folder)
    document = read_yaml(submission_path)
    submission, within = _submission(document)
    try:
        return assess(exercise, submission).model_dump_json(indent=2)
    except SubmissionError as error:
        raise GradeError(
            document.problem(within + problem.pointer, problem.message) for problem in error.problems
        ) from None


def _exercise(folder: Path) -> Exercise:
    exercise, findings = lint_folder(folder)
    errors = [str(finding) for finding in findings if finding.level == "error"]
    if exercise is None or errors:
        raise GradeError(errors or [f"{folder}: no exercise"])
    return exercise


def _submission(document: Document) -> tuple[Submission, str]:
    """The submission, and the pointer to it within the document."""
    data = document.yaml.data
    if isinstance(data, dict) and "submission" in data:
        return validated(document, Gold).submission, "/submission"
    return validated(document, Submission), ""
