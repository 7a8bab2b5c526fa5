"""A short run of the crash script of the model's part; `make bench` does a hundred."""

from __future__ import annotations

from pathlib import Path

from tests.bench.bench_judge_crash import HANDED_IN, complain, crash_often


def test_kill_9_while_a_model_grades_loses_and_doubles_nothing(tmp_path: Path) -> None:
    found = crash_often(tmp_path, kills=4)
    assert complain(found) == []
    assert found.submissions >= HANDED_IN
