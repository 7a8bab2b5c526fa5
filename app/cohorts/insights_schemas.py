"""What trainers read of a group: figures with the numbers of people that they stand on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.cohorts import insights_examples as examples
from app.cohorts.insights_attention import Sign
from app.cohorts.models import Mode
from app.cohorts.statistics import Correlation, Portion, Spread
from app.exercises.schema import FlawType, Language, Severity
from app.grading.assessment import Scores, Share, Trust

WorkState = Literal["not-begun", "under-way", "handed-in"]
Coefficient = Annotated[float, Field(ge=-1, le=1)]


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", frozen=True, json_schema_extra={"example": value})


class PortionOut(Out):
    """`part` of `whole`; `share` from 0 to 1, with the ends of Wilson’s 95 % interval. Null of nothing."""

    part: int
    whole: int
    share: Share | None
    low: Share | None
    high: Share | None

    @classmethod
    def of(cls, portion: Portion) -> PortionOut:
        low, high = portion.interval or (None, None)
        return cls(part=portion.part, whole=portion.whole, share=portion.share, low=low, high=high)


class SpreadOut(Out):
    """Where values lie: the least, the quartiles (interpolated, as spreadsheets do), the greatest."""

    count: int
    least: float
    first_quartile: float
    median: float
    third_quartile: float
    greatest: float

    @classmethod
    def of(cls, spread: Spread | None) -> SpreadOut | None:
        if spread is None:
            return None
        return cls(
            count=spread.count,
            least=spread.least,
            first_quartile=spread.first,
            median=spread.median,
            third_quartile=spread.third,
            greatest=spread.greatest,
        )


class CorrelationOut(Out):
    """A corrected point-biserial correlation over `count` people, with the ends of Fisher’s 95 % interval
    where there is one. `few`: over under 30 people, so that chance alone makes it large."""

    value: Coefficient
    count: int
    low: Coefficient | None
    high: Coefficient | None
    few: bool

    @classmethod
    def of(cls, found: Correlation | None) -> CorrelationOut | None:
        if found is None:
            return None
        low, high = found.interval or (None, None)
        return cls(value=found.value, count=found.count, low=low, high=high, few=found.is_of_few)


class ScoreSpreads(Out):
    """Where scores from 0 to 100 lie, over all and in each dimension; null where there is none."""

    overall: SpreadOut | None
    fact_checking: SpreadOut | None
    nuance: SpreadOut | None
    client_adaptation: SpreadOut | None


class CohortRef(Out):
    """A cohort by its name; times of its pages and files are in `time_zone`."""

    id: UUID
    name: str
    time_zone: str


class Trainee(Out):
    """A trainee; `name` is null where the account was erased."""

    id: UUID
    name: str | None


class SignOut(Out):
    """Why somebody may need a hand. `late`: due, and nothing handed in. `left`: begun, nothing handed in, and
    untouched for 3 days with at most 3 days to go (without a due date: for 14 days). `low`: the last two
    overall scores are under 50; `assignment` and its `title` are then null."""

    sign: Sign
    assignment: UUID | None
    title: str | None


class AssignmentFigures(Out):
    """An exercise set for the cohort: of `people`, how many began it, handed it in, and are late with it.
    `overall`: their last scores."""

    id: UUID
    exercise: str
    title: str
    mode: Mode
    opens_at: datetime
    due_at: datetime | None
    people: int
    begun: int
    handed_in: int
    late: int
    overall: SpreadOut | None


class Work(Out):
    """Where a trainee is with an assignment. `attempts` were handed in; `scores` are those of the last of
    them, `submitted_at` its time. `late`: handed in after the due date, or not at all by now. `awaiting`: a
    certifying grade that no trainer has confirmed yet, so that the trainee does not see it."""

    assignment: UUID
    state: WorkState
    attempts: int
    begun_at: datetime | None
    touched_at: datetime | None
    submitted_at: datetime | None
    late: bool
    awaiting: bool
    provisional: bool
    scores: Scores | None


class TraineeFigures(Out):
    """One trainee: the work on each assignment, the medians of the scores, and reasons to lend a hand."""

    person: Trainee
    joined_at: datetime
    work: list[Work]
    scores: Scores
    signs: list[SignOut]


class TrainerConfirmations(Out):
    """The certifying grades that a trainer confirmed: the share left unchanged, and the seconds that they
    took. Many, unchanged, in seconds: rubber-stamped."""

    trainer: Trainee
    unchanged: PortionOut
    seconds: SpreadOut | None


class CohortFigures(Out):
    """A cohort at a glance, `as_of` the time of reading: who has done what, scores by dimension (the last of
    each person and assignment), who may need a hand, and what trainers confirmed."""

    model_config = _example(examples.COHORT)

    cohort: CohortRef
    as_of: datetime
    assignments: list[AssignmentFigures]
    people: list[TraineeFigures]
    scores: ScoreSpreads
    confirmations: list[TrainerConfirmations]


class Minutes(Out):
    """How long an attempt took: `elapsed` from the start to handing in, pauses included, is the most;
    `active` adds up the gaps of at most 30 minutes between what was saved, about the least; null where
    nothing was."""

    elapsed: float
    active: float | None
    in_one_go: bool


class AttemptFigures(Out):
    """One attempt of an assignment. `found` and `spared`: the two factors of the review."""

    id: UUID
    assignment: UUID
    exercise: str
    title: str
    begun_at: datetime
    touched_at: datetime
    submitted_at: datetime | None
    late: bool
    awaiting: bool
    provisional: bool
    scores: Scores | None
    found: Share | None
    spared: Share | None
    minutes: Minutes | None


class TypeFigures(Out):
    """A type of flaw: how many of those met at the first attempt of each exercise were found."""

    type: FlawType
    found: PortionOut


class TraineeOverTime(Out):
    """One trainee over time, in one cohort: the attempts of its assignments, the oldest first; the medians of
    the scores, trust (pooled over the attempts handed in), and what is found of each type of flaw."""

    model_config = _example(examples.PERSON)

    cohort: CohortRef
    person: Trainee
    joined_at: datetime
    as_of: datetime
    attempts: list[AttemptFigures]
    scores: Scores
    trust: Trust | None
    types: list[TypeFigures]
    signs: list[SignOut]


class FlawStatistics(Out):
    """A flaw: how many found it, how many understood the cause, and how far finding it goes with doing well
    on the rest of the review (null where there is nothing to compare). `passage` is what the draft says, or,
    for an `omission`, what it leaves out; `of_newest`: whether the newest version has it."""

    id: str
    type: FlawType
    severity: Severity
    passage: str
    omission: bool
    why: str
    of_newest: bool
    found: PortionOut
    understood: PortionOut
    discrimination: CorrelationOut | None


class DecoyStatistics(Out):
    """A decoy: how many marked it as wrong, and how far leaving it alone goes with doing well on the rest."""

    id: str
    passage: str
    why: str
    of_newest: bool
    misled: PortionOut
    discrimination: CorrelationOut | None


class TimeStatistics(Out):
    """Minutes of the attempts handed in first: at most (`elapsed`), about at least (`active`, of those of
    whom anything can be said), and how many were done `in_one_go`."""

    elapsed: SpreadOut | None
    active: SpreadOut | None
    in_one_go: int


class ExerciseFigures(Out):
    """An exercise in the cohorts that you train: each person counts once, with the first submission, since
    the feedback names the flaws. `versions`: how many versions of the exercise those answer."""

    model_config = _example(examples.EXERCISE)

    id: str
    title: str
    language: Language
    cohorts: list[CohortRef]
    as_of: datetime
    people: int
    submissions: int
    versions: int
    flaws: list[FlawStatistics]
    decoys: list[DecoyStatistics]
    scores: ScoreSpreads
    time: TimeStatistics
