"""A program shows its token: `Authorization: Bearer osm_…`."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import Token
from accounts.roles import Scope

if TYPE_CHECKING:
    from accounts.models import User


class ScopedTokenAuthentication(TokenAuthentication):  # type: ignore[misc]
    """Signs in the person of a token, for one request and within the token's scopes."""

    def authenticate_credentials(self, token: bytes) -> "tuple[User, Token]":
        """Find the token by its hash.

        Raises
        ------
        AuthenticationFailed
            The same sentence for every reason: it tells nothing about other people's tokens.
        """
        # An unreadable secret is a wrong one.
        secret = token.decode(errors="replace")
        usable = Token.objects.usable_at(timezone.now()).select_related("user")
        found: Token | None = usable.filter(digest=hash_token(secret)).first()
        if found is None:
            raise AuthenticationFailed(
                _("This token is not known, has expired or was revoked. Make a new one.")
            )
        found.user.token_scopes = frozenset(Scope(word) for word in found.scopes)
        return found.user, found


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the API speaks of tokens."""

    target_class = ScopedTokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ARG002
        """Return the header."""
        return build_bearer_security_scheme_object(
            header_name="Authorization", token_prefix=self.target.authenticate_header("")
        )
