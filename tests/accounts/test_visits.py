"""What is known of the browser that asks: its address, and whether it came by https."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from app.accounts.policy import COOKIE
from app.accounts.service import TOKEN_PREFIX
from app.accounts.visits import Visit, client_of, is_secure, link_to
from app.core.config import Settings


class _State:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings


class _App:
    def __init__(self, settings: Settings) -> None:
        self.state = _State(settings)


def request(
    settings: Settings, host: str | None = "192.0.2.7", scheme: str = "http", cookie: str = ""
) -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": scheme,
            "server": ("vigie.test", 8000),
            "client": (host, 5000) if host is not None else None,
            "path": "/",
            "query_string": b"",
            "headers": [(b"cookie", cookie.encode()), (b"host", b"vigie.test:8000")],
            "app": _App(settings),
        }
    )


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:0db8:0001:0002"),
        ("2001:db8:1:2:bbbb::9", "2001:0db8:0001:0002"),
        ("testclient", "testclient"),
        ("x" * 300, "x" * 60),
        (None, ""),
    ],
)
def test_who_asks_is_known_by_the_address_or_its_network(
    settings: Settings, host: str | None, client: str
) -> None:
    assert client_of(request(settings, host)) == client


def test_https_is_that_of_the_request_or_of_the_public_address(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://vigie.example"})
    assert not is_secure(request(settings))
    assert is_secure(request(settings, scheme="https"))
    assert is_secure(request(public))


def test_a_link_has_the_public_address_else_that_of_the_request(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://vigie.example"})
    assert link_to(request(settings), "/x") == "http://vigie.test:8000/x"
    assert link_to(request(public), "/x") == "https://vigie.example/x"


def test_an_api_token_in_the_cookie_is_no_sign_in(settings: Settings) -> None:
    assert Visit.of(request(settings, cookie=f"{COOKIE}=abc")).token == "abc"
    assert Visit.of(request(settings, cookie=f"{COOKIE}={TOKEN_PREFIX}abc")).token is None
    assert Visit.of(request(settings)).token is None
