"""What the database tells of the whole server, whichever process is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.core.clock import now
from app.grading.models import AssessmentRecord, Coaching, CoachState
from app.grading.queue import workers_alive
from app.grading.queue_models import GradingJob, JobState
from app.llm.models import ModelCall
from app.practice.models import Attempt


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one model for one purpose with one outcome; `cost` in the currency of the price table."""

    purpose: str
    model: str
    outcome: str
    number: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost: float


@dataclass(frozen=True, slots=True)
class Standing:
    """`oldest`: when the grade that waits longest was handed in. `workers`: worker processes that are alive,
    None where there can be none."""

    waiting: int
    set_aside: int
    oldest: datetime | None
    paragraphs: int
    submissions: int
    calls: tuple[Calls, ...] = field(default=())
    workers: int | None = None


def standing(session: Session, silent: float) -> Standing:
    """How the queue, the submissions and the call log stand now. A worker without a heartbeat for `silent`
    seconds is dead."""
    newer = aliased(AssessmentRecord)
    superseded = sa.exists().where(
        col(newer.submission_id) == col(AssessmentRecord.submission_id),
        col(newer.number) > col(AssessmentRecord.number),
    )
    waits = sa.select(sa.func.count(), sa.func.min(col(AssessmentRecord.created_at))).where(
        col(AssessmentRecord.provisional), ~superseded
    )
    waiting, oldest = session.execute(waits).one()
    return Standing(
        waiting=waiting,
        set_aside=_count(session, col(GradingJob.state) == JobState.STOPPED),
        oldest=oldest,
        paragraphs=_count(session, col(Coaching.state) == CoachState.WAITING),
        submissions=_count(session, col(Attempt.submission_id).is_not(None), ~col(Attempt.trial)),
        calls=tuple(_calls(session)),
        workers=workers_alive(session, silent),
    )


def _count(session: Session, *where: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).where(*where)) or 0


def _calls(session: Session) -> Iterator[Calls]:
    kinds = (col(ModelCall.purpose), col(ModelCall.model), col(ModelCall.outcome))
    sums = (ModelCall.input_tokens, ModelCall.cached_tokens, ModelCall.output_tokens, ModelCall.cost)
    query = sa.select(*kinds, sa.func.count(), *(sa.func.coalesce(sa.func.sum(col(one)), 0) for one in sums))
    for purpose, model, outcome, number, given, cached, made, cost in session.execute(query.group_by(*kinds)):
        yield Calls(purpose, model, outcome, number, int(given), int(cached), int(made), float(cost))


def registry_of(found: Standing | None) -> CollectorRegistry:
    """The families of a standing; of None, only that the database cannot be read."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families(lambda: _families(found)))
    return registry


class _Families(Collector):
    def __init__(self, families: Callable[[], Iterator[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return self._families()


def _families(found: Standing | None) -> Iterator[Metric]:
    yield _gauge("vigie_database_up", "Whether the database answers.", 0 if found is None else 1)
    if found is None:
        return
    age = max(0.0, (now() - found.oldest).total_seconds()) if found.oldest else 0.0
    if found.workers is not None:
        yield _gauge("vigie_workers", "Worker processes that are alive.", found.workers)
    yield _gauge("vigie_grading_waiting", "Submissions whose grade waits for the model.", found.waiting)
    yield _gauge("vigie_grading_set_aside", "Those that wait for an administrator.", found.set_aside)
    yield _gauge("vigie_grading_oldest_seconds", "How long the oldest of them has waited.", age)
    yield _gauge("vigie_coaching_waiting", "Paragraphs of the coach to come.", found.paragraphs)
    yield _gauge("vigie_submissions", "Attempts handed in, without authors' own.", found.submissions)
    yield from _model_families(found.calls)


def _model_families(calls: tuple[Calls, ...]) -> Iterator[Metric]:
    """Gauges, since entries of the log go when a submission is erased."""
    names = ["purpose", "model", "outcome"]
    number = GaugeMetricFamily("vigie_model_calls", "Calls of a model in the log.", labels=names)
    tokens = GaugeMetricFamily("vigie_model_tokens", "Tokens of these calls.", labels=[*names, "kind"])
    cost = GaugeMetricFamily("vigie_model_cost", "Their cost by VIGIE_LLM_PRICES.", labels=names)
    for one in calls:
        labels = [one.purpose, one.model, one.outcome]
        number.add_metric(labels, one.number)
        cost.add_metric(labels, one.cost)
        for kind, amount in _tokens(one):
            tokens.add_metric([*labels, kind], amount)
    yield from (number, tokens, cost)


def _tokens(one: Calls) -> tuple[tuple[str, int], ...]:
    return ("input", one.input_tokens), ("cached", one.cached_tokens), ("output", one.output_tokens)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)
