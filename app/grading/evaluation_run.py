"""An evaluation from its settings to its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from app.core.config import Settings
from app.grading.bounds import model_settings
from app.grading.evaluate import (
    MODEL_ARMS,
    RULES,
    Arm,
    Evaluation,
    GoldCase,
    Trial,
    by_rules,
    gold_cases,
)
from app.grading.evaluation_report import Report, as_data, as_markdown, report
from app.grading.judge import JudgeSettings
from app.grading.ledger import Ledger
from app.llm.client import ModelClient

FIGURES: Final = "evaluation.json"
PAGE: Final = "evaluation.md"


def exercise_folders(catalogue: Path, names: Iterable[str]) -> list[Path]:
    """The folders that are meant by paths, or by names in the catalogue; all of it without any. A folder of
    exercises stands for all in it."""
    given = [Path(name) if Path(name).is_dir() else catalogue / name for name in names] or [catalogue]
    return [folder for path in given for folder in _folders(path)]


def _folders(path: Path) -> list[Path]:
    if not path.is_dir() or (path / "exercise.yaml").exists():
        return [path]
    return sorted(folder for folder in path.iterdir() if (folder / "exercise.yaml").exists())


def evaluate_folders(settings: Settings, folders: Sequence[Path], runs: int, out: Path) -> Report:
    """Grade the gold submissions of the folders and write the report to `out`, where answers that are paid
    for are kept as well. Raises `GradeError` for exercises with errors, `ModelError` for settings of the
    model that cannot be used."""
    cases = gold_cases(folders)
    trials: dict[Arm, list[Trial]] = {RULES: [by_rules(case) for case in cases]}
    if settings.has_model:
        trials |= _with_model(settings, cases, runs, out)
    found = report(
        trials,
        settings.llm_model,
        runs if settings.has_model else 0,
        settings.llm_prices.get(settings.llm_model),
    )
    out.mkdir(parents=True, exist_ok=True)
    figures = json.dumps(as_data(found), indent=2, ensure_ascii=False)
    (out / FIGURES).write_text(figures + "\n", encoding="utf-8")
    (out / PAGE).write_text(as_markdown(found), encoding="utf-8")
    return found


def _with_model(
    settings: Settings, cases: Sequence[GoldCase], runs: int, out: Path
) -> dict[Arm, list[Trial]]:
    with closing(ModelClient(model_settings(settings))) as client:
        evaluation = Evaluation(client, JudgeSettings(runs=runs), Ledger(out), settings.llm_concurrency)
        return {arm: evaluation.trials(arm, cases) for arm in MODEL_ARMS}
