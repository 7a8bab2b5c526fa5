"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import sys

from tests.bench import (
    bench_attacks,
    bench_crash,
    bench_grading,
    bench_judge_crash,
    bench_saving,
    bench_tokens,
    bench_worker_crash,
)

sys.argv[1:] = []
for benchmark in (
    bench_grading,
    bench_tokens,
    bench_attacks,
    bench_saving,
    bench_crash,
    bench_judge_crash,
    bench_worker_crash,
):
    benchmark.main()
