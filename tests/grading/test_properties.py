"""What holds of the review for any draft and any marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from app.exercises.schema import Dimension, FlawType, Severity, Weights
from app.grading.assessment import Components, Scores
from app.grading.assignment import Edge, best_assignment
from app.grading.matching import Mark, Matching, Planted, match
from app.grading.score import reason_share, review, scores
from tests.grading.plain import exact, graded
from tests.grading.strategies import drafts_with_marks, planted_drafts, severities, spans_within, types

Understood = Mapping[str, bool | None]
DECIDED = st.sampled_from([True, False, None])


def whole_scores(planted: Planted, marks: Sequence[Mark], words: Understood, repair: float | None) -> Scores:
    """All scores, where `words` says whether the trainee's words on a flaw, once found, show its cause."""
    result = graded(planted, marks)
    finds, spared = result.matching.finds, result.review.whole.spared
    understood = {flaw.id: words[flaw.id] if flaw.id in finds else False for flaw in planted.flaws}
    parts = {
        dimension: Components(
            review=getattr(result.review, dimension).score,
            reason=reason_share(planted, understood, spared, dimension),
            repair=repair,
        )
        for dimension in Dimension
    }
    return scores(parts, Weights(nuance=2))


def seen(matching: Matching, marks: Sequence[Mark]) -> object:
    """What a matching says, told by the marks themselves instead of their indexes."""
    return (
        {name: (marks[find.mark], find.credit) for name, find in matching.finds.items()},
        sorted((marks[at].sort_key, sorted(flaws)) for at, flaws in matching.fragments.items()),
        sorted(
            (marks[alarm.annotation].sort_key, alarm.sentences, alarm.count, alarm.decoy or "")
            for alarm in matching.false_alarms
        ),
    )


@given(drafts_with_marks(), st.randoms(use_true_random=False))
def test_the_order_of_the_marks_never_matters(case: tuple[Planted, list[Mark]], random: Random) -> None:
    planted, marks = case
    shuffled = sorted(marks, key=lambda _: random.random())
    first, second = graded(planted, marks), graded(planted, shuffled)
    assert first.review == second.review
    assert seen(first.matching, marks) == seen(second.matching, shuffled)


@given(drafts_with_marks(), st.integers(min_value=1), st.booleans())
def test_neither_does_the_order_of_marks_alike_but_for_what_they_say(
    case: tuple[Planted, list[Mark]], times: int, reverse: bool
) -> None:
    planted, marks = case
    marks = [replace(m, content=str(at % 2)) for m in marks for at in range(1 + times % 3)]
    other = marks[::-1] if reverse else [*marks[1:], *marks[:1]]
    assert seen(match(planted, marks), marks) == seen(match(planted, other), other)


@given(drafts_with_marks(fewest_flaws=1), st.data())
def test_a_correct_find_never_lowers_a_score(case: tuple[Planted, list[Mark]], data: st.DataObject) -> None:
    """Holds for a mark of a flaw missed so far (passage, type and severity right; or an omission reported on
    a passage) that touches no other flaw, whatever its words, and with the same rewrite. It does not hold for
    one more mark of a flaw already found under another type: of the two types one is wrong, which is a false
    alarm by the design."""
    planted, marks = case
    found = match(planted, marks).finds
    missed = [flaw for flaw in planted.flaws if flaw.id not in found]
    assume(missed)
    flaw = data.draw(st.sampled_from(missed))
    find = exact(flaw)
    if find.span is None and data.draw(st.booleans()):
        end = planted.sentences[-1].end
        find = replace(find, span=data.draw(spans_within(end, 80)), type=FlawType.MATERIAL_OMISSION)
    assume(not any(other.id != flaw.id and planted.touched(find, other.passages) for other in planted.flaws))
    words = {known.id: data.draw(DECIDED) for known in planted.flaws}
    repair = data.draw(st.sampled_from([None, 0.0, 0.5, 1.0]))
    before = whole_scores(planted, marks, words, repair)
    after = whole_scores(planted, [*marks, find], words, repair)
    assert flaw.id in match(planted, [*marks, find]).finds
    assert_never_lower(before, after)


@given(drafts_with_marks(), st.data())
def test_a_false_alarm_never_raises_a_score(case: tuple[Planted, list[Mark]], data: st.DataObject) -> None:
    """Holds for any mark that touches no flaw (a passage, or the report of nothing that is missing), with the
    same rewrite. A left-over mark that touches a flaw found under another type is a false alarm too, but it
    can take the flaw over when it names it better, and so is not one whatever the others."""
    planted, marks = case
    end = planted.sentences[-1].end
    span = data.draw(st.none() | spans_within(end, 120))
    mark = Mark(span, data.draw(types), data.draw(st.none() | severities))
    assume(not any(planted.touched(mark, flaw.passages) for flaw in planted.flaws))
    words = {known.id: data.draw(DECIDED) for known in planted.flaws}
    before = whole_scores(planted, marks, words, 0.5)
    after = whole_scores(planted, [*marks, mark], words, 0.5)
    assert len(match(planted, [*marks, mark]).false_alarms) == len(match(planted, marks).false_alarms) + 1
    assert_never_lower(after, before)


def assert_never_lower(low: Scores, high: Scores) -> None:
    for (part, lower), (_, higher) in zip(low, high, strict=True):
        if lower is None or higher is None:
            # Only a reason that became undecided may take the last part of a dimension away; never here.
            assert lower is higher, part
        else:
            assert lower <= higher + 1e-9, part


@given(planted_drafts(fewest_flaws=1), st.data())
def test_marking_every_sentence_earns_nothing(planted: Planted, data: st.DataObject) -> None:
    """Holds for any type and severity of each mark, in any draft with flaws and one sound sentence."""
    assume(planted.sound_sentences)
    marks = [Mark(span, data.draw(types), data.draw(severities)) for span in planted.sentences]
    assert_earns_nothing(planted, marks)


@given(planted_drafts(fewest_flaws=1), types, severities)
def test_marking_the_whole_draft_earns_nothing(planted: Planted, kind: FlawType, severity: Severity) -> None:
    """Holds in any draft with a sound sentence where no passage lies in sentences that fill half of it."""
    whole = planted.sentences[0]._replace(end=planted.sentences[-1].end)
    assume(planted.sound_sentences)
    assume(all(2 * planted.zone(p).length < whole.length for f in planted.flaws for p in f.passages))
    assert_earns_nothing(planted, [Mark(whole, kind, severity)])


@given(planted_drafts(fewest_flaws=1))
def test_calling_everything_sound_earns_nothing(planted: Planted) -> None:
    assert_earns_nothing(planted, [Mark(span, "sound", None) for span in planted.sentences])


def assert_earns_nothing(planted: Planted, marks: Sequence[Mark]) -> None:
    result = review(planted, match(planted, marks))
    assert result.whole.score == 0
    assert {getattr(result, dimension).score for dimension in Dimension} <= {0, None}


@given(drafts_with_marks(), st.data())
def test_scores_stay_within_bounds(case: tuple[Planted, list[Mark]], data: st.DataObject) -> None:
    words = {flaw.id: data.draw(DECIDED) for flaw in case[0].flaws}
    repair = data.draw(st.none() | st.floats(0, 1))
    for part, score in whole_scores(*case, words, repair):
        assert score is None or 0 <= score <= 100, part


gain_tables = st.sampled_from([[1], [1, 2], [24, 27, 40, 72, 120]]).flatmap(
    lambda gains: st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 5)), st.sampled_from(gains), max_size=12
    )
)
"""From many ties to few."""


@given(gain_tables)
def test_the_assignment_equals_brute_force(gains: dict[Edge, int]) -> None:
    assert set(best_assignment(gains).items()) == brute_force(gains)


def brute_force(gains: Mapping[Edge, int]) -> set[Edge]:
    """Every way to pair rows and columns tried; of equals, the one with the first pairs by (column, row)."""
    edges = sorted(gains, key=lambda edge: (edge[1], edge[0]))

    def ways(at: int, taken: tuple[Edge, ...]) -> list[tuple[Edge, ...]]:
        if at == len(edges):
            return [taken]
        row, column = edges[at]
        free = all(row != other_row and column != other_column for other_row, other_column in taken)
        return ways(at + 1, taken) + (ways(at + 1, (*taken, edges[at])) if free else [])

    def worth(way: Iterable[Edge]) -> tuple[int, list[bool]]:
        chosen = set(way)
        return sum(gains[edge] for edge in chosen), [edge in chosen for edge in edges]

    return set(max(ways(0, ()), key=worth))
