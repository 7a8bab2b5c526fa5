"""What tests of the authors' pages share."""

from __future__ import annotations

import html
import re
from typing import Any

from fastapi.testclient import TestClient

from tests.web.sources import Page

URL = "/api/v1/exercises"
TERRASSE = f"{URL}/terrasse"
HERE = "/authoring/terrasse"


def words(answer: Any) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(Page(answer.text).words).replace("\u202f", " ").replace("\xa0", " ")
    )


def rewrite_draft(browser: TestClient, document: dict[str, Any], **changes: Any) -> None:
    tag = browser.get(f"{URL}/{document['id']}", params={"view": "author"}).headers["etag"]
    put = browser.put(f"{URL}/{document['id']}", json={**document, **changes}, headers={"If-Match": tag})
    assert put.status_code == 200, put.text
