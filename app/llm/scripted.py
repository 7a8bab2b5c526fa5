"""A model that says what it is told to: a real HTTP server on loopback with OpenAI's interface.

For tests and demonstrations. A behaviour is a function from what was asked to what is answered; so are the
faults below, which fit wherever a behaviour does.

    with ScriptedModel(says({"answers": []}), first=[error(503)]) as model:
        ModelClient(ModelSettings(model.base_url, "scripted"))
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Literal, Self

from pydantic import BaseModel

from app.llm.protocol import estimate_tokens

_FOREVER: Final = 3_600.0
_ABORT: Final = struct.pack("ii", 1, 0)  # close with a reset instead of a goodbye


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    body: dict[str, Any]
    headers: dict[str, str]
    path: str

    @property
    def system(self) -> str:
        return self._content("system")

    @property
    def user(self) -> str:
        return self._content("user")

    @property
    def text(self) -> str:
        """All messages in one, in their order."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def format(self) -> str:
        """`json_schema`, `json_object` or ""."""
        return str(self.body.get("response_format", {}).get("type", ""))

    def _content(self, role: str) -> str:
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] == role)


@dataclass(frozen=True)
class Reply:
    """What goes back: after `wait` seconds, an HTTP answer. With `cut` only so many bytes of the body are
    sent, and then the connection is reset, hangs in silence, or drips on byte by byte. `busy`: says again and
    again while it waits that it is at work (102). Not `measured`: the length is not told beforehand, the body
    ends with the connection."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    busy: bool = False
    measured: bool = True
    cut: int | None = None
    then: Literal["reset", "stall", "drip"] = "stall"


Behaviour = Callable[[Asked], "Reply | str | dict[str, Any] | BaseModel"]


def says(content: str | dict[str, Any] | BaseModel, **choice: Any) -> Behaviour:
    """Always the same answer; `choice` overrides members of the choice, as in `finish_reason="length"`."""
    return lambda asked: completion(asked, content, **choice)


def refuses(asked: Asked) -> Reply:
    return completion(asked, "", message={"role": "assistant", "content": None, "refusal": "I can’t."})


def filtered(asked: Asked) -> Reply:
    return completion(asked, "", finish_reason="content_filter")


def truncated(asked: Asked) -> Reply:
    return completion(asked, '{"answers": [{"number": 1, "ans', finish_reason="length")


def no_choice(asked: Asked) -> Reply:
    return _json(_envelope(asked, "") | {"choices": []})


def huge(size: int) -> Behaviour:
    """An answer of `size` bytes."""
    return lambda asked: completion(asked, "x" * size)


def bytes_of(body: bytes) -> Behaviour:
    """Status 200 and any body at all."""
    return lambda asked: Reply(body)


def error(status: int, code: str = "", param: str = "", message: str = "", **headers: str) -> Behaviour:
    """An error answer; headers as keywords, `retry_after="2"` for Retry-After."""
    body = {"error": {"message": message, "type": "error", "param": param or None, "code": code or None}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda asked: replace(_json(body), status=status, headers=named)


def silent(asked: Asked) -> Reply:
    """Never answers."""
    return Reply(b"", wait=_FOREVER)


def busy(asked: Asked) -> Reply:
    """Never answers, and never falls silent either."""
    return Reply(b"", wait=_FOREVER, busy=True)


def slow(seconds: float, behaviour: Behaviour) -> Behaviour:
    return lambda asked: replace(as_reply(asked, behaviour(asked)), wait=seconds)


def cut(behaviour: Behaviour, then: Literal["reset", "stall", "drip"], after: int = 20) -> Behaviour:
    """The behaviour's answer up to `after` bytes of the body, then trouble."""
    return lambda asked: replace(as_reply(asked, behaviour(asked)), cut=after, then=then)


def as_reply(asked: Asked, answer: Reply | str | dict[str, Any] | BaseModel) -> Reply:
    return answer if isinstance(answer, Reply) else completion(asked, answer)


def completion(asked: Asked, content: str | dict[str, Any] | BaseModel, **choice: Any) -> Reply:
    """A chat completion with `content` as the model's words."""
    text = content if isinstance(content, str) else _dumped(content)
    envelope = _envelope(asked, text)
    envelope["choices"][0].update(choice)
    return _json(envelope)


class ScriptedModel:
    """The server, from `with` to its end. `first` are played once each before the behaviour takes over.

    `requests` keeps everything that was asked; `hung_up` counts the clients that left before the end of an
    answer. A server that does not know `json_schema` answers 400 to it.
    An exception in a behaviour is answered with 500 and raised again at the end.
    """

    def __init__(
        self,
        behaviour: Behaviour,
        *,
        first: Iterable[Behaviour] = (),
        knows_schema: bool = True,
        port: int = 0,
    ) -> None:
        self.behaviour = behaviour
        self.requests: list[Asked] = []
        self.hung_up = 0
        self._first = list(first)
        self._knows_schema = knows_schema
        self._lock = threading.Lock()
        self._errors: list[Exception] = []
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join()
        if self._errors and error is None:
            raise self._errors[0]

    def next(self, *behaviours: Behaviour) -> None:
        """Play these once each, before anything else."""
        with self._lock:
            self._first[:0] = behaviours

    def answer(self, asked: Asked) -> Reply:
        """Decide on one request; called from a thread of its own."""
        with self._lock:
            self.requests.append(asked)
            if asked.format == "json_schema" and not self._knows_schema:
                behaviour = error(400, message="response_format.type must be text or json_object")
            else:
                behaviour = self._first.pop(0) if self._first else self.behaviour
        try:
            return as_reply(asked, behaviour(asked))
        except Exception as failure:  # noqa: BLE001 - a script may fail in any way; it is raised at the end
            self._errors.append(failure)
            return replace(_json({"error": {"message": "the script failed"}}), status=500)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], model: ScriptedModel) -> None:
        super().__init__(address, _Handler)
        self.model = model
        self.stopping = threading.Event()
        self.aborted: set[socket.socket] = set()
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        if request in self.aborted:
            self.aborted.discard(request)
            request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Only clients that went away come here; scripts' own errors are kept by the model."""
        self.model.hung_up += 1

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"]))
        asked = Asked(json.loads(data), {k.lower(): v for k, v in self.headers.items()}, self.path)
        reply = self.server.model.answer(asked)
        if reply.busy:
            self._say_busy()
        elif not self.server.stopping.wait(reply.wait):
            self._send(reply)
            return
        self.close_connection = True

    def _say_busy(self) -> None:
        while not self.server.stopping.wait(0.05):
            self.wfile.write(b"HTTP/1.1 102 Processing\r\n\r\n")

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in ({"content-type": "application/json"} | reply.headers).items():
            self.send_header(name, value)
        if reply.measured:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.close_connection = not reply.measured
        self.wfile.write(reply.body[: reply.cut])
        if reply.cut is not None:
            self._fail(reply)

    def _fail(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.then == "reset":
            self.server.aborted.add(self.connection)
        elif reply.then == "stall":
            self.server.stopping.wait(_FOREVER)
        else:
            for byte in reply.body[reply.cut :]:
                if self.server.stopping.wait(0.02):
                    return
                self.wfile.write(bytes([byte]))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: the requests are kept instead."""


def _envelope(asked: Asked, text: str) -> dict[str, Any]:
    tokens = {"prompt_tokens": estimate_tokens(asked.text), "completion_tokens": estimate_tokens(text)}
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": asked.body.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": tokens | {"total_tokens": sum(tokens.values())},
    }


def _dumped(content: dict[str, Any] | BaseModel) -> str:
    return content.model_dump_json() if isinstance(content, BaseModel) else json.dumps(content)


def _json(value: object) -> Reply:
    return Reply(json.dumps(value).encode())
