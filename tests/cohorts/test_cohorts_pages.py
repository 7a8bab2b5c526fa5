"""The pages of cohorts: what a trainer sets, how a trainee joins, and what the home page says is due."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.cohorts.dates import due_in_words, exact, for_field, read_local
from app.web.texts import Language
from tests.cast import Cast
from tests.cohorts.groups import API, assign, at, cohort, ines, ivan, joined, moment, settings, tara, tom

__all__ = ["cohort", "ines", "ivan", "joined", "settings", "tara", "tom"]
PARIS = "Europe/Paris"
FORM = {"exercise_id": "mini", "mode": "formative", "reference": "after-submission", "position": "0"}


class TestDates:
    @pytest.mark.parametrize(
        ("typed", "last", "wanted"),
        [
            ("2026-01-15T18:00", False, "2026-01-15T17:00:00+00:00"),
            ("2026-07-15T18:00", False, "2026-07-15T16:00:00+00:00"),
            ("2026-10-25T02:30", False, "2026-10-25T00:30:00+00:00"),
            ("2026-10-25T02:30", True, "2026-10-25T01:30:00+00:00"),
        ],
    )
    def test_a_field_is_read_in_the_zone(self, typed: str, last: bool, wanted: str) -> None:
        found = read_local(typed, PARIS, last=last)
        assert found is not None
        assert found.isoformat() == wanted
        assert for_field(found, PARIS) == typed

    @pytest.mark.parametrize(
        "typed",
        [
            *("2026-03-29T02:30", "tomorrow", "", "2026-02-30T10:00", "0001-01-01T00:00"),
            *("2026-11-30T18:00Z", "2026-11-30T18:00+05:00"),  # of another zone than the cohort's
        ],
    )
    def test_an_hour_that_does_not_exist_is_none(self, typed: str) -> None:
        assert read_local(typed, PARIS) is None

    @pytest.mark.parametrize(
        ("language", "zone", "words"),
        [
            ("fr", PARIS, "lundi 30 novembre 2026 à 18:00 (heure de Paris)"),
            ("en", PARIS, "Monday 30 November 2026 at 18:00 (time of Paris)"),
            ("fr", "Indian/Reunion", "lundi 30 novembre 2026 à 21:00 (heure de La Réunion)"),
            ("fr", "Pacific/Noumea", "mardi 1er décembre 2026 à 04:00 (heure de Nouméa)"),
        ],
    )
    def test_a_moment_is_said_in_the_zone(self, language: Language, zone: str, words: str) -> None:
        assert exact(datetime(2026, 11, 30, 17, tzinfo=UTC), zone, language) == words

    @pytest.mark.parametrize(
        ("now", "due", "words"),
        [
            ("2026-11-23T10:00Z", "2026-11-23T17:00Z", "Aujourd’hui à 18:00"),
            ("2026-11-23T16:59Z", "2026-11-23T17:00Z", "Dans 2 minutes"),
            ("2026-11-23T10:00Z", "2026-11-24T09:00Z", "Demain à 10:00"),
            ("2026-11-23T22:59Z", "2026-11-24T22:59Z", "Demain à 23:59"),
            # The clocks go forward in the night to 29 March: 23 hours make a day.
            ("2026-03-28T11:00Z", "2026-03-29T10:00Z", "Demain à 12:00"),
            # They go back in the night to 25 October: 25 hours do.
            ("2026-10-24T10:00Z", "2026-10-25T11:00Z", "Demain à 12:00"),
            # Midnight in Paris has passed, while it has not in UTC.
            ("2026-07-14T22:30Z", "2026-07-15T21:00Z", "Aujourd’hui à 23:00"),
            ("2026-11-20T10:00Z", "2026-11-23T09:00Z", "Dans 3 jours"),
            ("2026-11-23T18:00Z", "2026-11-23T17:00Z", "Depuis aujourd’hui à 18:00"),
            ("2026-11-25T10:00Z", "2026-11-23T17:00Z", "Depuis 2 jours"),
        ],
    )
    def test_how_long_is_left(self, now: str, due: str, words: str) -> None:
        moments = [datetime.fromisoformat(text) for text in (due, now)]
        assert due_in_words(moments[0], moments[1], PARIS, "fr") == words


class TestTrainersPages:
    def test_the_list_begins_empty(self, ines: TestClient) -> None:
        assert "Pas encore de groupe" in ines.get("/cohorts").text
        assert "Aucun groupe archivé" in ines.get("/cohorts?archived=true").text

    def test_a_group_is_made_and_shown(self, ines: TestClient) -> None:
        made = ines.post("/cohorts/new", data={"name": "<Automne>", "time_zone": "Indian/Reunion"})
        assert made.status_code == 303
        page = ines.get(made.headers["Location"]).text
        assert "&lt;Automne&gt;" in page
        assert "dates à l’heure de La Réunion" in page
        assert "Donnez maintenant son lien" in page
        assert "http://127.0.0.1/join/" in page
        assert "&lt;Automne&gt;" in ines.get("/cohorts").text

    @pytest.mark.parametrize(
        ("data", "words"),
        [({"name": " "}, "Donnez un nom"), ({"name": "x", "time_zone": "Mars"}, "Choisissez un fuseau")],
    )
    def test_what_is_wrong_with_it_is_said(self, ines: TestClient, data: dict[str, str], words: str) -> None:
        answer = ines.post("/cohorts/new", data=data)
        assert (answer.status_code, words in answer.text) == (422, True)

    def test_its_settings_and_its_code(
        self, cohort: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        here = f"/cohorts/{cohort['id']}"
        assert 'value="Automne"' in ines.get(f"{here}/settings").text
        data = {"name": "Hiver", "time_zone": PARIS, "revision": "1"}
        assert ines.post(f"{here}/settings", data=data).headers["Location"] == f"{here}?said=changed"
        assert ines.post(f"{here}/settings", data={**data, "name": "Été"}).status_code == 412
        assert ines.post(f"{here}/settings", data={**data, "name": ""}).status_code == 422
        ines.post(f"{here}/code/off")
        assert "Personne ne peut rejoindre ce groupe" in ines.get(here).text
        assert tara.get(f"/join/{cohort['code']}").status_code == 404
        ines.post(f"{here}/code")
        assert "/join/" in ines.get(here).text
        ines.post(f"{here}/archive")
        assert "Ce groupe est archivé" in ines.get(here).text
        assert "/join/" not in ines.get(here).text
        ines.post(f"{here}/restore")
        assert "Ce groupe est archivé" not in ines.get(here).text

    def test_trainees_and_trainers(
        self, joined: dict[str, Any], ines: TestClient, ivan: TestClient, cast: Cast
    ) -> None:
        here = f"/cohorts/{joined['id']}"
        assert "tara@people.example" in ines.get(here).text
        ivan.get("/account")
        said = {}
        for email in ("Ivan@people.example ", "tara@people.example", "nobody@people.example"):
            said[email] = ines.post(f"{here}/trainers", data={"email": email}).headers["Location"]
        assert [place.rpartition("=")[2] for place in said.values()] == ["trainer", "no-trainer", "no-person"]
        assert ivan.get(here).status_code == 200
        refused = ivan.post(f"{here}/trainers", data={"email": "ines@people.example"})
        assert refused.headers["Location"].endswith("said=forbidden")
        ines.post(f"{here}/trainers/{cast.id('ivan')}/remove")
        assert ivan.get(here).status_code == 404
        ines.post(f"{here}/members/{cast.id('tara')}/remove")
        assert "tara@people.example" not in ines.get(here).text

    @pytest.mark.parametrize("path", ["", "/settings", "/assignments/new"])
    def test_others_have_no_such_pages(
        self, cohort: dict[str, Any], ivan: TestClient, tara: TestClient, path: str
    ) -> None:
        assert ivan.get(f"/cohorts/{cohort['id']}{path}").status_code == 404
        assert tara.get(f"/cohorts/{cohort['id']}{path}").status_code == 403

    def test_solo_mode_has_none(self, app: FastAPI, cast: Cast) -> None:
        browser = cast.browser("ada")
        app.state.settings = app.state.settings.model_copy(update={"mode": "solo"})
        assert browser.get("/cohorts").status_code == 404
        home = browser.get("/")
        assert home.status_code == 200
        assert 'href="/cohorts' not in home.text


class TestAssignmentForm:
    def post(self, browser: TestClient, cohort: dict[str, Any], **typed: str) -> Any:
        return browser.post(f"/cohorts/{cohort['id']}/assignments/new", data={**FORM, **typed})

    def test_dates_are_those_of_the_cohort(self, cohort: dict[str, Any], ines: TestClient) -> None:
        assert "Un devis de terrasse" in ines.get(f"/cohorts/{cohort['id']}/assignments/new").text
        typed = {"opens_at": "2026-07-01T08:00", "due_at": "2099-07-31T18:00", "attempts_allowed": "2"}
        assert "said=assigned" in self.post(ines, cohort, **typed).headers["Location"]
        [one] = ines.get(f"{API}/cohorts/{cohort['id']}/assignments").json()["items"]
        assert (one["opens_at"], one["due_at"]) == ("2026-07-01T06:00:00Z", "2099-07-31T16:00:00Z")
        page = ines.get(f"/cohorts/{cohort['id']}").text
        assert "vendredi 31 juillet 2099 à 18:00 (heure de Paris)" in page
        assert "2 essais permis" in page
        form = ines.get(f"/assignments/{one['id']}").text
        assert 'value="2099-07-31T18:00"' in form
        data = {**FORM, **typed, "due_at": "", "revision": "1"}
        assert (
            "said=assignment-changed" in ines.post(f"/assignments/{one['id']}", data=data).headers["Location"]
        )
        assert ines.post(f"/assignments/{one['id']}", data=data).status_code == 412
        assert "said=assignment-removed" in ines.post(f"/assignments/{one['id']}/remove").headers["Location"]

    @pytest.mark.parametrize("due", ["2099-11-30T22:59:59Z", "2099-10-25T00:30:00Z", "2099-10-25T01:30:00Z"])
    def test_a_date_that_is_left_alone_stays_to_the_second(
        self, joined: dict[str, Any], ines: TestClient, due: str
    ) -> None:
        """Seconds, and either of the hours that the clocks give twice; a field shows neither."""
        one = assign(ines, joined, due_at=due)
        form = ines.get(f"/assignments/{one['id']}").text
        fields = {
            name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', form) for name in ("opens_at", "due_at")
        }
        typed = {name: found[1] for name, found in fields.items() if found}
        data = {**FORM, **typed, "attempts_allowed": "3", "revision": "1"}
        assert ines.post(f"/assignments/{one['id']}", data=data).status_code == 303
        after = ines.get(f"{API}/assignments/{one['id']}").json()
        assert (after["opens_at"], after["due_at"]) == (one["opens_at"], due)
        assert after["attempts_allowed"] == 3

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"exercise_id": ""}, "Choisissez un exercice"),
            ({"due_at": "2026-03-29T02:30"}, "qui existent ce jour-là"),
            ({"opens_at": "soon"}, "qui existent ce jour-là"),
            ({"due_at": "2020-01-01T10:00"}, "doit venir après l’ouverture"),
            ({"opens_at": "2026-02-01T10:00", "due_at": "2026-01-01T10:00"}, "doit venir après l’ouverture"),
            ({"attempts_allowed": "0"}, "de 1 à 100"),
            ({"attempts_allowed": "many"}, "de 1 à 100"),
            ({"reference": "after-due"}, "donnez une date limite"),
            ({"position": "-1"}, "Donnez un nombre de 0"),
            ({"mode": "exam"}, "Choisissez une évaluation"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_lost(
        self, cohort: dict[str, Any], ines: TestClient, typed: dict[str, str], words: str
    ) -> None:
        answer = self.post(ines, cohort, **typed)
        assert (answer.status_code, words in answer.text) == (422, True), answer.text
        assert ines.get(f"{API}/cohorts/{cohort['id']}/assignments").json()["items"] == []

    def test_once_begun_exercise_and_mode_are_fixed(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        made = assign(ines, joined)
        tara.post(f"/assignments/{made['id']}/start")
        assert "on ne peut plus changer" in ines.get(f"/assignments/{made['id']}").text
        data = {**FORM, "mode": "certifying", "revision": "1"}
        answer = ines.post(f"/assignments/{made['id']}", data=data)
        assert (answer.status_code, "vient de commencer" in answer.text) == (422, True)


class TestJoining:
    def test_by_the_link_with_one_button(self, cohort: dict[str, Any], tara: TestClient) -> None:
        page = tara.get(f"/join/{cohort['code']}").text
        assert "Rejoindre «\u00a0Automne\u00a0»" in page
        assert "Groupe animé par Ines" in page
        assert tara.get(f"{API}/me/cohorts").json()["items"] == [], "looking is not joining"
        assert tara.post("/join", data={"code": cohort["code"]}).headers["Location"] == "/?said=joined#duties"
        assert len(tara.get(f"{API}/me/cohorts").json()["items"]) == 1

    def test_a_stranger_signs_in_and_comes_back(self, cohort: dict[str, Any], stranger: TestClient) -> None:
        answer = stranger.get(f"/join/{cohort['code']}")
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/sign-in?next=%2Fjoin%2F{cohort['code']}"

    def test_a_wrong_code_is_said(self, tara: TestClient) -> None:
        assert "Saisissez le code" in tara.get("/join").text
        answer = tara.post("/join", data={"code": "WRONG234"})
        assert (answer.status_code, "Aucun groupe n’a ce code" in answer.text) == (404, True)
        assert tara.get("/join/WRONG234").status_code == 404

    def test_guesses_are_bounded(self, tara: TestClient, app: FastAPI) -> None:
        for _ in range(app.state.settings.limit_sign_ins):
            tara.get("/join/WRONG234")
        answer = tara.post("/join", data={"code": "WRONG235"})
        assert (answer.status_code, "Trop de codes erronés" in answer.text) == (429, True)
        assert "Retry-After" in answer.headers


class TestHome:
    def test_nothing_is_set_and_nothing_said(self, tara: TestClient) -> None:
        assert 'id="duties"' not in tara.get("/").text

    def test_what_is_due_and_when(self, joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
        assign(ines, joined, due_at=at(days=3), attempts_allowed=2)
        page = tara.get("/").text
        assert "À faire" in page
        assert "Dans 3 jours" in page
        assert exact(moment(days=3), PARIS, "fr").rpartition(" à ")[0] in page
        assert "Essais commencés" in page

    def test_from_beginning_to_done(self, joined: dict[str, Any], ines: TestClient, tara: TestClient) -> None:
        made = assign(ines, joined, due_at=at(minutes=50), attempts_allowed=1)
        workspace = tara.post(f"/assignments/{made['id']}/start").headers["Location"]
        assert f'href="{workspace}"' in tara.get("/").text
        tara.post(f"/api/v1{workspace}/submit")
        page = tara.get("/").text
        assert "Rien à rendre pour le moment" in page
        assert "Rendu" in page
        refused = tara.post(f"/assignments/{made['id']}/start")
        assert refused.headers["Location"] == "/?said=no-attempts-left#duties"
        assert "utilisé tous les essais" in tara.get("/?said=no-attempts-left").text

    def test_what_awaits_has_no_number(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        made = assign(ines, joined, mode="certifying")
        workspace = tara.post(f"/assignments/{made['id']}/start").headers["Location"]
        tara.post(f"/api/v1{workspace}/submit")
        page = tara.get("/").text
        assert "En attente de confirmation" in page
        assert "/100" not in page

    def test_an_upcoming_one_says_when_it_opens(
        self, joined: dict[str, Any], ines: TestClient, tara: TestClient
    ) -> None:
        made = assign(ines, joined, opens_at=(moment(days=2)).isoformat())
        page = tara.get("/").text
        assert "Pas encore ouvert" in page
        assert "Ouvre le" in page
        assert f"/assignments/{made['id']}/start" not in page

    def test_a_word_that_means_nothing_is_not_said(self, tara: TestClient) -> None:
        assert tara.get("/?said=%3Cscript%3E").status_code == 200
