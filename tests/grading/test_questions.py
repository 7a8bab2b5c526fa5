"""Which questions rules leave open, over which fields, and in which words."""

from __future__ import annotations

import pytest

from app.exercises.prepared import prepare
from app.exercises.schema import Exercise
from app.grading.assess import assess
from app.grading.questions import MOST_REPORTS, Question, field_text, open_questions, possible_questions
from app.grading.resolve import resolve
from app.grading.submission import Annotation, Submission
from tests.exercises import sample
from tests.grading.cases import ALWAYS, DEPOSIT, DRAFT, HEY, PRICE, REFERENCE, exercise, mark, submission

VAGUE_PRICE = mark("55", "contradicts-dossier", "critical", comment="This looks odd to me.")
VAGUE_REPORT = Annotation.model_validate(
    {
        "omission": True,
        "type": "material-omission",
        "severity": "major",
        "comment": "Money up front is not told.",
    }
)


def open_of(document: Exercise, handed_in: Submission) -> list[Question]:
    prepared = prepare(document)
    handed_in = resolve(prepared, handed_in)
    return open_questions(prepared, handed_in, assess(document, handed_in))


def fields(*annotations: Annotation, **texts: str) -> dict[str, tuple[str, ...]]:
    return {asked.id: asked.fields for asked in open_of(exercise(), submission(*annotations, **texts))}


UNTOLD = REFERENCE.replace("A deposit of 15 euros is due when you book. ", "")

VOICE = {"criterion:voice": ("rewrite",)}
"""Open in every rewrite that is worth a look: the one criterion without a rule."""


def test_what_the_rules_confirmed_is_not_asked() -> None:
    assert fields(PRICE, ALWAYS, DEPOSIT) == VOICE


def test_a_comment_that_the_rules_do_not_understand_is_asked_about() -> None:
    assert fields(ALWAYS, VAGUE_PRICE) == {"cause_identified:price": ("comment_2",), **VOICE}


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_a_mark_without_a_comment_raises_no_question(comment: str) -> None:
    assert fields(mark("55", "contradicts-dossier", comment=comment)) == VOICE


def test_a_cause_for_which_the_exercise_has_no_rule_is_asked_once_there_is_a_comment() -> None:
    assert fields(HEY) == VOICE
    told = HEY.model_copy(update={"comment": "Far too chummy for him."})
    assert fields(told) == {"cause_identified:hey": ("comment_1",), **VOICE}


def test_a_comment_on_sound_text_raises_no_question() -> None:
    assert fields(mark("You can park", "overclaim", comment="Is that so?")) == VOICE


def test_an_omission_is_asked_over_all_reports_that_found_nothing() -> None:
    assert fields(VAGUE_REPORT, VAGUE_REPORT) == {
        "omission_reported:deposit": ("comment_1", "comment_2"),
        **VOICE,
    }


def test_a_report_on_a_passage_is_asked_about_too_after_those_without_one() -> None:
    on_a_passage = mark("You can park", "material-omission", comment="Does this say it all?")
    assert fields(on_a_passage, VAGUE_REPORT)["omission_reported:deposit"] == ("comment_2", "comment_1")
    assert fields(mark("You can park", "overclaim", comment="Does this say it all?")) == VOICE


def test_no_more_reports_are_read_than_anybody_needs() -> None:
    found = fields(*[VAGUE_REPORT] * (MOST_REPORTS + 3))["omission_reported:deposit"]
    assert found == tuple(f"comment_{n}" for n in range(1, MOST_REPORTS + 1))


def test_an_omission_is_not_asked_without_a_report_nor_once_found() -> None:
    silent = VAGUE_REPORT.model_copy(update={"comment": " "})
    assert fields(silent) == VOICE
    assert fields(DEPOSIT, VAGUE_REPORT) == VOICE


def test_a_repair_that_other_words_may_have_made_is_asked() -> None:
    reworded = REFERENCE.replace("often come back", "always come back, without a single exception")
    assert fields(rewrite=reworded) == {"flaw_still_present:always": ("rewrite",), **VOICE}


def test_a_wrong_fact_that_still_stands_is_no_question() -> None:
    assert fields(rewrite=REFERENCE.replace("40 euros", "55 euros")) == VOICE


@pytest.mark.parametrize("rewrite", ["", "  ", DRAFT])
def test_nothing_is_asked_about_a_rewrite_that_hands_nothing_in(rewrite: str) -> None:
    assert fields(rewrite=rewrite) == {}


def test_an_exercise_without_review_or_rewrite_asks_nothing_of_them() -> None:
    only_review = exercise(tasks=["review"])
    only_rewrite = exercise(tasks=["rewrite"])
    handed_in = submission(VAGUE_PRICE, VAGUE_REPORT, rewrite=UNTOLD)
    assert [q.id for q in open_of(only_review, handed_in)] == [
        "cause_identified:price",
        "omission_reported:deposit",
    ]
    assert [q.id for q in open_of(only_rewrite, handed_in)] == [
        "flaw_still_present:deposit",
        "criterion:voice",
    ]


def test_a_criterion_of_the_note_or_the_twist_is_asked_over_its_text() -> None:
    document = sample.exercise(
        criteria=[
            {
                "id": "raisons",
                "dimension": "nuance",
                "applies_to": "client_note",
                "statement": "La note dit pourquoi.",
            }
        ],
        twist={
            "message": "Et Rezé ?",
            "criteria": [{"id": "gai", "statement": "Le ton est gai."}],
        },
    )
    handed_in = Submission(
        rewrite=prepare(document).reference, client_note="J’ai relu.", twist="Oui, à Rezé !"
    )
    found = open_of(document, handed_in)
    assert [(q.id, q.label, q.fields) for q in found] == [
        ("criterion:raisons", "C1", ("client_note",)),
        ("criterion:gai", "C2", ("twist",)),
    ]


def test_possible_questions_are_labelled_in_the_order_of_the_exercise() -> None:
    assert [(q.label, q.id, q.fields) for q in possible_questions(prepare(exercise()))] == [
        ("F1", "cause_identified:price", ()),
        ("F1", "flaw_still_present:price", ()),
        ("F2", "cause_identified:always", ()),
        ("F2", "flaw_still_present:always", ()),
        ("F3", "omission_reported:deposit", ()),
        ("F3", "flaw_still_present:deposit", ()),
        ("F4", "cause_identified:hey", ()),
        ("F4", "flaw_still_present:hey", ()),
        ("C1", "criterion:voice", ()),
    ]


def test_a_flaw_whose_rule_only_forbids_words_is_never_in_doubt() -> None:
    flaws = [
        {**flaw, "repaired": {"none": [["whenever"]]}} if flaw["id"] == "hey" else flaw
        for flaw in exercise().model_dump(mode="json")["flaws"]
    ]
    kinds = [q.kind for q in possible_questions(prepare(exercise(flaws=flaws))) if q.subject == "hey"]
    assert kinds == ["cause_identified"]


def test_open_questions_are_among_the_possible_ones_and_in_their_order() -> None:
    document = exercise()
    found = open_of(document, submission(VAGUE_REPORT, VAGUE_PRICE, rewrite="Come to the market, it is fun."))
    possible = [(q.id, q.label) for q in possible_questions(prepare(document))]
    assert [q for q in possible if q in {(f.id, f.label) for f in found}] == [(f.id, f.label) for f in found]
    assert {"cause_identified:price", "omission_reported:deposit", "criterion:voice"} < {q.id for q in found}


def test_the_text_of_a_field() -> None:
    handed_in = submission(VAGUE_PRICE, client_note="A note.")
    assert field_text(handed_in, "comment_1") == "This looks odd to me."
    assert field_text(handed_in, "client_note") == "A note."
    for unknown in ("comment_0", "comment_2", "comment_x", "comment_", "twist", "evidence_1", ""):
        assert field_text(handed_in, unknown) == ""
