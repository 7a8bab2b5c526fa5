"""An independent oracle: nervaluate, a scorer of named entities, on cases where both rules coincide."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from nervaluate import Evaluator

from app.exercises.schema import FlawType, Severity
from app.grading.matching import Mark, Planted, PlantedFlaw, match
from app.text.spans import Span
from tests.grading.strategies import sentence_zones, types


@st.composite
def inside(draw: st.DrawFn, zone: Span, length: int | None = None) -> Span:
    """A span of a given or any length within a zone."""
    length = length or draw(st.integers(1, zone.length))
    start = draw(st.integers(zone.start, zone.end - length))
    return Span(start, start + length)


@st.composite
def simple_cases(draw: st.DrawFn) -> tuple[int, Planted, list[Mark]]:
    """At most one flaw and one mark a sentence, within it; all flaws of one length, so that a share of the
    passage (all that nervaluate knows) says the same as our min(half, 4 characters)."""
    sentences = draw(sentence_zones(fewest=1))
    length = draw(st.integers(1, min(sentence.length for sentence in sentences)))
    flawed = draw(st.sets(st.sampled_from(range(len(sentences)))))
    marked = draw(st.sets(st.sampled_from(range(len(sentences)))))
    flaws = [
        PlantedFlaw(f"f{at}", (draw(inside(sentences[at], length)),), draw(types), Severity.MAJOR)
        for at in sorted(flawed)
    ]
    marks = [Mark(draw(inside(sentences[at])), draw(types), Severity.MAJOR) for at in sorted(marked)]
    return length, Planted(sentences, tuple(flaws)), marks


def entities(spans: list[tuple[Span, str]]) -> list[list[dict[str, Any]]]:
    """One document in nervaluate's format, whose `end` is inclusive."""
    return [[{"label": kind, "start": span.start, "end": span.end - 1} for span, kind in spans]]


@given(simple_cases())
def test_finds_and_false_alarms_are_nervaluates(case: tuple[int, Planted, list[Mark]]) -> None:
    length, planted, marks = case
    enough = 100 * min(length / 2, 4) / length - 1e-9
    results = Evaluator(
        true=entities([(flaw.passages[0], flaw.type) for flaw in planted.flaws]),
        pred=entities([(mark.span, mark.type) for mark in marks if mark.span is not None]),
        tags=list(FlawType),
        loader="dict",
        min_overlap_percentage=enough,
    ).evaluate()["overall"]
    ours = match(planted, marks)
    assert len(ours.finds) == results["partial"].correct + results["partial"].partial
    assert ours.alarms == results["partial"].spurious
    assert sum(find.type_credit == 1 for find in ours.finds.values()) == results["ent_type"].correct
