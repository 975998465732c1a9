"""Make a token for a program, and take it back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from accounts.models import Token, User
from accounts.roles import Scope
from audit.services.records import record
from core.errors import DomainError, NotAllowedError

MOST_DAYS = 365
MOST_TOKENS = 20


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token and its secret, which is shown this once and never stored."""

    token: Token
    secret: str


@transaction.atomic
def create_token(*, actor: User, name: str, scopes: Collection[str], days: int) -> NewToken:
    """Make a token with which a program acts for `actor`.

    Raises
    ------
    DomainError
        If the name, the scopes or the days are wrong, or there are too many tokens; the field
        is named.
    """
    _check(name, scopes, days)
    # Two requests at once must not both take the last place.
    list(User.objects.select_for_update().filter(pk=actor.pk))
    _check_room(actor)
    digest, secret = get_digest_token()
    token = Token.objects.create(
        user=actor,
        name=name.strip(),
        scopes=[scope.value for scope in Scope if scope in scopes],
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        expiry=timezone.now() + timedelta(days=days),
    )
    _record(actor, "created", token)
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(*, actor: User, token: Token) -> Token:
    """Take a token back: the next request with it is refused. A second time changes nothing.

    Raises
    ------
    NotAllowedError
        If it is another person's.
    """
    held: Token = Token.objects.select_for_update().get(pk=token.pk)
    if held.user_id != actor.pk:
        raise NotAllowedError(_("You can revoke only tokens of your own."))
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
        _record(actor, "revoked", held)
    return held


def _check(name: str, scopes: Collection[str], days: int) -> None:
    if not name.strip():
        raise DomainError(_("Name the program that will use the token."), field="name")
    if not scopes or not set(scopes) <= set(Scope):
        words = ", ".join(Scope)
        raise DomainError(
            _("Choose at least one of: %(words)s.") % {"words": words}, field="scopes"
        )
    if not 1 <= days <= MOST_DAYS:
        raise DomainError(
            _("A token is good for 1 to %(most)d days.") % {"most": MOST_DAYS}, field="days"
        )


def _check_room(actor: User) -> None:
    if Token.objects.usable_at(timezone.now()).filter(user=actor).count() >= MOST_TOKENS:
        raise DomainError(
            _("You have %(most)d tokens already. Revoke one that is no longer used.")
            % {"most": MOST_TOKENS}
        )


def _record(actor: User, verb: str, token: Token) -> None:
    detail = {"scopes": token.scopes, "expires": token.expiry.isoformat()}
    # By the start of the secret, which the page shows too: two tokens may have one name.
    subject = f"{token.name} {token.token_key}"
    record(actor=actor, verb=verb, kind="token", subject=subject, detail=detail)
