"""The walks of the README work: the very commands that stand there, against a running server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.live import Live, serving

ROOT: Final = Path(__file__).parents[1]
ADDRESS: Final = "http://127.0.0.1:8000"
BETWEEN: Final = "-- the next block --"
SHOWN: Final = re.compile(r"# → (.+)$", re.MULTILINE)


class Block(NamedTuple):
    code: str

    @property
    def promised(self) -> list[str]:
        """What the reader is told to see."""
        return SHOWN.findall(self.code)


def blocks(heading: str, language: str) -> list[Block]:
    """The code blocks of one section of the README, as they stand there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split(f"\n### {heading}\n", 1)[1]
    section = re.split(r"^##+ ", section, maxsplit=1, flags=re.MULTILINE)[0]
    fenced = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [Block(code) for code in fenced.findall(section)]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, databases: Any) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("readme"), databases) as server:
        (server.folder / ".venv").symlink_to(ROOT / ".venv")
        yield server


def run(live: Live, command: list[str], code: str, **variables: str) -> str:
    """What `command` with `code` prints, in a folder that looks like this repository's."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VIGIE_")}
    done = subprocess.run(  # noqa: S603 - the README's own code
        [*command, "-c", code.replace(ADDRESS, live.address)],
        cwd=live.folder,
        env=environment | {"VIGIE_DATABASE_URL": live.database} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def walked(live: Live) -> list[str]:
    """The walk with curl, in one shell; what each block prints, and the token at last."""
    script = f"\necho '{BETWEEN}'\n".join(block.code for block in blocks("With curl", "sh"))
    printed = run(live, ["bash", "-eu", "-o", "pipefail"], f"{script}\necho '{BETWEEN}'\necho $TOKEN\n")
    return [part.strip() for part in printed.split(BETWEEN)]


def test_the_walk_with_curl_shows_what_it_promises(walked: list[str]) -> None:
    walk = blocks("With curl", "sh")
    assert len(walk) >= 6
    assert sum(len(block.promised) for block in walk) >= 9
    for block, printed in zip_longest(walk, walked[:-1]):
        lines = [line.strip() for line in printed.splitlines()]
        assert [line for line in block.promised if line not in lines] == [], printed


def test_the_exercise_of_the_walk_is_small_enough_to_read() -> None:
    document = next(block.code for block in blocks("With curl", "sh") if "JSON" in block.code)
    assert len(document.splitlines()) <= 40


def test_ten_lines_of_python_author_an_exercise(live: Live, walked: list[str]) -> None:
    (script,) = blocks("In ten lines of Python", "python")
    token = walked[-1]
    assert token.startswith("vigie_")
    printed = run(live, [sys.executable], script.code, TOKEN=token)
    assert len(script.promised) == 2
    assert [line for line in script.promised if line not in printed] == [], printed
    statements = [line for line in script.code.splitlines() if line.strip() and "# →" not in line]
    assert len(statements) <= 12
