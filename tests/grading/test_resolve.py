"""Quotes of a submission found again in the draft, and evidence in the dossier."""

from __future__ import annotations

import unicodedata

import pytest

from app.exercises.prepared import prepare
from app.grading.assess import assess
from app.grading.resolve import SubmissionError, resolve
from app.text.spans import Span
from tests.grading.cases import ALL, ALWAYS, DRAFT, MARKUP, PRICE, exercise, mark, proof, submission


def test_a_quote_that_does_not_stand_in_the_draft_is_named() -> None:
    marks = [PRICE, mark("costs 40 euros", "outdated"), mark("nowhere at all", "outdated")]
    with pytest.raises(SubmissionError) as caught:
        assess(exercise(), submission(*marks))
    assert [(p.annotation, p.pointer) for p in caught.value.problems] == [
        (1, "/annotations/1/quote"),
        (2, "/annotations/2/quote"),
    ]
    assert "annotation 2: " in str(caught.value)
    assert "“costs 40 euros”" in str(caught.value)
    assert "“nowhere at all”" in str(caught.value)


def test_a_quote_that_stands_twice_needs_a_prefix_a_suffix_or_its_place() -> None:
    with pytest.raises(SubmissionError, match="“market”"):
        assess(exercise(), submission(mark("market", "outdated")))
    second = DRAFT.index("market", DRAFT.index("market") + 1)
    for told in (
        {"prefix": "The ", "suffix": " opens"},
        {"start": second, "end": second + 6},
    ):
        resolved = resolve(prepare(exercise()), submission(mark("market", "outdated", **told)))
        assert resolved.annotations[0].start == second


def test_when_offset_and_quote_disagree_the_quote_wins_if_it_is_unique() -> None:
    marked = mark("55", "contradicts-dossier", "critical", start=3, end=5)
    resolved = resolve(prepare(exercise()), submission(marked)).annotations[0]
    assert (resolved.start, resolved.end) == (DRAFT.index("55"), DRAFT.index("55") + 2)
    with pytest.raises(SubmissionError, match="“market”"):
        assess(exercise(), submission(mark("market", "outdated", start=3, end=9)))


def test_places_are_code_points_of_the_nfc_draft() -> None:
    markup = MARKUP.replace("Dear Ms Amari", unicodedata.normalize("NFD", "👩🏽‍🌾 Chère Ms Amari"))
    resolved = resolve(prepare(exercise(draft=markup)), submission(PRICE)).annotations[0]
    nfc = prepare(exercise(draft=markup)).draft
    assert nfc.startswith("👩🏽‍🌾 Chère")
    assert Span(resolved.start or 0, resolved.end or 0).of(nfc) == "55"
    decomposed = mark(unicodedata.normalize("NFD", "Chère"), "outdated")
    assert resolve(prepare(exercise(draft=markup)), submission(decomposed)).annotations[0].quote == "Chère"


def test_resolving_twice_changes_nothing_more() -> None:
    prepared = prepare(exercise())
    once = resolve(prepared, submission(*ALL))
    assert resolve(prepared, once) == once
    assert assess(exercise(), once) == assess(exercise(), submission(*ALL))


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (
            proof("terms", "A stall costs 41 euros"),
            "“A stall costs 41 euros” does not stand in the source “terms”",
        ),
        (proof("letter", "anything"), "no source “letter”"),
        (proof("brief", "x" * 100), f"“{'x' * 79}…”"),
        (proof("terms", " \n "), "does not stand"),
    ],
)
def test_evidence_must_stand_in_its_source(evidence: dict[str, str], said: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        assess(exercise(), submission(ALWAYS, mark("55", "outdated", evidence=evidence)))
    assert said in str(caught.value)
    assert caught.value.problems[0].pointer == "/annotations/1/evidence"


def test_every_problem_of_one_annotation_is_told() -> None:
    with pytest.raises(SubmissionError) as caught:
        assess(exercise(), submission(mark("nowhere", "outdated", evidence=proof("letter", "x"))))
    assert len(caught.value.problems) == 2
