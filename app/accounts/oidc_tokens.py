"""ID tokens: who made them, for whom, when, and in answer to what. Signatures by asymmetric keys alone, so
that neither `none` nor a secret made of the public key ever passes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from authlib.oidc.core.claims import CodeIDToken  # type: ignore[import-untyped]  # authlib has no types
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.accounts.oidc_refusals import Reason, Refusal

Key = RSAKey | ECKey
LEEWAY_S: Final = 60
"""What the clocks of the provider and of the server may differ by."""
RSA_BITS: Final = range(2048, 8193)
"""Below, a key is weak (RFC 7518 section 3.3); above, it only makes us work."""
CURVES: Final = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
RSA: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
MOST_KEYS: Final = 100


class _Registry(JWSRegistry):
    max_header_length = 8192  # a header may hold a chain of certificates


# Members of the header that we do not know are to be ignored (RFC 7515 section 4).
_REGISTRY: Final = _Registry(algorithms=sorted(RSA | set(CURVES)), strict_check_header=False)


class NoSuchKey(Exception):
    """None of the keys made the signature: the provider may have new ones."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must say: `nonce` of the sign-in that asked for it; `access_token` came with it."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str


class _PublicKey(BaseModel):
    """The members of a JWK that we use, and no private one."""

    model_config = ConfigDict(strict=True)

    kty: Literal["RSA", "EC"]
    kid: str | None = None
    alg: str | None = None
    use: Literal["sig"] | None = None
    key_ops: Annotated[list[str], Field(exclude=True)] = ["verify"]
    n: str | None = None
    e: str | None = None
    crv: Literal["P-256", "P-384", "P-521"] | None = None
    x: str | None = None
    y: str | None = None


def read_keys(document: dict[str, Any]) -> list[Key]:
    """The keys of a JWK set that can check signatures. Others are passed over, as RFC 7517 section 5 wants.
    Raises `Refusal` (answer) where none is left."""
    listed = document.get("keys")
    entries = listed[:MOST_KEYS] if isinstance(listed, list) else []
    keys = [key for entry in entries if (key := _read_key(entry)) is not None]
    if not keys:
        raise Refusal(Reason.ANSWER, "keys: none that can check a signature")
    return keys


def _read_key(entry: object) -> Key | None:
    try:
        public = _PublicKey.model_validate(entry)
        if "verify" not in public.key_ops or (public.kty == "RSA" and _bits(public.n) not in RSA_BITS):
            return None
        key = JWKRegistry.import_key(public.model_dump(exclude_none=True))
    except (JoseError, ValidationError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAKey | ECKey) else None


def _bits(modulus: str | None) -> int:
    padded = (modulus or "") + "=" * (-len(modulus or "") % 4)
    return int.from_bytes(base64.urlsafe_b64decode(padded)).bit_length()


def verify(id_token: str, keys: Sequence[Key], expected: Expected) -> dict[str, Any]:
    """The claims of an ID token that is what was expected. Raises `Refusal` (answer) for any other, and
    `NoSuchKey` where none of the keys has signed it."""
    try:
        token = jwt.decode(id_token, lambda signed: _key_for(signed.headers(), keys), registry=_REGISTRY)
        claims = CodeIDToken(token.claims, token.header, _demands(expected), _context(expected))
        claims.validate(leeway=LEEWAY_S)
    except BadSignatureError as error:
        raise NoSuchKey from error
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Refusal(Reason.ANSWER, f"ID token: {_what_is_wrong(error)}") from error
    return dict(claims)


def _demands(expected: Expected) -> dict[str, dict[str, object]]:
    return {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
    }


def _context(expected: Expected) -> dict[str, str]:
    """What authlib compares `nonce`, `azp` and `at_hash` with."""
    return {
        "nonce": expected.nonce,
        "client_id": expected.client_id,
        "access_token": expected.access_token,
    }


def _key_for(header: dict[str, Any], keys: Sequence[Key]) -> Key:
    """The key that the header names; where it names none, the only one that fits (OIDC Core section 10.1)."""
    fitting = [key for key in keys if _fits(key, header["alg"])]
    kid = header.get("kid")
    if kid is not None:
        fitting = [key for key in fitting if key.kid == kid][:1]
    if len(fitting) != 1:
        raise NoSuchKey
    return fitting[0]


def _fits(key: Key, algorithm: str) -> bool:
    if key.alg not in {None, algorithm}:
        return False
    if isinstance(key, ECKey):
        return key.curve_name == CURVES.get(algorithm)
    return algorithm in RSA


def _what_is_wrong(error: Exception) -> str:
    """The kind of error and the claim, without their values."""
    if isinstance(error, ClaimError):
        return f"{error.error} {error.claim}"
    return error.error if isinstance(error, JoseError) else type(error).__name__
