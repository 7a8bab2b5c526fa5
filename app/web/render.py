"""Pages: Jinja2 templates with autoescape, in the language of the request, under the strict CSP.

A template sees, beside its own context: `t(id, **values)`, `language`, `person` (or None), `path` (where the
language switch comes back to), `viewer()` (who looks at it, with the role, or None; asks the database),
`several` (whether people have accounts on this server), `asset(name)`, `render_source(markdown, highlights)`,
`as_json(data)`, `island_texts()`, and the filters `number`, `percent`, `day`, `moment`, `moment_and_zone`.

Moments are said in the time zone of the machine where one person works alone. Where several share a server,
its machine may be anywhere: there it is that of the variable `TZ`, or Paris.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import format_decimal, format_percent
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from app.web.language import language_of
from app.web.markdown import render_source
from app.web.texts import Language, texts

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
STATIC_URL: Final = "/static/"
LOCALES: Final[Mapping[Language, str]] = {"fr": "fr_FR", "en": "en_GB"}
USUAL_ZONE: Final = ZoneInfo("Europe/Paris")
_ZONE: Final[ContextVar[ZoneInfo | None]] = ContextVar("zone", default=None)
"""In which the page under way says moments; None for that of the machine."""


@lru_cache(maxsize=4)
def _manifest(_changed: int) -> Mapping[str, str]:
    hashes: dict[str, str] = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    return hashes


@lru_cache(maxsize=1)
def _hashes(folder: Path, _second: int) -> Mapping[str, str]:
    """Of the bundle in the folder, looked at once a second: a page names a hundred files."""
    return _manifest((folder / "manifest.json").stat().st_mtime_ns)


def asset(name: str) -> str:
    """The address of a built file, with its content hash so that it may be cached for ever.

    Raises `LookupError` when the bundle was built without such a file. Without any bundle (unit tests) the
    address has no hash; `bundle_is_built` tells the server not to start like that.
    """
    try:
        hashes = _hashes(STATIC, int(time.monotonic()))
    except FileNotFoundError:
        return STATIC_URL + name
    if name not in hashes:
        raise LookupError(f"no {name!r} in the front-end bundle; build it again (make bundle)")
    return f"{STATIC_URL}{name}?v={hashes[name]}"


def bundle_is_built() -> bool:
    """Whether `static/` holds a bundle; a server without one would show unstyled pages."""
    return (STATIC / "manifest.json").is_file()


def as_json(data: object) -> Markup:
    """`data` as JSON that may stand inside a `<script type="application/json">`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704 - nothing in it can end the script element


@cache
def environment(language: Language) -> Environment:
    """The templates in one language. Kept apart so that macros need no context to know their language."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals.update(t=texts(language), language=language, asset=asset, as_json=as_json)
    env.globals["render_source"] = render_source
    env.globals["island_texts"] = texts(language).island
    locale = LOCALES[language]
    env.filters.update(
        number=lambda value: format_decimal(value, locale=locale),
        percent=lambda share: format_percent(share, locale=locale),
        day=lambda value: _day(value, locale),
        moment=lambda value: _moment(value, locale),
        moment_and_zone=lambda value: _moment_and_zone(value, language),
    )
    return env


def _day(value: date, locale: str) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(_ZONE.get()).date()
    return format_date(value, with_first("d MMMM y", value, locale), locale=locale)


def _moment(value: datetime, locale: str) -> str:
    local = value.astimezone(_ZONE.get())
    return format_datetime(local, with_first("d MMMM y, HH:mm", local, locale), locale=locale)


def with_first(pattern: str, local: date, locale: str) -> str:
    """The pattern of a date that begins with its day: in French the first of a month is *1er*."""
    return pattern.replace("d ", "d'er' ", 1) if local.day == 1 and locale.startswith("fr") else pattern


def zone_name(zone: str, language: Language) -> str:
    """The city that names a time zone, as in `Paris`, `La Réunion`."""
    return str(get_timezone_location(ZoneInfo(zone), locale=LOCALES[language], return_city=True))


def _moment_and_zone(value: datetime, language: Language) -> str:
    """For what somebody counts on, who may be elsewhere."""
    zone, said = _ZONE.get(), _moment(value, LOCALES[language])
    if zone is None:
        return said
    return texts(language)("moment-in", moment=said, zone=zone_name(zone.key, language))


def render_text(language: Language, template: str, **context: object) -> str:
    """`template` as HTML text, for a page or a fragment."""
    return environment(language).get_template(template).render(**context)


def render(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """`template` as a page in the request's language; `request.state.person`, where set, is signed in. The
    context may give another `path`, for a page that answers a form.

    Raises `jinja2.UndefinedError` when the context lacks a name, `TextError` when a text is missing.
    """
    language = language_of(request)
    person = getattr(request.state, "person", None)
    common = {"person": person, "path": _path(request), "several": _has_accounts(request)}
    common["viewer"] = cache(getattr(person, "viewer", _nobody))
    before = _ZONE.set(_zone(several=_has_accounts(request)))
    try:
        response = HTMLResponse(render_text(language, template, **{**common, **context}), status_code=status)
    finally:
        _ZONE.reset(before)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _nobody() -> None:
    """Who looks at a page that is open to anyone."""


def _has_accounts(request: Request) -> bool:
    app = request.scope.get("app")
    return app is not None and app.state.settings.mode == "server"


def _zone(*, several: bool) -> ZoneInfo | None:
    if not several:
        return None
    try:
        return ZoneInfo(os.environ.get("TZ") or USUAL_ZONE.key)
    except (KeyError, ValueError, OSError):  # TZ may say other things, as in ":/etc/localtime"
        return None


def _path(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")
