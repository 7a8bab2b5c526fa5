"""A provider that lies, breaks or is gone: nobody gets in, nothing hangs, and the log says why."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey, RSAKey
from structlog.testing import capture_logs

from app.accounts.oidc_provider import KEPT_S, KEYS_AT_MOST_EVERY_S, Provider
from app.accounts.oidc_wire import MOST_BYTES, Wire
from app.accounts.policy import COOKIE
from app.core.config import Settings
from app.core.db import Database
from tests.accounts import oidc_hostile as hostile
from tests.accounts.oidc_hostile import CLIENT_ID, CLIENT_SECRET, HostileProvider, Reply, as_json, public
from tests.accounts.oidc_steps import (
    START,
    Books,
    assert_signed_in,
    come_back,
    leave,
    query_of,
    reason_of,
    with_provider,
)
from tests.cast import BASE

METADATA = "/.well-known/openid-configuration"
PATIENCE_S = 0.5


@pytest.fixture
def provider() -> Iterator[HostileProvider]:
    with HostileProvider() as running:
        yield running


@pytest.fixture
def settings(settings: Settings, provider: HostileProvider) -> Settings:
    return with_provider(settings, provider.issuer, CLIENT_ID, CLIENT_SECRET, oidc_sign_up="anyone")


@pytest.fixture
def books(db: Database) -> Books:
    return Books(db)


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(app: FastAPI, provider: HostileProvider) -> Clock:
    """The server's idea of time where it keeps what the provider publishes; and little patience."""
    clock = Clock()
    wire = Wire(seconds=PATIENCE_S)
    app.state.oidc = Provider(provider.issuer, CLIENT_ID, CLIENT_SECRET, wire=wire, clock=clock)
    return clock


def sign_in(browser: TestClient, provider: HostileProvider) -> Any:
    return come_back(browser, provider.sign_in(leave(browser)))


def refused(browser: TestClient, provider: HostileProvider) -> tuple[str, str]:
    """(reason, cause in the log) of a whole sign-in that must fail."""
    with capture_logs() as logs:
        answer = browser.get(START)
        if "/refused" not in answer.headers["location"]:
            answer = come_back(browser, provider.sign_in(answer.headers["location"]))
    reason, told = reason_of(answer), [entry for entry in logs if entry["event"] != "answered"]
    assert COOKIE not in browser.cookies
    assert [entry["reason"] for entry in told] == [reason]
    return reason, str(told[0]["cause"])


def test_it_works_while_nobody_lies(stranger: TestClient, provider: HostileProvider, books: Books) -> None:
    """The secrets hold what must be encoded; the provider checks them, and PKCE."""
    address = leave(stranger)
    assert address.startswith(f"{provider.issuer}/authorize?tenant=1&")
    assert_signed_in(stranger, come_back(stranger, provider.sign_in(address)))
    assert [(p.name, p.email) for p in books.people()] == [("Zoé", "zoe@atelier.example")]
    assert provider.asked["/userinfo"] == 0


def test_the_secret_goes_into_the_body_where_the_provider_wants_it_so(
    stranger: TestClient, provider: HostileProvider
) -> None:
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"]}
    assert_signed_in(stranger, sign_in(stranger, provider))


class TestClaims:
    @pytest.mark.parametrize(
        ("claims", "cause"),
        [
            ({"iss": "https://evil.example"}, "invalid_claim iss"),
            ({"iss": None}, "missing_claim iss"),
            ({"iss": ["x"]}, "invalid_claim iss"),
            ({"aud": "another-client"}, "invalid_claim aud"),
            ({"aud": ["another-client"]}, "invalid_claim aud"),
            ({"aud": None}, "missing_claim aud"),
            ({"aud": []}, "invalid_claim aud"),
            ({"aud": {"x": 1}}, "invalid_claim aud"),
            ({"aud": [CLIENT_ID, "another"]}, "missing_claim azp"),
            ({"aud": [CLIENT_ID, "another"], "azp": "another"}, "invalid_claim azp"),
            ({"azp": "another"}, "invalid_claim azp"),
            ({"exp": 1_000_000_000}, "expired_token exp"),
            ({"exp": None}, "missing_claim exp"),
            ({"exp": "tomorrow"}, "invalid_claim exp"),
            ({"exp": True}, "invalid_claim exp"),
            ({"exp": float("nan")}, "invalid_claim exp"),
            ({"iat": None}, "missing_claim iat"),
            ({"iat": 4_000_000_000, "exp": 5_000_000_000}, "invalid_claim iat"),
            ({"nbf": 4_000_000_000}, "invalid_claim nbf"),
            ({"nonce": "another"}, "invalid_claim nonce"),
            ({"nonce": None}, "missing_claim nonce"),
            ({"nonce": ["x"]}, "invalid_claim nonce"),
            ({"sub": None}, "missing_claim sub"),
            ({"sub": ""}, "invalid_claim sub"),
            ({"sub": 7}, "invalid_claim sub"),
            ({"sub": "s" * 256}, "sub"),
            ({"sub": "\ud800"}, "sub"),
            ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "invalid_claim at_hash"),
            ({"at_hash": {"x": 1}}, "TypeError"),
            ({"amr": "pwd"}, "invalid_claim amr"),
        ],
        ids=str,
    )
    def test_a_claim_that_is_wrong_is_refused(
        self, stranger: TestClient, provider: HostileProvider, claims: dict[str, Any], cause: str
    ) -> None:
        provider.claims = claims
        assert refused(stranger, provider) == ("answer", f"ID token: {cause}")

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": [CLIENT_ID]},
            {"aud": [CLIENT_ID, "another"], "azp": CLIENT_ID},
            {"azp": CLIENT_ID},
            {"unheard_of": {"deep": [1, 2]}},
        ],
        ids=str,
    )
    def test_what_the_standard_allows_is_accepted(
        self, stranger: TestClient, provider: HostileProvider, claims: dict[str, Any]
    ) -> None:
        provider.claims = claims
        assert_signed_in(stranger, sign_in(stranger, provider))

    @pytest.mark.parametrize(("late", "accepted"), [(50, True), (70, False)])
    def test_clocks_may_differ_by_a_minute(
        self, stranger: TestClient, provider: HostileProvider, late: int, accepted: bool
    ) -> None:
        provider.claims = {"exp": int(time.time()) - late}
        answer = sign_in(stranger, provider)
        assert (answer.headers["location"] == "/") == accepted

    @pytest.mark.parametrize(
        ("claims", "email", "name"),
        [
            ({"email_verified": "true"}, "zoe@atelier.example", "Zoé"),
            ({"email": "  ZOE@Atelier.Example "}, "zoe@atelier.example", "Zoé"),
            ({"email_verified": None}, None, "Zoé"),
            ({"email_verified": 1}, None, "Zoé"),
            ({"email_verified": ["true"]}, None, "Zoé"),
            ({"email": "not an address"}, None, "Zoé"),
            ({"email": "zoe@atelier.example\nbcc: x@y.zz"}, None, "Zoé"),
            ({"email": "\u212aim@atelier.example"}, None, "Zoé"),
            ({"email": ["zoe@atelier.example"]}, None, "Zoé"),
            (
                {"name": None, "given_name": "Zoé", "family_name": "Martin"},
                "zoe@atelier.example",
                "Zoé Martin",
            ),
            ({"name": "\u202e \n", "preferred_username": "zm"}, "zoe@atelier.example", "zm"),
            ({"name": {"x": 1}}, "zoe@atelier.example", "zoe"),
            ({"name": None, "email": None}, None, "sub-1"),
            ({"name": "Zo\u202eé\x00 M"}, "zoe@atelier.example", "Zoé M"),
            ({"name": "\ud800", "nickname": "z\udfff"}, "zoe@atelier.example", "z"),
            ({"email": "\ud800@atelier.example"}, None, "Zoé"),
            ({"name": "Z" * 5000}, "zoe@atelier.example", "Z" * 200),
        ],
        ids=str,
    )
    def test_what_is_taken_from_them(
        self,
        stranger: TestClient,
        provider: HostileProvider,
        books: Books,
        claims: dict[str, Any],
        email: str | None,
        name: str,
    ) -> None:
        provider.claims = claims
        assert_signed_in(stranger, sign_in(stranger, provider))
        assert [(person.name, person.email) for person in books.people()] == [(name, email)]


class TestSignatures:
    @pytest.mark.parametrize(
        ("sign", "cause"),
        [
            (hostile.unsigned, "unsupported_algorithm"),
            (hostile.signed_with_the_public_key, "unsupported_algorithm"),
            (hostile.signed_by_a_stranger, "signed by none of the keys"),
            (hostile.altered, "signed by none of the keys"),
            (hostile.brings_its_own_key, "signed by none of the keys"),
            (lambda header, claims: "x.y", "decode_error"),
            (lambda header, claims: "", "decode_error"),
            (lambda header, claims: "é.é.é", "decode_error"),
            (lambda header, claims: "W10.W10.", "missing_algorithm"),
            (lambda header, claims: "eyJhbGciOiJSUzI1NiJ9.e30." + "x" * 150_000, "exceeded_size"),
        ],
    )
    def test_a_token_that_the_provider_s_keys_did_not_sign_is_refused(
        self,
        stranger: TestClient,
        provider: HostileProvider,
        sign: Callable[[dict[str, Any], dict[str, Any]], str],
        cause: str,
    ) -> None:
        provider.sign = sign
        assert refused(stranger, provider) == ("answer", f"ID token: {cause}")

    def test_the_public_key_as_a_secret_never_counts_though_it_is_published_as_one(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        secret = OctKey.generate_key(256, parameters={"kid": "oct"})
        provider.published.append(secret.as_dict(private=True))
        provider.sign = hostile.signed_with_the_public_key
        assert refused(stranger, provider)[0] == "answer"

    @pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"])
    def test_rsa(self, stranger: TestClient, provider: HostileProvider, algorithm: str) -> None:
        provider.header = {"alg": algorithm}
        assert_signed_in(stranger, sign_in(stranger, provider))

    @pytest.mark.parametrize(
        ("algorithm", "curve"), [("ES256", "P-256"), ("ES384", "P-384"), ("ES512", "P-521")]
    )
    def test_elliptic_curves(
        self, stranger: TestClient, provider: HostileProvider, algorithm: str, curve: str
    ) -> None:
        provider.key = hostile.elliptic(curve)
        provider.published = [public(provider.key)]
        provider.header = {"alg": algorithm}
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_a_key_without_a_name_serves_where_it_is_the_only_one_that_fits(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        nameless = {name: value for name, value in public(hostile.rsa(0)).items() if name != "kid"}
        provider.published = [nameless, public(hostile.elliptic())]
        provider.header = {"kid": None}
        assert_signed_in(stranger, sign_in(stranger, provider))
        provider.published.append(public(hostile.rsa(1)))
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_two_keys_that_fit_need_a_name(self, stranger: TestClient, provider: HostileProvider) -> None:
        provider.published = [public(hostile.rsa(0)), public(hostile.rsa(1))]
        provider.header = {"kid": None}
        assert refused(stranger, provider) == ("answer", "ID token: signed by none of the keys")

    def test_a_header_may_say_more_than_we_know(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        provider.header = {"pi.atm": "x", "x5t": "abc", "x5c": ["A" * 3000]}
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_but_nothing_critical_that_we_do_not(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        provider.sign = hostile.critical
        assert refused(stranger, provider) == ("answer", "ID token: unsupported_header")


class TestKeys:
    def test_keys_that_cannot_be_used_are_passed_over(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        good = public(hostile.rsa(0))
        provider.published = [
            {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA"},
            {"kty": "RSA", "kid": "rsa-0"},
            {"kty": "RSA", "kid": "rsa-0", "n": "é", "e": "AQAB"},
            {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
            {"kty": "EC", "crv": "unheard-of", "x": "AAAA", "y": "AAAA"},
            good | {"use": "enc"},
            good | {"key_ops": ["encrypt"]},
            good | {"alg": "RS512"},
            {"kid": "rsa-0"},
            good,
        ]
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_a_private_key_that_was_published_is_used_as_a_public_one(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        provider.published = [hostile.rsa(0).as_dict(private=True)]
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_weak_keys_are_none(self, stranger: TestClient, provider: HostileProvider) -> None:
        with pytest.warns(UserWarning, match="Key size"):
            weak = RSAKey.generate_key(1024, parameters={"kid": "weak"})
        provider.published = [public(weak)]
        assert refused(stranger, provider) == ("answer", "keys: none that can check a signature")

    @pytest.mark.parametrize(
        "document", [{}, {"keys": {}}, {"keys": []}, {"keys": [7, None, "x", [], {}]}, {"keys": "x"}], ids=str
    )
    def test_no_keys_no_sign_in(
        self, stranger: TestClient, provider: HostileProvider, document: object
    ) -> None:
        provider.scripted["/jwks"] = as_json(document)
        assert refused(stranger, provider) == ("answer", "keys: none that can check a signature")

    def test_rotated_keys_are_fetched_at_once(
        self, stranger: TestClient, provider: HostileProvider, clock: Clock
    ) -> None:
        assert_signed_in(stranger, sign_in(stranger, provider))
        provider.key = hostile.rsa(1)
        provider.published = [public(hostile.rsa(1))]
        clock.now += KEYS_AT_MOST_EVERY_S
        assert_signed_in(stranger, sign_in(stranger, provider))
        assert (provider.asked["/jwks"], provider.asked[METADATA]) == (2, 1)

    def test_a_key_replaced_under_its_old_name_is_noticed(
        self, stranger: TestClient, provider: HostileProvider, clock: Clock
    ) -> None:
        assert_signed_in(stranger, sign_in(stranger, provider))
        provider.key = hostile.rsa(1)
        provider.header = {"kid": "rsa-0"}
        provider.published = [public(hostile.rsa(1), kid="rsa-0")]
        clock.now += KEYS_AT_MOST_EVERY_S
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_but_not_for_every_token_that_names_an_unknown_one(
        self, stranger: TestClient, provider: HostileProvider, clock: Clock
    ) -> None:
        provider.key = hostile.rsa(1)
        for _ in range(5):
            assert refused(stranger, provider)[0] == "answer"
        assert provider.asked["/jwks"] == 1
        clock.now += KEYS_AT_MOST_EVERY_S
        for _ in range(5):
            refused(stranger, provider)
        assert provider.asked["/jwks"] == 2

    def test_what_the_provider_publishes_is_kept_for_an_hour(
        self, stranger: TestClient, provider: HostileProvider, clock: Clock
    ) -> None:
        for _ in range(3):
            assert_signed_in(stranger, sign_in(stranger, provider))
        assert (provider.asked[METADATA], provider.asked["/jwks"]) == (1, 1)
        clock.now += KEPT_S
        assert_signed_in(stranger, sign_in(stranger, provider))
        assert (provider.asked[METADATA], provider.asked["/jwks"]) == (2, 2)

    def test_a_failure_is_not_kept(
        self, stranger: TestClient, provider: HostileProvider, clock: Clock
    ) -> None:
        provider.scripted[METADATA] = Reply(status=503)
        assert refused(stranger, provider) == ("away", "status 503")
        provider.scripted.clear()
        assert_signed_in(stranger, sign_in(stranger, provider))


class TestMetadata:
    @pytest.mark.parametrize(
        ("metadata", "cause"),
        [
            ({"issuer": "https://evil.example"}, "another issuer"),
            ({"issuer": None}, "issuer"),
            ({"issuer": 7}, "issuer"),
            ({"token_endpoint": None}, "token_endpoint"),
            ({"jwks_uri": "file:///etc/passwd"}, "jwks_uri"),
            ({"token_endpoint": "//elsewhere/token"}, "token_endpoint"),
            ({"authorization_endpoint": "javascript:alert(1)"}, "authorization_endpoint"),
            ({"authorization_endpoint": "https://"}, "authorization_endpoint"),
            ({"authorization_endpoint": "https://[/"}, "authorization_endpoint"),
        ],
        ids=str,
    )
    def test_metadata_that_cannot_be_trusted_is_refused(
        self, stranger: TestClient, provider: HostileProvider, metadata: dict[str, Any], cause: str
    ) -> None:
        provider.metadata = metadata
        assert refused(stranger, provider) == ("answer", f"metadata: {cause}")

    def test_a_final_slash_of_the_issuer_does_not_matter_but_counts_in_the_token(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        slashed = f"{provider.issuer}/"
        provider.metadata = {"issuer": slashed}
        assert refused(stranger, provider) == ("answer", "ID token: invalid_claim iss")
        provider.claims = {"iss": slashed}
        assert_signed_in(stranger, sign_in(stranger, provider))

    def test_the_answer_must_name_the_provider_where_it_says_it_would(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        provider.metadata = {"authorization_response_iss_parameter_supported": True}
        cause = "the answer of another issuer"
        assert refused(stranger, provider) == ("answer", cause)
        location = provider.sign_in(leave(stranger))
        assert reason_of(come_back(stranger, f"{location}&iss=https://evil.example")) == "answer"
        location = provider.sign_in(leave(stranger))
        assert_signed_in(stranger, come_back(stranger, f"{location}&iss={provider.issuer}"))


class TestUserinfo:
    @pytest.fixture(autouse=True)
    def thin_token(self, provider: HostileProvider) -> None:
        """Many providers keep the address out of the ID token."""
        provider.claims = {"email": None, "email_verified": None, "name": None}
        provider.metadata = {"userinfo_endpoint": f"{provider.issuer}/userinfo"}

    def test_what_the_token_lacks_is_asked_for(
        self, stranger: TestClient, provider: HostileProvider, books: Books
    ) -> None:
        provider.userinfo = {"email": "zoe@atelier.example", "email_verified": True, "name": "Zoé"}
        assert_signed_in(stranger, sign_in(stranger, provider))
        assert [(p.name, p.email) for p in books.people()] == [("Zoé", "zoe@atelier.example")]

    def test_a_confirmation_belongs_to_its_own_address(
        self, stranger: TestClient, provider: HostileProvider, books: Books
    ) -> None:
        provider.claims |= {"email": "ada@atelier.example"}
        provider.userinfo = {"email_verified": True}
        assert_signed_in(stranger, sign_in(stranger, provider))
        assert [person.email for person in books.people()] == [None]

    def test_it_must_be_the_same_person(self, stranger: TestClient, provider: HostileProvider) -> None:
        provider.userinfo = {"sub": "sub-2", "email": "ada@atelier.example", "email_verified": True}
        assert refused(stranger, provider) == ("answer", "userinfo: another person")

    @pytest.mark.parametrize("reply", [Reply(b"x", 403), Reply(b"eyJ.eyJ.x"), as_json([1])], ids=str)
    def test_a_provider_that_will_not_say_more_is_no_obstacle(
        self, stranger: TestClient, provider: HostileProvider, books: Books, reply: Reply
    ) -> None:
        provider.scripted["/userinfo"] = reply
        assert_signed_in(stranger, sign_in(stranger, provider))
        assert [person.email for person in books.people()] == [None]

    def test_one_that_is_away_is(self, stranger: TestClient, provider: HostileProvider, books: Books) -> None:
        """Else the person would get a second account beside the one with the address."""
        provider.scripted["/userinfo"] = Reply(status=500)
        assert refused(stranger, provider) == ("away", "status 500")
        assert books.people() == []


BOMB = b'{"keys":' + b"[" * 100_000


class TestTheWire:
    @pytest.mark.parametrize(
        ("path", "reply", "reason", "cause"),
        [
            (METADATA, Reply(status=500), "away", "status 500"),
            (METADATA, Reply(status=404), "answer", "metadata: status 404"),
            (METADATA, Reply(b"<html>Bonjour</html>"), "answer", "metadata: no JSON object"),
            (METADATA, Reply(b"[]"), "answer", "metadata: no JSON object"),
            (METADATA, Reply(b'{"issuer": "\xff"}'), "answer", "metadata: no JSON object"),
            (METADATA, Reply(BOMB), "answer", "metadata: no JSON object"),
            (METADATA, Reply(b'{"a":' + b"9" * 5000 + b"}"), "answer", "metadata: no JSON object"),
            ("/jwks", Reply(status=503), "away", "status 503"),
            ("/jwks", Reply(BOMB), "answer", "keys: no JSON object"),
            ("/token", Reply(status=502), "away", "status 502"),
            ("/token", Reply(status=429), "away", "status 429"),
            ("/token", Reply(b"{}"), "answer", "tokens: no ID token"),
            ("/token", as_json({"id_token": 7}), "answer", "tokens: no ID token"),
            ("/token", as_json({"id_token": "x" * 200_001}), "answer", "tokens: no ID token"),
            ("/token", Reply(b"no"), "answer", "tokens: no JSON object"),
            ("/token", Reply(b"no", 400), "answer", "tokens: status 400"),
            ("/token", as_json({"error": "invalid_grant"}, 400), "expired", "tokens: invalid_grant"),
            (
                "/token",
                as_json({"error": "unauthorized_client"}, 400),
                "answer",
                "tokens: unauthorized_client",
            ),
            ("/token", as_json({"error": "Zoé\n"}, 400), "answer", "tokens: status 400"),
            ("/token", as_json({"error": {}}, 401), "answer", "tokens: status 401"),
        ],
    )
    def test_an_answer_that_is_none(
        self,
        stranger: TestClient,
        provider: HostileProvider,
        path: str,
        reply: Reply,
        reason: str,
        cause: str,
    ) -> None:
        provider.scripted[path] = reply
        assert refused(stranger, provider) == (reason, cause)

    @pytest.mark.parametrize("path", [METADATA, "/jwks", "/token"])
    def test_a_huge_answer_is_not_read_to_its_end(
        self, stranger: TestClient, provider: HostileProvider, path: str
    ) -> None:
        provider.scripted[path] = Reply(b"[" + b" " * 20_000_000)
        assert refused(stranger, provider) == ("answer", f"an answer above {MOST_BYTES} bytes")

    @pytest.mark.parametrize("path", [METADATA, "/jwks", "/token"])
    def test_a_compressed_answer_is_not_unpacked(
        self, stranger: TestClient, provider: HostileProvider, path: str
    ) -> None:
        bomb = gzip.compress(b" " * 20_000_000)
        provider.scripted[path] = Reply(bomb, headers={"content-encoding": "gzip"})
        reason, cause = refused(stranger, provider)
        assert (reason, cause.partition(": ")[2]) == ("answer", "no JSON object")

    @pytest.mark.parametrize("path", [METADATA, "/jwks", "/token"])
    def test_a_redirect_is_not_followed(
        self, stranger: TestClient, provider: HostileProvider, path: str
    ) -> None:
        elsewhere = {"location": f"{provider.issuer}/elsewhere"}
        provider.scripted[path] = Reply(status=307, headers=elsewhere)
        assert refused(stranger, provider)[0] == "answer"
        assert provider.asked["/elsewhere"] == 0

    @pytest.mark.parametrize("path", [METADATA, "/jwks", "/token"])
    @pytest.mark.parametrize(
        "reply", [Reply(b"{}", wait=30), Reply(b"{" * 1000, drip=0.1)], ids=["mute", "drips"]
    )
    @pytest.mark.usefixtures("clock")
    def test_a_slow_provider_is_not_waited_for(
        self, stranger: TestClient, provider: HostileProvider, path: str, reply: Reply
    ) -> None:
        provider.scripted[path] = reply
        began = time.monotonic()
        assert refused(stranger, provider) == ("away", "no answer: TimeoutError")
        assert time.monotonic() - began < 25, "the answer would have taken half a minute, or more"

    def test_a_provider_that_is_gone_is_away(
        self, app: FastAPI, stranger: TestClient, provider: HostileProvider
    ) -> None:
        app.state.oidc = Provider("http://127.0.0.1:9", CLIENT_ID, CLIENT_SECRET)
        assert refused(stranger, provider) == ("away", "no answer: ConnectError")

    @pytest.mark.parametrize("issuer", ["https://127.0.0.1:9", "http://nowhere.invalid", "http://[::1"])
    def test_so_is_one_that_cannot_be_there(
        self, app: FastAPI, stranger: TestClient, provider: HostileProvider, issuer: str
    ) -> None:
        app.state.oidc = Provider(issuer, CLIENT_ID, CLIENT_SECRET)
        assert refused(stranger, provider)[0] == "away"

    def test_the_server_answers_others_meanwhile(
        self, stranger: TestClient, provider: HostileProvider
    ) -> None:
        """The same loop serves both."""
        provider.scripted[METADATA] = Reply(b"{}", wait=30)

        async def both() -> None:
            transport = httpx2.ASGITransport(app=stranger.app)
            async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
                waiting = asyncio.create_task(client.get(START))
                assert await asyncio.to_thread(provider.reached.wait, 20)
                assert (await client.get("/sign-in")).status_code == 200
                assert not waiting.done()
                waiting.cancel()
                with suppress(asyncio.CancelledError):
                    await waiting

        asyncio.run(both())

    def test_no_token_and_no_code_is_logged(self, stranger: TestClient, provider: HostileProvider) -> None:
        provider.claims = {"nonce": "secret-nonce", "email": "ada@atelier.example"}
        location = provider.sign_in(leave(stranger))
        with capture_logs() as logs:
            come_back(stranger, location)
        said = str(logs)
        for secret in ("secret-nonce", "the-code", "ada@", CLIENT_SECRET, query_of(location)["state"]):
            assert secret not in said
