"""What an evaluation found, as figures (JSON) and as a page (Markdown). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from statistics import fmean
from typing import Any, Final

from app.core.config import Price
from app.exercises.schema import Dimension
from app.grading.agreement import Agreement, Pair, agreement, share
from app.grading.evaluate import MODEL, ONE_BY_ONE, RULES, Arm, Ballot, Trial
from app.grading.gold import Band
from app.llm.calls import cost_of

SCORES: Final = ("overall", *(dimension.value for dimension in Dimension))
TITLES: Final[dict[Arm, str]] = {
    RULES: "rules alone",
    MODEL: "model",
    ONE_BY_ONE: "one call per question",
}


@dataclass(frozen=True, slots=True)
class Questions:
    """Shares are of `asked`. `undecided`: no unanimous, proved answer, the split ones among them. `alike`:
    how often two runs of a question have the same vote, over all pairs of runs."""

    asked: int
    undecided: float | None
    split: float | None
    alike: float | None


@dataclass(frozen=True, slots=True)
class Spending:
    """For one submission on average; `seconds` are spent waiting for the model. `cost` is None without a
    price."""

    calls: float
    input_tokens: float
    cached_tokens: float
    output_tokens: float
    cost: float | None
    seconds: float


@dataclass(frozen=True)
class ArmReport:
    """One way of grading. `landed`: scores within the band that was expected, of how many; `faults`:
    submissions that the model did not grade, by kind of error."""

    agreements: Mapping[str, Agreement]
    landed: tuple[int, int]
    questions: Questions
    by_kind: Mapping[str, Questions]
    spending: Spending
    faults: Mapping[str, int]


@dataclass(frozen=True)
class Report:
    """`agreed`: the share of the questions that both ways of asking decided, and decided alike."""

    model: str
    runs: int
    submissions: int
    arms: Mapping[Arm, ArmReport]
    agreed: float | None
    trials: Mapping[Arm, Sequence[Trial]]


def report(trials: Mapping[Arm, Sequence[Trial]], model: str, runs: int, price: Price | None) -> Report:
    """The figures of all arms; `model` and `runs` are "" and 0 where none was asked."""
    return Report(
        model=model,
        runs=runs,
        submissions=len(trials[RULES]),
        arms={arm: _arm(found, price) for arm, found in trials.items()},
        agreed=_agreed(trials.get(MODEL, ()), trials.get(ONE_BY_ONE, ())),
        trials=trials,
    )


def _arm(trials: Sequence[Trial], price: Price | None) -> ArmReport:
    ballots = [ballot for trial in trials for ballot in trial.ballots]
    kinds = dict.fromkeys(ballot.kind for ballot in ballots)
    return ArmReport(
        agreements={name: agreement(list(_pairs(trials, name))) for name in SCORES},
        landed=_landed(trials),
        questions=_questions(ballots),
        by_kind={kind: _questions([b for b in ballots if b.kind == kind]) for kind in kinds},
        spending=_spending(trials, price),
        faults=_faults(trials),
    )


def _pairs(trials: Iterable[Trial], name: str) -> Iterable[Pair]:
    """The centre of each expected band and the score that was given."""
    for trial in trials:
        band: Band | None = getattr(trial.case.expected, name)
        score: float | None = getattr(trial.scores, name)
        if band is not None and score is not None:
            yield (band.low + band.high) / 2, score


def _landed(trials: Iterable[Trial]) -> tuple[int, int]:
    landings = [
        band.holds(getattr(trial.scores, name))
        for trial in trials
        for name in SCORES
        if (band := getattr(trial.case.expected, name)) is not None
    ]
    return sum(landings), len(landings)


def _questions(ballots: Sequence[Ballot]) -> Questions:
    pairs = [pair for ballot in ballots for pair in combinations(ballot.votes, 2)]
    return Questions(
        asked=len(ballots),
        undecided=share(sum(ballot.answer is None for ballot in ballots), len(ballots)),
        split=share(sum(ballot.split for ballot in ballots), len(ballots)),
        alike=share(sum(first == second for first, second in pairs), len(pairs)),
    )


def _spending(trials: Sequence[Trial], price: Price | None) -> Spending:
    def mean(values: Iterable[float]) -> float:
        found = list(values)
        return fmean(found) if found else 0.0

    costs = [cost_of(trial.usage, price) for trial in trials]
    return Spending(
        calls=mean(trial.calls for trial in trials),
        input_tokens=mean(trial.usage.input_tokens for trial in trials),
        cached_tokens=mean(trial.usage.cached_tokens for trial in trials),
        output_tokens=mean(trial.usage.output_tokens for trial in trials),
        cost=None if price is None else mean(cost or 0.0 for cost in costs),
        seconds=mean(trial.seconds for trial in trials),
    )


def _faults(trials: Iterable[Trial]) -> dict[str, int]:
    faults: dict[str, int] = {}
    for trial in trials:
        if trial.fault:
            faults[trial.fault] = faults.get(trial.fault, 0) + 1
    return faults


def _agreed(first: Sequence[Trial], second: Sequence[Trial]) -> float | None:
    answers = [
        {(trial.case.name, ballot.question): ballot.answer for trial in trials for ballot in trial.ballots}
        for trials in (first, second)
    ]
    both = [
        key for key, answer in answers[0].items() if answer is not None and answers[1].get(key) is not None
    ]
    return share(sum(answers[0][key] == answers[1][key] for key in both), len(both))


def as_data(found: Report) -> dict[str, Any]:
    """The report as plain data for JSON."""
    return {
        "model": found.model,
        "runs": found.runs,
        "submissions": found.submissions,
        "agreed_with_one_by_one": found.agreed,
        "arms": {arm: asdict(figures) for arm, figures in found.arms.items()},
        "trials": {arm: [_trial(trial) for trial in trials] for arm, trials in found.trials.items()},
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "submission": trial.case.name,
        "expected": trial.case.expected.model_dump(),
        "scores": trial.scores.model_dump(),
        "questions": [asdict(ballot) for ballot in trial.ballots],
        "usage": asdict(trial.usage),
        "seconds": trial.seconds,
        "calls": trial.calls,
        "fault": trial.fault,
    }


def as_markdown(found: Report) -> str:
    """The report as a page."""
    by = f"model {found.model}, {found.runs} run(s)" if found.model else "no model"
    parts = [
        f"# Evaluation: {found.submissions} gold submissions, {by}",
        "Scores against the centres of the expected bands. QWK: quadratic weighted kappa over the deciles of "
        "the scores; rank: Spearman's rank correlation; mean error and bias in points.",
        _scores_table(found),
    ]
    if found.model:
        parts += [_questions_table(found), _kinds_table(found), _spending_table(found)]
    return "\n\n".join([*parts, _trials_table(found)]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_SCORE_COLUMNS: Final = ("QWK", "rank", "error", "bias")


def _scores_table(found: Report) -> str:
    head = ["score", *(f"{TITLES[arm]}: {what}" for arm in found.arms for what in _SCORE_COLUMNS)]
    rows = [
        [name, *(cell for figures in found.arms.values() for cell in _cells(figures.agreements[name]))]
        for name in SCORES
    ]
    landed = [
        cell for figures in found.arms.values() for cell in ("{} of {}".format(*figures.landed), "", "", "")
    ]
    return _table(head, [*rows, ["within the band", *landed]])


def _cells(figures: Agreement) -> list[str]:
    signed = "–" if figures.bias is None else f"{figures.bias:+.1f}"
    return [_number(figures.qwk, 3), _number(figures.rank, 3), _number(figures.mean_error, 1), signed]


def _questions_table(found: Report) -> str:
    rows = [
        [
            TITLES[arm],
            str(figures.questions.asked),
            _percent(figures.questions.undecided),
            _percent(figures.questions.split),
            _percent(figures.questions.alike),
            ", ".join(f"{count} {kind}" for kind, count in figures.faults.items()) or "none",
        ]
        for arm, figures in _of_models(found)
    ]
    table = _table(["way", "questions", "undecided", "split", "runs alike", "not graded"], rows)
    return f"## Questions\n\n{table}\n\nBoth ways decide alike: {_percent(found.agreed)}."


def _kinds_table(found: Report) -> str:
    kinds = dict.fromkeys(kind for _, figures in _of_models(found) for kind in figures.by_kind)
    arms = [figures for _, figures in _of_models(found)]
    head = ["kind", *(f"{TITLES[arm]}: {what}" for arm, _ in _of_models(found) for what in _KIND_COLUMNS)]
    rows = [[kind, *(cell for figures in arms for cell in _kind_cells(figures, kind))] for kind in kinds]
    return _table(head, rows)


_KIND_COLUMNS: Final = ("asked", "undecided", "runs alike")


def _kind_cells(figures: ArmReport, kind: str) -> list[str]:
    asked = figures.by_kind.get(kind, Questions(0, None, None, None))
    return [str(asked.asked), _percent(asked.undecided), _percent(asked.alike)]


def _spending_table(found: Report) -> str:
    rows = [
        [
            TITLES[arm],
            f"{spent.calls:.1f}",
            f"{spent.input_tokens:.0f}",
            f"{spent.cached_tokens:.0f}",
            f"{spent.output_tokens:.0f}",
            _number(spent.cost, 5),
            f"{spent.seconds:.2f}",
        ]
        for arm, figures in _of_models(found)
        for spent in (figures.spending,)
    ]
    head = ["way", "calls", "input tokens", "of these cached", "output tokens", "cost", "seconds"]
    return f"## Cost of a submission\n\n{_table(head, rows)}"


def _trials_table(found: Report) -> str:
    rows = [
        [
            trial.case.name,
            f"{trial.case.expected.overall.low:g} to {trial.case.expected.overall.high:g}",
            *(_number(trials[at].scores.overall, 1) for trials in found.trials.values()),
        ]
        for at, trial in enumerate(found.trials[RULES])
    ]
    head = ["submission", "expected overall", *(TITLES[arm] for arm in found.trials)]
    return f"## Submissions\n\n{_table(head, rows)}"


def _of_models(found: Report) -> list[tuple[Arm, ArmReport]]:
    return [(arm, figures) for arm, figures in found.arms.items() if arm != RULES]


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
