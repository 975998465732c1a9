"""A person's tokens, as their page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Token
from accounts.roles import Scope

if TYPE_CHECKING:
    from accounts.models import User

LATEST = 20
SCOPES = {
    Scope.READ: _("read"),
    Scope.ENTER: _("enter"),
    Scope.EDIT: _("edit"),
    Scope.DECIDE: _("decide"),
}


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token: the start of its secret tells two of one name apart."""

    start: str
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokensPage:
    """The tokens that are good, and the latest ones that no longer are."""

    usable: list[TokenLine]
    over: list[TokenLine]


def tokens_page(user: "User") -> TokensPage:
    """Return the tokens of `user`, the latest first."""
    mine = Token.objects.filter(user=user).newest_first()
    usable = list(mine.usable_at(timezone.now()))
    over = mine.exclude(pk__in=[token.pk for token in usable])[:LATEST]
    return TokensPage([_line(token) for token in usable], [_line(token) for token in over])


def _line(token: Token) -> TokenLine:
    return TokenLine(
        start=token.token_key,
        name=token.name,
        scopes=tuple(str(SCOPES[Scope(word)]) for word in token.scopes),
        made_at=token.created,
        expires_at=token.expiry,
        revoked_at=token.revoked_at,
    )
