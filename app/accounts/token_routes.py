"""A person's own API tokens over HTTP. A token cannot make, see or revoke tokens: a browser does."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from app.accounts import tokens
from app.accounts.policy import Browser
from app.accounts.tokens import TokenIn, TokenList, TokenMade
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/me/tokens", tags=["account"])
TokenId = Annotated[UUID, Path(description="The `id` of one of your tokens.")]


@router.get("", summary="List your API tokens", responses=problems(401, 403, 429))
async def get_tokens(caller: Browser) -> TokenList:
    """The newest first, never with their secrets. Needs a browser session."""
    return await caller.read(tokens.own_tokens)


@router.post(
    "", status_code=201, summary="Make an API token", responses=problems(400, 401, 403, 409, 413, 422, 429)
)
async def post_token(caller: Browser, wanted: TokenIn, response: Response) -> TokenMade:
    """`token` is told this once; keep it as you keep a password. It does what you may do, within its scope:
    `read` reads, `author` also changes, `admin` also administers. Needs a browser session."""
    made = await caller.write(tokens.make_own_token, wanted)
    response.headers["Location"] = f"/api/v1/me/tokens/{made.id}"
    return made


@router.delete(
    "/{token_id}", status_code=204, summary="Revoke an API token", responses=problems(401, 403, 404, 422, 429)
)
async def delete_token(caller: Browser, token_id: TokenId) -> None:
    """The next request with it is refused. Needs a browser session."""
    await caller.write(tokens.revoke_own_token, token_id)
