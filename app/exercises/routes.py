"""The catalogue over HTTP, as a trainee sees it (DESIGN.md section 5)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.accounts.policy import SignedIn
from app.accounts.service import Identity
from app.exercises.catalogue import current_version, load_version, offered_cards, page_of_cards
from app.exercises.public import ExerciseCard, ExercisePage, ExerciseView, view_of
from app.exercises.schema import Domain, Language

router = APIRouter(prefix="/api/v1/exercises", tags=["exercises"])
Limit = Annotated[int, Query(ge=1, le=100)]
Difficulty = Annotated[int | None, Query(ge=1, le=3)]


@router.get("", summary="List the catalogue")
async def list_exercises(
    caller: SignedIn,
    language: Language | None = None,
    domain: Domain | None = None,
    difficulty: Difficulty = None,
    limit: Limit = 50,
    cursor: str | None = None,
) -> ExercisePage:
    wanted = {"language": language, "domain": domain, "difficulty": difficulty}
    cards = await caller.read(_cards)
    matching = [c for c in cards if all(v is None or getattr(c, k) == v for k, v in wanted.items())]
    return page_of_cards(matching, cursor, limit)


@router.get("/{exercise_id}", summary="Read one exercise, as a trainee works on it")
async def read_exercise(caller: SignedIn, exercise_id: str) -> ExerciseView:
    return await caller.read(_view, exercise_id)


def _cards(session: Session, _me: Identity) -> list[ExerciseCard]:
    return offered_cards(session)


def _view(session: Session, _me: Identity, exercise_id: str) -> ExerciseView:
    version = current_version(session, exercise_id)
    return view_of(load_version(session, version), version)
