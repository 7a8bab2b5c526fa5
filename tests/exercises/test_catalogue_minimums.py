"""The catalogue that Vigie comes with holds the minimums of a catalogue worth practising on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest

from app.exercises.coverage import Coverage, coverage
from app.exercises.coverage_report import RULES, in_words
from app.exercises.files import gold_kinds, read_folder
from app.exercises.minimums import lacks

CATALOGUE: Final = Path(__file__).parents[2] / "exercises"


@cache
def catalogue() -> Coverage:
    folders = sorted(path.parent for path in CATALOGUE.glob("*/exercise.yaml"))
    return coverage((read_folder(folder), gold_kinds(folder)) for folder in folders)


@pytest.mark.parametrize("rule", RULES)
def test_the_catalogue_holds_the_minimums(rule: str) -> None:
    assert [in_words(lack, "en") for lack in lacks(catalogue()) if lack.rule == rule] == []
