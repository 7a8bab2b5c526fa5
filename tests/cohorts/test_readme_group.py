"""What the README says of a group: the names of the pages are theirs, and the walk with curl works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.live import Live, serving
from tests.test_readme import BETWEEN, ROOT, blocks, run

TEXTS = ROOT / "app" / "web" / "texts"
NAMED = re.compile(r"\*\*([^*]+)\*\*[,\s]+\(?\*([^*]+)\*")
"""A name in English, then in French."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("readme-group")
    with serving(folder, databases, VIGIE_MODE="server") as server:
        yield server


def words(folder: Path) -> dict[str, str]:
    """The messages of one line, by their ids."""
    lines = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ftl")))
    return dict(re.findall(r"^([a-z][\w-]*) = (.+)$", lines, re.MULTILINE))


def test_the_pages_are_called_as_the_readme_calls_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n### A trainer’s way\n", 1)[1].split("\n### ", 1)[0]
    named = {tuple(" ".join(name.split()) for name in pair) for pair in NAMED.findall(section)}
    english, french = words(TEXTS / "en"), words(TEXTS / "fr")
    assert len(named) >= 20
    assert named - {(english[key], french.get(key)) for key in english} == set()


def test_the_walk_of_a_group_shows_what_it_promises(live: Live) -> None:
    walk = blocks("A group with curl", "sh")
    tokens = {"TRAINER": live.cast.token("ines"), "TRAINEE": live.cast.token("tara")}
    script = f"\necho '{BETWEEN}'\n".join(block.code for block in walk).replace("relance-facture", "mini")
    printed = run(live, ["bash", "-eu", "-o", "pipefail"], script, **tokens).split(BETWEEN)
    assert sum(len(block.promised) for block in walk) >= 6
    for block, shown in zip_longest(walk, printed):
        lines = [line.strip() for line in shown.splitlines()]
        assert [line for line in block.promised if line not in lines] == [], shown
