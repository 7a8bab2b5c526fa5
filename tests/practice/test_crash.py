"""A short run of the crash script; `make bench` does a hundred."""

from __future__ import annotations

from pathlib import Path

from tests.bench.bench_crash import crash_often


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    acknowledged, lost = crash_often(tmp_path, kills=4)
    assert acknowledged > 20
    assert lost == 0
