"""The routes of one's own account, and those of the audit log, for `app.main`."""

from __future__ import annotations

from fastapi import APIRouter

from app.accounts import account_pages, audit_pages, audit_routes, own_data_pages, token_routes

router = APIRouter()
for part in (account_pages, own_data_pages, token_routes, audit_pages, audit_routes):
    router.include_router(part.router)
