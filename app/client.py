"""A client of the API, for scripts: `VigieClient` speaks the server's own types.

    with VigieClient("http://127.0.0.1:8000", token) as vigie:
        draft = vigie.create(document)
        print(draft.lint)
        vigie.publish(draft.id)

Every refusal is a `VigieError` with the server's problem; a server that cannot be reached raises
`httpx2.TransportError`. What is safe to repeat is repeated: a request that did not arrive, one that the
server had no room for (429), and on other failures what does no harm when it is done twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx2
from pydantic import BaseModel, ValidationError

from app import __version__
from app.authoring.documents import (
    AuthoredExercise,
    Comparison,
    ImportReport,
    LintReport,
    Published,
    Status,
    VersionOut,
    VersionPage,
)
from app.authoring.planting.request import PlantRequest
from app.authoring.planting.schemas import PlantedExercise
from app.exercises.public import ExerciseCard, ExercisePage, ExerciseView
from app.exercises.schema import Domain, Exercise, Language
from app.grading.assessment import Assessment
from app.practice.schemas import AnnotationIn, AnnotationOut, AttemptOut, TextOut, TwistOut
from app.web.problems import MEDIA_TYPE, ProblemDocument, ProblemError

Model = TypeVar("Model", bound=BaseModel)
Document: TypeAlias = Exercise | Mapping[str, Any]
Text: TypeAlias = Literal["rewrite", "client_note", "twist"]
PAUSES: Final = (0.5, 1.0, 2.0)
"""Seconds between the tries of a request, where the server does not say how long to wait."""
LONGEST_PAUSE: Final = 60.0
"""Seconds to wait at most before a request is repeated; a server that asks for more is an error at once."""
PLANTING_SECONDS: Final = 600.0
_HARMLESS_TWICE: Final = frozenset({"GET", "PUT", "DELETE"})


class VigieError(Exception):
    """The server refused; `problem` is what it said. In words, it names every wrong place."""

    def __init__(self, problem: ProblemDocument) -> None:
        said = (f"{error.pointer}: {error.detail}" for error in problem.errors if error.pointer)
        places = [place for place in said if place != problem.detail]
        whole = f"{problem.detail.rstrip('.')}: {'; '.join(places)}" if places else problem.detail
        super().__init__(whole)
        self.problem = problem

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def slug(self) -> str:
        """The kind of problem, as in `id-taken` or `stale`."""
        return self.problem.type.rpartition(":")[2]

    @property
    def errors(self) -> list[ProblemError]:
        return self.problem.errors

    @property
    def pointers(self) -> list[str]:
        """JSON pointers to the wrong places."""
        return [error.pointer for error in self.errors]


class VigieClient:
    """One server and one API token. It remembers which revision of a draft it saw last, and replaces no other
    one: what somebody else changed meanwhile is a `VigieError` with the slug `stale`."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30.0,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`timeout` in seconds, for each request; `sleep` waits between tries."""
        headers = {"Authorization": f"Bearer {token}", "User-Agent": f"vigie-client/{__version__}"}
        self._http = httpx2.Client(
            base_url=f"{base_url.rstrip('/')}/api/v1/", headers=headers, timeout=timeout, transport=transport
        )
        self._sleep = sleep
        self._revisions: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    # Exercises

    def exercises(
        self,
        query: str = "",
        *,
        language: Language | str | None = None,
        domain: Domain | str | None = None,
        difficulty: int | None = None,
        status: Status | str = Status.PUBLISHED,
        mine: bool = False,
    ) -> Iterator[ExerciseCard]:
        """Every exercise on offer, or with another `status` your own; page by page as you go on."""
        filters = {"q": query, "language": language, "domain": domain, "difficulty": difficulty}
        wanted = {**filters, "status": status, "author": "me" if mine else None}
        for page in self._pages(ExercisePage, "exercises", wanted):
            yield from page.items

    def exercise(self, exercise_id: str) -> ExerciseView:
        """The published exercise, as trainees see it."""
        return self._ask(ExerciseView, "GET", _one(exercise_id))

    def draft(self, exercise_id: str) -> AuthoredExercise:
        """The exercise as its authors see it, with what the linter finds."""
        return self._authored("GET", _one(exercise_id), params={"view": "author"})

    def create(self, document: Document) -> AuthoredExercise:
        """A new draft. Done once, however often the request has to be repeated."""
        headers = {"Idempotency-Key": str(uuid4())}
        return self._authored("POST", "exercises", document, headers=headers, repeat=True)

    def replace(self, document: Document, *, overwrite: bool = False) -> AuthoredExercise:
        """The draft with the document's id written anew, if it still is as this client saw it last; with
        `overwrite`, in any case."""
        exercise_id = document.id if isinstance(document, Exercise) else str(document.get("id", ""))
        revision = self._revisions.get(exercise_id)
        seen = "*" if overwrite else None if revision is None else f'"{revision}"'
        headers = {} if seen is None else {"If-Match": seen}
        return self._authored("PUT", _one(exercise_id), document, headers=headers)

    def publish(self, exercise_id: str) -> Published:
        """Offer the draft to trainees; publishing the same again changes nothing."""
        return self._ask(Published, "POST", f"{_one(exercise_id)}/publish", repeat=True)

    def archive(self, exercise_id: str) -> AuthoredExercise:
        """Offer the exercise no longer."""
        return self._authored("POST", f"{_one(exercise_id)}/archive", repeat=True)

    def restore(self, exercise_id: str) -> AuthoredExercise:
        """Offer an archived exercise again."""
        return self._authored("POST", f"{_one(exercise_id)}/restore", repeat=True)

    def lint(self, document: Document) -> LintReport:
        """What the linter says of a document, right or wrong; nothing is saved."""
        return self._ask(LintReport, "POST", "exercises/lint", document, repeat=True)

    def export(self, exercise_id: str | None = None) -> bytes:
        """A zip archive of one exercise, or of all that you write."""
        path = "exercises/export" if exercise_id is None else f"{_one(exercise_id)}/export"
        return self._answer("GET", path, accepts="application/zip").content

    def import_archive(self, archive: bytes) -> ImportReport:
        """Every exercise of a zip archive as a draft of yours, or none."""
        return self._ask(ImportReport, "POST", "exercises/import", archive, repeat=True)

    def plant(self, request: PlantRequest | Mapping[str, Any]) -> PlantedExercise:
        """Have the server's model plant flaws in a clean text; nothing is saved. Takes up to minutes."""
        return self._ask(PlantedExercise, "POST", "exercises/plant", request, timeout=PLANTING_SECONDS)

    def versions(self, exercise_id: str) -> Iterator[VersionOut]:
        """The published versions, the newest first."""
        for page in self._pages(VersionPage, f"{_one(exercise_id)}/versions", {}):
            yield from page.items

    def version(self, exercise_id: str, number: int) -> Exercise:
        """The document of a version, with its answers."""
        return self._ask(Exercise, "GET", f"{_one(exercise_id)}/versions/{number}")

    def compare(self, exercise_id: str, old: int, new: int) -> Comparison:
        """What one version changed since another one."""
        path = f"{_one(exercise_id)}/versions/compare"
        return self._ask(Comparison, "GET", path, params={"from": old, "to": new})

    # Attempts

    def start(self, exercise_id: str) -> AttemptOut:
        """Your open attempt of an exercise, or a new one."""
        return self._ask(AttemptOut, "POST", f"{_one(exercise_id)}/attempts", repeat=True)

    def attempt(self, attempt_id: UUID) -> AttemptOut:
        return self._ask(AttemptOut, "GET", f"attempts/{attempt_id}")

    def annotate(
        self, attempt_id: UUID, mark: AnnotationIn | Mapping[str, Any], annotation_id: UUID | None = None
    ) -> AnnotationOut:
        """A new mark, or the one with this id made anew."""
        path = f"attempts/{attempt_id}/annotations/{annotation_id or uuid4()}"
        return self._ask(AnnotationOut, "PUT", path, mark)

    def erase(self, attempt_id: UUID, annotation_id: UUID) -> None:
        """Delete a mark."""
        self._answer("DELETE", f"attempts/{attempt_id}/annotations/{annotation_id}")

    def write(self, attempt_id: UUID, kind: Text, text: str) -> TextOut:
        """Save the rewrite, the note to the client, or the text that follows the client's answer."""
        return self._ask(TextOut, "PUT", f"attempts/{attempt_id}/{kind}", {"text": text})

    def send_note(self, attempt_id: UUID) -> TwistOut:
        """Send the note to the client, and get their answer."""
        return self._ask(TwistOut, "POST", f"attempts/{attempt_id}/twist", repeat=True)

    def submit(self, attempt_id: UUID) -> Assessment:
        """Hand the attempt in, and get its grade; again, the same grade. Raises a VigieError `not-released`
        for a certifying attempt: it is handed in, and its grade waits for a trainer."""
        answer = self._answer("POST", f"attempts/{attempt_id}/submit", repeat=True)
        waits = answer.status_code == HTTPStatus.ACCEPTED
        return self.assessment(attempt_id) if waits else _read(Assessment, answer)

    def assessment(self, attempt_id: UUID) -> Assessment:
        """The grade in force."""
        return self._ask(Assessment, "GET", f"attempts/{attempt_id}/assessment")

    # How it is asked

    def _authored(self, method: str, path: str, body: Any = None, **how: Any) -> AuthoredExercise:
        authored = self._ask(AuthoredExercise, method, path, body, **how)
        self._revisions[authored.id] = authored.revision
        return authored

    def _pages(self, model: type[Model], path: str, wanted: Mapping[str, Any]) -> Iterator[Model]:
        params = {name: str(value) for name, value in wanted.items() if value not in (None, "")}
        cursor: str | None = ""
        while cursor is not None:
            page = self._ask(model, "GET", path, params=params | ({"cursor": cursor} if cursor else {}))
            yield page
            cursor = getattr(page, "next", None)

    def _ask(self, model: type[Model], method: str, path: str, body: Any = None, **how: Any) -> Model:
        return _read(model, self._answer(method, path, body, **how))

    def _answer(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        accepts: str = "application/json",
        repeat: bool = False,
        timeout: float | None = None,
    ) -> httpx2.Response:
        """The answer to one request, repeated where that is safe. Raises VigieError for a refusal."""
        content, kind = _encoded(body)
        request = self._http.build_request(
            method,
            path,
            params=params or None,
            content=content,
            headers={"Accept": accepts, **kind, **(headers or {})},
            timeout=self._http.timeout if timeout is None else timeout,
        )
        answer = self._patiently(request, repeat or method in _HARMLESS_TWICE)
        kind_of_answer = answer.headers.get("content-type", "").partition(";")[0]
        if answer.status_code == HTTPStatus.NO_CONTENT:
            return answer
        if not answer.is_success or kind_of_answer != accepts:
            raise _refusal(answer)
        return answer

    def _patiently(self, request: httpx2.Request, harmless_twice: bool) -> httpx2.Response:
        pauses = iter(PAUSES)
        while True:
            pause = next(pauses, None)
            try:
                answer = self._http.send(request)
            except httpx2.TransportError as error:
                arrived = not isinstance(error, httpx2.ConnectError)
                if pause is None or (arrived and not harmless_twice):
                    raise
                self._sleep(pause)
            else:
                wait = _pause(answer, harmless_twice)
                if pause is None or wait is None:
                    return answer
                self._sleep(wait)


def _read(model: type[Model], answer: httpx2.Response) -> Model:
    try:
        return model.model_validate_json(answer.content)
    except ValidationError:
        raise _unexpected(answer) from None


def _one(exercise_id: str) -> str:
    return f"exercises/{quote(exercise_id, safe='')}"


def _encoded(body: Any) -> tuple[bytes | None, dict[str, str]]:
    """A body and its content type; bytes are an archive."""
    if body is None or isinstance(body, bytes):
        return body, {} if body is None else {"Content-Type": "application/zip"}
    plain = body.model_dump(mode="json") if isinstance(body, BaseModel) else body
    text = json.dumps(plain, ensure_ascii=False, default=str)
    return text.encode("utf-8", "surrogatepass"), {"Content-Type": "application/json"}


def _pause(answer: httpx2.Response, harmless_twice: bool) -> float | None:
    """Seconds to wait before the request is sent again; None where it is not. A 429 has done nothing."""
    again = answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or (
        harmless_twice and answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    )
    seconds = answer.headers.get("retry-after", "")
    if not again or not (seconds.isascii() and seconds.isdigit()):
        return None
    return float(seconds) if float(seconds) <= LONGEST_PAUSE else None


def _refusal(answer: httpx2.Response) -> VigieError:
    if answer.headers.get("content-type", "").startswith(MEDIA_TYPE):
        try:
            return VigieError(ProblemDocument.model_validate_json(answer.content))
        except ValidationError:
            return _unexpected(answer)
    return _unexpected(answer)


def _unexpected(answer: httpx2.Response) -> VigieError:
    """For what no Vigie of this version says: another server at the address, or a proxy before it."""
    detail = f"{answer.url} does not answer as Vigie {__version__} does: {answer.text[:200]!r}"
    problem = ProblemDocument(
        type="urn:vigie:problem:unexpected-answer",
        title=answer.reason_phrase,
        status=answer.status_code,
        detail=detail,
        errors=[],
    )
    return VigieError(problem)
