"""The evaluation on the gold submissions of the catalogue, with a scripted model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.config import Price, Settings, load_settings
from app.grading.documents import GradeError
from app.grading.evaluate import MODEL, ONE_BY_ONE, RULES
from app.grading.evaluation_report import Report, as_markdown
from app.grading.evaluation_run import evaluate_folders, exercise_folders
from app.grading.ledger import Entry, Ledger
from app.llm import scripted
from app.llm.protocol import Usage
from app.llm.scripted import Asked, ScriptedModel
from tests.attacks.judges import honest, questions_in
from tests.mini import write_mini
from tests.test_cli import vigie

CATALOGUE = Path(__file__).parents[2] / "exercises"
ONE = CATALOGUE / "summer-party-proposal"


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(honest) as server:
        yield server


def settings(model: ScriptedModel | None = None, **more: str) -> Settings:
    given = {"VIGIE_EXERCISES": str(CATALOGUE), **more}
    if model:
        given |= {"VIGIE_LLM_BASE_URL": model.base_url, "VIGIE_LLM_MODEL": "small", "VIGIE_LLM_RETRIES": "0"}
    return load_settings(given)


def evaluated(model: ScriptedModel, out: Path, runs: int = 2, **more: str) -> Report:
    return evaluate_folders(settings(model, **more), [ONE], runs, out)


def test_by_rules_alone_the_gold_submissions_are_near_their_bands(tmp_path: Path) -> None:
    found = evaluate_folders(settings(), exercise_folders(CATALOGUE, []), 3, tmp_path)
    assert list(found.arms) == [RULES]
    assert found.submissions >= 15
    overall = found.arms[RULES].agreements["overall"]
    assert overall.count == found.submissions
    assert overall.qwk is not None
    assert overall.qwk > 0.9
    assert overall.mean_error is not None
    assert overall.mean_error < 10
    assert found.arms[RULES].spending.calls == 0


def test_the_model_and_the_baseline_stand_side_by_side(model: ScriptedModel, tmp_path: Path) -> None:
    found = evaluated(model, tmp_path, VIGIE_LLM_PRICES="small=1/10")
    at_once, one_by_one = found.arms[MODEL], found.arms[ONE_BY_ONE]
    assert at_once.questions.asked == one_by_one.questions.asked > 5
    assert (found.agreed, at_once.questions.split, at_once.questions.alike) == (1, 0, 1)
    assert at_once.agreements == one_by_one.agreements
    asked = {len(questions_in(request)) for request in model.requests}
    assert 1 in asked
    assert max(asked) > 1
    assert one_by_one.spending.calls > at_once.spending.calls > 0
    more_calls = one_by_one.spending.calls / at_once.spending.calls
    more_tokens = one_by_one.spending.input_tokens / at_once.spending.input_tokens
    assert more_tokens == pytest.approx(more_calls, rel=0.1), "the shared part is paid for with each call"
    spent = at_once.spending
    assert spent.cost == pytest.approx((spent.input_tokens + 10 * spent.output_tokens) / 1_000_000)


def test_the_report_is_printed_and_written(model: ScriptedModel, tmp_path: Path) -> None:
    found = evaluated(model, tmp_path)
    page = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    assert page == as_markdown(found)
    assert page.startswith("# Evaluation: 5 gold submissions, model small, 2 run(s)\n")
    assert "| summer-party-proposal/excellent | 85 to 100 |" in page
    data = json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))
    assert set(data["arms"]) == {RULES, MODEL, ONE_BY_ONE}
    assert data["arms"][MODEL]["agreements"]["overall"]["count"] == 5
    assert data["trials"][MODEL][0]["submission"] == "summer-party-proposal/excellent"
    assert all(
        set(ballot) >= {"votes", "answer", "split"} for ballot in data["trials"][MODEL][0]["questions"]
    )


def test_what_is_paid_for_is_not_paid_again(model: ScriptedModel, tmp_path: Path) -> None:
    first = evaluated(model, tmp_path)
    asked = len(model.requests)
    second = evaluated(model, tmp_path)
    assert len(model.requests) == asked
    assert second.arms[MODEL].spending == first.arms[MODEL].spending, "it is counted all the same"


def test_runs_that_differ_are_counted_as_split(model: ScriptedModel, tmp_path: Path) -> None:
    asked_so_far: dict[tuple[str, ...], int] = {}

    def fickle(asked: Asked) -> dict[str, Any]:
        """Turns its answers round every other time that the same questions are asked."""
        labels = tuple(sorted(f"{one.word} {one.label} {len(asked.user)}" for one in questions_in(asked)))
        asked_so_far[labels] = asked_so_far.get(labels, 0) + 1
        given = honest(asked)
        for one in given["answers"]:
            one["answer"] ^= asked_so_far[labels] % 2 == 0
        return given

    model.behaviour = fickle
    found = evaluated(model, tmp_path, VIGIE_LLM_CONCURRENCY="1").arms[MODEL]
    assert (found.questions.split, found.questions.undecided, found.questions.alike) == (1, 1, 0)
    assert found.agreements == evaluated(model, tmp_path).arms[RULES].agreements


def test_a_model_that_fails_leaves_the_grades_by_rules_and_is_counted(
    model: ScriptedModel, tmp_path: Path
) -> None:
    model.behaviour = scripted.refuses
    found = evaluated(model, tmp_path)
    assert found.arms[MODEL].agreements == found.arms[RULES].agreements
    assert found.arms[MODEL].faults["refused"] >= 3
    assert "refused" in as_markdown(found)
    model.behaviour = honest
    assert evaluated(model, tmp_path).arms[MODEL].faults == {}


def test_the_command_takes_names_and_folders(model: ScriptedModel, tmp_path: Path) -> None:
    environment = {
        "VIGIE_LLM_BASE_URL": model.base_url,
        "VIGIE_LLM_MODEL": "small",
        "VIGIE_EXERCISES": str(CATALOGUE),
    }
    arguments = ["--runs", "1", "--exercises", ONE.name, "--out", str(tmp_path / "report")]
    done = vigie("evaluate", *arguments, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "# Evaluation: 5 gold submissions, model small, 1 run(s)" in done.stdout
    assert (tmp_path / "report" / "evaluation.json").exists()


def test_the_command_names_an_exercise_with_errors(tmp_path: Path) -> None:
    folder = write_mini(tmp_path, exercise="surprise: 1\n")
    done = vigie("evaluate", "--exercises", str(folder), "--out", str(tmp_path / "report"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    missing = vigie("evaluate", "--exercises", "nothing", "--out", str(tmp_path / "report"))
    assert (missing.returncode, "nothing" in missing.stderr) == (2, True)


def test_folders_are_found_by_name_by_path_or_all(tmp_path: Path) -> None:
    assert exercise_folders(CATALOGUE, [ONE.name]) == [ONE]
    assert exercise_folders(tmp_path, [str(ONE)]) == [ONE]
    assert ONE in exercise_folders(CATALOGUE, [])
    with pytest.raises(GradeError):
        evaluate_folders(settings(), exercise_folders(CATALOGUE, ["nothing"]), 1, tmp_path)


def test_a_line_that_a_crash_cut_off_is_left_aside(tmp_path: Path) -> None:
    entry = Entry("{}", Usage(10, 2), 0.5)
    Ledger(tmp_path).add("a", entry)
    with (tmp_path / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"key": "b", "raw": "{')
    assert Ledger(tmp_path).get("a") == entry
    assert Ledger(tmp_path).get("b") is None


def test_a_price_is_that_of_the_configured_model() -> None:
    assert settings(VIGIE_LLM_PRICES="small=1/10").llm_prices["small"] == Price(1, 10)
