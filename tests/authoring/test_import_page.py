"""Importing exercises by upload: all of an archive, or nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from app.authoring.import_pages import UPLOAD_BYTES
from app.exercises.archive import pack
from app.exercises.schema import Exercise
from tests.authoring.authors import words
from tests.cast import Cast
from tests.web.sources import Page

PATH = "/authoring/import"
TERRASSE = "/api/v1/exercises/terrasse"


@pytest.fixture
def ines(cast: Cast) -> TestClient:
    return cast.browser("ines")


def upload(browser: TestClient, data: bytes, field: str = "archive") -> Any:
    return browser.post(PATH, files={field: ("exercices.zip", data, "application/zip")})


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_the_form_says_what_it_takes(ines: TestClient) -> None:
    answer = ines.get(PATH)
    assert answer.status_code == 200
    assert "8 Mo au plus" in words(answer)
    assert Page(answer.text).all("form")[-1]["enctype"] == "multipart/form-data"


def test_an_archive_becomes_drafts(ines: TestClient, document: dict[str, Any]) -> None:
    one = Exercise.model_validate(document)
    flawed = one.model_copy(update={"id": "autre", "keep": [["12 avril 2026"]]})
    created = upload(ines, pack([one, flawed]))
    assert created.status_code == 200
    assert "2 exercices importés" in words(created)
    assert "autre Créé 1 erreur" in words(created)
    assert 'href="/authoring/terrasse"' in created.text
    assert ines.get(TERRASSE, params={"view": "author"}).json()["document"] == document
    revised = one.model_copy(update={"minutes": 44})
    again = words(upload(ines, pack([revised, flawed])))
    assert "autre Inchangé" in again
    assert "terrasse Récrit" in again
    assert ines.get(TERRASSE, params={"view": "author"}).json()["revision"] == 2


def test_one_bad_exercise_keeps_all_of_them_out(ines: TestClient, document: dict[str, Any]) -> None:
    good = pack([Exercise.model_validate(document)])
    with ZipFile(BytesIO(good)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    yaml = files["terrasse/exercise.yaml"].decode()
    files["gate/exercise.yaml"] = yaml.replace("id: terrasse", "id: gate").encode() + b"surprise: 1\n"
    files |= {f"gate/{n.partition('/')[2]}": v for n, v in files.items() if n.endswith(".md")}
    refused = upload(ines, zipped(files))
    assert refused.status_code == 422
    assert "Rien n’a été importé" in words(refused)
    assert "clé inconnue : « surprise »" in words(refused)
    assert "gate/exercise.yaml" in words(refused)
    assert "[unknown-key]" in words(refused)
    assert ines.get(TERRASSE, params={"view": "author"}).status_code == 404
    assert Page(refused.text).all("input")[0]["value"] == PATH, "the language switch leads back to the form"


def test_what_is_no_archive_is_refused(ines: TestClient) -> None:
    refused = upload(ines, b"not a zip")
    assert refused.status_code == 422
    assert "ce n’est pas une archive zip" in words(refused)
    climbing = upload(ines, zipped({"../exercise.yaml": b"id: x"}))
    assert climbing.status_code == 422
    assert "n’est pas admis" in words(climbing)


@pytest.mark.parametrize("field", ["other", ""])
def test_without_a_file_it_asks_for_one(ines: TestClient, field: str) -> None:
    answer = upload(ines, b"x", field) if field else ines.post(PATH, data={"archive": "text"})
    assert answer.status_code == 422
    assert "Choisissez d’abord un fichier" in words(answer)
    assert upload(ines, b"").status_code == 422


def test_exercises_of_others_are_not_written_over(
    ines: TestClient, cast: Cast, document: dict[str, Any]
) -> None:
    upload(ines, pack([Exercise.model_validate(document)]))
    theirs = upload(cast.browser("ivan"), pack([Exercise.model_validate({**document, "minutes": 99})]))
    assert theirs.status_code == 422
    assert "celui d’un exercice que vous n’écrivez pas" in words(theirs)
    assert ines.get(TERRASSE, params={"view": "author"}).json()["document"]["minutes"] == document["minutes"]


def test_what_is_too_large_is_not_read(ines: TestClient) -> None:
    assert upload(ines, b"x" * (UPLOAD_BYTES + 1)).status_code == 413
    assert upload(ines, b"x" * 2_000_000).status_code == 422, "larger than other bodies may be"


def test_who_may_not_author_is_turned_away(cast: Cast, document: dict[str, Any]) -> None:
    archive = pack([Exercise.model_validate(document)])
    assert upload(cast.browser("tara"), archive).status_code == 403
    assert upload(cast.stranger(), archive).status_code == 303
    assert cast.browser("ines").get(TERRASSE, params={"view": "author"}).status_code == 404


def test_a_form_that_is_none_is_refused(ines: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert ines.post(PATH, content=b"nothing of a form", headers=headers).status_code in {400, 422}
    assert ines.post(PATH, content=b"{}", headers={"Content-Type": "application/json"}).status_code == 422
