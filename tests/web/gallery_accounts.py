"""The pages of accounts with people who never were, for the gallery: (template, context, path)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.accounts.invitation_pages import InviteForm, Link
from app.accounts.joining_pages import JoinForm
from app.accounts.models import Role
from app.accounts.people import Wanted
from app.accounts.schemas import (
    InvitationOut,
    InvitationPage,
    InvitationState,
    PeoplePage,
    PersonCard,
    PersonName,
    PersonState,
)
from app.accounts.service import Identity
from app.accounts.sign_in_routes import SignInForm

DAY: Final = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
TOKEN: Final = "4kP0Vd3l0m3a8vQ5m2rT1yWc7uXb9zEh6nJs0fLgAiQ"
ADDRESS: Final = f"https://vigie.example/invitations/{TOKEN}"


class Page(NamedTuple):
    """A page as `render` would be called for it; `role`: of who looks at it, None for a stranger."""

    template: str
    context: dict[str, Any]
    path: str
    role: Role | None = None

    @property
    def seen(self) -> dict[str, object]:
        """The context, with what every page is given."""
        return {**self.context, "several": True, "viewer": viewer(self.role)}


def viewer(role: Role | None) -> Callable[[], Identity | None]:
    return lambda: Identity(_id(9), role) if role else None


def _id(number: int) -> UUID:
    return UUID(int=number)


def person(number: int, name: str, role: Role = Role.TRAINEE, seen: bool = True, **more: Any) -> PersonCard:
    given = {"email": f"personne{number}@atelier.example", "state": PersonState.ACTIVE, **more}
    last = DAY - timedelta(days=number) if seen else None
    return PersonCard(
        id=_id(number),
        name=name,
        role=role,
        created_at=DAY - timedelta(days=60),
        last_sign_in_at=last,
        **given,
    )


PEOPLE: Final = [
    person(1, "Alice Durand-Lefebvre"),
    person(2, "Benoît Nguyen", state=PersonState.BLOCKED),
    person(
        3, "Inès Roux", Role.TRAINER, email="ines.roux.formation.continue@une-adresse-vraiment-longue.example"
    ),
    person(4, "Zoé Martin", seen=False),
    person(9, "Ada Petit", Role.ADMIN),
]


def invited(number: int, state: InvitationState, **more: Any) -> InvitationOut:
    given: dict[str, Any] = {"email": f"personne{number}@atelier.example", "used_by": None, "used_at": None}
    return InvitationOut(
        id=_id(number),
        role=more.pop("role", Role.TRAINEE),
        state=state,
        created_by=more.pop("created_by", PersonName(id=_id(3), name="Inès Roux")),
        created_at=DAY,
        expires_at=DAY + timedelta(days=7),
        **{**given, **more},
    )


INVITATIONS: Final = [
    invited(1, InvitationState.OPEN),
    invited(2, InvitationState.OPEN, email=None, role=Role.TRAINER, created_by=None),
    invited(3, InvitationState.USED, used_by=PersonName(id=_id(4), name="Zoé Martin"), used_at=DAY),
    invited(4, InvitationState.USED, used_at=DAY),
    invited(5, InvitationState.EXPIRED),
]


def _sign_in(form: SignInForm, provider: str = "", *, signed_in: bool = False) -> Page:
    context = {"form": form, "provider": provider, "signed_in": signed_in}
    role = Role.TRAINEE if signed_in else None
    return Page("accounts/sign_in_password.html", context, "/sign-in", role)


def _join(form: JoinForm, provider: str = "", *, signed_in: bool = False) -> Page:
    context = {"form": form, "provider": provider, "signed_in": signed_in}
    return Page("accounts/invitation.html", context, "/invitations/x", Role.ADMIN if signed_in else None)


def _people(people: list[PersonCard], wanted: Wanted, role: Role, more: bool = False) -> Page:
    page = PeoplePage(items=people, next=people[-1].id if more else None)
    return Page("accounts/people.html", {"page": page, "wanted": wanted}, "/people", role)


def _person(shown: PersonCard, role: Role, said: str = "", link: str = "") -> Page:
    context = {"shown": shown, "said": said, "link": link, "until": DAY}
    return Page("accounts/person.html", context, f"/people/{shown.id}", role)


def _invitations(form: InviteForm, role: Role, links: list[Link], items: list[InvitationOut]) -> Page:
    page = InvitationPage(items=items, next=items[-1].id if items else None)
    context = {"form": form, "links": links, "page": page, "days": 7}
    return Page("accounts/invitations.html", context, "/people/invitations", role)


def _dead(kind: str, why: str) -> Page:
    return Page("accounts/dead_link.html", {"kind": kind, "why": why}, "/sign-in")


def _reset(error: str = "") -> Page:
    context = {"token": TOKEN, "email": "zoe@atelier.example", "error": error}
    return Page("accounts/reset.html", context, "/reset/x")


WRONG: Final = {"name": "name", "email": "address", "password": "obvious"}
TAKEN: Final = InviteForm(Role.TRAINEE, "zoe, ada@atelier.example", "addresses", ("zoe",))
ACCOUNT_PAGES: Final[dict[str, Page]] = {
    "sign-in-password": _sign_in(SignInForm(), "Atelier ID"),
    "sign-in-wrong": _sign_in(SignInForm("zoe@atelier.example", "/people", "wrong")),
    "sign-in-blocked": _sign_in(SignInForm("zoe@atelier.example", "/", "blocked")),
    "sign-in-busy": _sign_in(SignInForm("zoe@atelier.example", "/", "busy")),
    "sign-in-too-many": _sign_in(SignInForm("zoe@atelier.example", "/", "too-many-requests", 14)),
    "sign-in-too-many-soon": _sign_in(SignInForm("zoe@atelier.example", "/", "too-many-requests", 1)),
    "sign-in-password-already": _sign_in(SignInForm(), signed_in=True),
    "join": _join(JoinForm(TOKEN, Role.TRAINEE, False), "Atelier ID"),
    "join-bound": _join(JoinForm(TOKEN, Role.TRAINER, True, email="zoe@atelier.example")),
    "join-wrong": _join(JoinForm(TOKEN, Role.ADMIN, False, "", "zoe", WRONG)),
    "join-signed-in": _join(JoinForm(TOKEN, Role.TRAINEE, False), signed_in=True),
    "people": _people(PEOPLE, Wanted(), Role.ADMIN, more=True),
    "people-trainer": _people(PEOPLE[:2], Wanted(), Role.TRAINER),
    "people-none": _people([], Wanted(), Role.TRAINER),
    "people-no-match": _people([], Wanted("zoe", Role.TRAINER, PersonState.BLOCKED), Role.ADMIN),
    "person": _person(PEOPLE[0], Role.ADMIN),
    "person-blocked": _person(PEOPLE[1], Role.ADMIN, "blocked"),
    "person-self": _person(PEOPLE[4], Role.ADMIN, "last-admin"),
    "person-link": _person(PEOPLE[3], Role.TRAINER, link=ADDRESS),
    "person-no-email": _person(person(7, "Solo", Role.ADMIN, email=None), Role.ADMIN),
    "invitations": _invitations(InviteForm(), Role.ADMIN, [], INVITATIONS),
    "invitations-none": _invitations(InviteForm(), Role.TRAINER, [], []),
    "invitations-made": _invitations(
        InviteForm(), Role.ADMIN, [Link(ADDRESS, "zoe@atelier.example"), Link(ADDRESS, None)], INVITATIONS[:1]
    ),
    "invitations-wrong": _invitations(TAKEN, Role.TRAINER, [], []),
    "reset": _reset(),
    "reset-wrong": _reset("short"),
    **{
        f"dead-{kind}-{why}": _dead(kind, why)
        for kind in ("invitation", "reset")
        for why in ("unknown", "used", "expired")
    },
}
