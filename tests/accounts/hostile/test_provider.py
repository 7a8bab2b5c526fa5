"""Keys, metadata, user info and the wire of a provider of OpenID Connect that lies, over real HTTP."""

from __future__ import annotations

import asyncio
import gzip
import time
from contextlib import suppress
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey
from structlog.testing import capture_logs

from app.accounts.oidc_provider import KEPT_S, KEYS_AT_MOST_EVERY_S, Provider
from app.accounts.oidc_wire import MOST_BYTES
from tests.accounts import oidc_hostile as hostile
from tests.accounts.hostile.signing_in import Clock, refused, sign_in
from tests.accounts.oidc_hostile import CLIENT_ID, CLIENT_SECRET, HostileProvider, Reply, as_json, public
from tests.accounts.oidc_steps import (
    START,
    Books,
    assert_signed_in,
    come_back,
    leave,
    query_of,
    reason_of,
)
from tests.cast import BASE

METADATA = "/.well-known/openid-configuration"


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
