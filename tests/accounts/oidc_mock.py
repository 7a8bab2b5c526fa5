"""A real OpenID Connect provider in a process of its own: the package `oidc-provider-mock`, with clients that
must be registered and nonces that must be sent."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

LISTENING = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
PATIENCE_S = 60


@dataclass(frozen=True)
class Client:
    """What the provider gave the server that signs people in with it."""

    id: str
    secret: str


@dataclass(frozen=True)
class MockProvider:
    """The provider at `issuer`, and what the people do there."""

    issuer: str

    def register(self, redirect_uri: str) -> Client:
        answer = httpx2.post(f"{self.issuer}/oauth2/clients", json={"redirect_uris": [redirect_uri]})
        assert answer.status_code == 201, answer.text
        return Client(answer.json()["client_id"], answer.json()["client_secret"])

    def add(self, subject: str, **claims: object) -> None:
        """Somebody who has an account at the provider."""
        assert httpx2.put(f"{self.issuer}/users/{subject}", json=claims).status_code == 204

    def sign_in(self, address: str, subject: str) -> str:
        """Sign in on the page at `address`; where the provider leads then."""
        return self._send(address, {"sub": subject})

    def decline(self, address: str) -> str:
        """Say no on the page at `address`; where the provider leads then."""
        return self._send(address, {"action": "deny"})

    def _send(self, address: str, form: dict[str, str]) -> str:
        page = httpx2.get(address)
        assert page.status_code == 200, page.text
        assert "Authorize Client" in page.text
        answer = httpx2.post(address, data=form)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])


@contextmanager
def mock_provider(folder: Path) -> Iterator[MockProvider]:
    """The provider, running until the end of the block; its log is kept in `folder`."""
    log = folder / "provider.log"
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "-p",
        "0",
        "-r",
        "true",
        "-n",
        "true",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)  # noqa: S603 - ours
    try:
        yield MockProvider(_address(process, log))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    late = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < late:
        found = LISTENING.search(log.read_text(encoding="utf-8"))
        if found:
            return found.group(1)
        time.sleep(0.05)
    raise RuntimeError("the provider did not start:\n" + log.read_text(encoding="utf-8"))
