"""The trainer's figures for tools, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.accounts.policy import Author
from app.cohorts.csv_insights import Row, cohort_table, exercise_table, file_name, person_table
from app.cohorts.csv_table import Separator, dialect, to_csv
from app.cohorts.insights_cohort import read_cohort
from app.cohorts.insights_exercise import read_exercise
from app.cohorts.insights_person import read_person
from app.cohorts.insights_schemas import CohortFigures, ExerciseFigures, TraineeOverTime
from app.exercises.parameters import ExerciseId
from app.exercises.schema import Language
from app.web.language import language_of
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/insights", tags=["insights"])
CSV: Final = "text/csv"
COHORT: Final = "/cohorts/{cohort_id}"
PERSON: Final = COHORT + "/people/{person_id}"
EXERCISE: Final = "/exercises/{exercise_id}"
_LINE: Final = (
    '"Zoé Martin";"a-quote";"A quote for a terrace";…;"2026-11-17 14:44";…;41,4;52;35;37,2;"late";…'
)
_MEANS: Final = (
    "A file that spreadsheets open right: UTF-8 with a byte order mark, CRLF; texts in quotes, with an "
    "apostrophe before those that begin like a formula."
)
_AS_CSV: Final[dict[str, Any]] = {
    "description": _MEANS,
    "content": {CSV: {"schema": {"type": "string"}, "examples": {"line": {"value": _LINE}}}},
}
_FILE: Final[dict[int | str, dict[str, Any]]] = {200: _AS_CSV}
_EITHER: Final[dict[int | str, dict[str, Any]]] = {200: {"content": _AS_CSV["content"]}}
_USUAL: Final = (401, 403, 404, 422, 429)

CohortId = Annotated[UUID, Path(description="The id of a cohort that you train; an administrator’s, any.")]
PersonId = Annotated[UUID, Path(description="The id of a trainee of the cohort.")]
OfCohort = Annotated[
    UUID | None, Query(alias="cohort", description="In this cohort alone; without it, in all that you train.")
]


VARY: Final = "Accept, Accept-Language, Cookie"
"""What the answer at an address of figures depends on, whatever form it has."""


class CsvFile(Response):
    """A table to download."""

    media_type = CSV


class Wanted:
    """How a file is to be written. Of a request for JSON it says nothing."""

    def __init__(
        self,
        request: Request,
        response: Response,
        language: Annotated[
            Language | None,
            Query(
                description="Of the headings of a CSV file, and of the spreadsheet that opens it: `fr` "
                "writes semicolons and decimal commas, `en` commas and decimal points. By default, the "
                "language of `Accept-Language`, else French."
            ),
        ] = None,
        separator: Annotated[
            Separator | None,
            Query(description="What parts the columns of a CSV file, where it is not that of the language."),
        ] = None,
    ) -> None:
        response.headers["Vary"] = VARY
        self.language = language or Language(language_of(request))
        self.separator = separator
        self.is_csv = _prefers_csv(request.headers.get("accept", ""))

    def file(self, rows: Iterable[Row], words: str, moment: datetime) -> CsvFile:
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name(words, moment)}"',
            "Vary": VARY,
        }
        return CsvFile(to_csv(rows, dialect(self.language, self.separator)), headers=headers)


Wants = Annotated[Wanted, Depends()]


@router.get(
    COHORT + ".csv",
    response_class=CsvFile,
    summary="Read a cohort at a glance, as CSV",
    responses=_FILE | problems(*_USUAL),
)
async def get_cohort_csv(caller: Author, cohort_id: CohortId, wants: Wants) -> Response:
    """A line for each trainee and assignment; times are those of the cohort’s time zone."""
    return _cohort_file(wants, await caller.read(read_cohort, cohort_id))


@router.get(
    COHORT,
    response_model=CohortFigures,
    summary="Read a cohort at a glance",
    responses=_EITHER | problems(*_USUAL),
)
async def get_cohort_insights(caller: Author, cohort_id: CohortId, wants: Wants) -> CohortFigures | Response:
    """Who has done what, scores by dimension, and who may need a hand. Only attempts of assignments count, by
    members of the cohort, with the grades in force. With `Accept: text/csv`, the same as `….csv`."""
    figures = await caller.read(read_cohort, cohort_id)
    return _cohort_file(wants, figures) if wants.is_csv else figures


@router.get(
    PERSON + ".csv",
    response_class=CsvFile,
    summary="Read a trainee over time, as CSV",
    responses=_FILE | problems(*_USUAL),
)
async def get_trainee_csv(caller: Author, cohort_id: CohortId, person_id: PersonId, wants: Wants) -> Response:
    """A line for each attempt, the oldest first; times are those of the cohort’s time zone."""
    return _person_file(wants, await caller.read(read_person, cohort_id, person_id))


@router.get(
    PERSON,
    response_model=TraineeOverTime,
    summary="Read a trainee over time",
    responses=_EITHER | problems(*_USUAL),
)
async def get_trainee_insights(
    caller: Author, cohort_id: CohortId, person_id: PersonId, wants: Wants
) -> TraineeOverTime | Response:
    """The attempts at the assignments of one cohort, trust, and what is found of each type of flaw. With
    `Accept: text/csv`, the same as `….csv`."""
    figures = await caller.read(read_person, cohort_id, person_id)
    return _person_file(wants, figures) if wants.is_csv else figures


@router.get(
    EXERCISE + ".csv",
    response_class=CsvFile,
    summary="Read the statistics of an exercise, as CSV",
    responses=_FILE | problems(*_USUAL, 409),
)
async def get_exercise_csv(
    caller: Author, exercise_id: ExerciseId, wants: Wants, cohort_id: OfCohort = None
) -> Response:
    """A line for each flaw, then one for each decoy."""
    return _exercise_file(wants, await caller.read(read_exercise, exercise_id, cohort_id))


@router.get(
    EXERCISE,
    response_model=ExerciseFigures,
    summary="Read the statistics of an exercise",
    responses=_EITHER | problems(*_USUAL, 409),
)
async def get_exercise_insights(
    caller: Author, exercise_id: ExerciseId, wants: Wants, cohort_id: OfCohort = None
) -> ExerciseFigures | Response:
    """The share who found each flaw and whom each decoy misled, how far each tells the better from the
    weaker, and the time spent. It names the flaws: 409 for who is solving the exercise right now. With
    `Accept: text/csv`, the same as `….csv`."""
    figures = await caller.read(read_exercise, exercise_id, cohort_id)
    return _exercise_file(wants, figures) if wants.is_csv else figures


def _cohort_file(wants: Wanted, figures: CohortFigures) -> CsvFile:
    return wants.file(cohort_table(figures, wants.language), figures.cohort.name, figures.as_of)


def _person_file(wants: Wanted, figures: TraineeOverTime) -> CsvFile:
    words = f"{figures.cohort.name} {figures.person.name or ''}"
    return wants.file(person_table(figures, wants.language), words, figures.as_of)


def _exercise_file(wants: Wanted, figures: ExerciseFigures) -> CsvFile:
    return wants.file(exercise_table(figures, wants.language), figures.id, figures.as_of)


def _prefers_csv(accept: str) -> bool:
    """Whether CSV is asked for by name, and JSON is not asked for more."""
    wanted: dict[str, float] = {}
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        wanted[kind] = _quality(parameters)
    return wanted.get(CSV, 0) > 0 and wanted[CSV] >= wanted.get("application/json", 0)


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
