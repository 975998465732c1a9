"""How people come in: by invitation, never by themselves, and not by guessing."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services.attempts import TooManyAttemptsError, begin_sign_in
from accounts.services.browsers import COOKIE
from accounts.services.passwords import set_password
from core.service_form import TOO_OFTEN

if TYPE_CHECKING:
    from accounts.models import User

NO_ADDRESS = "::"


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed: the office makes accounts."""

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002
        """Refuse to open the sign-up page to anybody."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:  # noqa: ARG002
        """Say so to somebody who knew the password and may no longer sign in."""
        messages.error(
            request, _("Your account is closed. If it should not be, ask the strategy office.")
        )
        return redirect("account_login")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> "User | None":
        """Count the try, and only then look at the password.

        allauth counts with a lock that is let go after ten seconds and gives up after one.
        """
        try:
            attempt = begin_sign_in(
                email=credentials.get("email", ""),
                address=self.get_client_ip(request),
                mark=request.COOKIES.get(COOKIE, ""),
            )
        except TooManyAttemptsError as error:
            raise ValidationError(error.message, code=TOO_OFTEN) from error
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            attempt.succeeded()
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return from where a request comes, as far as trusted proxies say so."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            # It came past one of the proxies: nothing in its head can be trusted.
            return str(request.META["REMOTE_ADDR"])
        except PermissionDenied:
            # It came through a socket of this machine, which has no address.
            return NO_ADDRESS

    def set_password(self, user: "User", password: str) -> None:
        """Set the password, and end the sessions that were opened with the old one."""
        key = getattr(getattr(self.request, "session", None), "session_key", None) or ""
        own = self.request is not None and self.request.user.pk == user.pk
        set_password(
            person=user,
            password=password,
            verb="changed password" if own else "set new password",
            session_key=key if own else "",
        )
