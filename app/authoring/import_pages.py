"""The page on which an author uploads a zip archive of exercises."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile
from starlette.requests import Request

from app.accounts.policy import Author, Caller
from app.authoring import transfer
from app.authoring.documents import ImportReport
from app.authoring.views.imported import ImportPage, refusal
from app.core.errors import Problem
from app.exercises.archive import ARCHIVE_BYTES, ArchiveError, unpack
from app.web.language import language_of
from app.web.render import render

PATH: Final = "/authoring/import"
UPLOAD_BYTES: Final = ARCHIVE_BYTES + 4_096
"""An archive in a form: what the form adds is a few lines."""
FIELD: Final = "archive"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def import_form(request: Request, caller: Author) -> HTMLResponse:
    await caller.let_in()
    return _shown(request, ImportPage())


@router.post(PATH)
async def import_upload(request: Request, caller: Author) -> HTMLResponse:
    """All of the archive's exercises, or none with what stands in the way. The form is read once it is known
    who sends it."""
    await caller.let_in()
    archive = await _uploaded(request)
    if not archive:
        return _shown(request, ImportPage(nothing_chosen=True), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        report = await _import(caller, archive, language_of(request))
    except Problem as problem:
        if problem.slug != "archive":
            raise
        return _shown(request, ImportPage(refused=refusal(problem)), problem.status)
    return _shown(request, ImportPage(report=report))


async def _uploaded(request: Request) -> bytes:
    """The bytes of the file in the form; none where there is none."""
    async with request.form(max_files=1, max_fields=1) as form:
        upload = form.get(FIELD)
        return await upload.read() if isinstance(upload, UploadFile) else b""


async def _import(caller: Caller, archive: bytes, language: str) -> ImportReport:
    try:
        unpacked = await to_thread.run_sync(unpack, archive)
    except ArchiveError as error:
        raise transfer.not_importable(error.findings, language) from None
    return await caller.write(transfer.import_all, unpacked, language)


def _shown(request: Request, page: ImportPage, status: int = HTTPStatus.OK) -> HTMLResponse:
    context = {"page": page, "megabytes": ARCHIVE_BYTES // 2**20, "path": PATH}
    return render(request, "authoring/import.html", status=status, **context)
