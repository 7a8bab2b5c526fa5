"""Exercises in and out as zip archives, over HTTP."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from fastapi.testclient import TestClient

from app.accounts.models import Scope
from app.exercises.archive import ARCHIVE_BYTES
from tests.cast import Cast
from tests.mini import FILES

URL = "/api/v1/exercises"
IMPORT = f"{URL}/import"
BOMB = "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n"


@pytest.fixture
def ines(cast: Cast) -> TestClient:
    return cast.tool("ines")


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def folder(name: str, **replaced: str | bytes) -> dict[str, str | bytes]:
    """The files of the small exercise under another id."""
    files: dict[str, str | bytes] = {f"{name}/{path}": text for path, text in FILES.items()}
    files[f"{name}/exercise.yaml"] = FILES["exercise.yaml"].replace("id: mini", f"id: {name}", 1)
    return files | {f"{name}/{path}": text for path, text in replaced.items()}


def send(tool: TestClient, archive: bytes) -> Any:
    return tool.post(IMPORT, content=archive, headers={"Content-Type": "application/zip"})


def nothing_is_there(tool: TestClient) -> Any:
    return tool.get(URL, params={"status": "draft"}).json()["items"] == []


def test_the_round_trip_is_byte_identical_after_the_first(ines: TestClient, document: dict[str, Any]) -> None:
    ines.post(URL, json=document)
    first = ines.get(f"{URL}/export")
    assert (first.status_code, first.headers["content-type"]) == (200, "application/zip")
    assert first.headers["content-disposition"] == 'attachment; filename="exercises.zip"'
    report = send(ines, first.content).json()["imported"]
    assert [(one["id"], one["what"], one["revision"]) for one in report] == [("terrasse", "unchanged", 1)]
    assert ines.get(f"{URL}/export").content == first.content
    assert ines.get(f"{URL}/terrasse/export").content == first.content


def test_an_archive_makes_new_drafts_and_changes_old_ones(ines: TestClient) -> None:
    made = send(ines, zipped(folder("one") | folder("two"))).json()["imported"]
    assert [(one["id"], one["what"]) for one in made] == [("one", "created"), ("two", "created")]
    changed = folder("one", **{"sources/forum.md": "Tout autre chose.\n"})
    again = send(ines, zipped(changed | folder("two") | folder("three"))).json()["imported"]
    assert [(one["id"], one["what"], one["revision"]) for one in again] == [
        ("one", "updated", 2), ("three", "created", 1), ("two", "unchanged", 1),
    ]  # fmt: skip
    assert ines.post(f"{URL}/three/publish").status_code == 200


def test_a_draft_with_findings_is_imported_with_them(ines: TestClient) -> None:
    files = folder("one", **{"draft.md": FILES["draft.md"].replace("{>>delai<<}", "")})
    report = send(ines, zipped(files)).json()["imported"][0]
    assert "markup-no-comment" in {finding["code"] for finding in report["lint"]}


def test_exercises_of_others_and_of_the_folder_are_not_overwritten(ines: TestClient, cast: Cast) -> None:
    ivan = cast.tool("ivan")
    assert send(ines, zipped(folder("one"))).is_success
    for taken in ("one", "mini"):
        refused = send(ivan, zipped(folder("free") | folder(taken)))
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:vigie:problem:archive")
        errors = [(error["pointer"], error["code"]) for error in refused.json()["errors"]]
        assert errors == [(f"/{taken}/id", "id-of-another")]
    assert nothing_is_there(ivan), "all of an archive or nothing"
    assert (
        send(cast.tool("ada", Scope.ADMIN), zipped(folder("one"))).json()["imported"][0]["what"]
        == "unchanged"
    )


@pytest.mark.parametrize(
    ("archive", "pointer", "code"),
    [
        (b"no zip", "", "archive-not-zip"),
        (zipped(folder("one") | {"../../etc/passwd": "x"}), "/..~1..~1etc~1passwd", "archive-path"),
        (zipped(folder("one") | {"/etc/passwd": "x"}), "/~1etc~1passwd", "archive-path"),
        (zipped(folder("one", **{"draft.md": b"a" * 40_000_000})), "/one~1draft.md", None),
        (zipped(folder("one", **{"exercise.yaml": BOMB})), "/one~1exercise.yaml", "yaml-alias"),
        (zipped(folder("one", **{"draft.md": b"caf\xe9"})), "/one~1draft.md", "file-encoding"),
        (zipped(folder("one") | {"one/notes.txt": "x"}), "/one~1notes.txt", "file-unknown"),
        (zipped({"readme.txt": "x"}), "", "archive-empty"),
    ],
    ids=["no zip", "climbs out", "absolute", "zip bomb", "YAML bomb", "not UTF-8", "unknown", "empty"],
)
def test_a_bad_archive_is_refused_whole_with_its_place(
    ines: TestClient, archive: bytes, pointer: str, code: str | None
) -> None:
    refused = send(ines, archive)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    error = refused.json()["errors"][0]
    assert error["pointer"].startswith(pointer)
    assert code is None or error["code"] == code
    assert nothing_is_there(ines)


def test_an_archive_may_be_larger_than_other_bodies_but_not_by_much(ines: TestClient) -> None:
    large = send(ines, b"PK" + b"x" * 2_000_000)
    assert (large.status_code, large.json()["type"]) == (422, "urn:vigie:problem:archive")
    assert send(ines, b"PK" + b"x" * ARCHIVE_BYTES).status_code == 413


def test_who_is_solving_an_exercise_does_not_get_its_archive(cast: Cast) -> None:
    ivan = cast.tool("ivan")
    attempt = ivan.post(f"{URL}/mini/attempts").json()
    assert ivan.get(f"{URL}/mini/export").status_code == 409
    ivan.post(f"/api/v1/attempts/{attempt['id']}/submit")
    archive = ivan.get(f"{URL}/mini/export")
    assert archive.headers["content-disposition"] == 'attachment; filename="mini.zip"'
    assert "mini/exercise.yaml" in ZipFile(BytesIO(archive.content)).namelist()
    assert ivan.get(f"{URL}/nothing/export").status_code == 404
