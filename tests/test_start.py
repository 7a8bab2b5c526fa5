"""What a command loads when it starts: workers and health checks start often, and alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.bench.servers import ROOT

WEB = {"fastapi", "starlette", "uvicorn", "authlib", "app.main", "app.ops.serving"}
UNRESOLVED = """
from app.core.metadata import Table
for table in Table.metadata.tables.values():
    for key in table.foreign_keys:
        key.column
"""


def loaded(statement: str) -> set[str]:
    """The modules that a new interpreter has after the statement."""
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.split())


@pytest.mark.parametrize("more", ["", ", app.grading.worker"])
def test_the_web_is_loaded_by_those_who_serve_it_alone(more: str) -> None:
    assert not loaded(f"import app.cli{more}") & (WEB | {"openai"})
    assert loaded("import app.cli, app.ops.serving") > WEB - {"authlib"}


@pytest.mark.parametrize("more", ["", ", app.grading.worker", ", app.grading.replay"])
def test_every_table_that_a_command_names_is_loaded_with_it(more: str) -> None:
    """A foreign key to a table that nobody imported fails at the first write."""
    loaded(f"import app.cli{more}\n{UNRESOLVED}")
