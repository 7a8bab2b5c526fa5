"""Which browser it is, in words that its owner knows it by: “Firefox, Linux”."""

from __future__ import annotations

import re
from typing import Final

# The first that matches names it: most browsers also claim to be those further down.
_BROWSERS: Final = [
    (r"EdgA?/|EdgiOS/", "Edge"),
    (r"OPR/|OPT/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Vivaldi/", "Vivaldi"),
    (r"DuckDuckGo/|Ddg/", "DuckDuckGo"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Version/.*Safari/", "Safari"),
]
_SYSTEMS: Final = [
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
]


def label_of(user_agent: str) -> str:
    """“Browser, system”, or the one that is known; empty where neither is."""
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(name for name in found if name)


def _first(names: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for sign, name in names if re.search(sign, user_agent[:1000])), "")
