"""Claims and signatures of a provider of OpenID Connect that lies, over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey

from tests.accounts import oidc_hostile as hostile
from tests.accounts.hostile.signing_in import refused, sign_in
from tests.accounts.oidc_hostile import CLIENT_ID, HostileProvider, public
from tests.accounts.oidc_steps import (
    Books,
    assert_signed_in,
    come_back,
    leave,
)


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
