"""What planting is answered with when it fails, and how the API's documentation says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Any, Final, NamedTuple

from app.core.clock import now
from app.core.errors import ErrorItem, Problem
from app.llm.protocol import Kind, ModelError
from app.web.problems import MEDIA_TYPE, problems

_SOON: Final = 30
"""Seconds after which to ask again, where nothing better is known."""


class Failure(NamedTuple):
    """How one failure is answered; `again` with a Retry-After."""

    status: HTTPStatus
    slug: str
    detail: str
    again: bool = False


def _down(detail: str) -> Failure:
    return Failure(HTTPStatus.SERVICE_UNAVAILABLE, "model-unavailable", detail, again=True)


def _poor(detail: str) -> Failure:
    return Failure(HTTPStatus.BAD_GATEWAY, "model-answer", detail)


NO_MODEL: Final = Failure(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "no-model",
    "No model is set up, and planting needs one. Set VIGIE_LLM_BASE_URL and VIGIE_LLM_MODEL and start the "
    "server again; everything else works without.",
)
BUSY: Final = Failure(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "model-busy",
    "Too many people are asking the model just now. Try again in a moment.",
    again=True,
)
FAILURES: Final[dict[Kind, Failure]] = {
    "timeout": Failure(
        HTTPStatus.GATEWAY_TIMEOUT,
        "model-timeout",
        "The model did not answer in time. Try again, ask for fewer flaws, or raise VIGIE_LLM_SECONDS.",
        again=True,
    ),
    "connection": _down("The model cannot be reached. Try again later, or check VIGIE_LLM_BASE_URL."),
    "server": _down("The model’s server reports an error. Try again later."),
    "rate-limited": _down("The model’s server takes no more requests for now. Try again later."),
    "circuit-open": _down("The model failed several times in a row and is left alone for a while."),
    "budget": Failure(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "model-budget",
        "The tokens left for today (VIGIE_LLM_DAILY_TOKENS) do not suffice. They are counted anew at "
        "midnight, UTC.",
        again=True,
    ),
    "misconfigured": Failure(
        HTTPStatus.BAD_GATEWAY,
        "model-misconfigured",
        "The model’s server refused the request. An administrator must check the settings VIGIE_LLM_….",
    ),
    "refused": _poor("The model refused to answer. Try again, or ask for other types."),
    "filtered": _poor(
        "The provider’s filter stopped the request or its answer. Look for what it objects to."
    ),
    "truncated": _poor("The model’s answer ran too long and was cut off. Ask for fewer flaws."),
    "too-large": _poor("The texts are too long for the model, or its answer is. Shorten the sources."),
    "bad-json": _poor("The model did not answer with JSON. Try again, or use another model."),
    "wrong-shape": _poor("The model answered JSON of a wrong shape. Try again, or use another model."),
    "empty": _poor("The model answered nothing. Try again."),
}


def problem(failure: Failure, pause: float | None = None, **extra: Any) -> Problem:
    """The failure as a problem; `pause`: seconds to wait before asking again."""
    headers = {"Retry-After": str(ceil(pause or _SOON))} if failure.again else {}
    return Problem(failure.status, failure.slug, failure.detail, extra=extra, headers=headers)


def problem_of(error: ModelError) -> Problem:
    """What a failing model is answered with: 502 for an answer that is no good, 503 for a model that is not
    there for now, 504 for one that is too slow. `model_error` names the kind and what was seen of it."""
    pause = _until_midnight() if error.kind == "budget" else error.retry_after
    seen = {"kind": error.kind, "detail": error.detail, "attempts": error.attempts}
    return problem(FAILURES[error.kind], pause, model_error=seen)


def unfit_text(trouble: str, place: Mapping[str, int]) -> Problem:
    """A clean text in which nothing can be planted; `place`: the line and column, if it is at one place."""
    item = ErrorItem("/text", trouble, place)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", f"/text: {trouble}", [item])


def _until_midnight() -> float:
    """Seconds until the day's tokens are counted anew."""
    moment = now()
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (midnight - moment).total_seconds()


def _documented(status: int) -> dict[str, Any]:
    """One status for the documentation: an example of each problem that it may be."""
    failures = [one for one in (NO_MODEL, BUSY, *FAILURES.values()) if one.status == status]
    examples = {failure.slug: {"value": problem(failure).body()} for failure in failures}
    described = problems(status)[status]
    described["content"][MEDIA_TYPE]["examples"] = examples
    return described


RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    **problems(400, 401, 403, 413, 422, 429),
    **{status: _documented(status) for status in (502, 503, 504)},
}
