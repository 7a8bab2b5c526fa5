"""Who may call the routes of cohorts: there are groups only where several people have accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from app.accounts.policy import Allow, Caller, Policy
from app.accounts.visits import needs_accounts, settings_of


class AllowInGroups(Allow):
    """As `Allow`, with a 404 problem in solo mode for who is let in otherwise."""

    async def __call__(self, request: Request) -> Caller | None:
        caller = await super().__call__(request)
        if caller is not None and settings_of(request).mode == "solo":
            await caller.let_in()
            needs_accounts(request)
        return caller


Trainee = Annotated[Caller, Depends(AllowInGroups(Policy.SIGNED_IN))]
Trainer = Annotated[Caller, Depends(AllowInGroups(Policy.AUTHOR))]
