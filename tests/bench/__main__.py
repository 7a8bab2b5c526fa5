"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import sys

from tests.bench import bench_crash, bench_grading, bench_saving

sys.argv[1:] = []
for benchmark in (bench_grading, bench_saving, bench_crash):
    benchmark.main()
