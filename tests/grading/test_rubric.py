"""What a model is shown: the exercise without its scoring, the trainee's texts without the trainee."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.exercises.prepared import prepare
from app.grading.assess import assess
from app.grading.questions import open_questions
from app.grading.resolve import resolve
from app.grading.rubric import MOST_SHOWN, asked, rubric
from app.grading.submission import Submission
from app.llm.quoting import quote_all
from tests.grading.cases import exercise, submission
from tests.grading.test_hearing import STALE, VAGUE

DOCUMENT = exercise().model_dump(mode="json")


def test_the_rubric_is_the_same_whatever_counts_how_much() -> None:
    other = exercise(
        weights={"fact_checking": 3, "nuance": 0.5, "client_adaptation": 7},
        flaws=[{**flaw, "severity": "critical"} for flaw in DOCUMENT["flaws"]],
        criteria=[{**criterion, "weight": 9} for criterion in DOCUMENT["criteria"]],
        decoys=[],
        keep=[["tram"]],
        minutes=99,
        difficulty=3,
    )
    without_decoys = exercise(decoys=[], keep=[])
    assert rubric(prepare(other)) == rubric(prepare(without_decoys))


def test_the_rubric_names_every_flaw_and_the_criteria_that_no_rule_decides() -> None:
    shown = rubric(prepare(exercise()))
    assert [flaw["label"] for flaw in shown["flaws"]] == ["F1", "F2", "F3", "F4"]
    assert shown["flaws"][0]["changes"] == [{"flawed": "55", "good": "40"}]
    assert shown["flaws"][2]["changes"][0]["flawed"] == ""
    assert shown["criteria"] == [{"label": "C1", "statement": "The text sounds like Paul."}]


def shown_of(handed_in: Submission) -> dict[str, Any]:
    prepared = prepare(exercise())
    handed_in = resolve(prepared, handed_in)
    questions = open_questions(prepared, handed_in, assess(exercise(), handed_in))
    return asked(questions, handed_in, lambda texts: quote_all(texts, lambda: "0123"))


def test_a_request_is_the_same_whoever_marked_and_however_sure() -> None:
    named = [
        annotation.model_copy(update={"id": UUID(int=at), "confidence": 83, "severity": "minor"})
        for at, annotation in enumerate(VAGUE)
    ]
    assert shown_of(submission(*VAGUE, rewrite=STALE)) == shown_of(submission(*named, rewrite=STALE))


def test_only_the_texts_that_are_asked_about_are_shown() -> None:
    shown = shown_of(submission(VAGUE[0], rewrite=STALE, client_note="My private note."))
    assert shown["fields"] == [
        {"name": "comment_1", "text": "This looks odd to me."},
        {"name": "rewrite", "text": STALE},
    ]


def test_a_long_text_is_shown_up_to_a_bound() -> None:
    [field] = shown_of(submission(rewrite=STALE + " And so on." * 3_000))["fields"]
    assert len(field["text"]) == MOST_SHOWN
