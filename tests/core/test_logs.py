"""Lines of the log: whose request, where it broke, and nothing that somebody wrote."""

from __future__ import annotations

import subprocess
import sys

from app.core.logs import current_request, without_messages
from tests.bench.servers import ROOT

SECRET = "un texte de stagiaire"
SCRIPT = f"""
import logging
from app.core.logs import begin_request, configure_logs, log
configure_logs("info")
log.info("before", count=2)
begin_request("abc-12345")
log.info("within", route="/attempts/{{attempt_id}}")
log.debug("too quiet")
try:
    raise ValueError("{SECRET}")
except ValueError as error:
    log.error("broken", exc_info=error)
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
logging.getLogger("httpx2").info("GET https://models.example/?key=1")
"""


def lines_of(script: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_lines_are_keys_and_values_with_the_request_and_without_what_was_written() -> None:
    before, within, broken, foreign = lines_of(SCRIPT)
    assert " level=info event=before count=2" in before
    assert "request=" not in before
    assert within.endswith("level=info event=within request=abc-12345 route=/attempts/{attempt_id}")
    for line in (broken, foreign):
        assert "request=abc-12345" in line
        assert "ValueError <string>:10" in line
        assert SECRET not in line
    assert 'event="Exception in ASGI application"' in foreign
    assert "logger=uvicorn.error" in foreign


FORGOTTEN = f"""
import asyncio, gc
from app.core.logs import configure_logs
configure_logs("info")
async def fail():
    raise ValueError("{SECRET}")
async def forget():
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
asyncio.run(forget())
"""


def test_a_task_that_nobody_waits_for_fails_without_its_message() -> None:
    (line,) = lines_of(FORGOTTEN)
    assert 'event="Task exception was never retrieved"' in line
    assert "ValueError <string>:6" in line
    assert SECRET not in line


WARNING = f"""
import warnings
from app.core.logs import configure_logs
configure_logs("info")
warnings.warn("Pydantic serializer warnings:\\n  Expected `int` but got {SECRET}")
"""


def test_a_warning_is_a_line_without_the_value_that_it_is_about() -> None:
    (line,) = lines_of(WARNING)
    assert "UserWarning: Pydantic serializer warnings:" in line
    assert "level=warning" in line
    assert SECRET not in line


def test_an_exception_is_the_types_and_places_of_its_chain() -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as error:
        event = without_messages(None, "error", {"event": "x", "exc_info": error})
    assert event["exception"].startswith("RuntimeError ")
    assert " < KeyError " in event["exception"]
    assert __file__ in event["exception"]
    assert SECRET not in str(event)
    assert "exc_info" not in event


def test_outside_of_a_request_there_is_no_id() -> None:
    assert current_request() is None
