"""What an OpenID Connect provider says of a person, and what we take from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.accounts.addresses import MAX_NAME, as_compared, clean_email, clean_name
from app.accounts.oidc_refusals import Reason, Refusal


def _text(value: object) -> str | None:
    """A claim that should be text; anything else says nothing."""
    return value if isinstance(value, str) else None


def _truth(value: object) -> bool | None:
    """`email_verified`, which some providers send as a word. Anything else says nothing."""
    return {"True": True, "true": True, "False": False, "false": False}.get(str(value))


Text = Annotated[str | None, BeforeValidator(_text)]
Truth = Annotated[bool | None, BeforeValidator(_truth)]


class Claims(BaseModel):
    """What the provider says of a person."""

    model_config = ConfigDict(frozen=True)

    sub: Annotated[str, Field(min_length=1, max_length=255)]
    email: Text = None
    email_verified: Truth = None
    name: Text = None
    given_name: Text = None
    family_name: Text = None
    preferred_username: Text = None
    nickname: Text = None

    @classmethod
    def of(cls, document: dict[str, Any], what: str) -> Self:
        """Raises `Refusal` (answer) where it does not say who."""
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            raise Refusal(Reason.ANSWER, f"{what}: sub") from error

    def with_more(self, other: Claims) -> Claims:
        """These, and what `other` says besides. The address and whether it is confirmed go together: both are
        those of `other`."""
        both = other.model_dump(exclude_none=True) | self.model_dump(exclude_none=True)
        return Claims.model_validate(both | other.model_dump(include={"email", "email_verified"}))


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, as the provider knows them. `email` only where the provider has confirmed it, as it is
    compared; `unverified` where it says that it has not."""

    issuer: str
    subject: str
    name: str
    email: str | None
    unverified: bool

    @classmethod
    def of(cls, issuer: str, claims: Claims) -> Self:
        address = _address(claims.email)
        email = address if claims.email_verified else None
        unverified = address is not None and claims.email_verified is False
        return cls(issuer, claims.sub, _name(claims), email, unverified)


def _address(email: str | None) -> str | None:
    """The address as it is kept; None where it is none. Signs that Unicode folds into ASCII (the kelvin sign
    into k) would make somebody else's address of it."""
    text = email or ""
    if any(not sign.isascii() and as_compared(sign).isascii() for sign in text):
        return None
    try:
        return clean_email(text)
    except ValueError:
        return None


def _name(claims: Claims) -> str:
    """What to call the person: the first of what the provider offers that is a name at all."""
    whole = f"{claims.given_name or ''} {claims.family_name or ''}"
    local = (claims.email or "").partition("@")[0]
    offered = [claims.name, whole, claims.preferred_username, claims.nickname, local, claims.sub]
    return next((name for name in map(_shown, offered) if name), "?")


def _shown(text: str | None) -> str:
    try:
        return clean_name((text or "")[:MAX_NAME])
    except ValueError:
        return ""
