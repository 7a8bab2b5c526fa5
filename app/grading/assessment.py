"""The grade of a submission, as DESIGN.md section 5 shapes it. Pure and immutable."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.exercises.schema import AppliesTo, Dimension

Share = Annotated[float, Field(ge=0, le=1)]
Score = Annotated[float, Field(ge=0, le=100)]
DecidedBy = Literal["rule", "model", "person"]


def _is_unsaid(value: object) -> bool:
    return not value


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scores(Part):
    """Scores from 0 to 100; null where the exercise has nothing that measures the dimension."""

    overall: Score | None
    fact_checking: Score | None
    nuance: Score | None
    client_adaptation: Score | None


class ReviewPart(Part):
    """`found`: the share of the flaws found, by weight; null without flaws. `spared` falls with each false
    alarm. `score` is their product."""

    found: Share | None
    spared: Share
    score: Share | None


class Review(Part):
    """How well flaws were found, for the whole draft and in each dimension."""

    whole: ReviewPart
    fact_checking: ReviewPart
    nuance: ReviewPart
    client_adaptation: ReviewPart


class Outcome(Part):
    """What became of one flaw. `annotation` is the index of the mark in the submission that found it.

    The rest is there only where more than rules took part: who decided `found` and `reason`, the words of the
    mark's comment that prove it, and whether a model's runs differ.
    """

    flaw: str
    found: bool
    annotation: int | None
    credit: Share
    type_credit: Share
    severity_credit: Share
    reason: bool | None
    found_by: DecidedBy | None = Field(default=None, exclude_if=_is_unsaid)
    reason_by: DecidedBy | None = Field(default=None, exclude_if=_is_unsaid)
    quote: str | None = Field(default=None, exclude_if=_is_unsaid)
    split: bool = Field(default=False, exclude_if=_is_unsaid)


class FalseAlarm(Part):
    """A mark on sound text. `sentences`: indexes (from 0) of the draft's sound sentences that it is charged
    for; empty where it is charged for itself. `count` is what it adds to the false alarms."""

    annotation: int
    sentences: list[int]
    count: Annotated[int, Field(ge=0)]
    decoy: str | None = None


class Check(Part):
    """One yes/no question of the rubric. `passed` is null while undecided. `detail` names what was found:
    the invented figures, the lost facts, the words over the limit. `split`, there only where it is true: the
    runs of a model differ, and a trainer should decide."""

    id: str
    kind: Literal["repaired", "criterion", "invents-nothing", "loses-nothing"]
    dimension: Dimension
    applies_to: AppliesTo
    weight: Annotated[float, Field(ge=0)]
    passed: bool | None
    decided_by: DecidedBy | None
    quote: str | None = None
    detail: list[str] = []
    split: bool = Field(default=False, exclude_if=_is_unsaid)


class Components(Part):
    """The three parts of a dimension's score, as shares; null where the exercise does not have the part."""

    review: Share | None
    reason: Share | None
    repair: Share | None


class DimensionParts(Part):
    """What the score of each dimension is made of."""

    fact_checking: Components
    nuance: Components
    client_adaptation: Components


class Trust(Part):
    """Whether the trainee trusts a draft too much or too little: flaws hit against decoys marked. `d_prime`
    says how well the two are told apart, `criterion` which way doubt leans, `brier` how far off the
    confidence was."""

    hits: int
    flaws: int
    false_alarms: int
    decoys: int
    d_prime: float
    criterion: float
    leaning: Literal["too-trusting", "balanced", "too-suspicious"]
    brier: Share | None = None


class Assessment(Part):
    """The grade of a submitted attempt, with its evidence. `provisional`: rules have graded, and what a model
    may still decide is open."""

    scores: Scores
    review: Review
    parts: DimensionParts
    outcomes: list[Outcome]
    false_alarms: list[FalseAlarm]
    checks: list[Check]
    trust: Trust
    provisional: bool
    scorer_version: str
