"""The page of a sign-in through OpenID Connect that did not come about, for the gallery: one with a way to
try again, one without, the longest."""

from __future__ import annotations

from typing import Final

from app.accounts.oidc_refusals import Reason
from app.accounts.oidc_routes import PATH
from tests.web.gallery_accounts import Page


def _refused(reason: Reason, again: str | None) -> Page:
    context = {"reason": reason, "name": "Compte Atelier", "again": again}
    return Page("accounts/oidc_error.html", context, f"{PATH}/refused?reason={reason}")


OIDC_PAGES: Final[dict[str, Page]] = {
    "oidc-away": _refused(Reason.AWAY, PATH),
    "oidc-uninvited": _refused(Reason.UNINVITED, None),
    "oidc-address": _refused(Reason.ADDRESS, None),
}
