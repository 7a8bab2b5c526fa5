"""The OpenID Connect provider: its metadata and keys, the address of its sign-in page, and who the person is
that comes back from there (OpenID Connect Core 1.0, the authorization code flow with PKCE)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final, Generic, Literal, Self, TypeVar
from urllib.parse import quote_plus, urlsplit

import httpx2
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]  # authlib has no types
    prepare_grant_uri,
)
from authlib.oauth2.rfc7636 import (  # type: ignore[import-untyped]  # authlib has no types
    create_s256_code_challenge,
)
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]  # authlib has no types
from pydantic import AfterValidator, BaseModel, Field, ValidationError

from app.accounts.oidc_profile import Claims, Profile
from app.accounts.oidc_refusals import Reason, Refusal
from app.accounts.oidc_tokens import Expected, Key, NoSuchKey, read_keys, verify
from app.accounts.oidc_wire import Answer, Wire
from app.core.config import Settings

T = TypeVar("T")
KEPT_S: Final = 3600.0
"""How long metadata and keys are believed without asking again."""
KEYS_AT_MOST_EVERY_S: Final = 10.0
"""A token signed by a key that is not known makes us ask for the keys again, this often at most."""
SCOPE: Final = "openid email profile"
_CODE: Final = re.compile(r"[a-z_]{1,40}")


def _is_web_address(address: str) -> str:
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise ValueError("is not the address of a web page")
    return address


WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_is_web_address)]


class Metadata(BaseModel):
    """What the provider publishes of itself (OpenID Connect Discovery 1.0 section 3), as far as we use it."""

    issuer: Annotated[WebAddress, Field(max_length=300)]
    authorization_endpoint: WebAddress
    token_endpoint: WebAddress
    jwks_uri: WebAddress
    userinfo_endpoint: WebAddress | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False

    @classmethod
    def of(cls, document: dict[str, Any], issuer: str) -> Self:
        """Raises `Refusal` (answer) where it is not that of `issuer`, which a final slash does not matter to,
        or leads from https to an address without."""
        try:
            metadata = cls.model_validate(document)
        except ValidationError as error:
            wrong = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise Refusal(Reason.ANSWER, f"metadata: {wrong}") from error
        if metadata.issuer.rstrip("/") != issuer.rstrip("/"):
            raise Refusal(Reason.ANSWER, "metadata: another issuer")
        if metadata.is_open_to_eavesdroppers:
            raise Refusal(Reason.ANSWER, "metadata: an address without https")
        return metadata

    @property
    def is_open_to_eavesdroppers(self) -> bool:
        """Whether an issuer with https names an address without."""
        ends = [self.authorization_endpoint, self.token_endpoint, self.jwks_uri, self.userinfo_endpoint]
        schemes = {urlsplit(end).scheme for end in ends if end}
        return urlsplit(self.issuer).scheme == "https" and schemes != {"https"}


class _Tokens(BaseModel):
    id_token: Annotated[str, Field(max_length=200_000)]
    access_token: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a sign-in under way asked the provider; the answer must fit it."""

    redirect_uri: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, slots=True)
class _Read(Generic[T]):
    """Something the provider published, and when it was read."""

    what: T
    at: float


class Provider:
    """One provider, for one process, on its event loop. `clock` counts seconds and is there for tests.

    Whatever is wrong raises `Refusal`: away where the provider does not answer, else answer."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        *,
        wire: Wire | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._wire, self._clock = wire or Wire(), clock
        self._metadata: _Read[Metadata] | None = None
        self._keys: _Read[list[Key]] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The provider of the settings."""
        secret = settings.oidc_client_secret.get_secret_value()
        return cls(settings.oidc_issuer, settings.oidc_client_id, secret)

    async def address(self, question: Question, state: str, language: str) -> str:
        """The address of the page where the person signs in."""
        metadata = await self.metadata()
        address: str = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=self._client_id,
            response_type="code",
            redirect_uri=question.redirect_uri,
            scope=SCOPE,
            state=state,
            nonce=question.nonce,
            code_challenge=create_s256_code_challenge(question.code_verifier),
            code_challenge_method="S256",
            ui_locales=language,
        )
        return address

    async def check_sender(self, iss: str | None) -> None:
        """The answer that the browser brought must name this provider, where it names one or ought to
        (RFC 9207)."""
        metadata = await self.metadata()
        if iss is None and not metadata.authorization_response_iss_parameter_supported:
            return
        if iss != metadata.issuer:
            raise Refusal(Reason.ANSWER, "the answer of another issuer")

    async def profile(self, code: str, question: Question) -> Profile:
        """Who the person is that came back with `code`."""
        metadata = await self.metadata()
        tokens = await self._exchange(metadata, code, question)
        claims = await self._claims(metadata, tokens, question.nonce)
        if (claims.email is None or claims.email_verified is None) and tokens.access_token:
            claims = await self._more(metadata, tokens.access_token, claims)
        return Profile.of(metadata.issuer, claims)

    async def metadata(self) -> Metadata:
        """What the provider publishes of itself, as of an hour ago at most."""
        if self._metadata is None or self._clock() - self._metadata.at >= KEPT_S:
            address: str = get_well_known_url(self._issuer, external=True)
            document = (await self._wire.ask("GET", address)).demanded("metadata")
            self._metadata = _Read(Metadata.of(document, self._issuer), self._clock())
        return self._metadata.what

    async def _current_keys(self, metadata: Metadata, at_most_s: float) -> list[Key]:
        """The provider's keys, read `at_most_s` seconds ago at most."""
        if self._keys is None or self._clock() - self._keys.at >= at_most_s:
            document = (await self._wire.ask("GET", metadata.jwks_uri)).demanded("keys")
            self._keys = _Read(read_keys(document), self._clock())
        return self._keys.what

    async def _exchange(self, metadata: Metadata, code: str, question: Question) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": question.redirect_uri,
            "code_verifier": question.code_verifier,
        }
        auth = None
        if self._secret_goes_into(metadata) == "header":
            # Encoded, since either may hold a colon or more than ASCII (RFC 6749 section 2.3.1).
            auth = httpx2.BasicAuth(quote_plus(self._client_id), quote_plus(self._client_secret))
        else:
            form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        answer = await self._wire.ask("POST", metadata.token_endpoint, form=form, auth=auth)
        if answer.status != HTTPStatus.OK:
            raise _refused_exchange(answer)
        try:
            return _Tokens.model_validate(answer.demanded("tokens"))
        except ValidationError as error:
            raise Refusal(Reason.ANSWER, "tokens: no ID token") from error

    def _secret_goes_into(self, metadata: Metadata) -> Literal["header", "body"]:
        ways = metadata.token_endpoint_auth_methods_supported
        return "body" if "client_secret_post" in ways and "client_secret_basic" not in ways else "header"

    async def _claims(self, metadata: Metadata, tokens: _Tokens, nonce: str) -> Claims:
        expected = Expected(metadata.issuer, self._client_id, nonce, tokens.access_token)
        try:
            keys = await self._current_keys(metadata, KEPT_S)
            return Claims.of(verify(tokens.id_token, keys, expected), "ID token")
        except NoSuchKey:
            return await self._claims_by_newer_keys(metadata, tokens, expected)

    async def _claims_by_newer_keys(self, metadata: Metadata, tokens: _Tokens, expected: Expected) -> Claims:
        keys = await self._current_keys(metadata, KEYS_AT_MOST_EVERY_S)
        try:
            return Claims.of(verify(tokens.id_token, keys, expected), "ID token")
        except NoSuchKey as error:
            raise Refusal(Reason.ANSWER, "ID token: signed by none of the keys") from error

    async def _more(self, metadata: Metadata, access_token: str, claims: Claims) -> Claims:
        """What the provider says beside the ID token, where many keep the address (OIDC Core section 5.4).
        One that will not say more is believed as far as it went."""
        if metadata.userinfo_endpoint is None:
            return claims
        headers = {"authorization": f"Bearer {access_token}"}
        answer = await self._wire.ask("GET", metadata.userinfo_endpoint, headers=headers)
        if answer.status != HTTPStatus.OK or answer.document is None:
            return claims
        more = Claims.of(answer.document, "userinfo")
        if more.sub != claims.sub:
            raise Refusal(Reason.ANSWER, "userinfo: another person")
        return claims.with_more(more)


def _refused_exchange(answer: Answer) -> Refusal:
    """A code that is not good (any more) is a matter of time; anything else one of the set-up."""
    said = (answer.document or {}).get("error")
    code = said if isinstance(said, str) and _CODE.fullmatch(said) else f"status {answer.status}"
    return Refusal(Reason.EXPIRED if code == "invalid_grant" else Reason.ANSWER, f"tokens: {code}")
