"""Passwords: which are good enough, and their argon2 hashes, so many at a time.

A hash takes 64 MB and a quarter of a second of every core it gets, so it is made in a thread, at most
`VIGIE_SIGN_INS_AT_A_TIME` of them at once; a bounded number of callers wait for their turn."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.errors import Problem

P = ParamSpec("P")
T = TypeVar("T")
MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 200
WAITING: Final = 8
"""Callers that may wait for each one whose turn it is: about two seconds."""

# RFC 9106's second choice (64 MiB, three passes, four lanes), written out so that `_NOBODY` costs the same.
_MEMORY_KIB, _PASSES, _LANES = 65_536, 3, 4
_NOBODY: Final = f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p={_LANES}${'A' * 22}${'A' * 43}"
"""The hash of no password at all, for people who are not there."""
_FIRST_TRIED: Final = frozenset(
    [
        *("password", "passwort", "motdepasse", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "qwertz"),
        *("vigie", "admin", "administrator", "administrateur", "letmein", "bonjour", "welcome", "bienvenue"),
    ]
)
_ROW: Final = "01234567890123456789"
_DIFFERENT: Final = 5


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    OBVIOUS = "obvious"


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the password is right; `better_hash` replaces the one kept, which is of older parameters."""

    right: bool
    better_hash: str | None = None


def weakness(password: str, email: str = "") -> Weakness | None:
    """Why `password` is no good for the person with `email`; None where it is good."""
    plain = _normal(password)
    if len(plain) < MIN_LENGTH:
        return Weakness.SHORT
    if len(plain) > MAX_LENGTH:
        return Weakness.LONG
    return Weakness.OBVIOUS if _is_obvious(plain.casefold(), email.casefold()) else None


def _is_obvious(plain: str, email: str) -> bool:
    """Whether it is what is tried first: the address, a famous word with figures, a row of figures."""
    letters = "".join(character for character in plain if character.isalpha())
    own = {"".join(c for c in part if c.isalpha()) for part in (email, email.partition("@")[0])}
    if letters in _FIRST_TRIED or (letters and letters in own):
        return True
    return len(set(plain)) < _DIFFERENT or plain in _ROW or plain in _ROW[::-1]


class Passwords:
    """Hashes and checks passwords. Where too many wait already, a 503 problem with `Retry-After`."""

    def __init__(self, at_a_time: int, hasher: Argon2Hasher | None = None) -> None:
        """`hasher`: of other parameters than those of this release."""
        own = hasher or Argon2Hasher(_PASSES, _MEMORY_KIB, _LANES)
        self._hashes = PasswordHash([own])
        self._limiter = CapacityLimiter(at_a_time)
        self._most = at_a_time * (1 + WAITING)
        self._inside = 0

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await self._in_turn(self._hashes.hash, _normal(password))

    async def check(self, password: str, kept: str | None) -> Checked:
        """Whether it is the password of the hash `kept`; None (nobody, or no password) takes as long."""
        found = self._hashes.verify_and_update
        right, better = await self._in_turn(found, _normal(password)[: MAX_LENGTH + 1], kept or _NOBODY)
        return Checked(right and kept is not None, better if kept else None)

    async def _in_turn(self, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        if self._inside >= self._most:
            raise _busy()
        self._inside += 1
        try:
            return await to_thread.run_sync(work, *args, limiter=self._limiter)
        finally:
            self._inside -= 1


def passwords_of(state: Any) -> Passwords:
    """The one of the application with this state, made when first asked for."""
    if not hasattr(state, "passwords"):
        state.passwords = Passwords(state.settings.sign_ins_at_a_time)
    kept: Passwords = state.passwords
    return kept


def _normal(password: str) -> str:
    """As NIST SP 800-63B asks: what looks alike on two keyboards is the same password."""
    return unicodedata.normalize("NFKC", password)


def _busy() -> Problem:
    detail = "Too many people are signing in just now. Try again in a moment."
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", detail, headers={"Retry-After": "2"})
