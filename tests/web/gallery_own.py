"""The pages of one's own account and of the audit log, for the gallery."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.accounts.account import AccountPage, Filled, Profile, TokenForm
from app.accounts.account_parts import AccountParts, PasswordPart
from app.accounts.audit import Actor, AuditItem, Vocabulary, Wanted
from app.accounts.audit_pages import LogPage
from app.accounts.models import Role, Scope
from app.accounts.own_data_pages import ErasePage
from app.accounts.sessions import BrowserSession
from app.accounts.tokens import TokenMade, TokenOut
from app.core.clock import now
from tests.web.gallery_accounts import DAY, Page

SECRET: Final = "vigie_4kP0Vd3l0m3a8vQ5m2rT1yWc7uXb9zEh6nJs0fLgAiQ"
INES: Final = Profile("Inès Roux", "ines.roux@atelier.example", Role.TRAINER, DAY - timedelta(days=60), True)
AWAY: Final = Profile("Zoé Martin", None, Role.TRAINEE, DAY, False)
SOLO: Final = Profile("solo", None, Role.ADMIN, DAY, False)
ADA: Final = Profile("Ada Petit", "ada@atelier.example", Role.ADMIN, DAY, True)


def session(number: int, label: str) -> BrowserSession:
    since = DAY - timedelta(days=number)
    return BrowserSession(UUID(int=number), label, since, DAY, DAY + timedelta(days=30), number == 1)


def token(number: int, name: str, scope: Scope, expires_at: datetime, *, used: bool = True) -> TokenOut:
    created = DAY - timedelta(days=number)
    last = DAY if used else None
    return TokenOut(
        id=UUID(int=number),
        name=name,
        scope=scope,
        created_at=created,
        expires_at=expires_at,
        last_used_at=last,
    )


SESSIONS: Final = [session(1, "Firefox, Linux"), session(2, "Safari, iPhone"), session(3, "")]
TOKENS: Final = [
    token(10, "carnet de cours", Scope.AUTHOR, now() + timedelta(days=80)),
    token(
        20, "script-de-publication-sans-aucun-espace-" * 2, Scope.READ, now() + timedelta(days=5), used=False
    ),
    token(30, "ancien outil", Scope.ADMIN, DAY - timedelta(days=300)),
]
MADE: Final = TokenMade(**TOKENS[0].model_dump(), token=SECRET)


def _account(
    profile: Profile,
    part: PasswordPart,
    tokens: list[TokenOut],
    notice: str = "",
    filled: Filled | None = None,
    **more: Any,
) -> Page:
    parts = AccountParts(SESSIONS if tokens else SESSIONS[:1], part, profile.email or "")
    scopes = tuple(Scope) if profile.role is Role.ADMIN else (Scope.READ, Scope.AUTHOR)
    form = replace(TokenForm(), scopes=scopes)
    solo, filled = part is PasswordPart.NONE, filled or Filled()
    page = AccountPage(solo, profile, parts, tokens, form, filled, **more)
    context = {"page": page, "parts": parts, "notice": notice}
    return Page("accounts/account.html", context, "/account", profile.role)


def _erase(page: ErasePage) -> Page:
    return Page("accounts/account_erase.html", {"page": page}, "/account/erase", Role.TRAINER)


WEIGHED: Final = Counter(
    tokens=2,
    attempts_kept=3,
    attempts_erased=14,
    exercises_erased=1,
    exercises_kept=2,
    asked=1,
    cohorts_left=1,
    cohorts_erased=2,
    cohorts_kept=1,
    decisions_kept=40,
)
EMAIL: Final = Filled({"email": "ines"}, {"email": "address", "password": "wrong"})
TOKEN: Final = Filled(
    {"name": "", "scope": "root", "days": "0"},
    {"name": "token-name", "scope": "token-scope", "days": "token-days"},
)
ACTOR: Final = Actor(id=UUID(int=3), name="Inès Roux")


def deed(
    number: int, action: str, kind: str, subject: str, actor: Actor | None = ACTOR, **more: Any
) -> AuditItem:
    given = {"subject_name": more.pop("subject_name", None), "details": more}
    at = DAY + timedelta(hours=number)
    return AuditItem(id=number, at=at, actor=actor, action=action, kind=kind, subject=subject, **given)


DEEDS: Final = [
    deed(9, "exercise.publish", "exercise", "relance-facture", version=3),
    deed(
        8,
        "person.role",
        "person",
        str(UUID(int=4)),
        subject_name="Zoé Martin",
        before="trainee",
        after="trainer",
    ),
    deed(7, "token.revoke", "token", str(UUID(int=77)), None),
    deed(6, "person.erase", "person", str(UUID(int=5)), Actor(id=UUID(int=5), name=None), attempts_erased=14),
    deed(5, "grade.overturn", "grade", str(UUID(int=78))),
]
WORDS: Final = Vocabulary(sorted({deed.action for deed in DEEDS}), sorted({deed.kind for deed in DEEDS}))


def _log(
    items: list[AuditItem], words: Vocabulary, wanted: Wanted, older: str = "", newest: str = ""
) -> Page:
    page = LogPage(items, wanted, words, older, newest)
    return Page("accounts/audit.html", {"page": page}, "/audit", Role.ADMIN)


OWN_PAGES: Final[dict[str, Page]] = {
    "account": _account(INES, PasswordPart.OWN, TOKENS, "renamed"),
    "account-new": _account(INES, PasswordPart.OWN, [], "password-changed"),
    "account-elsewhere": _account(AWAY, PasswordPart.ELSEWHERE, []),
    "account-admin": _account(ADA, PasswordPart.OWN, TOKENS, "token-revoked"),
    "account-solo": _account(SOLO, PasswordPart.NONE, [], "erased"),
    "account-made": _account(INES, PasswordPart.OWN, TOKENS, made=MADE),
    "account-wrong-email": _account(INES, PasswordPart.OWN, TOKENS, filled=EMAIL),
    "account-wrong-token": _account(INES, PasswordPart.OWN, TOKENS, filled=TOKEN),
    "erase": _erase(ErasePage(solo=False, proves=True, weighed=WEIGHED)),
    "erase-word": _erase(ErasePage(solo=False, proves=False, weighed=Counter(), trouble="word")),
    "erase-wrong": _erase(ErasePage(solo=False, proves=True, weighed=Counter(tokens=1), trouble="wrong")),
    "erase-solo": _erase(ErasePage(solo=True, proves=False, weighed=Counter(attempts_erased=1))),
    "erase-last-admin": _erase(ErasePage(solo=False, proves=True, weighed=Counter(), trouble="last-admin")),
    "erased": Page("accounts/account_erased.html", {}, "/account/erase"),
    "audit": _log(DEEDS, WORDS, Wanted(), "/audit?before=5"),
    "audit-filtered": _log(DEEDS[:1], WORDS, Wanted("exercise.publish", "exercise"), newest="/audit"),
    "audit-empty": _log([], Vocabulary([], []), Wanted()),
    "audit-no-match": _log([], WORDS, Wanted(subject="nothing")),
}
