"""`prompts/lock.json`: the hash of every published prompt. `python -m app.llm.lock` adds the new ones."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from app.llm.prompts import PROMPTS

LOCK: Final = "lock.json"


def problems(folder: Path = PROMPTS) -> list[str]:
    """What is wrong with the published prompts, a line each: changed, gone, or not in the lock yet."""
    locked, present = _locked(folder), _present(folder)
    changed = [f"{name}: a published prompt never changes; add a new version" for name in locked
               if name in present and locked[name] != present[name]]  # fmt: skip
    gone = [f"{name}: a published prompt must stay" for name in locked if name not in present]
    new = [f"{name}: not in {LOCK} yet; run python -m app.llm.lock" for name in present if name not in locked]
    return sorted(changed + gone + new)


def publish(folder: Path = PROMPTS) -> list[str]:
    """Add to the lock the prompts that are not in it; gives their names. What is locked is left alone."""
    locked, present = _locked(folder), _present(folder)
    new = sorted(present.keys() - locked.keys())
    text = json.dumps(dict(sorted((present | locked).items())), indent=2)
    (folder / LOCK).write_text(f"{text}\n", encoding="utf-8")
    return new


def _locked(folder: Path) -> dict[str, str]:
    path = folder / LOCK
    locked: dict[str, str] = json.loads(path.read_bytes()) if path.exists() else {}
    return locked


def _present(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.glob("*/v*.md")
    }


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in [*(f"+ {name}" for name in publish()), *problems()]))
