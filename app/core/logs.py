"""Structured logs on standard error. Never a trainee's text, never a secret.

Lines of a request carry its id. Of an exception a line has the types and the places, and not the messages:
those quote what was refused, which may be a trainee's text or a token.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import structlog
from structlog.typing import EventDict, Processor

log: structlog.stdlib.BoundLogger = structlog.get_logger("vigie")
REQUEST: Final = "request"
"""The name of the request's id in a line."""

_OURS: Final = str(Path(__file__).parents[1])


def configure_logs(level: str) -> None:
    """Lines of key=value from `level` up; times in UTC. Those of libraries look the same, and of them only
    warnings and worse are kept."""
    least = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*_line(), _rendered()],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),  # a line at a time, whole
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_line(), first_line],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _rendered()],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(least, logging.WARNING), force=True)
    logging.captureWarnings(True)


def begin_request(request_id: str) -> None:
    """Give the id to every line that this task and what it starts will write."""
    structlog.contextvars.bind_contextvars(**{REQUEST: request_id})


def current_request() -> str | None:
    """The id of the request under way; None outside of one."""
    found = structlog.contextvars.get_contextvars().get(REQUEST)
    return str(found) if found else None


def without_messages(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The exception of a line as the types and places of its chain."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["exception"] = " < ".join(map(_place, _chain(error)))
    return event


def first_line(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What a library says without what follows: asyncio goes on with the exception of the task in
    full, Pydantic's warnings with the value."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _line() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_messages,
    ]


def _rendered() -> Processor:
    order = ["timestamp", "level", "event", REQUEST]
    return structlog.processors.LogfmtRenderer(key_order=order, drop_missing=True)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and what caused it, each once."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _place(error: BaseException) -> str:
    """Where it was raised, and the last of our own lines that led there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if frame.filename.startswith(_OURS)]
    places = " ".join(f"{frame.filename}:{frame.lineno}" for frame in [*ours[-4:], *frames[-1:]])
    return f"{type(error).__name__} {places}".rstrip()
