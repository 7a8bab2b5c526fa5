"""The authors' pages, on a real database: who sees what, and what the buttons do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.authoring.views.shelf import PAGE
from app.core.db import Database
from app.exercises.models import ExerciseDraft
from tests.authoring.authors import HERE, TERRASSE, URL, rewrite_draft, words
from tests.cast import Cast
from tests.web.sources import Page

SECRETS = (
    "Rien ne garantit une terrasse à vie.",
    "Le courriel oublie l’acompte.",
    "Le délai est bien de huit jours.",
)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 4321*5 }}'


def titles(browser: TestClient, **query: str) -> list[str]:
    """The exercises of one's own on the page, in their order."""
    page = browser.get("/authoring", params=query).text
    return re.findall(r'<h3 lang="\w\w"><a href="/authoring/([\w-]+)">', page)


def read_titles(browser: TestClient, **query: str) -> list[str]:
    page = browser.get("/authoring", params=query).text
    return re.findall(r'<a class="quoted" lang="\w\w" href="/authoring/([\w-]+)">', page)


class TestTheList:
    def test_without_an_exercise_it_says_how_to_begin(self, cast: Cast) -> None:
        answer = cast.browser("ivan").get("/authoring")
        assert answer.status_code == 200
        assert "Écrire votre premier exercice" in words(answer)
        assert "http://127.0.0.1/api/v1/exercises" in answer.text
        assert '"/authoring/import"' in answer.text
        assert read_titles(cast.browser("ivan")) == ["mini"]

    def test_it_shows_status_findings_last_change_and_authors(
        self, ines: TestClient, cast: Cast, document: dict[str, Any]
    ) -> None:
        answer = ines.get("/authoring")
        assert titles(ines) == ["terrasse"]
        assert "Écrire votre premier exercice" not in words(answer)
        assert "Brouillon 1 avertissement" in words(answer)
        assert "Auteur" not in words(answer), "one who writes alone knows it"
        ines.post(f"{TERRASSE}/publish")
        assert "Publié, version 1 1 avertissement" in words(ines.get("/authoring"))
        broken = document["draft"].replace("{>>prix<<}", "{>>pris<<}")
        rewrite_draft(ines, document, draft=broken)
        ines.put(f"{TERRASSE}/authors/{cast.id('ivan')}")
        listed = words(ines.get("/authoring"))
        assert "Publié, version 1 Modifié depuis la version 1 2 erreurs" in listed
        assert "Auteurs : Ines, Ivan" in listed
        ines.post(f"{TERRASSE}/archive")
        assert "Archivé" in words(ines.get("/authoring"))
        assert "Remettre en service" in words(ines.get("/authoring"))

    def test_each_sees_their_own_and_administrators_all(self, ines: TestClient, cast: Cast) -> None:
        assert titles(cast.browser("ivan")) == []
        assert HERE not in cast.browser("ivan").get("/authoring").text
        ada = cast.browser("ada")
        assert titles(ada) == ["terrasse"]
        assert "Auteur : Ines" in words(ada.get("/authoring"))
        assert titles(ada, whose="me") == []
        assert "filter-whose" in ada.get("/authoring").text
        assert "filter-whose" not in ines.get("/authoring").text

    def test_what_others_have_published_is_to_read(self, ines: TestClient, cast: Cast) -> None:
        ines.post(f"{TERRASSE}/publish")
        assert sorted(read_titles(cast.browser("ivan"))) == ["mini", "terrasse"]
        assert read_titles(ines) == ["mini"]
        ines.post(f"{TERRASSE}/archive")
        assert read_titles(cast.browser("ivan")) == ["mini"]

    def test_it_is_filtered(self, ines: TestClient, document: dict[str, Any]) -> None:
        other = {**document, "id": "quote", "title": "A quote", "language": "en", "domain": "marketing"}
        other["criteria"] = document["criteria"][1:]
        assert ines.post(URL, json=other).status_code == 201
        ines.post(f"{TERRASSE}/publish")
        assert titles(ines) == ["quote", "terrasse"], "the one changed last comes first"
        assert titles(ines, status="draft") == ["quote"]
        assert titles(ines, status="published") == ["terrasse"]
        assert titles(ines, language="en") == ["quote"]
        assert titles(ines, domain="admin") == ["terrasse"]
        assert titles(ines, q="NANTES") == ["terrasse"]
        assert titles(ines, q="nadia roux", domain="marketing") == ["quote"]
        assert titles(ines, status="nonsense", language="xx") == ["quote", "terrasse"]
        assert read_titles(ines, status="draft") == []
        assert read_titles(ines, q="devis de terrasse") == ["mini"]
        assert "Aucun exercice ne répond" in words(ines.get("/authoring", params={"q": "rien de tel"}))

    def test_it_comes_in_pages(self, ines: TestClient, document: dict[str, Any], db: Database) -> None:
        for number in range(PAGE + 1):
            ines.post(URL, json={**document, "id": f"exercice-{number:02}"})
        assert len(titles(ines)) == PAGE
        assert titles(ines, page="2") == ["exercice-00", "terrasse"]
        for strange in ("0", "-1", "99", "x", "9" * 5000, "²"):
            assert len(titles(ines, page=strange)) in {2, PAGE}
        second = ines.get("/authoring", params={"page": "1", "language": "fr"}).text
        assert 'href="/authoring?language=fr&amp;page=2"' in second

    def test_trainees_and_strangers_stay_out(self, cast: Cast, ines: TestClient) -> None:
        for path in ("/authoring", HERE, f"{HERE}/answers", f"{HERE}/versions", "/authoring/import"):
            assert cast.browser("tara").get(path).status_code == 403
            assert cast.stranger().get(path).status_code == 303
        for path in ("publish", "archive", "restore", "try"):
            assert cast.browser("tara").post(f"{HERE}/{path}").status_code == 403
            assert cast.stranger().post(f"{HERE}/{path}").status_code == 303


class TestAsATraineeSeesIt:
    def test_it_shows_the_draft_and_none_of_the_answers(self, ines: TestClient) -> None:
        answer = ines.get(HERE)
        shown = words(answer)
        assert answer.status_code == 200
        assert "Le prix est de 75 € le mètre carré" in shown
        assert "Devis du 2 mars 2026" in shown
        assert "120 mots au maximum" in shown
        assert [secret for secret in SECRETS if secret in shown] == []
        assert "65 € le mètre carré" in shown, "the dossier says it"
        assert "{~~" not in shown

    def test_drafts_of_others_are_not_found(self, ines: TestClient, cast: Cast) -> None:
        for path in (HERE, f"{HERE}/answers", f"{HERE}/versions", "/authoring/nothing"):
            assert cast.browser("ivan").get(path).status_code == 404
        assert cast.browser("ada").get(HERE).status_code == 200

    def test_a_co_author_sees_it(self, ines: TestClient, cast: Cast) -> None:
        ines.put(f"{TERRASSE}/authors/{cast.id('ivan')}")
        assert "Publier…" in words(cast.browser("ivan").get(HERE))

    def test_what_is_published_by_others_can_only_be_read(
        self, ines: TestClient, cast: Cast, document: dict[str, Any]
    ) -> None:
        ines.post(f"{TERRASSE}/publish")
        rewrite_draft(ines, document, title="Encore secret")
        answer = cast.browser("ivan").get(HERE)
        shown = words(answer)
        assert document["title"] in shown
        assert "Encore secret" not in shown
        assert "Écrit par d’autres : à lire" in shown
        assert f"{HERE}/publish" not in answer.text
        assert f"{HERE}/archive" not in answer.text
        assert "avertissement" not in shown
        for path in ("publish", "archive", "restore"):
            assert cast.browser("ivan").post(f"{HERE}/{path}").status_code == 404
        ines.post(f"{TERRASSE}/archive")
        assert cast.browser("ivan").get(HERE).status_code == 404

    def test_an_exercise_of_the_files_can_only_be_read(self, cast: Cast) -> None:
        answer = cast.browser("ines").get("/authoring/mini")
        assert "Écrit en fichiers : à lire" in words(answer)
        assert "/authoring/mini/publish" not in answer.text
        for path in ("publish", "archive", "restore"):
            assert cast.browser("ines").post(f"/authoring/mini/{path}").status_code == 409
        assert "Le devis dit 65 € et non 75 €." in words(cast.browser("ines").get("/authoring/mini/answers"))

    def test_markup_that_cannot_be_read_is_said_so(self, ines: TestClient, document: dict[str, Any]) -> None:
        rewrite_draft(ines, document, draft=document["draft"].replace("{>>prix<<}", ""))
        shown = words(ines.get(HERE))
        assert "Le balisage du texte ne se lit pas" in shown
        assert "Un essai à blanc demande un texte sans erreur" in shown


class TestWithTheAnswers:
    def test_it_shows_every_change_why_it_is_wrong_and_its_evidence(self, ines: TestClient) -> None:
        answer = ines.get(f"{HERE}/answers")
        shown = words(answer)
        assert "<del>75</del>" in answer.text
        assert "<ins>65</ins>" in answer.text
        assert 'class="change change-dropped"' in answer.text
        assert 'class="change change-decoy"' in answer.text
        assert "Le devis dit 65 € et non 75 €." in shown
        assert "Le délai est bien de huit jours." in shown
        assert "<mark><span" in answer.text
        assert "Ces faits n’y figurent plus : 75 €" in shown
        assert "Ces faits y reviennent : 30 %" in shown
        assert "Le texte vouvoie du début à la fin." in shown
        assert "Décidé par une règle" in shown
        assert "Elle ne perd rien d’utile ; ces faits y restent : 12 mars 2026" in shown
        assert "Ajoutez, s’il vous plaît, que je livre aussi à Rezé." in shown
        assert "8 sur 10" in shown

    def test_who_solves_it_right_now_is_refused_unless_its_author(self, ines: TestClient, cast: Cast) -> None:
        ines.post(f"{TERRASSE}/publish")
        ivan = cast.browser("ivan")
        for browser, allowed in ((ivan, 409), (ines, 200)):
            attempt = browser.post(f"{TERRASSE}/attempts").json()["id"]
            for path in ("answers", "versions", "versions?from=1&to=1"):
                refused = browser.get(f"{HERE}/{path}")
                assert refused.status_code == allowed
                assert ("Rien ne garantit" in refused.text) is (path == "answers" and allowed == 200)
            assert browser.get(HERE).status_code == 200
            browser.post(f"/api/v1/attempts/{attempt}/submit")
            assert browser.get(f"{HERE}/answers").status_code == 200

    def test_a_trial_under_way_does_not_close_it(self, cast: Cast) -> None:
        ivan = cast.browser("ivan")
        ivan.post(f"{URL}/mini/trial")
        assert ivan.get("/authoring/mini/answers").status_code == 200

    def test_each_finding_leads_to_its_place(self, ines: TestClient, document: dict[str, Any]) -> None:
        document["flaws"][0]["evidence"]["quote"] = "66 € le mètre carré"
        wrong = {
            "draft": document["draft"].replace("{>>bois<<}", "{>>boi<<}"),
            "keep": [["12 avril 2026"]],
            "brief": {**document["brief"], "requirements": document["brief"]["requirements"] * 2},
        }
        rewrite_draft(ines, document, **wrong)
        answer = ines.get(f"{HERE}/answers")
        page = Page(answer.text)
        assert "5 erreurs empêchent de publier" in words(answer)
        line = document["draft"].replace("{>>bois<<}", "{>>boi<<}").split("\n")[0]
        column = line.index("boi<<") + 1
        assert f"ligne 1, colonne {column} boi [unknown-id]" in words(answer)
        links = {link.get("href") for link in page.all("a")}
        assert {"#line-1", "#keep-0", "#note-1", f"{HERE}#brief"} <= links
        assert {"line-1", "keep-0", "note-1"} <= set(page.attributes("id"))
        assert "brief" in Page(ines.get(HERE).text).attributes("id")
        assert "<mark>boi</mark>" in answer.text

    def test_what_an_author_writes_is_never_run(self, ines: TestClient, document: dict[str, Any]) -> None:
        document["flaws"][0] |= {"why": HOSTILE, "accept": [[HOSTILE]], "repaired": {"none": [[HOSTILE]]}}
        document["decoys"][0]["why"] = HOSTILE
        document["criteria"][0] |= {"statement": HOSTILE, "rule": {"any": [[HOSTILE]]}}
        document["twist"]["message"] = HOSTILE
        draft = document["draft"].replace("75~~", f"75 {HOSTILE}~~")
        rewrite_draft(ines, document, title=HOSTILE, draft=draft, keep=[[HOSTILE]])
        for path in ("/authoring", HERE, f"{HERE}/answers", f"{HERE}/versions"):
            answer = ines.get(path)
            assert answer.status_code == 200
            assert "alert(1)" in answer.text
            page = Page(answer.text)
            assert page.attributes("onerror") == []
            assert [s for s in page.all("script") if "src" not in s] == []
            assert "21605" not in words(answer)


class TestTheButtons:
    def test_publishing_only_what_was_seen(
        self, ines: TestClient, cast: Cast, document: dict[str, Any]
    ) -> None:
        seen = re.search(r'name="revision" value="(\d+)"', ines.get(HERE).text)
        assert seen is not None
        rewrite_draft(ines, document, title="Changé par un coauteur")
        refused = ines.post(f"{HERE}/publish", data={"revision": seen[1]})
        assert refused.headers["location"] == f"{HERE}?done=changed"
        assert "un coauteur a modifié" in words(ines.get(refused.headers["location"]))
        assert cast.browser("tara").get("/exercises/terrasse").status_code == 404
        done = ines.post(f"{HERE}/publish", data={"revision": "2"})
        assert done.headers["location"] == f"{HERE}?done=published"
        assert "C’est publié" in words(ines.get(done.headers["location"]))
        assert cast.browser("tara").get("/exercises/terrasse").status_code == 200
        assert ines.post(f"{HERE}/publish").headers["location"] == f"{HERE}?done=already"
        assert f"{HERE}/publish" not in ines.get(HERE).text

    def test_publishing_what_has_errors_shows_each_with_its_place(
        self, ines: TestClient, cast: Cast, document: dict[str, Any]
    ) -> None:
        rewrite_draft(ines, document, keep=[["12 avril 2026"]])
        assert f"{HERE}/publish" not in ines.get(HERE).text
        assert "À publier après 1 correction" in words(ines.get(HERE))
        refused = ines.post(f"{HERE}/publish")
        assert refused.headers["location"] == f"{HERE}/answers?done=no-publish#findings"
        shown = ines.get(refused.headers["location"])
        assert "Rien n’a été publié" in words(shown)
        assert "« 12 avril 2026 », à garder, ne figure pas dans la référence" in words(shown)
        assert 'href="#keep-0"' in shown.text
        assert cast.browser("tara").get("/exercises/terrasse").status_code == 404

    def test_archiving_and_restoring(self, ines: TestClient, cast: Cast) -> None:
        ines.post(f"{TERRASSE}/publish")
        done = ines.post(f"{HERE}/archive")
        assert done.headers["location"] == f"{HERE}?done=archived"
        assert "n’est plus proposé" in words(ines.get(done.headers["location"]))
        assert cast.browser("tara").get("/exercises/terrasse").status_code == 404
        back = ines.post(f"{HERE}/restore")
        assert "de nouveau en service" in words(ines.get(back.headers["location"]))
        assert cast.browser("tara").get("/exercises/terrasse").status_code == 200

    @pytest.mark.parametrize("revision", ["0", "x", "-1", "99999999999"])
    def test_a_revision_that_is_none_changes_nothing(self, ines: TestClient, revision: str) -> None:
        assert ines.post(f"{HERE}/publish", data={"revision": revision}).status_code == 422
        assert "Brouillon" in words(ines.get(HERE))

    def test_another_site_cannot_press_them(self, ines: TestClient) -> None:
        for path in ("publish", "archive", "try"):
            answer = ines.post(f"{HERE}/{path}", headers={"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 403
        assert "Brouillon" in words(ines.get(HERE))

    def test_an_unknown_notice_says_nothing(self, ines: TestClient) -> None:
        assert 'role="status"' not in ines.get(f"{HERE}?done={HOSTILE}").text


def test_the_pages_come_in_english(ines: TestClient) -> None:
    for path, expected in (("/authoring", "Your exercises"), (HERE, "As trainees see it")):
        answer = ines.get(path, headers={"Accept-Language": "en"})
        assert expected in words(answer)
        assert answer.headers["content-language"] == "en"
    answers = words(ines.get(f"{HERE}/answers", headers={"Accept-Language": "en"}))
    assert "no flaw in the dimension" in answers


def test_looking_changes_nothing(ines: TestClient, db: Database) -> None:
    def kept() -> Any:
        draft = db.read(lambda session: session.get(ExerciseDraft, "terrasse"))
        assert draft is not None
        return draft.revision, draft.updated_at, draft.document

    before = kept()
    for path in ("/authoring", HERE, f"{HERE}/answers", f"{HERE}/versions"):
        ines.get(path)
    assert kept() == before
