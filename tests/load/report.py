"""The figures of a load, as they are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import quantiles
from typing import Final

from tests.load.run import Outcome

GOAL_RATIO: Final = 1.7
_WINDOW_S: Final = 10.0
_SHOWN: Final = 10


def lines(found: Outcome) -> Iterator[str]:
    plan, shape, seen = found.plan, found.shape, found.seen
    yield (
        f"{plan.trainees} trainees ({plan.rounds} attempt(s) each, {plan.think:g} s between two requests), "
        f"{shape.webs} web process(es), {shape.workers} worker(s), a model at {shape.seconds:g} s an answer"
    )
    yield from (f"  fault       {told}" for told in found.fault)
    best = f"{peak(found):.0f}/s in the best {_WINDOW_S:.0f} s"
    yield f"  throughput  {throughput(found):.0f} answers/s, {best}"
    yield f"  {'route':<12}{'answers':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    yield from _routes(found)
    yield f"  sent again  {_counted(seen.again)}"
    yield f"  errors      {_counted(seen.errors)}"
    yield f"  queue       {_queue(found)}"
    yield from _audit(found)


def throughput(found: Outcome) -> float:
    """Answers a second from the first to the last."""
    ends = [ended for _, ended, _ in found.seen.answers]
    return len(ends) / max(0.001, max(ends) - min(ends)) if ends else 0.0


def peak(found: Outcome) -> float:
    """Answers a second in the fullest window."""
    ends = [ended for _, ended, _ in found.seen.answers]
    windows = Counter(int(ended / _WINDOW_S) for ended in ends)
    return max(windows.values(), default=0) / _WINDOW_S


def _routes(found: Outcome) -> Iterator[str]:
    times: dict[str, list[float]] = {}
    for route, _, seconds in found.seen.answers:
        times.setdefault(route, []).append(1000 * seconds)
    times["all"] = [ms for each in times.values() for ms in each]
    for route, each in times.items():
        cuts = quantiles(each, n=100, method="inclusive") if len(each) > 1 else each * 99
        yield f"  {route:<12}{len(each):>8}{cuts[49]:>9.1f}{cuts[94]:>9.1f}{cuts[98]:>9.1f}"


def _counted(counts: Counter[str]) -> str:
    shown = ", ".join(f"{what} ×{number}" for what, number in counts.most_common(_SHOWN))
    return f"{counts.total()} ({shown})" if shown else "0"


def _queue(found: Outcome) -> str:
    if not found.shape.workers:
        return "no worker takes from it"
    drained = "NOT empty" if found.drained is None else f"empty {found.drained:.0f} s"
    after = f"{drained} after the trainees’ end"
    return f"{found.queue.most} waited at most, the oldest for {found.queue.oldest:.0f} s; {after}"


def _audit(found: Outcome) -> Iterator[str]:
    kept = found.seen.kept
    marks, texts = (
        sum(len(one.marks) for one in kept),
        sum(bool(one.rewrite) + bool(one.note) for one in kept),
    )
    handed_in = sum(one.submitted for one in kept)
    held = f"{len(kept)} attempts, {marks} marks, {texts} texts, {handed_in} submissions acknowledged"
    yield f"  kept        {held}; {len(found.complaints)} lost, doubled or undone"
    yield from (f"    {line}" for line in found.complaints[:_SHOWN])
    yield f"  paid twice  {found.paid_twice} answer(s) of the model"


def ratio(one: Outcome, two: Outcome) -> Iterable[str]:
    times = throughput(two) / throughput(one)
    met = "met" if times >= GOAL_RATIO else "NOT met"
    yield f"{two.shape.webs} web processes answer {times:.2f} times as much as one (goal {GOAL_RATIO}: {met})"
