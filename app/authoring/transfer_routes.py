"""Import and export over HTTP. Archives may be larger than other bodies."""

from __future__ import annotations

from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response

from app.accounts.policy import Author
from app.authoring import transfer
from app.authoring.bodies import api_language
from app.authoring.documents import ImportReport
from app.exercises.archive import ARCHIVE_BYTES, ArchiveError, Unpacked, unpack
from app.exercises.parameters import ExerciseId
from app.web.problems import problems

ZIP: Final = "application/zip"
router = APIRouter(prefix="/api/v1/exercises", tags=["exercises"])
ARCHIVES: Final = ("/api/v1/exercises/import",)
"""Paths that take an archive."""
_ARCHIVE: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_ZIP_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A zip archive in the format of `exercises/`.", "content": {ZIP: _ARCHIVE}}
}
_ZIP_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"A zip archive of at most {ARCHIVE_BYTES // 2**20} MiB: a folder for each exercise, "
        "or one exercise at its root. Gold submissions are passed over.",
        "content": {ZIP: _ARCHIVE},
    }
}


async def archive_body(request: Request) -> list[Unpacked]:
    """The exercises of the archive in the body, read off the event loop. Raises a 422 problem."""
    body = await request.body()
    try:
        return await to_thread.run_sync(unpack, body)
    except ArchiveError as error:
        raise transfer.not_importable(error.findings, api_language(request)) from None


@router.get(
    "/export",
    summary="Export the exercises that you write",
    response_class=Response,
    responses=_ZIP_ANSWER | problems(401, 403, 429),
)
async def get_export(caller: Author) -> Response:
    """All your drafts as one zip archive; for administrators everybody's. Importing it changes nothing."""
    return _download(await caller.read(transfer.export_mine), "exercises")


@router.get(
    "/{exercise_id}/export",
    summary="Export one exercise",
    response_class=Response,
    responses=_ZIP_ANSWER | problems(401, 403, 404, 409, 422, 429),
)
async def get_export_of_one(caller: Author, exercise_id: ExerciseId) -> Response:
    """Your draft, or the published version of somebody else's exercise."""
    archive = await caller.read(transfer.export_one, exercise_id)
    return _download(archive, exercise_id)


@router.post(
    "/import",
    summary="Import exercises",
    responses=problems(401, 403, 413, 422, 429),
    openapi_extra=_ZIP_BODY,
)
async def post_import(
    request: Request, caller: Author, unpacked: Annotated[list[Unpacked], Depends(archive_body)]
) -> ImportReport:
    """Each exercise becomes a draft of yours, new or written anew; all of them or none."""
    return await caller.write(transfer.import_all, unpacked, api_language(request))


def _download(archive: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return Response(archive, media_type=ZIP, headers=headers)
