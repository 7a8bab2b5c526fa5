"""Planting over HTTP (DESIGN.md section 5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, FastAPI, Request

from app.accounts.policy import Author
from app.authoring.planting.problems import RESPONSES
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.schemas import PlantedExercise
from app.authoring.planting.service import Planter
from app.web.language import preferred


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if hasattr(app.state, "planter"):
        app.state.planter.close()


router = APIRouter(prefix="/api/v1/exercises", tags=["exercises"], lifespan=_lifespan)


@router.post("/plant", summary="Have a model plant flaws in a clean text", responses=RESPONSES)
async def plant_flaws(request: Request, caller: Author, wanted: PlantRequest) -> PlantedExercise:
    """The model proposes tracked changes, with explanations and evidence. Code checks each: that the passage
    stands in the text and the quote in its source, that the type was asked for, that the draft can be graded.

    The answer is a draft document with what the linter says of it, for you to edit, to create
    (`POST /api/v1/exercises`) and to publish: nothing is saved. What was rejected comes with the reason.
    It takes seconds, up to minutes with a slow model. Messages are in the language that `Accept-Language`
    asks for, else in that of the exercise.
    """
    me = await caller.let_in()  # no transaction stays open while the model is asked
    accepted = request.headers.get("accept-language")
    language = preferred(accepted) if accepted else wanted.language.value
    work = partial(planter_of(request.app).plant, wanted, language, me.person_id)
    # A thread of its own: minutes of waiting must not take those that short work waits for.
    return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=CapacityLimiter(1))


def planter_of(app: FastAPI) -> Planter:
    """The planter of the application, made when first asked for."""
    if not hasattr(app.state, "planter"):
        app.state.planter = Planter(app.state.db, app.state.settings)
    planter: Planter = app.state.planter
    return planter
