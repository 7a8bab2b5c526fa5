"""What the tests of a lying provider share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from app.accounts.policy import COOKIE
from tests.accounts.oidc_hostile import HostileProvider
from tests.accounts.oidc_steps import (
    START,
    come_back,
    leave,
    reason_of,
)

PATIENCE_S = 0.5


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def sign_in(browser: TestClient, provider: HostileProvider) -> Any:
    return come_back(browser, provider.sign_in(leave(browser)))


def refused(browser: TestClient, provider: HostileProvider) -> tuple[str, str]:
    """(reason, cause in the log) of a whole sign-in that must fail."""
    with capture_logs() as logs:
        answer = browser.get(START)
        if "/refused" not in answer.headers["location"]:
            answer = come_back(browser, provider.sign_in(answer.headers["location"]))
    reason, told = reason_of(answer), [entry for entry in logs if entry["event"] != "answered"]
    assert COOKIE not in browser.cookies
    assert [entry["reason"] for entry in told] == [reason]
    return reason, str(told[0]["cause"])
