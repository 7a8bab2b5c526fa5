from __future__ import annotations

import pytest
from starlette.requests import Request

from app.web.language import COOKIE, as_language, language_of, local_path, preferred, switch_language


def request(accept: str = "", cookie: str = "") -> Request:
    headers = [(b"accept-language", accept.encode()), (b"cookie", cookie.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-CA", "fr"),
        ("de,en;q=0.3,fr;q=0.7", "fr"),
        ("en;q=0,fr;q=0.1", "fr"),
        ("EN", "en"),
        ("de", "fr"),
        ("", "fr"),
        ("en;q=high, de", "fr"),
        ("en;level=1", "en"),
    ],
)
def test_the_browser_s_wish_is_met_where_it_can_be(header: str, language: str) -> None:
    assert preferred(header) == language


def test_the_choice_kept_in_the_cookie_comes_first() -> None:
    assert language_of(request("fr", f"{COOKIE}=en")) == "en"


def test_a_cookie_that_means_nothing_is_ignored() -> None:
    assert language_of(request("en", f"{COOKIE}=klingon")) == "en"


def test_a_tag_that_is_not_ours_is_none() -> None:
    assert as_language("english") is None


def test_switching_keeps_the_choice_and_goes_back() -> None:
    answer = switch_language("en", "/exercises/x?a=1#b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/exercises/x?a=1#b")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=en; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax")


def test_an_unknown_language_changes_nothing() -> None:
    assert "set-cookie" not in switch_language("xx", "/").headers


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "elsewhere",
        "",
        "/a\r\nSet-Cookie: x=y",
        "///elsewhere.example",
    ],
)
def test_a_redirect_never_leads_elsewhere(target: str) -> None:
    assert local_path(target) == "/"
