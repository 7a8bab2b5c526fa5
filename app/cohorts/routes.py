"""Cohorts for tools: made and changed, who runs them, who learns in them."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session

from app.accounts.schemas import PersonName
from app.accounts.service import Identity
from app.accounts.visits import client_of, settings_of
from app.cohorts import groups, joining
from app.cohorts.callers import Trainee, Trainer
from app.cohorts.join_limits import JoinLimits
from app.cohorts.schemas import CohortIn, CohortOut, CohortPage, JoinIn, MemberPage, MyCohort, MyCohorts
from app.web.answers import ETAG, LOCATION, answer
from app.web.conditional import IfMatch, demanded_revision, entity_tag
from app.web.problems import problems

router = APIRouter(prefix="/api/v1", tags=["cohorts"])
CohortId = Annotated[UUID, Path(description="The id of a cohort.")]
PersonId = Annotated[UUID, Path(description="The id of a person.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many a page, at most.")]
Cursor = Annotated[UUID | None, Query(description="`next` of the page before.")]
ONE: Final = "/cohorts/{cohort_id}"


@router.get("/cohorts", summary="List your cohorts", responses=problems(401, 403, 404, 422, 429))
async def get_cohorts(
    caller: Trainer,
    archived: Annotated[bool, Query(description="Archived ones instead of open ones.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> CohortPage:
    """Those that you run; to an administrator, all."""
    return await caller.read(groups.list_cohorts, archived, cursor, limit)


@router.post(
    "/cohorts",
    status_code=201,
    summary="Create a cohort",
    responses=answer(201, "The cohort.", LOCATION, ETAG) | problems(400, 401, 403, 404, 413, 422, 429),
)
async def post_cohort(caller: Trainer, wanted: CohortIn, response: Response) -> CohortOut:
    """You own it. Whoever has its `code` can join it: renew the code or switch it off at any time."""
    made = await caller.write(groups.create, wanted)
    response.headers["Location"] = f"/api/v1/cohorts/{made.id}"
    return _tagged(response, made)


@router.post(
    "/cohorts/join", summary="Join a cohort", responses=problems(400, 401, 403, 404, 409, 413, 422, 429)
)
async def post_join(request: Request, caller: Trainee, wanted: JoinIn) -> MyCohort:
    """By its code. Joining again changes nothing. A code that nobody has is a 404, and too many of them are a
    429 with `Retry-After`."""
    me = await caller.read(_myself)
    limits = JoinLimits(caller.db, settings_of(request))
    return await limits.guarded(me, client_of(request), lambda: caller.write(joining.join, wanted.code))


@router.get(
    ONE,
    summary="Read a cohort",
    responses=answer(200, "The cohort.", ETAG) | problems(401, 403, 404, 422, 429),
)
async def get_cohort(caller: Trainer, cohort_id: CohortId, response: Response) -> CohortOut:
    """With its code and its trainers. That of other trainers is a 404."""
    return _tagged(response, await caller.read(groups.read, cohort_id))


@router.put(
    ONE,
    summary="Change a cohort",
    responses=answer(200, "The cohort as it is now.", ETAG)
    | problems(400, 401, 403, 404, 412, 413, 422, 428, 429),
)
async def put_cohort(
    caller: Trainer, cohort_id: CohortId, wanted: CohortIn, response: Response, if_match: IfMatch = None
) -> CohortOut:
    """Its name, and the time zone in which its dates are shown; the moments themselves stay. Needs
    `If-Match`."""
    return _tagged(response, await caller.write(_replace, cohort_id, wanted, if_match))


@router.post(ONE + "/archive", summary="Archive a cohort", responses=problems(401, 403, 404, 422, 429))
async def post_archive_cohort(caller: Trainer, cohort_id: CohortId) -> CohortOut:
    """Nobody joins it or begins an exercise of it any more; what is under way can be finished."""
    return await caller.write(groups.set_archived, cohort_id, True)


@router.post(ONE + "/restore", summary="Open a cohort again", responses=problems(401, 403, 404, 422, 429))
async def post_restore_cohort(caller: Trainer, cohort_id: CohortId) -> CohortOut:
    """As it was before it was archived."""
    return await caller.write(groups.set_archived, cohort_id, False)


@router.post(ONE + "/code", summary="Make a new code", responses=problems(401, 403, 404, 422, 429))
async def post_code(caller: Trainer, cohort_id: CohortId) -> CohortOut:
    """The code before lets nobody in any more; who has joined stays."""
    return await caller.write(groups.renew_code, cohort_id)


@router.delete(
    ONE + "/code", status_code=204, summary="Switch joining off", responses=problems(401, 403, 404, 422, 429)
)
async def delete_code(caller: Trainer, cohort_id: CohortId) -> None:
    """Nobody joins until you make a new code."""
    await caller.write(groups.drop_code, cohort_id)


@router.put(
    ONE + "/trainers/{person_id}",
    summary="Let another trainer run it as well",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def put_trainer(caller: Trainer, cohort_id: CohortId, person_id: PersonId) -> list[PersonName]:
    """For its owner to decide. Answers with all who run it."""
    return await caller.write(groups.add_trainer, cohort_id, person_id)


@router.delete(
    ONE + "/trainers/{person_id}",
    status_code=204,
    summary="Take that right back",
    responses=problems(401, 403, 404, 409, 422, 429),
)
async def delete_trainer(caller: Trainer, cohort_id: CohortId, person_id: PersonId) -> None:
    """For its owner to decide, who stays. One who has no such right is no error."""
    await caller.write(groups.remove_trainer, cohort_id, person_id)


@router.get(ONE + "/members", summary="List the trainees", responses=problems(401, 403, 404, 422, 429))
async def get_members(
    caller: Trainer, cohort_id: CohortId, limit: Limit = 50, cursor: Cursor = None
) -> MemberPage:
    """Who learns in the cohort, by name."""
    return await caller.read(joining.members, cohort_id, cursor, limit)


@router.delete(
    ONE + "/members/{person_id}",
    status_code=204,
    summary="Take somebody out of it, or leave it",
    responses=problems(401, 403, 404, 422, 429),
)
async def delete_member(caller: Trainee, cohort_id: CohortId, person_id: PersonId) -> None:
    """What they have done stays theirs. A trainee takes out nobody but themself."""
    await caller.write(joining.remove, cohort_id, person_id)


@router.get("/me/cohorts", summary="List the cohorts you learn in", responses=problems(401, 404, 429))
async def get_my_cohorts(caller: Trainee) -> MyCohorts:
    """Those that are open, the one joined last first."""
    return await caller.read(joining.my_cohorts)


def _tagged(response: Response, cohort: CohortOut) -> CohortOut:
    response.headers["ETag"] = entity_tag(cohort.revision)
    return cohort


def _replace(
    session: Session, me: Identity, cohort_id: UUID, wanted: CohortIn, if_match: str | None
) -> CohortOut:
    return groups.replace(session, me, cohort_id, wanted, demanded_revision(if_match))


def _myself(_session: Session, me: Identity) -> UUID:
    return me.person_id
