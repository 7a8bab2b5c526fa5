"""The page that an invitation leads to: name, e-mail and password make an account, signed in at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Path
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.addresses import as_compared, clean_email, clean_name
from app.accounts.joining import InvitationUnusable, join, open_invitation
from app.accounts.models import Role
from app.accounts.passwords import passwords_of, weakness
from app.accounts.people import EmailTaken
from app.accounts.policy import Anyone
from app.accounts.service import OpenedSignIn, digest
from app.accounts.sign_in import Via, sign_person_in
from app.accounts.sign_in_limits import SignInLimits
from app.accounts.visits import Visit, enter, needs_accounts, settings_of
from app.web.render import render

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=200)]
Typed = Annotated[str, Form(max_length=400)]
Password = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True, slots=True)
class JoinForm:
    """What the page shows. `bound`: the invitation names the address. `errors`: for each field what is wrong
    with it, as a slug."""

    token: str
    role: Role
    bound: bool
    name: str = ""
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@router.get("/invitations/{token}")
async def invitation(request: Request, caller: Anyone, token: Token) -> Response:
    """The form; for who is signed in already, what to do first."""
    needs_accounts(request)
    try:
        form = await request.app.state.db.reading(lambda session: _form(session, token))
    except InvitationUnusable as problem:
        return dead_link(request, "invitation", problem.why, problem.status)
    return _page(request, form, signed_in=caller is not None)


@router.post("/invitations/{token}")
async def post_invitation(
    request: Request,
    _caller: Anyone,
    token: Token,
    name: Typed = "",
    email: Typed = "",
    password: Password = "",
) -> Response:
    """Make the account and sign in, or the page again with what to mend."""
    needs_accounts(request)
    form = None
    try:
        form = await request.app.state.db.reading(lambda session: _form(session, token))
        form = _filled(form, name, email, password)
        if form.errors:
            return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        return enter(request, await _join(request, form, password))
    except InvitationUnusable as problem:
        return dead_link(request, "invitation", problem.why, problem.status)
    except EmailTaken as problem:
        assert form is not None  # noqa: S101 - only joining raises it
        return _page(request, replace(form, errors={"email": "taken"}), problem.status)


def dead_link(request: Request, kind: str, why: str, status: HTTPStatus) -> Response:
    """What became of an invitation, or of a link for a new password, and what to do."""
    return render(request, "accounts/dead_link.html", status=status, kind=kind, why=why)


async def _join(request: Request, form: JoinForm, password: str) -> OpenedSignIn:
    state, visit = request.app.state, Visit.of(request)
    token_hash = digest(form.token)
    limits = SignInLimits(state.db, state.settings)
    await limits.count(token_hash, visit.client)
    password_hash = await passwords_of(state).hash(password)

    def work(session: Session) -> OpenedSignIn:
        person = join(session, token_hash, form.name, form.email, password_hash, Via.INVITATION)
        return sign_person_in(session, person, visit, Via.INVITATION)

    opened: OpenedSignIn = await state.db.writing(work)
    await limits.forgive(token_hash, visit.client)
    return opened


def _form(session: Session, token: str) -> JoinForm:
    found = open_invitation(session, digest(token))
    return JoinForm(token, Role(found.role), found.email is not None, email=found.email or "")


def _filled(form: JoinForm, name: str, email: str, password: str) -> JoinForm:
    """The form as it was sent, cleaned, with its errors."""
    errors = {}
    try:
        name = clean_name(name)
    except ValueError:
        errors["name"] = "name"
    if form.bound and as_compared(email) != form.email:
        errors["email"] = "other"
    try:
        email = form.email if form.bound else clean_email(email)
    except ValueError:
        errors["email"] = "address"
    weak = weakness(password, email)
    if weak is not None:
        errors["password"] = weak.value
    return replace(form, name=name, email=email, errors=errors)


def _page(
    request: Request, form: JoinForm, status: HTTPStatus = HTTPStatus.OK, *, signed_in: bool = False
) -> Response:
    settings = settings_of(request)
    provider = settings.oidc_name if settings.has_oidc else ""
    context = {"form": form, "provider": provider, "signed_in": signed_in}
    return render(request, "accounts/invitation.html", status=status, **context)
