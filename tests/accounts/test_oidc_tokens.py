"""Whatever a provider sends, reading it ends in claims, in a refusal, or in a wish for newer keys."""

from __future__ import annotations

import base64
import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt

from app.accounts.oidc_profile import Claims, Profile
from app.accounts.oidc_provider import Metadata
from app.accounts.oidc_refusals import Refusal
from app.accounts.oidc_tokens import Expected, NoSuchKey, read_keys, verify
from tests.accounts.oidc_hostile import elliptic, public, rsa

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ISSUER = "https://id.example"
EXPECTED = Expected(ISSUER, "vigie", "the-nonce", "the-access-token")
KEYS = read_keys({"keys": [public(rsa(0)), public(elliptic())]})
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
CLAIMS = ["iss", "aud", "sub", "exp", "iat", "nbf", "nonce", "azp", "amr", "auth_time", "at_hash", "acr"]
HEADER = ["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c"]


def right_claims() -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": "vigie",
        "sub": "sub-1",
        "exp": now + 300,
        "iat": now,
        "nonce": "the-nonce",
    }


def objects(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), JSON, max_size=4)


def encoded(value: object) -> str:
    text = json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def tried(id_token: str) -> dict[str, Any] | None:
    with suppress(Refusal, NoSuchKey):
        return verify(id_token, KEYS, EXPECTED)
    return None


def test_the_right_token_passes() -> None:
    assert tried(jwt.encode({"alg": "RS256", "kid": "rsa-0"}, right_claims(), rsa(0))) == right_claims()


@PATIENT
@given(st.text())
def test_no_text_passes_for_a_token(text: str) -> None:
    assert tried(text) is None


@PATIENT
@given(JSON, JSON, st.binary(max_size=80))
def test_no_unsigned_parts_do(header: object, claims: object, signature: bytes) -> None:
    sealed = base64.urlsafe_b64encode(signature).decode()
    assert tried(f"{encoded(header)}.{encoded(claims)}.{sealed}") is None


@PATIENT
@given(objects(HEADER))
def test_no_header_makes_a_wrong_signature_right(changes: dict[str, Any]) -> None:
    right = jwt.encode({"alg": "RS256", "kid": "rsa-0"}, right_claims(), rsa(0))
    _, claims, signature = right.split(".")
    header = {"alg": "RS256", "kid": "rsa-0", "was": "another"} | changes
    assert tried(f"{encoded(header)}.{claims}.{signature}") is None


@PATIENT
@given(objects(CLAIMS))
def test_what_passes_is_for_us_from_them_and_now(changes: dict[str, Any]) -> None:
    """Signed rightly, whatever it says."""
    claims = right_claims() | changes
    found = tried(jwt.encode({"alg": "ES256", "kid": "ec-P-256"}, claims, elliptic()))
    if found is None:
        assert changes
        return
    assert (found["iss"], found["nonce"]) == (ISSUER, "the-nonce")
    assert found["aud"] == "vigie" or "vigie" in found["aud"]
    assert isinstance(found["sub"], str)
    assert found["exp"] > time.time() - 61
    assert not found.get("azp") or found["azp"] == "vigie"


@PATIENT
@given(
    st.dictionaries(st.sampled_from(["kty", "kid", "use", "alg", "key_ops", "n", "e", "crv", "x", "y"]), JSON)
)
def test_any_key_set_can_be_read(changes: dict[str, Any]) -> None:
    with suppress(Refusal):
        assert len(read_keys({"keys": [public(rsa(0)) | changes, public(elliptic()) | changes]})) <= 2


@PATIENT
@given(JSON)
def test_any_document_can_be_a_key_set_or_not(keys: object) -> None:
    with suppress(Refusal):
        assert read_keys({"keys": keys}) == []


@PATIENT
@given(st.dictionaries(st.sampled_from([*Claims.model_fields]), JSON))
def test_any_claims_make_a_profile_that_can_be_kept(changes: dict[str, Any]) -> None:
    try:
        claims = Claims.of({"sub": "sub-1"} | changes, "ID token")
    except Refusal:
        return
    profile = Profile.of(ISSUER, claims)
    assert 0 < len(profile.name.encode()) <= 4 * 200
    assert profile.email is None or claims.email_verified is True
    assert len(profile.subject.encode()) > 0


@PATIENT
@given(st.dictionaries(st.sampled_from([*Metadata.model_fields]), JSON | st.text().map("https://".__add__)))
def test_any_metadata_is_read_or_refused(changes: dict[str, Any]) -> None:
    own = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/jwks",
    }
    with suppress(Refusal):
        metadata = Metadata.of(own | changes, ISSUER)
        assert metadata.issuer.rstrip("/") == ISSUER
        assert metadata.token_endpoint.startswith("https://")


def test_an_issuer_with_https_leads_nowhere_without() -> None:
    own = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/jwks",
        "userinfo_endpoint": f"{ISSUER}/userinfo",
    }
    assert Metadata.of(own, ISSUER).userinfo_endpoint == f"{ISSUER}/userinfo"
    for end in sorted(own.keys() - {"issuer"}):
        with pytest.raises(Refusal, match="without https"):
            Metadata.of(own | {end: "HTTP://id.example/x"}, ISSUER)
