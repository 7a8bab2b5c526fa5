"""Why a sign-in through the OpenID Connect provider did not come about."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import Final


class Reason(StrEnum):
    """What the person is told; each has its words in oidc.ftl (`oidc-<reason>`, `oidc-<reason>-do`)."""

    AWAY = "away"
    """The provider does not answer, or says that it cannot now."""
    ANSWER = "answer"
    """The provider answered what cannot be trusted or read: a matter for those who run the server."""
    DECLINED = "declined"
    """The person, or the provider for them, said no."""
    LOST = "lost"
    """The answer belongs to no sign-in of this browser: another browser, no cookies, or used before."""
    EXPIRED = "expired"
    """It took too long."""
    UNVERIFIED = "unverified"
    """The provider says that the e-mail address is not confirmed."""
    UNINVITED = "uninvited"
    """Nobody here is known by this identity, and newcomers need an invitation."""
    INVITATION = "invitation"
    """The invitation is unknown, used or out of date."""
    ADDRESS = "address"
    """The invitation is for another e-mail address."""
    BLOCKED = "blocked"
    """The account is closed."""


STATUS: Final[dict[Reason, HTTPStatus]] = {
    Reason.AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
    Reason.ANSWER: HTTPStatus.BAD_GATEWAY,
    Reason.DECLINED: HTTPStatus.FORBIDDEN,
    Reason.LOST: HTTPStatus.BAD_REQUEST,
    Reason.EXPIRED: HTTPStatus.BAD_REQUEST,
    Reason.UNVERIFIED: HTTPStatus.FORBIDDEN,
    Reason.UNINVITED: HTTPStatus.FORBIDDEN,
    Reason.INVITATION: HTTPStatus.GONE,
    Reason.ADDRESS: HTTPStatus.FORBIDDEN,
    Reason.BLOCKED: HTTPStatus.FORBIDDEN,
}
AGAIN: Final = frozenset({Reason.AWAY, Reason.DECLINED, Reason.LOST, Reason.EXPIRED, Reason.UNVERIFIED})
"""Those after which the same thing, tried again, may succeed."""


class Refusal(Exception):
    """A sign-in ends here. `cause` is for the log: words of ours, never a token, a secret or an address."""

    def __init__(self, reason: Reason, cause: str) -> None:
        super().__init__(f"{reason}: {cause}")
        self.reason, self.cause = reason, cause
