"""The gold submissions of every exercise land in their bands, which were set before any grader ran."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from app.exercises.files import read_folder
from app.exercises.prepared import prepare
from app.exercises.schema import Dimension
from app.grading.agreement import agreement
from app.grading.assess import assess, plant
from app.grading.documents import GradeError
from app.grading.gold import HABITS, LEVELS, Gold, land, read_gold
from app.grading.submission import Submission
from tests.grading.cases import ALL, exercise, submission

CATALOGUE: Final = Path(__file__).parents[2] / "exercises"
FOLDERS: Final = sorted(path.parent for path in CATALOGUE.glob("*/exercise.yaml"))
EACH_FOLDER: Final = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def test_there_are_exercises() -> None:
    assert len(FOLDERS) >= 3


EACH_GOLD: Final = pytest.mark.parametrize(
    ("folder", "kind"),
    [(folder, path.stem) for folder in FOLDERS for path in sorted((folder / "gold").glob("*.yaml"))],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)


@EACH_GOLD
def test_gold_lands_in_its_bands(folder: Path, kind: str) -> None:
    gold = next(gold for gold in read_gold(folder) if gold.kind == kind)
    assert land(gold, assess(read_folder(folder), gold.submission)) == []


@EACH_FOLDER
def test_every_exercise_has_the_four_levels_and_one_habit(folder: Path) -> None:
    *levels, habit = (gold.kind for gold in read_gold(folder))
    assert tuple(levels) == LEVELS
    assert habit in HABITS
    assert len(list((folder / "gold").iterdir())) == len(LEVELS) + 1


def test_no_gaming_pays() -> None:
    games = [(folder, gold) for folder in FOLDERS for gold in read_gold(folder) if gold.kind == "gaming"]
    overall = {
        folder.name: assess(read_folder(folder), gold.submission).scores.overall for folder, gold in games
    }
    assert {name: score for name, score in overall.items() if score is None or score > 15} == {}
    assert len(games) >= 3


@EACH_FOLDER
def test_the_grader_and_the_linter_agree_on_what_is_sound(folder: Path) -> None:
    prepared = prepare(read_folder(folder))
    assert plant(prepared).sound_sentences == tuple(prepared.sound_sentences)


@pytest.mark.parametrize("score", ["overall", *Dimension])
def test_rules_alone_agree_with_the_gold(score: str) -> None:
    """Issue 6: a quadratic weighted kappa and a rank correlation of at least 0.9."""
    pairs = []
    for folder in FOLDERS:
        exercise = read_folder(folder)
        for gold in read_gold(folder):
            band = getattr(gold.expected, score)
            if band is not None:
                given = getattr(assess(exercise, gold.submission).scores, score)
                pairs.append(((band.low + band.high) / 2, given))
    found = agreement(pairs)
    assert found.count >= 115
    assert found.qwk is not None
    assert found.rank is not None
    assert found.qwk >= 0.9
    assert found.rank >= 0.9


def gold(kind: str = "good", **bands: Any) -> Gold:
    expected = {name: [0, 100] for name in ("overall", "fact_checking", "nuance", "client_adaptation")}
    return Gold.model_validate(
        {"kind": kind, "note": "n", "expected": expected | bands, "submission": Submission().model_dump()}
    )


def test_land_names_every_band_missed() -> None:
    perfect = assess(exercise(), submission(*ALL))
    assert land(gold(), perfect) == []
    assert land(gold(overall=[100, 100]), perfect) == []
    assert land(gold(overall=[10, 99.5], nuance=None), perfect) == [
        "overall: 100.00, outside 10 to 99.5",
        "nuance: 100.00, where no score is expected",
    ]


def test_land_tells_a_score_that_is_not_there() -> None:
    review_only = exercise(tasks=["review"], criteria=[], keep=[], flaws=exercise().model_dump()["flaws"][:1])
    markup = review_only.draft
    for change in ("{~~often come back~>always come back, without a single exception~~}{>>always<<}",):
        markup = markup.replace(change, "often come back")
    markup = markup.replace("{--A deposit of 15 euros is due when you book.--}{>>deposit<<} ", "")
    markup = markup.replace(
        markup[markup.index("{~~You can") : markup.index("{>>hey<<}") + 9], "Write to me."
    )
    result = assess(review_only.model_copy(update={"draft": markup}), submission(rewrite=""))
    assert land(gold(), result) == [
        "nuance: no score, outside 0 to 100",
        "client_adaptation: no score, outside 0 to 100",
    ]
    assert land(gold(nuance=None, client_adaptation=None), result) == []


GOOD_FILE = """\
kind: good
note: n
expected: {overall: [60, 80], fact_checking: [0, 100], nuance: [0, 100], client_adaptation: [0, 100]}
submission: {annotations: [], rewrite: Text.}
"""


def write_gold(folder: Path, text: str = GOOD_FILE, name: str = "good") -> Path:
    (folder / "gold").mkdir(exist_ok=True)
    (folder / "gold" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_gold_files_are_read_in_the_order_of_their_kinds(tmp_path: Path) -> None:
    for name in ("gaming", "average", "good"):
        write_gold(tmp_path, GOOD_FILE.replace("kind: good", f"kind: {name}"), name)
    golds = read_gold(tmp_path)
    assert [g.kind for g in golds] == ["good", "average", "gaming"]
    assert (golds[0].expected.overall.low, golds[0].expected.overall.high) == (60, 80)
    assert golds[0].submission.rewrite == "Text."


def test_a_folder_without_gold_has_none(tmp_path: Path) -> None:
    assert read_gold(tmp_path) == []


@pytest.mark.parametrize(
    ("good", "wrong", "line", "said"),
    [
        ("kind: good", "kind: weak", 1, "/kind: the file of this kind is weak.yaml"),
        ("kind: good", "kind: brilliant", 1, "/kind: Input should be 'excellent'"),
        ("[60, 80]", "[80, 60]", 3, "/expected/overall: a band is [low, high]"),
        ("[60, 80]", "[60, 101]", 3, "/expected/overall: Input should be less than or equal to 100"),
        ("[60, 80]", "[60]", 3, "/expected/overall: "),
        ("[60, 80]", "high", 3, "/expected/overall: "),
        ("overall: [60, 80], ", "", 3, "/expected: overall: Field required"),
        ("rewrite", "rewrites", 4, "/submission: rewrites: Extra inputs are not permitted"),
        ("note: n", "note: n\nnote: m", 3, "given twice"),
    ],
)
def test_a_wrong_gold_file_is_told_with_its_line(
    tmp_path: Path, good: str, wrong: str, line: int, said: str
) -> None:
    with pytest.raises(GradeError) as caught:
        read_gold(write_gold(tmp_path, GOOD_FILE.replace(good, wrong)))
    assert str(caught.value).startswith(f"{tmp_path}/gold/good.yaml:{line}: ")
    assert said in str(caught.value)
