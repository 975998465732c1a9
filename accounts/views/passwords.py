"""A new password: changed by who is signed in, or asked for by mail. allauth does the work."""

from typing import Any

from allauth.account import views as allauth
from django.urls import reverse, reverse_lazy

from core.service_form import RefusingView


class PasswordChange(RefusingView, allauth.PasswordChangeView):  # type: ignore[misc]
    """Change one's password; the other sessions end."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:account")


class PasswordReset(RefusingView, allauth.PasswordResetView):  # type: ignore[misc]
    """Ask for a link to a new password; the answer is the same for every address."""

    template_name = "accounts/password_reset.html"
    extra_context = {"door": True}


class PasswordResetDone(allauth.PasswordResetDoneView):  # type: ignore[misc]
    """Say what happens next."""

    template_name = "accounts/password_reset_done.html"
    extra_context = {"door": True}


class PasswordResetFromKey(RefusingView, allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """Set a new password by a link; one that is over or used says so."""

    template_name = "accounts/password_from_key.html"
    extra_context = {"door": True}
    success_url = reverse_lazy("account_login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where to ask for another link."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"again_url": reverse("account_reset_password")}


class FirstPassword(RefusingView, allauth.PasswordSetView):  # type: ignore[misc]
    """Set a password where one signed in without."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:account")
