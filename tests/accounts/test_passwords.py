"""Passwords: which are refused, how they are kept, and how many are checked at a time."""

from __future__ import annotations

import asyncio
import threading
import time
from http import HTTPStatus

import pytest
from argon2 import extract_parameters
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts.passwords import _NOBODY, MAX_LENGTH, WAITING, Passwords, Weakness, weakness
from app.core.errors import Problem

GOOD = "une phrase assez longue"


def quick() -> Argon2Hasher:
    """Parameters that take a millisecond, where the time is not the point."""
    return Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", Weakness.SHORT),
        ("neuf cara", Weakness.SHORT),
        ("x" * (MAX_LENGTH + 1), Weakness.LONG),
        ("password123", Weakness.OBVIOUS),
        ("Password!2026", Weakness.OBVIOUS),
        ("MotDePasse2026", Weakness.OBVIOUS),
        ("12azertyuiop34", Weakness.OBVIOUS),
        ("vigie-2026-!", Weakness.OBVIOUS),
        ("zoe.martin@atelier.example", Weakness.OBVIOUS),
        ("Zoe.Martin.1987", Weakness.OBVIOUS),
        ("1234567890", Weakness.OBVIOUS),
        ("9876543210", Weakness.OBVIOUS),
        ("aaaaaaaaaaaa", Weakness.OBVIOUS),
        ("ababababab12", Weakness.OBVIOUS),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: Weakness) -> None:
    assert weakness(password, "zoe.martin@atelier.example") is why


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "dix lettres",
        "password of my boat",
        "8361940275",
        "Zoe.Martin va au marché",
        "日本語の長い合言葉です",
        "é" * 5 + "zrty5",
    ],
)
def test_a_good_password_is_taken(password: str) -> None:
    assert weakness(password, "zoe.martin@atelier.example") is None


def test_the_length_is_that_of_what_is_hashed() -> None:
    assert weakness("e\u0301" * 9 + "a") is Weakness.OBVIOUS, "ten characters, few of them different"
    assert weakness("abcdefgh" + "e\u0301") is Weakness.SHORT, "nine characters, however they are typed"


async def _kept(passwords: Passwords, password: str = GOOD) -> str:
    return await passwords.hash(password)


def test_only_the_right_password_opens() -> None:
    async def check() -> list[bool]:
        passwords = Passwords(2)
        kept = await passwords.hash(GOOD)
        tried = [GOOD, GOOD + " ", GOOD.upper(), "", "x" * 5000]
        return [(await passwords.check(one, kept)).right for one in tried]

    assert asyncio.run(check()) == [True, False, False, False, False]


def test_the_same_letters_from_another_keyboard_open_too() -> None:
    async def check() -> bool:
        passwords = Passwords(1, quick())
        kept = await passwords.hash("caf\u00e9 au lait \ufb01n")
        return (await passwords.check("cafe\u0301 au lait fin", kept)).right

    assert asyncio.run(check())


def test_nobody_and_who_has_no_password_never_get_in() -> None:
    async def check() -> list[bool]:
        passwords = Passwords(1)
        return [(await passwords.check(one, None)).right for one in (GOOD, "", "A" * 22)]

    assert asyncio.run(check()) == [False, False, False]


def test_checking_nobody_costs_what_checking_somebody_costs() -> None:
    kept = asyncio.run(_kept(Passwords(1)))
    assert extract_parameters(_NOBODY) == extract_parameters(kept)
    assert extract_parameters(kept).memory_cost == 64 * 1024


def test_a_hash_of_older_parameters_is_made_anew_once_it_is_right() -> None:
    async def check() -> None:
        older, passwords = Passwords(1, quick()), Passwords(1)
        kept = await older.hash(GOOD)
        wrong, right = await passwords.check("another one", kept), await passwords.check(GOOD, kept)
        assert (wrong.right, wrong.better_hash, right.right) == (False, None, True)
        assert right.better_hash is not None
        again = await passwords.check(GOOD, right.better_hash)
        assert (again.right, again.better_hash) == (True, None)

    asyncio.run(check())


class Counting(Argon2Hasher):
    """Notes how many hash at the same time."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self.lock:
            self.now -= 1
        return super().hash(password, salt=salt)


def test_so_many_at_a_time_and_so_many_waiting() -> None:
    counting, at_a_time = Counting(), 2
    most = at_a_time * (1 + WAITING)

    async def crowd() -> list[str | BaseException]:
        passwords = Passwords(at_a_time, counting)
        return await asyncio.gather(*(passwords.hash(GOOD) for _ in range(most + 5)), return_exceptions=True)

    answers = asyncio.run(crowd())
    refused = [answer for answer in answers if isinstance(answer, Problem)]
    assert counting.most == at_a_time
    assert (len(refused), sum(isinstance(answer, str) for answer in answers)) == (5, most)
    assert {(one.status, one.slug) for one in refused} == {(HTTPStatus.SERVICE_UNAVAILABLE, "busy")}
    assert all(int(one.headers["Retry-After"]) >= 1 for one in refused)


def test_after_the_crowd_there_is_room_again() -> None:
    async def twice() -> str:
        passwords = Passwords(1, quick())
        await asyncio.gather(*(passwords.hash(GOOD) for _ in range(40)), return_exceptions=True)
        return await passwords.hash(GOOD)

    assert asyncio.run(twice()).startswith("$argon2id$")


def test_the_event_loop_goes_on_meanwhile() -> None:
    async def race() -> int:
        passwords, turns = Passwords(1), 0
        hashing = asyncio.ensure_future(passwords.hash(GOOD))
        while not hashing.done():
            await asyncio.sleep(0.001)
            turns += 1
        return turns

    assert asyncio.run(race()) > 3
