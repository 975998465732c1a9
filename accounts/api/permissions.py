"""What a token must be made for."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import Token
from accounts.roles import Scope


class WithinScopes(BasePermission):
    """Refuses a token that was not made for what is asked; the gate then asks for its person."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the token has the scope of this verb; people at a browser need none."""
        if not isinstance(request.auth, Token):
            return True
        scope = Scope.READ if request.method in SAFE_METHODS else _scope(request, view)
        self.message = _(
            "The token “%(name)s” does not have the scope “%(scope)s”. Make one that has it."
        ) % {"name": request.auth.name, "scope": scope}
        return scope in request.auth.scopes


def _scope(request: Request, view: Any) -> str:
    """Return the scope of a verb that writes; nothing has the empty one."""
    return str(getattr(view, "scopes", {}).get(request.method, ""))
