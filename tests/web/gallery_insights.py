"""The trainer's figures for the gallery: a group that works, one that is empty, an exercise that nobody
solved."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from app.cohorts import insights_examples as examples
from app.cohorts.insights_schemas import CohortFigures, ExerciseFigures, TraineeOverTime
from app.cohorts.insights_views import RULES, Words, needing_a_hand, trends
from app.web.texts import Language

Context = Callable[[Language], dict[str, object]]
NAMES: Final = ("Ana Le Goff", "Camille Dubois-Lefèvre de la Villemarqué", "Léo Petit", "Zoé Martin", None)


class TrainersPage(NamedTuple):
    template: str
    context: Context
    path: str = "/cohorts/7c9d6a35/overview"


def _words(language: Language) -> Words:
    return Words(language, ZoneInfo("Europe/Paris"))


def _cohort(**changes: Any) -> CohortFigures:
    return CohortFigures.model_validate({**deepcopy(examples.COHORT), **changes})


def _busy() -> CohortFigures:
    """Five people in every state, and a certifying assignment."""
    whole = deepcopy(examples.COHORT)
    [zoe], assignments = whole["people"], whole["assignments"]
    assignments[1]["mode"] = "certifying"
    people = []
    for at, name in enumerate(NAMES):
        one = deepcopy(zoe)
        one["person"] = {"id": str(UUID(int=at)), "name": name}
        one["signs"] = [*zoe["signs"], {"sign": "low", "assignment": None, "title": None}][at % 3 :]
        one["work"][0] |= {"awaiting": at == 1, "provisional": at == 2, "late": at == 3}
        if at == 4:
            one["work"] = [{**work, "state": "not-begun", "scores": None} for work in one["work"]]
            one["scores"] = dict.fromkeys(one["scores"])
        people.append(one)
    return CohortFigures.model_validate({**whole, "people": people})


def _calm() -> CohortFigures:
    """Nobody needs a hand, nothing is handed in, nothing is confirmed."""
    whole = deepcopy(examples.COHORT)
    [zoe] = whole["people"]
    work = [{**one, "state": "not-begun", "late": False, "scores": None} for one in zoe["work"]]
    nobody = {**zoe, "signs": [], "work": work, "scores": dict.fromkeys(zoe["scores"])}
    for one in whole["assignments"]:
        one |= {"overall": None, "handed_in": 0, "begun": 0, "late": 0}
    return _cohort(
        assignments=whole["assignments"],
        people=[nobody],
        scores=dict.fromkeys(whole["scores"]),
        confirmations=[{**whole["confirmations"][0], "seconds": None}],
    )


def _overview(figures: CohortFigures) -> Context:
    def context(language: Language) -> dict[str, object]:
        needing = needing_a_hand(figures)
        return {"page": figures, "words": _words(language), "rules": RULES, "needing": needing}

    return context


def _person(**changes: Any) -> Context:
    figures = TraineeOverTime.model_validate({**deepcopy(examples.PERSON), **changes})

    def context(language: Language) -> dict[str, object]:
        over_time = trends(figures.attempts)
        return {"page": figures, "words": _words(language), "rules": RULES, "trends": over_time}

    return context


def _attempts() -> list[dict[str, Any]]:
    """Three attempts handed in, better each time, one of them in days, and one under way."""
    [first] = examples.PERSON["attempts"]
    second, third, fourth = (deepcopy(first) for _ in range(3))
    second |= {"late": True, "provisional": True, "submitted_at": "2026-11-18T10:00:00Z"}
    second["scores"] |= {"overall": 55.2, "nuance": None, "fact_checking": 71.0}
    second["minutes"] = {"elapsed": 200.0, "active": None, "in_one_go": False}
    third |= {"awaiting": True, "submitted_at": "2026-11-21T10:00:00Z"}
    third["scores"] |= {"overall": 74.0}
    third["minutes"] = {"elapsed": 4_100.0, "active": 95.0, "in_one_go": False}
    fourth |= {"submitted_at": None, "scores": None, "found": None, "spared": None, "minutes": None}
    return [first, second, third, fourth]


def _exercise(**changes: Any) -> Context:
    figures = ExerciseFigures.model_validate({**deepcopy(examples.EXERCISE), **changes})
    return lambda language: {"page": figures, "cohort": figures.cohorts[0], "words": _words(language)}


def _flaws() -> list[dict[str, Any]]:
    """One found by most, an omission of an older version that nobody could be asked, one that all found."""
    [price] = examples.EXERCISE["flaws"]
    nothing = {"part": 0, "whole": 0, "share": None, "low": None, "high": None}
    omission = {**price, "id": "deposit", "type": "material-omission", "omission": True, "of_newest": False}
    omission |= {"found": nothing, "understood": nothing, "discrimination": None}
    perfect = {"value": -1.0, "count": 12, "low": None, "high": None, "few": True}
    return [price, omission, {**price, "id": "sales", "severity": "minor", "discrimination": perfect}]


_NOBODY: Final[dict[str, Any]] = {"people": 0, "submissions": 0, "versions": 0, "flaws": [], "decoys": []}
_NO_TIME: Final[dict[str, Any]] = {"elapsed": None, "active": None, "in_one_go": 0}
_NO_SCORES: Final = dict.fromkeys(examples.EXERCISE["scores"])
_READ_AT_ONCE: Final = {**examples.EXERCISE["time"], "active": None, "in_one_go": 1}

INSIGHTS_PAGES: Final[dict[str, TrainersPage]] = {
    "insights-overview": TrainersPage("insights/overview.html", _overview(_busy())),
    "insights-overview-calm": TrainersPage("insights/overview.html", _overview(_calm())),
    "insights-overview-nobody": TrainersPage("insights/overview.html", _overview(_cohort(people=[]))),
    "insights-overview-nothing": TrainersPage("insights/overview.html", _overview(_cohort(assignments=[]))),
    "insights-person": TrainersPage("insights/person.html", _person(attempts=_attempts())),
    "insights-person-new": TrainersPage(
        "insights/person.html", _person(attempts=[], trust=None, types=[], signs=[])
    ),
    "insights-person-begun": TrainersPage(
        "insights/person.html", _person(attempts=_attempts()[3:], trust=None, types=[], signs=[])
    ),
    "insights-exercise": TrainersPage("insights/exercise.html", _exercise(flaws=_flaws(), versions=2)),
    "insights-exercise-many": TrainersPage(
        "insights/exercise.html", _exercise(people=40, time=_READ_AT_ONCE)
    ),
    "insights-exercise-nobody": TrainersPage(
        "insights/exercise.html", _exercise(**_NOBODY, scores=_NO_SCORES, time=_NO_TIME)
    ),
    "insights-exercise-unreviewed": TrainersPage(
        "insights/exercise.html", _exercise(flaws=[], decoys=[], time=_NO_TIME)
    ),
}
