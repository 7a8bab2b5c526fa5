from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup
from starlette.requests import Request

from app.web import render
from app.web.language import COOKIE
from app.web.texts import Language


def request(path: str = "/", query: str = "", cookie: str = "") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"cookie", cookie.encode())],
            "state": {},
        }
    )


def sign_in_page(asked: Request) -> str:
    return bytes(render.render(asked, "accounts/sign_in.html", refused=False, signed_in=False).body).decode()


def test_a_page_is_in_the_language_of_its_request() -> None:
    page = render.render(
        request(cookie=f"{COOKIE}=en"), "accounts/sign_in.html", status=403, refused=True, signed_in=False
    )
    assert (page.status_code, page.headers["content-language"]) == (403, "en")
    assert page.headers["vary"] == "Accept-Language, Cookie"
    assert b'<html lang="en">' in page.body


def test_the_language_switch_keeps_path_and_query() -> None:
    assert 'name="next" value="/exercises/x?state=done"' in sign_in_page(
        request("/exercises/x", "state=done")
    )


def test_the_person_of_the_request_may_sign_out() -> None:
    somebody = request()
    somebody.state.person = object()
    assert "/sign-out" not in sign_in_page(request())
    assert "/sign-out" in sign_in_page(somebody)


def test_a_name_that_is_not_given_raises() -> None:
    with pytest.raises(UndefinedError):
        render.render(request(), "accounts/sign_in.html", refused=False)


def test_json_in_a_page_cannot_end_its_element() -> None:
    data = {"text": "</script><!--&\u2028", "n": 1}
    written = render.as_json(data)
    assert isinstance(written, Markup)
    assert not set("<>&") & set(written)
    assert json.loads(written) == data


def test_an_asset_carries_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "STATIC", tmp_path)
    assert not render.bundle_is_built()
    assert render.asset("main.js") == "/static/main.js"
    (tmp_path / "manifest.json").write_text('{"main.js": "abc"}', encoding="utf-8")
    assert render.bundle_is_built()
    assert render.asset("main.js") == "/static/main.js?v=abc"
    with pytest.raises(LookupError, match=r"gone\.js"):
        render.asset("gone.js")


@pytest.mark.parametrize(
    ("language", "filters"),
    [
        ("fr", ("12 mars 2026", "86\u202f%", "1\u202f200,5")),
        ("en", ("12 March 2026", "86%", "1,200.5")),
    ],
)
def test_numbers_and_dates_speak_the_page_s_language(
    language: Language, filters: tuple[str, str, str]
) -> None:
    env = render.environment(language)
    template = env.from_string("{{ day | day }}/{{ share | percent }}/{{ amount | number }}")
    shown = template.render(day=date(2026, 3, 12), share=0.86, amount=1200.5)
    assert [part.replace("\xa0", "\u202f") for part in shown.split("/")] == [
        part.replace("\xa0", "\u202f") for part in filters
    ]


def test_a_moment_is_told_in_the_time_of_this_machine() -> None:
    moment = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
    local = moment.astimezone()
    shown = render.environment("en").from_string("{{ moment | moment }}").render(moment=moment)
    assert shown == f"{local.day} November 2026, {local:%H:%M}"
    assert (
        render.environment("fr").from_string("{{ m | day }}").render(m=moment) == f"{local.day} novembre 2026"
    )
