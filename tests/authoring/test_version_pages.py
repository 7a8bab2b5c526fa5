"""The versions of an exercise and what sets two of them apart, on a real database."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.authoring.authors import HERE, TERRASSE, rewrite_draft, words
from tests.cast import Cast


def test_before_the_first_there_is_nothing_to_compare(ines: TestClient) -> None:
    shown = words(ines.get(f"{HERE}/versions"))
    assert "Rien n’est publié encore" in shown
    assert "Comparer" not in shown


def test_two_versions_and_the_draft_are_compared(ines: TestClient, document: dict[str, Any]) -> None:
    ines.post(f"{TERRASSE}/publish")
    second = {"draft": document["draft"].replace("{~~65~>75~~}", "{~~65~>78~~}"), "minutes": 12}
    rewrite_draft(ines, document, **second)
    ines.post(f"{TERRASSE}/publish")
    rewrite_draft(ines, document, **second, title="Un titre de plus")
    page = ines.get(f"{HERE}/versions").text
    assert re.findall(r'<option value="([\w]+)"( selected)?>', page) == [
        ("2", " selected"), ("1", ""), ("draft", " selected"), ("2", ""), ("1", ""),
    ]  # fmt: skip
    compared = ines.get(f"{HERE}/versions", params={"from": "1", "to": "2"})
    assert "<del>75 </del><ins>78 </ins>" in compared.text
    assert "Version 1 → Version 2" in words(compared)
    assert "/minutes modifié 10 12" in words(compared)
    assert "Le texte de référence" not in words(compared)
    with_draft = words(ines.get(f"{HERE}/versions", params={"from": "2", "to": "draft"}))
    assert "/title modifié Une terrasse à Nantes Un titre de plus" in with_draft
    assert "Le texte de l’IA" not in with_draft
    same = words(ines.get(f"{HERE}/versions", params={"from": "2", "to": "2"}))
    assert "Rien ne les distingue" in same


def test_a_change_of_the_reference_alone_shows(ines: TestClient, document: dict[str, Any]) -> None:
    ines.post(f"{TERRASSE}/publish")
    rewrite_draft(ines, document, draft=document["draft"].replace("{~~dix ans~>", "{~~dix années~>"))
    shown = words(ines.get(f"{HERE}/versions", params={"from": "1", "to": "draft"}))
    assert "Le texte de référence" in shown
    assert "Le texte de l’IA" not in shown


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"from": "1", "to": "9"}, 404),
        ({"from": "7", "to": "draft"}, 404),
        ({"from": "x", "to": "1"}, 200),
        ({"from": "1"}, 200),
        ({"from": "0", "to": "0"}, 200),
        ({"from": "9" * 5000, "to": "²"}, 200),
    ],
)
def test_what_does_not_exist_is_not_compared(ines: TestClient, query: dict[str, str], status: int) -> None:
    ines.post(f"{TERRASSE}/publish")
    answer = ines.get(f"{HERE}/versions", params=query)
    assert answer.status_code == status
    assert "→" not in words(answer)


def test_a_draft_that_cannot_be_read_is_not_compared(ines: TestClient, document: dict[str, Any]) -> None:
    ines.post(f"{TERRASSE}/publish")
    rewrite_draft(ines, document, draft=document["draft"].replace("{>>prix<<}", ""))
    assert ines.get(f"{HERE}/versions", params={"from": "1", "to": "draft"}).status_code == 409
    assert ines.get(f"{HERE}/versions").status_code == 200


def test_readers_get_the_versions_but_not_the_draft(ines: TestClient, cast: Cast) -> None:
    ines.post(f"{TERRASSE}/publish")
    ivan = cast.browser("ivan")
    assert "Version 1" in words(ivan.get(f"{HERE}/versions"))
    assert ivan.get(f"{HERE}/versions", params={"from": "1", "to": "draft"}).status_code == 404
