"""The figures as CSV and as JSON, over HTTP: who may read them, and what a spreadsheet gets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.accounts.models import Person, Scope
from app.cohorts.csv_insights import file_name
from app.core.clock import now
from app.core.db import Database
from tests.cast import Cast
from tests.cohorts.insights_world import EVERYTHING, PRICE, WORK, World

API = "/api/v1/insights"
FRENCH = {"language": "fr"}
ENGLISH = {"language": "en"}


class Group:
    """Inès's cohort: Tara has handed in, somebody of a hostile name has begun."""

    def __init__(self, cast: Cast, db: Database) -> None:
        self.cast, self.world = cast, World(db)
        self.id = self.world.cohort(cast.id("ines"))
        self.world.member(self.id, "Tara", cast.id("tara"))
        self.hostile = self.world.member(self.id, '=HYPERLINK("http://evil.example";"Zoé, l’aînée")')
        self.assignment = self.world.assign(self.id, due=None)
        self.world.hand_in(cast.id("tara"), self.assignment, *EVERYTHING, WORK)
        self.world.begin(self.hostile, self.assignment)

    @property
    def addresses(self) -> list[str]:
        return [
            f"{API}/cohorts/{self.id}",
            f"{API}/cohorts/{self.id}/people/{self.cast.id('tara')}",
            f"{API}/exercises/mini?cohort={self.id}",
        ]

    def get(self, address: str, who: str = "ines", **options: Any) -> Any:
        return self.cast.browser(who).get(address, **options)


@pytest.fixture
def group(cast: Cast, db: Database) -> Group:
    return Group(cast, db)


def table(answer: Any, separator: str) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = answer.content.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def with_csv(address: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path}.csv{mark}{query}"


def test_a_cohort_in_a_french_spreadsheet(group: Group) -> None:
    hostile, tara = table(group.get(f"{API}/cohorts/{group.id}.csv", params=FRENCH), ";")
    assert hostile["Stagiaire"] == '\'=HYPERLINK("http://evil.example";"Zoé, l’aînée")'
    assert (hostile["État"], hostile["Score d’ensemble"], hostile["En retard"]) == ("en cours", "", "non")
    assert (tara["Stagiaire"], tara["État"], tara["Évaluation"]) == ("Tara", "rendu", "formative")
    shown = group.get(f"{API}/cohorts/{group.id}").json()["people"][1]["work"][0]["scores"]["fact_checking"]
    assert tara["Vérification des faits"] == f"{shown:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    assert tara["Identifiant"] == str(group.cast.id("tara"))


def test_a_cohort_in_an_english_spreadsheet(group: Group) -> None:
    answer = group.get(f"{API}/cohorts/{group.id}.csv", params=ENGLISH)
    hostile, tara = table(answer, ",")
    assert hostile["Trainee"].startswith("'=HYPERLINK")
    assert tara["State"] == "handed in"
    float(tara["Overall score"])
    disposition = answer.headers["content-disposition"]
    assert disposition == f'attachment; filename="promotion-d-automne-{now():%Y-%m-%d}.csv"'


def test_times_are_those_of_the_cohort(group: Group) -> None:
    attempt = group.get(f"{API}/cohorts/{group.id}").json()["people"][1]["work"][0]
    tara = table(group.get(f"{API}/cohorts/{group.id}.csv", params=ENGLISH), ",")[1]
    submitted = datetime.fromisoformat(attempt["submitted_at"]).astimezone(UTC)
    shown = datetime.strptime(tara["Handed in (Europe/Paris)"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert round((shown - submitted).total_seconds() / 3600) in {1, 2}


def test_a_trainee_without_an_assignment_is_in_the_file(group: Group) -> None:
    empty = group.world.cohort(group.cast.id("ines"), name="Vide")
    group.world.member(empty, "Tara", group.cast.id("tara"))
    [tara] = table(group.get(f"{API}/cohorts/{empty}.csv", params=ENGLISH), ",")
    assert (tara["Trainee"], tara["Exercise"], tara["Id"]) == ("Tara", "", str(group.cast.id("tara")))


def test_an_erased_person_has_no_name(group: Group) -> None:
    group.world.db.write(lambda s: setattr(s.get_one(Person, group.hostile), "erased_at", now()))
    rows = table(group.get(f"{API}/cohorts/{group.id}.csv", params=FRENCH), ";")
    assert [row["Stagiaire"] for row in rows] == ["Tara", "Compte effacé"]


def test_the_attempts_of_a_trainee(group: Group) -> None:
    tara = group.cast.id("tara")
    [row] = table(group.get(f"{API}/cohorts/{group.id}/people/{tara}.csv", params=FRENCH), ";")
    assert (row["Titre"], row["Minutes écoulées"]) == ("Un devis de terrasse", "20")
    assert (row["Part trouvée"], row["Part épargnée"]) == ("1", "0,875")


def test_the_items_of_an_exercise(group: Group) -> None:
    other = group.world.member(group.id, "Tom", group.cast.id("tom"))
    group.world.hand_in(other, group.assignment, PRICE)
    rows = table(group.get(f"{API}/exercises/mini.csv?cohort={group.id}", params=FRENCH), ";")
    assert [row["Élément"] for row in rows] == ["défaut", "défaut", "défaut (omission)", "piège", "piège"]
    price, for_ever, _, delay, pine = rows
    assert (price["Type"], price["Gravité"], price["Personnes"]) == ("Contredit le dossier", "Critique", "2")
    assert (price["Part"], price["Discrimination"], price["Petit effectif"]) == ("1", "", "")
    assert (for_ever["Part"], for_ever["Petit effectif"]) == ("0,5", "oui")
    assert float(for_ever["Discrimination"].replace(",", ".")) == pytest.approx(1)
    assert (delay["Passage"], delay["Part"], pine["Part"]) == ("La pose prend huit jours", "0,5", "0")


@pytest.mark.parametrize(
    ("accept", "is_csv"),
    [
        ("text/csv", True),
        ("text/csv, application/json", True),
        ("text/csv;q=0.9, application/json;q=0.5", True),
        ("text/csv;q=0.5, application/json", False),
        ("text/csv;q=0", False),
        ("text/csv;q=much", False),
        ("text/html, */*;q=0.8", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_csv_is_asked_for_by_name(group: Group, accept: str, is_csv: bool) -> None:
    for address in group.addresses:
        answer = group.get(address, headers={"Accept": accept})
        assert answer.headers["content-type"].startswith("text/csv") is is_csv
        assert {"Accept", "Accept-Language", "Cookie"} <= set(answer.headers["vary"].split(", "))


def test_both_ways_to_a_file_lead_to_the_same(group: Group) -> None:
    for address in group.addresses:
        asked = group.get(address, headers={"Accept": "text/csv"}, params={})
        assert asked.content == group.get(with_csv(address)).content


def test_the_language_is_that_of_the_request_and_may_be_said(group: Group) -> None:
    address = f"{API}/cohorts/{group.id}.csv"
    english = group.get(address, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert table(english, ",")[1]["State"] == "handed in"
    assert "Accept-Language" in english.headers["vary"]
    assert table(group.get(address), ";")[1]["État"] == "rendu"
    tabs = group.get(address, params={"language": "en", "separator": "tab"})
    assert table(tabs, "\t")[1]["State"] == "handed in"


@pytest.mark.parametrize("params", [{"language": "de"}, {"separator": "|"}])
def test_an_unknown_language_or_separator_is_said(group: Group, params: dict[str, str]) -> None:
    answer = group.get(f"{API}/cohorts/{group.id}.csv", params=params)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/query/{next(iter(params))}"


def test_who_may_read_them(group: Group) -> None:
    for address in (*group.addresses, *map(with_csv, group.addresses)):
        assert group.get(address).status_code == 200
        assert group.get(address, "ada").status_code == 200
        assert group.cast.stranger().get(address).status_code == 401
        assert group.get(address, "tara").status_code == 403
        assert group.get(address, "ivan").status_code == 404
        assert group.cast.tool("ines").get(address).status_code == 200
        assert group.cast.tool("ines", Scope.READ).get(address).status_code == 403
        assert group.cast.tool("ada").get(address).status_code == 404
        assert group.cast.tool("ada", Scope.ADMIN).get(address).status_code == 200


def test_what_is_not_there(group: Group) -> None:
    unknown = uuid4()
    for address in (
        f"{API}/cohorts/{unknown}",
        f"{API}/cohorts/{group.id}/people/{unknown}",
        f"{API}/cohorts/{group.id}/people/{group.cast.id('tom')}",
        f"{API}/exercises/unknown",
        f"{API}/exercises/mini?cohort={unknown}",
    ):
        assert group.get(address).status_code == 404
        assert group.get(with_csv(address)).status_code == 404


def test_an_exercise_over_all_the_cohorts_of_a_trainer(group: Group) -> None:
    second = group.world.cohort(group.cast.id("ines"), name="Seconde")
    assignment = group.world.assign(second)
    group.world.hand_in(group.world.member(second, "Tom", group.cast.id("tom")), assignment, PRICE)
    found = group.get(f"{API}/exercises/mini").json()
    assert (found["people"], len(found["cohorts"])) == (2, 2)
    assert group.get(f"{API}/exercises/mini", "ivan").status_code == 404


def test_who_is_solving_it_right_now_is_refused(group: Group) -> None:
    group.world.begin(UUID(str(group.cast.id("ines"))), None)
    answer = group.get(f"{API}/exercises/mini")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:vigie:problem:attempt-open")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Promotion d’automne", "promotion-d-automne-2026-11-23.csv"),
        ("Œuvre n° 1 – été", "oeuvre-n-1-ete-2026-11-23.csv"),
        ('"; rm -rf /\r\nSet-Cookie: a=b', "rm-rf-set-cookie-a-b-2026-11-23.csv"),
        ("日本", "vigie-2026-11-23.csv"),
        ("a" * 80, "a" * 60 + "-2026-11-23.csv"),
    ],
)
def test_a_file_has_a_plain_name(words: str, name: str) -> None:
    assert file_name(words, datetime(2026, 11, 23, tzinfo=UTC)) == name
