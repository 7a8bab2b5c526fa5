"""The trainer's pages: what stands on them, for whom, and in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from app.accounts.models import Person
from app.cohorts.insights_schemas import AttemptFigures
from app.cohorts.insights_views import Words, trends
from app.core.clock import now
from app.core.db import Database
from app.grading.assessment import Scores
from tests.authoring.authors import words
from tests.cast import Cast
from tests.cohorts.insights_world import EVERYTHING, PRICE, WORK, World

ENGLISH = {"Accept-Language": "en"}
PARIS = ZoneInfo("Europe/Paris")


class Group:
    def __init__(self, cast: Cast, db: Database) -> None:
        self.cast, self.world = cast, World(db)
        self.id = self.world.cohort(cast.id("ines"))
        self.tara = self.world.member(self.id, "Tara", cast.id("tara"))

    def get(self, page: str, who: str = "ines", **options: Any) -> Any:
        return self.cast.browser(who).get(f"/cohorts/{self.id}/{page}", **options)


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    return Group(cast, db)


def test_the_overview(group: Group) -> None:
    assignment = group.world.assign(group.id, due=-1)
    group.world.member(group.id, "Tom", group.cast.id("tom"))
    group.world.hand_in(group.tara, assignment, *EVERYTHING, days=-3)
    answer = group.get("overview")
    assert answer.status_code == 200
    said = words(answer)
    assert "2 stagiaires, 1 exercice donné." in said
    assert "Tom en retard Un devis de terrasse" in said
    assert "untouched" not in said
    assert "sans activité depuis 3 jours alors que l’échéance est dans 3 jours au plus" in said
    assert "1 sur 2" in said
    for address in (
        f"/cohorts/{group.id}/people/{group.tara}",
        f"/cohorts/{group.id}/exercises/mini",
        f"/api/v1/insights/cohorts/{group.id}.csv?language=fr",
    ):
        assert f'href="{address}"' in answer.text


def test_a_trainee(group: Group) -> None:
    assignment = group.world.assign(group.id)
    group.world.hand_in(group.tara, assignment, PRICE, WORK, days=-5, minutes=400)
    group.world.hand_in(group.tara, assignment, *EVERYTHING, days=-3, minutes=25)
    said = words(group.get(f"people/{group.tara}", headers=ENGLISH))
    assert "Tara" in said
    assert "6 h 40" in said
    assert "25 min" in said
    assert "Contradicts the dossier 1 of 1 (100%)" in said
    assert "Flaws spotted: 4 of 6" in said


def test_an_exercise(group: Group) -> None:
    assignment = group.world.assign(group.id)
    group.world.hand_in(group.tara, assignment, PRICE, WORK)
    tom = group.world.member(group.id, "Tom", group.cast.id("tom"))
    group.world.hand_in(tom, assignment)
    said = words(group.get("exercises/mini", headers=ENGLISH))
    assert "2 people, 2 attempts handed in." in said
    assert "1 of 2 (50%)" in said
    assert "Under 30, a discrimination (*) says little" in said
    assert "ERIC ED348378" in said
    assert "Rien ne garantit une terrasse à vie." in said


def test_pages_that_have_nothing_to_show_yet_say_what_to_do(group: Group) -> None:
    empty = group.world.cohort(group.cast.id("ines"), name="Vide")
    browser = group.cast.browser("ines")
    assert "Personne dans ce groupe" in words(browser.get(f"/cohorts/{empty}/overview"))
    assert "Aucun exercice donné" in words(group.get("overview"))
    assert "Rien de commencé" in words(group.get(f"people/{group.tara}"))
    group.world.assign(group.id)
    assert "Personne n’a encore rendu cet exercice" in words(group.get("exercises/mini"))
    assert "Personne, d’après ces règles." in words(group.get("overview"))


def test_names_are_text(group: Group) -> None:
    group.world.member(group.id, '<script>alert("1")</script>')
    group.world.assign(group.id)
    answer = group.get("overview")
    assert "<script>alert" not in answer.text
    assert '<script>alert("1")</script>' in words(answer)


def test_an_erased_person_has_no_name(group: Group) -> None:
    group.world.assign(group.id)
    group.world.db.write(lambda session: setattr(session.get_one(Person, group.tara), "erased_at", now()))
    for page in ("overview", f"people/{group.tara}"):
        said = words(group.get(page))
        assert "Compte effacé" in said
        assert "Tara" not in said


def test_who_may_look(group: Group) -> None:
    group.world.assign(group.id)
    for page in ("overview", f"people/{group.tara}", "exercises/mini"):
        assert group.get(page).status_code == 200
        assert group.get(page, "ada").status_code == 200
        assert group.get(page, "ivan").status_code == 404
        assert group.get(page, "tara").status_code == 403
        assert group.cast.stranger().get(f"/cohorts/{group.id}/{page}").status_code == 303
    for page in (f"people/{uuid4()}", f"people/{group.cast.id('tom')}", "exercises/unknown", "exercises/%20"):
        assert group.get(page).status_code == 404


def test_who_is_solving_the_exercise_does_not_read_its_flaws(group: Group) -> None:
    group.world.assign(group.id)
    group.world.begin(UUID(str(group.cast.id("ines"))), None)
    answer = group.get("exercises/mini")
    assert answer.status_code == 409
    assert "75" not in words(answer)


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (0, "0 min", "0 min"),
        (89.4, "89 min", "89 min"),
        (90, "1 h 30", "1 h 30"),
        (25 * 60 + 5.9, "25 h 05", "25 h 05"),
        (48 * 60, "2 jours", "2 days"),
        (4_100, "3 jours", "3 days"),
    ],
)
def test_lengths_in_words(minutes: float, french: str, english: str) -> None:
    assert Words("fr", PARIS).length(minutes).replace("\u00a0", " ") == french
    assert Words("en", PARIS).length(minutes) == english


def test_seconds_times_and_figures_in_words() -> None:
    french = Words("fr", PARIS)
    assert (french.seconds(45.4), french.seconds(300)) == ("45 s", "5 min")
    assert french.when(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 juil. 2026, 00:30"
    assert french.day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "1 janv. 2027"
    assert (french.figure(-0.416), Words("en", PARIS).figure(1)) == ("−0,42", "1.00")


def test_a_trend_is_in_the_order_of_handing_in() -> None:
    late, early, under_way = attempt(3, 80.0, None), attempt(1, 20.0, 40.0), attempt(None, None, None)
    found = {trend.name: trend for trend in trends([late, under_way, early])}
    assert list(found) == ["overall", "nuance"]
    assert found["overall"].points == [(0, 20.0), (100, 80.0)]
    assert (found["overall"].line, found["overall"].scores) == ("0.0,80.0 100.0,20.0", [20, 80])
    assert found["nuance"].points == [(0, 40.0)]
    assert trends([under_way]) == []


def attempt(day: int | None, overall: float | None, nuance: float | None) -> AttemptFigures:
    begun = datetime(2026, 11, 1, tzinfo=UTC)
    scores = Scores(overall=overall, fact_checking=None, nuance=nuance, client_adaptation=None)
    return AttemptFigures(
        id=uuid4(),
        assignment=uuid4(),
        exercise="mini",
        title="Mini",
        begun_at=begun,
        touched_at=begun,
        submitted_at=None if day is None else begun + timedelta(days=day),
        late=False,
        awaiting=False,
        provisional=False,
        scores=None if day is None else scores,
        found=None,
        spared=None,
        minutes=None,
    )
