"""The description of the API, for programs and for people."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.policy import Anyone
from app.web.render import render

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def get_openapi_document(request: Request, _caller: Anyone) -> Response:
    return JSONResponse(request.app.openapi())


@router.get("/docs")
async def docs(request: Request, _caller: Anyone) -> Response:
    """The same to read, and to try out."""
    return render(request, "openapi/docs.html")
