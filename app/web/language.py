"""Which language a page speaks: the one chosen with the switch, else the browser's, else French."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.web.texts import LANGUAGES, Language

COOKIE: Final = "vigie_language"
DEFAULT: Final[Language] = "fr"
YEAR: Final = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """The language of the page that answers `request`."""
    chosen = as_language(request.cookies.get(COOKIE, ""))
    return chosen or preferred(request.headers.get("accept-language", ""))


def as_language(tag: str) -> Language | None:
    """The language that a tag such as `fr-CA` names; None when it is not one of ours."""
    primary = tag.strip().lower().split("-", 1)[0]
    return next((language for language in LANGUAGES if language == primary), None)


def preferred(header: str) -> Language:
    """The best of our languages for an `Accept-Language` header (RFC 9110 section 12.5.4)."""
    wanted = [_weighted(part) for part in header.split(",")]
    for quality, tag in sorted(wanted, key=lambda pair: -pair[0]):
        language = as_language(tag)
        if language and quality > 0:
            return language
    return DEFAULT


def _weighted(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0, tag
    try:
        return float(value), tag
    except ValueError:
        return 0.0, tag


def switch_language(language: str, target: str) -> Response:
    """The answer to the switch in the header: keep the choice, and go back to the page it was made on.

    An unknown language changes nothing; a target that is not a path of this site becomes the home page.
    """
    response = RedirectResponse(local_path(target), status_code=303)
    chosen = as_language(language)
    if chosen:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="lax", path="/")
    return response


def local_path(target: str) -> str:
    """`target` where it is a path of this site, else `/`: a redirect must not lead elsewhere."""
    parts = urlsplit(target.replace("\\", "/"))
    controls = any(ord(character) < 0x20 for character in target)
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return target if local and not controls and not target.startswith(("//", "/\\")) else "/"
