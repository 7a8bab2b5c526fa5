"""A small OpenID Connect provider on loopback that does everything right until it is told not to.

It checks what ours sends (the client's secret, PKCE, the address to come back to), and then lies as told:
`claims`, `header` and `metadata` change what it says (None takes a member away), `sign` how it signs, and
`scripted` answers a path with anything at all.
"""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT_ID = "vigie: à l’atelier"
CLIENT_SECRET = "un : secret % d’ici"
ACCESS_TOKEN = "the-access-token"
Key = RSAKey | ECKey
Sign = Callable[[dict[str, Any], dict[str, Any]], str]


@cache
def rsa(number: int) -> RSAKey:
    """Keys are slow to make: the same ones for all tests of a process."""
    return RSAKey.generate_key(2048, parameters={"kid": f"rsa-{number}"})


@cache
def elliptic(curve: str = "P-256") -> ECKey:
    return ECKey.generate_key(curve, parameters={"kid": f"ec-{curve}"})


@dataclass
class Reply:
    """An answer as it goes over the wire: after `wait` seconds, and then a byte in each `drip` seconds."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0


def as_json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status, {"content-type": "application/json"})


class HostileProvider:
    """Runs from `with` to its end. `asked` counts the requests by their path."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.scripted: dict[str, Reply] = {}
        self.key: Key = rsa(0)
        self.published: list[dict[str, Any]] = [public(rsa(0))]
        self.sign: Sign = self.signed
        self.asked: Counter[str] = Counter()
        self.reached = threading.Event()
        self.question: dict[str, str] = {}
        self.failures: list[Exception] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.provider = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self.failures and error is None:
            raise self.failures[0]

    def sign_in(self, address: str) -> str:
        """The person signs in on the page at `address`; where the provider leads then."""
        self.question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        back = {"code": "the-code", "state": self.question["state"]}
        return f"{self.question['redirect_uri']}?{urlencode(back)}"

    def signed(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        """As ASCII, so that even what is no Unicode (a lone surrogate) can be said."""
        registry = JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
        return jws.serialize_compact(header, json.dumps(claims), self.key, registry=registry)

    def answer(self, method: str, path: str, headers: dict[str, str], body: str) -> Reply:
        """A script that fails is answered with 500, and raised again at the end."""
        try:
            return self._answer(method, path, headers, body)
        except Exception as failure:  # noqa: BLE001 - it may fail in any way
            self.failures.append(failure)
            return Reply(status=500)

    def _answer(self, method: str, path: str, headers: dict[str, str], body: str) -> Reply:
        self.asked[path] += 1
        self.reached.set()
        if path in self.scripted:
            return self.scripted[path]
        ways: dict[tuple[str, str], Callable[[], Reply]] = {
            ("GET", "/.well-known/openid-configuration"): self._metadata,
            ("GET", "/jwks"): lambda: as_json({"keys": self.published}),
            ("POST", "/token"): lambda: self._token(headers, body),
            ("GET", "/userinfo"): lambda: self._userinfo(headers),
        }
        found = ways.get((method, path))
        return found() if found else Reply(b"no such page", 404)

    def _metadata(self) -> Reply:
        own = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=1",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
        }
        return as_json(_changed(own, self.metadata))

    def _token(self, headers: dict[str, str], body: str) -> Reply:
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if not self._is_client(headers, form):
            return as_json({"error": "invalid_client"}, 401)
        challenge = _base64(sha256(form["code_verifier"].encode()).digest())
        right = {
            "grant_type": "authorization_code",
            "code": "the-code",
            "redirect_uri": self.question["redirect_uri"],
        }
        proven = challenge == self.question["code_challenge"]
        if not proven or {name: form.get(name) for name in right} != right:
            return as_json({"error": "invalid_grant"}, 400)
        return as_json({"id_token": self.id_token(), "access_token": ACCESS_TOKEN, "token_type": "Bearer"})

    def _is_client(self, headers: dict[str, str], form: dict[str, str]) -> bool:
        if "client_secret" in form:
            return (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        both = f"{quote_plus(CLIENT_ID)}:{quote_plus(CLIENT_SECRET)}"
        return headers.get("authorization") == "Basic " + base64.b64encode(both.encode()).decode()

    def id_token(self) -> str:
        now = int(time.time())
        own = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "sub-1",
            "exp": now + 300,
            "iat": now,
            "nonce": self.question["nonce"],
            "email": "zoe@atelier.example",
            "email_verified": True,
            "name": "Zoé",
        }
        header = {"alg": "ES256" if isinstance(self.key, ECKey) else "RS256", "kid": self.key.kid}
        return self.sign(_changed(header, self.header), _changed(own, self.claims))

    def _userinfo(self, headers: dict[str, str]) -> Reply:
        if headers.get("authorization") != f"Bearer {ACCESS_TOKEN}":
            return as_json({"error": "invalid_token"}, 401)
        return as_json({"sub": "sub-1", **self.userinfo})


def public(key: Key, **more: object) -> dict[str, Any]:
    """The public half as it is published."""
    return {**key.as_dict(private=False), **more}


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """`alg: none`, as in the attack."""
    return f"{_part(header | {'alg': 'none'})}.{_part(claims)}."


def signed_with_the_public_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """HS256, with the text of the published RSA key as the secret: the classical confusion."""
    signing = f"{_part(header | {'alg': 'HS256'})}.{_part(claims)}"
    return f"{signing}.{_base64(hmac.digest(rsa(0).as_pem(private=False), signing.encode(), 'sha256'))}"


def signed_by_a_stranger(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """With the right name of the key, and another key."""
    return jwt.encode(header, claims, rsa(9))


def altered(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Signed rightly, and changed afterwards."""
    head, _, signature = jwt.encode(header, claims, rsa(0)).split(".")
    return f"{head}.{_part(claims | {'sub': 'somebody-else'})}.{signature}"


def brings_its_own_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """The header offers the key to check with."""
    mine = header | {"jwk": public(rsa(9)), "kid": rsa(9).kid}
    registry = JWSRegistry(algorithms=["RS256"], strict_check_header=False)
    return jwt.encode(mine, claims, rsa(9), registry=registry)


def critical(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Signed rightly, with a header that wants something unheard of to be understood."""
    signing = f"{_part(header | {'crit': ['exp'], 'exp': 1})}.{_part(claims)}"
    private = rsa(0).get_op_key("sign")
    return f"{signing}.{_base64(private.sign(signing.encode(), PKCS1v15(), SHA256()))}"


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _changed(own: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (own | changes).items() if value is not None}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: HostileProvider

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.stopping = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def _serve(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.provider.answer(method, urlsplit(self.path).path, headers, body)
        if self.server.stopping.wait(reply.wait):
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self._write(reply)

    def _write(self, reply: Reply) -> None:
        if not reply.drip:
            self.wfile.write(reply.body)
            return
        for byte in reply.body:
            if self.server.stopping.wait(reply.drip):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: what was asked is counted instead."""
