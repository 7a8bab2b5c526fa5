"""What a catalogue covers, counted on small made-up exercises, and what it lacks of the minimums."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.exercises import minimums
from app.exercises.coverage import Coverage, Figures, coverage, figures_of
from app.exercises.coverage_report import RULES, as_json, as_text, in_words
from app.exercises.criticmarkup import MarkupError
from app.exercises.minimums import Lack, lacks
from app.exercises.schema import Dimension, Domain, Exercise, FlawType, Language, Reliability
from tests.exercises.sample import document, exercise
from tests.mini import write_mini

GOLD: Final = ("excellent", "good", "average", "weak", "gaming")
TYPES: Final = list(FlawType)


def made_up(number: int, *types: FlawType, **changed: Any) -> Exercise:
    """An exercise of 20 sentences, with a flaw of each type given."""
    flaws = [
        {"id": f"f{place}", "type": kind, "severity": "major", "why": "x", "accept": [["bon"]]}
        for place, kind in enumerate(types)
    ]
    omitted = [f"{{--Omis {flaw['id']}.--}}{{>>{flaw['id']}<<}}" for flaw in flaws[:1]]
    wrong = [f"Ici {{~~bon~>faux~~}}{{>>{flaw['id']}<<}}." for flaw in flaws[1:]]
    decoys = [f"Une chose {{=={name}==}}{{>>{name}<<}} est sue." for name in ("un", "deux", "trois")]
    sound = [
        f"La phrase {'abcdefghijklmnopqrstuvwxyz'[place]} est saine." for place in range(17 - len(wrong))
    ]
    return exercise(
        id=f"made-up-{number:02}",
        flaws=flaws,
        decoys=[{"id": name, "why": "x"} for name in ("un", "deux", "trois")],
        draft=" ".join([*sound, *decoys, *wrong, *omitted]),
        keep=[],
        **changed,
    )


@cache
def full() -> tuple[Exercise, ...]:
    """24 exercises that hold every minimum exactly where that is possible."""
    catalogue = []
    for number in range(24):
        types = [TYPES[(number * 5 + place) % len(TYPES)] for place in range(9)]
        changed: dict[str, Any] = {
            "language": "fr" if number % 3 else "en",
            "domain": "admin" if number % 2 else "marketing",
            "difficulty": number % 3 + 1,
            "twist": document()["twist"] if number < 6 else None,
            "criteria": [],
        }
        if number in {22, 23}:
            types = []
        if number == 21:
            types = TYPES[:6]
            changed["difficulty"] = 1
        catalogue.append(made_up(number, *types, **changed))
    return tuple(catalogue)


def covered(*exercises: Exercise) -> Coverage:
    return coverage((one, GOLD) for one in exercises)


def test_an_exercise_in_figures() -> None:
    assert figures_of(exercise(), ("weak", "good")) == Figures(
        id="mini",
        language=Language.FR,
        domain=Domain.ADMIN,
        difficulty=1,
        sentences=10,
        sound=8,
        flaws=3,
        types={FlawType.CONTRADICTS_DOSSIER: 1, FlawType.OVERCLAIM: 1, FlawType.MATERIAL_OMISSION: 1},
        dimensions=[Dimension.FACT_CHECKING, Dimension.NUANCE],
        decoys=2,
        omissions=1,
        twist=True,
        sources=2,
        reliabilities={Reliability.PRIMARY: 1, Reliability.UNVERIFIED: 1},
        doubtful=["forum"],
        model_share=0,
        gold=["good", "weak"],
    )


@pytest.mark.parametrize(
    ("reliability", "date", "doubtful"),
    [
        ("unverified", "2026-03-02", True),
        ("secondary", "2025-03-02", True),
        ("secondary", "2025-03-03", False),
        ("primary", "2015-03-02", False),
    ],
)
def test_a_source_is_doubtful_when_unverified_or_when_it_is_secondary_and_a_year_older(
    reliability: str, date: str, doubtful: bool
) -> None:
    sources = document()["sources"]
    sources[1] |= {"reliability": reliability, "date": date}
    assert figures_of(exercise(sources=sources), ()).doubtful == (["forum"] if doubtful else [])


def test_a_draft_that_cannot_be_read_has_no_figures() -> None:
    with pytest.raises(MarkupError):
        figures_of(exercise(draft="Un {++deux"), ())


def test_exercises_and_types_are_counted_by_language_domain_and_difficulty() -> None:
    found = covered(
        made_up(2, FlawType.OVERCLAIM, FlawType.OVERCLAIM, difficulty=2),
        made_up(1, FlawType.OVERCLAIM, FlawType.OUTDATED, difficulty=2),
        made_up(3, FlawType.OVERCLAIM, language="en", domain="marketing", difficulty=3, criteria=[]),
    )
    assert [one.id for one in found.figures] == ["made-up-01", "made-up-02", "made-up-03"]
    assert [(cell.language, cell.domain, cell.difficulty, cell.count) for cell in found.exercises] == [
        ("en", "marketing", 3, 1),
        ("fr", "admin", 2, 2),
    ]
    assert found.occurrences(FlawType.OVERCLAIM) == 4
    assert found.occurrences(FlawType.OVERCLAIM, language=Language.FR) == 3
    assert found.occurrences(FlawType.OVERCLAIM, difficulty=3) == 1
    assert found.occurrences(FlawType.OVERCLAIM, language=Language.FR, difficulty=3) == 0
    assert found.occurrences(FlawType.STEREOTYPE) == 0
    assert len(found.types) == len(list(product(FlawType, Language, (1, 2, 3))))


def test_the_made_up_catalogue_lacks_nothing() -> None:
    assert lacks(covered(*full())) == []


def test_an_empty_catalogue_lacks_everything_but_that_of_single_exercises() -> None:
    found = lacks(coverage([]))
    assert Lack("exercises", "", "0", "≥ 24") in found
    assert {lack.rule for lack in found} == {
        "exercises", "language", "domain", "difficulty", "flawless", "single-dimension", "twists",
        "omissions", "doubtful-sources", "type", "type-language",
    }  # fmt: skip


def test_one_exercise_less_is_too_few() -> None:
    rules = {lack.rule: lack for lack in lacks(covered(*full()[1:]))}
    assert rules["exercises"] == Lack("exercises", "", "23", "≥ 24")
    assert rules["domain"] == Lack("domain", "marketing", "11", "≥ 12")
    assert rules["twists"] == Lack("twists", "", "5", "≥ 6")


@pytest.mark.parametrize(
    ("condition", "changed", "lack"),
    [
        ({"difficulty": 2}, {"language": Language.EN}, Lack("language", "fr", "8", "≥ 16")),
        ({}, {"language": Language.FR}, Lack("language", "en", "0", "≥ 7")),
        ({"id": "made-up-04"}, {"domain": Domain.ADMIN}, Lack("domain", "marketing", "11", "≥ 12")),
        ({"difficulty": 2}, {"difficulty": 3}, Lack("difficulty", "2", "0", "≥ 6")),
        ({"id": "made-up-21"}, {"difficulty": 2}, Lack("single-dimension", "", "0", "≥ 1")),
        ({}, {"twist": None}, Lack("twists", "", "0", "≥ 6")),
        ({}, {"language": Language.FR}, Lack("type-language", "outdated", "0", "en")),
    ],
)
def test_what_the_catalogue_lacks_as_a_whole_is_named(
    condition: dict[str, Any], changed: dict[str, Any], lack: Lack
) -> None:
    """The exercises that meet the condition are changed."""
    catalogue = [
        one.model_copy(update=changed)
        if all(getattr(one, key) == value for key, value in condition.items())
        else one
        for one in full()
    ]
    assert lack in lacks(covered(*catalogue))


def changed_figures(**changed: Any) -> list[Lack]:
    """What the made-up catalogue lacks with all of its exercises' figures changed."""
    found = covered(*full())
    return lacks(found.model_copy(update={"figures": [f.model_copy(update=changed) for f in found.figures]}))


@pytest.mark.parametrize(
    ("changed", "rule", "have", "need"),
    [
        ({"omissions": 0}, "omissions", "0", "≥ 12"),
        ({"doubtful": []}, "doubtful-sources", "0", "≥ 8"),
        ({"flaws": 5}, "flawless", "0", "≥ 2"),
        ({"sentences": 13}, "sentences", "13", "14–30"),
        ({"sentences": 31}, "sentences", "31", "14–30"),
        ({"sound": 10}, "sound", "10", "> 10"),
        ({"flaws": 4}, "flaws", "4", "5–10"),
        ({"flaws": 11}, "flaws", "11", "5–10"),
        ({"dimensions": [Dimension.NUANCE], "difficulty": 2}, "dimensions", "1", "≥ 2"),
        ({"decoys": 2}, "decoys", "2", "≥ 3"),
        ({"sources": 1}, "sources", "1", "2–5"),
        ({"sources": 6}, "sources", "6", "2–5"),
        ({"reliabilities": {Reliability.PRIMARY: 2}}, "reliability", "1", "≥ 2"),
        ({"model_share": 0.4}, "model-share", "40 %", "< 40 %"),
        ({"gold": ["good"]}, "gold", "good", "average, excellent, weak"),
        ({"gold": []}, "gold", "0", "average, excellent, good, weak"),
        ({"gold": [*GOLD, "careless"]}, "gold", "excellent, good, average, weak, gaming, careless", "5"),
        ({"gold": list(GOLD[:4])}, "gold", "excellent, good, average, weak", "5"),
    ],
)
def test_what_falls_short_is_named_with_what_there_is(
    changed: dict[str, Any], rule: str, have: str, need: str
) -> None:
    lack = next(lack for lack in changed_figures(**changed) if lack.rule == rule)
    assert (lack.have, lack.need) == (have, need)
    assert lack.subject in {"", "made-up-00"}


@pytest.mark.parametrize(
    "changed",
    [{"sentences": 14}, {"sentences": 30, "sound": 16}, {"sound": 11}, {"decoys": 3}, {"sources": 5}],
)
def test_the_limits_themselves_are_enough(changed: dict[str, Any]) -> None:
    assert changed_figures(**changed) == []


def test_a_type_that_is_rare_or_stands_in_one_language_is_named() -> None:
    found = covered(*full())
    rare = [
        cell.model_copy(update={"count": 0 if cell.language is Language.EN else min(cell.count, 1)})
        if cell.type is FlawType.OUTDATED
        else cell
        for cell in found.types
    ]
    found = found.model_copy(update={"types": rare})
    have = found.occurrences(FlawType.OUTDATED)
    assert have < minimums.OF_TYPE
    assert lacks(found) == [
        Lack("type", "outdated", str(have), "≥ 5"),
        Lack("type-language", "outdated", "0", "en"),
    ]


def test_each_rule_has_words_in_both_languages() -> None:
    lack = Lack("", "mini", "1", "≥ 2")
    for rule, (french, english) in RULES.items():
        assert (
            in_words(replace(lack, rule=rule), "fr") == f"{french.format(subject='mini')} : 1 (il faut ≥ 2)"
        )
        assert (
            in_words(replace(lack, rule=rule), "en") == f"{english.format(subject='mini')}: 1 (needed: ≥ 2)"
        )


def test_the_report_has_its_tables_in_both_languages() -> None:
    found = covered(*full())
    french, english = as_text(found, [], "fr").splitlines(), as_text(found, [], "en").splitlines()
    assert (french[0], english[0]) == ("Exercices : 24", "Exercises: 24")
    assert len(french) == len(english)
    assert french[-1] == "Tous les minimums sont atteints."
    assert english[-1] == "Every minimum is reached."
    assert "en        marketing    1          4" in english
    [row] = [line.split() for line in english if line.startswith("made-up-00")]
    assert row[1:] == [
        "en", "marketing", "1", "20", "12", "9", "FN", "3", "1", "×", "1+0+1", "forum", "0", "%", "5"
    ]  # fmt: skip


def test_the_report_ends_on_what_is_missing() -> None:
    lines = as_text(coverage([]), [Lack("type", "outdated", "3", "≥ 5")], "en").splitlines()
    assert lines[-2:] == ["What is missing (1)", "  flaws of the type outdated: 3 (needed: ≥ 5)"]


def test_the_json_holds_the_figures_and_what_is_missing() -> None:
    data = json.loads(as_json(covered(made_up(1)), [Lack("twists", "", "0", "≥ 6")]))
    assert data["figures"][0]["id"] == "made-up-01"
    assert data["exercises"] == [{"language": "fr", "domain": "admin", "difficulty": 1, "count": 1}]
    assert data["missing"] == [{"rule": "twists", "subject": "", "have": "0", "need": "≥ 6"}]


@pytest.fixture
def vigie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, over a catalogue of one exercise."""
    (write_mini(tmp_path) / "gold").mkdir()
    (tmp_path / "mini" / "gold" / "good.yaml").write_text("kind: good")
    monkeypatch.setenv("VIGIE_EXERCISES", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(cli, ["catalogue", *arguments])


def test_the_command_prints_the_coverage_and_what_is_missing(vigie: Callable[..., Result]) -> None:
    french, english = vigie("--language", "fr"), vigie("--language", "en")
    assert (french.exit_code, english.exit_code) == (0, 0)
    assert french.stdout.startswith("Exercices : 1\n")
    assert "\n  exercices : 1 (il faut ≥ 24)\n" in french.stdout
    assert "\n  mini, gold submissions: good (needed: average, excellent, weak)\n" in english.stdout


def test_the_command_prints_json(vigie: Callable[..., Result]) -> None:
    data = json.loads(vigie("--json").stdout)
    assert [(one["id"], one["gold"]) for one in data["figures"]] == [("mini", ["good"])]
    assert {"rule": "exercises", "subject": "", "have": "1", "need": "≥ 24"} in data["missing"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("draft.md", "broken/draft.md:1:4: error: “{++” opens"),
        ("exercise.yaml", "broken/exercise.yaml:1:1: "),
    ],
)
def test_the_command_leaves_out_what_cannot_be_read_and_fails(
    vigie: Callable[..., Result], tmp_path: Path, file: str, said: str
) -> None:
    shutil.copytree(tmp_path / "mini", tmp_path / "broken")
    (tmp_path / "broken" / file).write_text("Un {++deux\n")
    found = vigie("--language", "en")
    assert found.exit_code == 1
    assert found.stdout.startswith("Exercises: 1\n")
    assert said in found.stderr
