"""What every template must keep to: it compiles, is used, says nothing by itself and needs no inline code."""

from __future__ import annotations

import re
from typing import Final, get_args

import pytest
from jinja2.meta import find_referenced_templates

from app.web.render import environment
from app.web.texts import Language
from tests.web.sources import Page, python_modules, templates, without_jinja

TEMPLATES: Final = templates()
NAMES: Final = sorted(TEMPLATES)
SHOWN_AS_TYPED: Final = {"code", "pre", "kbd"}
"""Commands, addresses and keys are the same in every language."""


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name: str, language: Language) -> None:
    assert environment(language).get_template(name).name == name


def test_every_template_is_used() -> None:
    env = environment("fr")
    named = {
        other
        for source in TEMPLATES.values()
        for other in find_referenced_templates(env.parse(source))
        if other is not None
    }
    code = "\n".join(python_modules().values())
    assert [name for name in NAMES if name not in named and f'"{name}"' not in code] == []


def test_every_template_that_another_names_exists() -> None:
    env = environment("fr")
    named = {other for source in TEMPLATES.values() for other in find_referenced_templates(env.parse(source))}
    assert named <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_nothing_inline(name: str) -> None:
    page = Page(without_jinja(TEMPLATES[name]))
    written = [attributes for attributes in page.all("script") if "src" not in attributes]
    assert [attributes for attributes in written if attributes.get("type") != "application/json"] == []
    assert page.all("style") == []
    assert page.attributes("style") == []
    handlers = {
        key for _, attributes in page.elements for key in attributes if key.startswith(("on", "hx-on"))
    }
    assert handlers == set()


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_no_other_host(name: str) -> None:
    page = Page(without_jinja(TEMPLATES[name]))
    addresses = [*page.attributes("src"), *page.attributes("href"), *page.attributes("action")]
    assert [address for address in addresses if re.match(r"(\w+:)?//", address)] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_says_nothing_by_itself(name: str) -> None:
    page = Page(without_jinja(TEMPLATES[name]))
    spoken = [text for around, text in page.texts if not around & SHOWN_AS_TYPED]
    for attribute in ("aria-label", "title", "alt", "placeholder", "aria-description"):
        spoken += page.attributes(attribute)
    assert [text for text in spoken if re.search(r"[^\W\d_]{2}", text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_escapes_the_escaping(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|\bMarkup\b", TEMPLATES[name])
