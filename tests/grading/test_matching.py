"""Each sentence of the design on marks, flaws and false alarms, on plain data."""

from __future__ import annotations

import pytest

from app.exercises.schema import FlawType, Severity
from app.grading.matching import (
    Mark,
    Planted,
    match,
    severity_credit,
    shares,
    type_credit,
)
from app.text.spans import Span
from tests.grading.plain import decoy, draft, exact, flaw, graded, mark, omission

PRICE = flaw("price", "outdated", "major", (110, 130))


def alarms(planted: Planted, *marks: Mark) -> list[tuple[int, list[int], int]]:
    found = match(planted, marks).false_alarms
    return [(alarm.annotation, alarm.sentences, alarm.count) for alarm in found]


@pytest.mark.parametrize(
    ("passage", "span", "enough"),
    [
        ((110, 130), (126, 140), True),  # four characters of twenty
        ((110, 130), (127, 140), False),  # three
        ((110, 117), (110, 114), True),  # four of seven: more than half
        ((110, 117), (110, 113), False),  # three of seven: less than half
        ((110, 116), (110, 113), True),  # three of six: half
        ((110, 112), (111, 120), True),  # one of two
        ((110, 111), (100, 200), True),  # the one there is
        ((110, 111), (111, 200), False),  # they only meet
        ((110, 110), (100, 200), False),  # nothing to share
    ],
)
def test_a_mark_shares_half_of_the_passage_or_four_characters(
    passage: tuple[int, int], span: tuple[int, int], enough: bool
) -> None:
    assert shares(Span(*span), Span(*passage)) is enough


@pytest.mark.parametrize(("span", "touches"), [((100, 300), True), ((100, 301), False), ((60, 140), True)])
def test_a_mark_lies_at_least_half_within_the_passages_sentence(span: tuple[int, int], touches: bool) -> None:
    assert draft(PRICE).touched(mark(*span), PRICE.passages) is touches


def test_a_passage_over_two_sentences_has_both_of_them_and_the_space_between() -> None:
    planted = Planted(
        (Span(0, 40), Span(42, 100), Span(101, 160)), (flaw("a", "outdated", "minor", (30, 60)),)
    )
    assert planted.zone(Span(30, 60)) == Span(0, 100)
    assert planted.sound_sentences == (2,)


def test_a_mark_must_lie_within_the_sentence_of_the_passage_that_it_shares() -> None:
    # It shares both passages, and lies half within neither's sentence.
    far = draft(flaw("a", "outdated", "minor", (90, 100), (300, 310)))
    assert not far.touched(mark(90, 310), far.flaws[0].passages)


def test_half_of_a_mark_may_lie_outside() -> None:
    assert match(draft(PRICE), [mark(110, 290)]).alarms == 0


@pytest.mark.parametrize(
    ("given", "credit"),
    [("outdated", 1), ("legal-claim", 0.5), ("overclaim", 0), ("sound", 0)],
)
def test_type_credit(given: str, credit: float) -> None:
    kind = "sound" if given == "sound" else FlawType(given)
    assert type_credit(kind, FlawType.OUTDATED) == credit  # type: ignore[arg-type]  # "sound" by its branch


@pytest.mark.parametrize(
    ("given", "right", "credit"),
    [
        (Severity.MINOR, Severity.MINOR, 1),
        (Severity.MINOR, Severity.MAJOR, 0.5),
        (Severity.CRITICAL, Severity.MAJOR, 0.5),
        (Severity.CRITICAL, Severity.MINOR, 0),
        (None, Severity.MINOR, 0),
    ],
)
def test_severity_credit(given: Severity | None, right: Severity, credit: float) -> None:
    assert severity_credit(given, right) == credit


@pytest.mark.parametrize(
    ("kind", "severity", "credit"),
    [
        ("outdated", "major", 1.0),
        ("legal-claim", "major", 0.875),
        ("outdated", "minor", 0.925),
        ("overclaim", "critical", 0.675),
        ("overclaim", None, 0.6),
    ],
)
def test_the_credit_of_a_find(kind: str, severity: str | None, credit: float) -> None:
    find = match(draft(PRICE), [mark(110, 130, kind, severity)]).finds["price"]
    assert find.credit == credit


def test_a_find_names_its_mark() -> None:
    assert match(draft(PRICE), [mark(810, 820), mark(110, 130)]).finds["price"].mark == 1


def test_one_mark_finds_one_flaw_and_the_assignment_looks_at_the_whole() -> None:
    # The mark over both flaws would suit either; the other suits only the first.
    first, second = flaw("a", "outdated", "major", (110, 130)), flaw("b", "outdated", "minor", (140, 160))
    finds = match(draft(first, second), [mark(105, 165), mark(110, 130)]).finds
    assert {name: find.mark for name, find in finds.items()} == {"a": 1, "b": 0}


def test_one_mark_on_two_flaws_finds_the_weightier() -> None:
    light, heavy = flaw("a", "outdated", "minor", (110, 130)), flaw("b", "outdated", "critical", (140, 160))
    result = graded(draft(light, heavy), [mark(105, 165, "outdated", "minor")])
    assert set(result.matching.finds) == {"b"}
    assert result.matching.alarms == 0


def test_a_fragment_needs_the_type_of_the_mark_that_found_the_flaw() -> None:
    # The finder is the mark of the right type; a second mark of any other is a false alarm for itself.
    marks = [mark(110, 118, "legal-claim"), mark(118, 130), mark(110, 114, "outdated", "minor")]
    matching = match(draft(PRICE), marks)
    assert matching.marks_of("price") == [1, 2]
    assert matching.fragments == {2: frozenset({"price"})}
    assert alarms(draft(PRICE), *marks) == [(0, [], 1)]


def test_the_type_that_counts_is_the_finders_even_where_it_is_wrong() -> None:
    matching = match(draft(PRICE), [mark(110, 118, "overclaim"), mark(118, 130, "overclaim")])
    assert (len(matching.finds), matching.alarms, len(matching.fragments)) == (1, 0, 1)


def test_marks_of_a_missed_flaw_are_none() -> None:
    assert match(draft(PRICE), []).marks_of("price") == []


def test_a_left_over_mark_of_another_type_is_one_false_alarm_and_charges_no_sentence() -> None:
    # It reaches into the sound sentence [200, 300), which a later mark is then charged for.
    wide = mark(110, 280, "overclaim")
    assert alarms(draft(PRICE), exact(PRICE), wide, mark(210, 220)) == [(1, [], 1), (2, [2], 1)]


def test_a_mark_on_sound_text_is_charged_for_each_sentence_once_over_all_marks() -> None:
    planted = draft(PRICE)
    assert alarms(planted, mark(250, 450), mark(350, 550)) == [(0, [2, 3, 4], 3), (1, [5], 1)]
    assert alarms(planted, mark(350, 550), mark(250, 450)) == [(0, [5], 1), (1, [2, 3, 4], 3)]


def test_a_second_mark_in_a_sound_sentence_is_listed_and_counts_nothing() -> None:
    assert alarms(draft(PRICE), mark(850, 880), mark(810, 840)) == [(0, [], 0), (1, [8], 1)]


def test_marks_beside_a_flaw_in_its_own_sentence_count_one_each() -> None:
    assert alarms(draft(PRICE), mark(150, 160), mark(170, 180)) == [(0, [], 1), (1, [], 1)]


def test_a_false_report_of_an_omission_counts_one_each_time() -> None:
    missing = flaw("gone", "material-omission", "major")
    planted = draft(missing)
    assert alarms(planted, omission(), omission()) == [(0, [], 1), (1, [], 1)]
    assert set(match(planted, [omission("gone")]).finds) == {"gone"}


def test_an_omission_reported_twice_is_a_fragment_or_with_another_type_a_false_alarm() -> None:
    planted = draft(flaw("gone", "material-omission", "major"))
    assert alarms(planted, omission("gone"), omission("gone")) == []
    assert alarms(planted, omission("gone"), omission("gone", kind="stereotype")) == [(1, [], 1)]


def test_a_passage_does_not_find_an_omission_nor_a_report_a_passage() -> None:
    planted = draft(flaw("gone", "material-omission", "major"), PRICE)
    assert match(planted, [mark(810, 820), omission("price")]).finds == {}


def test_sound_is_never_a_false_alarm_and_finds_nothing() -> None:
    matching = match(draft(PRICE), [mark(110, 130, "sound", None), mark(810, 840, "sound", None)])
    assert (matching.finds, list(matching.false_alarms)) == ({}, [])


def test_an_accepted_extra_flaw_is_no_false_alarm_and_leaves_its_sentence_to_others() -> None:
    planted = draft(PRICE)
    marks = [mark(810, 840), mark(850, 880), mark(910, 920)]
    matching = match(planted, marks, accepted={0})
    assert [(a.annotation, a.sentences, a.count) for a in matching.false_alarms] == [(1, [8], 1), (2, [9], 1)]
    assert match(planted, [exact(PRICE)], accepted={0}).finds["price"].mark == 0


def test_a_false_alarm_names_the_decoy_that_it_touches() -> None:
    planted = draft(PRICE, decoys=[decoy("d", (140, 160)), decoy("e", (810, 840), (910, 920))])
    marks = [mark(140, 150), mark(912, 930), mark(700, 820), mark(800, 812)]
    names = [alarm.decoy for alarm in match(planted, marks).false_alarms]
    # The third lies less than half in the decoy's sentence; the fourth shares two characters of it.
    assert names == ["d", "e", None, None]


def test_a_find_that_covers_a_decoy_is_no_false_alarm() -> None:
    planted = draft(PRICE, decoys=[decoy("d", (140, 160))])
    assert list(match(planted, [mark(100, 200)]).false_alarms) == []


def test_a_draft_without_marks_or_flaws_is_nothing() -> None:
    assert match(draft(), []).finds == {}
