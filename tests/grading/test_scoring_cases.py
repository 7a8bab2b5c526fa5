"""Every worked case of scoring-cases.yaml, beside the design, with the marks that its name describes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from app.exercises.schema import SEVERITY_WEIGHT, Dimension, FlawType
from app.grading.matching import Mark, Planted
from tests.grading.plain import TEN_SENTENCES, decoy, draft, exact, flaw, graded, mark, omission

CASES_FILE: Final = Path(__file__).with_name("scoring-cases.yaml")
SHARED_FILE: Final = Path(__file__).parents[3] / "shared" / "scoring-cases.yaml"
CASES: Final[dict[str, Any]] = YAML(typ="safe", pure=True).load(CASES_FILE)

MAIN: Final = draft(
    *(
        flaw(name, about["type"], about["severity"], *map(tuple, about["spans"]))
        for name, about in CASES["flaws"].items()
    ),
    decoys=[decoy("d", (810, 840))],
)
F1, F2, F3, F4 = map(exact, MAIN.flaws)
REST: Final = (F2, F3, F4)
PERFECT: Final = (F1, *REST)
SOUND_STARTS: Final = [TEN_SENTENCES[at].start for at in MAIN.sound_sentences]


def f1(
    start: int = 110, end: int = 130, kind: str = "contradicts-dossier", severity: str = "critical"
) -> Mark:
    return mark(start, end, kind, severity)


def every_sentence(kind: str, severity: str) -> list[Mark]:
    return [mark(sentence.start, sentence.end, kind, severity) for sentence in TEN_SENTENCES]


SEVEN_OTHER_TYPES: Final = [kind for kind in FlawType if kind != FlawType.CONTRADICTS_DOSSIER][:7]

MARKS: Final[dict[str, Sequence[Mark]]] = {
    "perfect": PERFECT,
    "nothing marked": (),
    "the whole draft in one mark": [f1(0, 1000)],
    "every sentence marked with f1's type and severity": every_sentence("contradicts-dossier", "critical"),
    "every sentence marked tone-mismatch, minor": every_sentence("tone-mismatch", "minor"),
    "f1's whole sentence marked [100,200), the rest perfect": [f1(100, 200), *REST],
    "half of f1 [110,120), the rest perfect": [f1(110, 120), *REST],
    "five characters of f1 [110,115), the rest perfect": [f1(110, 115), *REST],
    "three characters of f1 [110,113), the rest perfect: not found, and a false alarm": [f1(110, 113), *REST],
    "[50,350) for f1, the rest perfect: touches two sound sentences": [f1(50, 350), *REST],
    "f1 with the type outdated": [f1(kind="outdated"), *REST],
    "f1 with the type overclaim": [f1(kind="overclaim"), *REST],
    "f1 with the severity major": [f1(severity="major"), *REST],
    "f1 with the severity minor": [f1(severity="minor"), *REST],
    "f1 in three fragments of its type [110,118) [118,124) [124,130)": [
        f1(110, 118),
        f1(118, 124),
        f1(124, 130),
        *REST,
    ],
    "perfect, and f1 once more as overclaim": [*PERFECT, f1(kind="overclaim")],
    "perfect, and f1 seven times more, with seven other types": [
        *PERFECT,
        *(f1(kind=kind) for kind in SEVEN_OTHER_TYPES),
    ],
    "the omission reported without saying what is missing, the rest perfect": [F1, F2, F3, omission()],
    "perfect, and a decoy [810,840) marked overclaim": [*PERFECT, mark(810, 840, "overclaim")],
    "perfect, and two marks in one sound sentence [810,840) [850,880)": [
        *PERFECT,
        mark(810, 840),
        mark(850, 880),
    ],
    "perfect, and a mark in the sound part of f1's sentence [150,180)": [*PERFECT, mark(150, 180)],
    "perfect, and one mark in each of the seven sound sentences": [
        *PERFECT,
        *(mark(start + 10, start + 30) for start in SOUND_STARTS),
    ],
    "only f1 marked": [F1],
    "f1's passage marked sound, the rest perfect": [mark(110, 130, "sound", None), *REST],
}

TWICE_OUTDATED: Final = draft(
    flaw("a", "outdated", "major", (0, 10)), flaw("b", "outdated", "major", (10, 20))
)
TWO_PASSAGES: Final = draft(flaw("a", "generic-voice", "minor", (10, 30), (510, 540)))
VOICE: Final = [mark(start, end, "generic-voice", "minor") for start, end in ((10, 30), (510, 540))]

OTHER_MARKS: Final[dict[str, tuple[Planted, Sequence[Mark]]]] = {
    "flaws [0,10) and [10,20), both outdated, major; marks [0,20) and [0,10) of that type and severity": (
        TWICE_OUTDATED,
        [mark(0, 20), mark(0, 10)],
    ),
    "one flaw with passages [10,30) and [510,540), generic-voice, minor; only the second marked so": (
        TWO_PASSAGES,
        VOICE[1:],
    ),
    "the same, both passages marked": (TWO_PASSAGES, VOICE),
    "no flaw, nothing marked": (draft(), []),
    "no flaw, one mark": (draft(), [mark(10, 30)]),
    "no flaw, three marks in three sentences": (draft(), [mark(10, 30), mark(110, 130), mark(910, 930)]),
}


def check(case: dict[str, Any], planted: Planted, marks: Sequence[Mark]) -> None:
    result = graded(planted, marks)
    assert len(result.matching.finds) == case["found"]
    assert result.matching.alarms == case["fa"]
    for part in ("whole", *Dimension):
        expected = case[part]
        score = getattr(result.review, part).score
        # The cases give four decimals.
        assert score == (None if expected is None else pytest.approx(expected, abs=0.00005)), part


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    check(case, MAIN, MARKS[case["name"]])


@pytest.mark.parametrize("case", CASES["other_drafts"], ids=lambda case: case["name"])
def test_case_of_another_draft(case: dict[str, Any]) -> None:
    check(case, *OTHER_MARKS[case["name"]])


def test_every_marks_entry_is_a_case() -> None:
    assert set(MARKS) == {case["name"] for case in CASES["cases"]}
    assert set(OTHER_MARKS) == {case["name"] for case in CASES["other_drafts"]}


def test_the_weights_are_those_of_the_cases() -> None:
    assert {str(severity): weight for severity, weight in SEVERITY_WEIGHT.items()} == CASES["weights"]


def test_the_decoy_of_the_cases_is_named() -> None:
    alarms = graded(MAIN, MARKS["perfect, and a decoy [810,840) marked overclaim"]).matching.false_alarms
    assert [(alarm.annotation, alarm.decoy, alarm.sentences) for alarm in alarms] == [(4, "d", [8])]


@pytest.mark.skipif(not SHARED_FILE.exists(), reason="the design's folder is not beside this clone")
def test_the_copy_is_the_contract() -> None:
    assert CASES_FILE.read_bytes() == SHARED_FILE.read_bytes()
