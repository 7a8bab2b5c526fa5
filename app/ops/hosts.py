"""The names under which the server may be asked."""

from __future__ import annotations

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import Receive, Scope, Send

from app.ops.requests import QUIET


class TrustedHosts(TrustedHostMiddleware):
    """Checks the `Host` of every request but those of machines that look after this one: they ask by the
    address of a container, and what they read is open or has a check of its own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in QUIET:
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
