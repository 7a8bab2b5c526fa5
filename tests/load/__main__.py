"""`make load`: simulated trainees against PostgreSQL, web processes and workers, on loopback.

Exits with 1 where something was lost, done twice, or answered with an error."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace
from pathlib import Path

from tests.cluster.cluster import Shape
from tests.load.faults import FAULTS
from tests.load.report import lines, ratio
from tests.load.run import Outcome, Plan, run

MOST_TRAINEES, MOST_SECONDS = 2000, 1800


def main() -> None:
    given = _parser().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the cluster ends with us
    shape = Shape(given.webs, given.workers, given.concurrency, given.calls, given.answer)
    plan = Plan(
        trainees=min(given.trainees, MOST_TRAINEES),
        ramp=given.ramp,
        think=given.think,
        seconds=min(given.seconds, MOST_SECONDS),
        drain=given.drain,
        clients=given.clients,
        fault=given.fault,
    )
    found = _compare(plan, shape, given) if given.compare else [_told(run(plan, shape))]
    if given.logs:
        given.logs.write_text("".join(one.logs for one in found), encoding="utf-8")
    sys.exit(0 if all(one.is_good for one in found) else 1)


def _compare(plan: Plan, shape: Shape, given: argparse.Namespace) -> list[Outcome]:
    """As much as they can answer, by one web process and by as many as asked for. Workers would take a part
    of the machine, hence none."""
    hurried = replace(
        plan,
        trainees=min(plan.trainees, given.at_once),
        think=0,
        ramp=1,
        rounds=given.rounds,
        wait=False,
        fault="",
    )
    found = [_told(run(hurried, replace(shape, webs=webs, workers=0))) for webs in (1, shape.webs)]
    print(*ratio(*found), sep="\n", flush=True)
    return found


def _told(found: Outcome) -> Outcome:
    print(*lines(found), sep="\n", flush=True)
    if warnings := found.logs.count(" level=warning") + found.logs.count(" level=error"):
        print(f"  log         {warnings} warning(s) and errors; --logs FILE keeps them", flush=True)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make load", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    add = parser.add_argument
    add("--trainees", type=int, default=500, help=f"{MOST_TRAINEES} at most")
    add("--ramp", type=float, default=30, help="seconds in which they come")
    add("--think", type=float, default=1, help="mean seconds between two requests of one")
    add("--seconds", type=float, default=600, help="after which nothing is waited for or tried again")
    add("--drain", type=float, default=300, help="seconds that the queue has afterwards")
    add("--clients", type=int, default=2, help="processes that the trainees run in")
    add("--webs", type=int, default=2, help="web processes")
    add("--workers", type=int, default=2)
    add("--concurrency", type=int, default=24, help="submissions that a worker has graded at a time")
    add("--calls", type=int, default=48, help="calls of the model under way, over all workers")
    add("--answer", type=float, default=2, help="seconds that the model takes")
    add("--fault", choices=["", *FAULTS], default="", help="what goes wrong in the middle")
    add("--logs", type=Path, help="file for what the web processes and the workers log (warnings)")
    add("--compare", action="store_true", help="one web process beside several, as a ratio")
    add("--at-once", type=int, default=64, help="trainees of the comparison")
    add("--rounds", type=int, default=4, help="attempts of each in the comparison")
    return parser


if __name__ == "__main__":
    main()
