"""What people type about their own account."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Token
from accounts.roles import Scope
from accounts.services.attempts import TooManyAttemptsError, begin_reset
from accounts.services.passwords import ask_for_new_password
from core.service_form import TOO_OFTEN, ServiceForm

if TYPE_CHECKING:
    from django.http import HttpRequest

USUAL_DAYS = 90
NEW_PASSWORD = {
    "password1": _("New password"),
    "password2": _("The new password again"),
}


def relabel(form: forms.Form, labels: dict[str, Any]) -> None:
    """Give fields of a library's form our labels, without its placeholders and helps."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
        # The page says it once, in its own words.
        form.fields[name].help_text = ""


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, {"login": _("E-mail address"), "password": _("Password")})


class PasswordChangeForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, {"oldpassword": _("Present password"), **NEW_PASSWORD})


class NewPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password twice, from a link that was sent by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, NEW_PASSWORD)


class PasswordResetForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where the link to a new password shall go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, {"email": _("E-mail address")})

    def clean(self) -> dict[str, Any]:
        """Count the request before anything is done for it."""
        data: dict[str, Any] = super().clean()
        if "email" in data:
            address = get_adapter().get_client_ip(context.request)
            try:
                begin_reset(email=data["email"], address=address)
            except TooManyAttemptsError as error:
                raise forms.ValidationError(error.message, code=TOO_OFTEN) from error
        return data

    def save(self, request: "HttpRequest", **_kwargs: Any) -> str:  # noqa: ARG002
        """Promise the mail; what happens is the same for an address that nobody has."""
        email: str = self.cleaned_data["email"]
        ask_for_new_password(email=email)
        return email


class FirstPasswordForm(allauth.SetPasswordForm):  # type: ignore[misc]
    """A password twice, for somebody who signed in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, NEW_PASSWORD)


class TokenForm(ServiceForm):
    """A new token: who will use it, for what, for how long."""

    name = forms.CharField(
        label=_("Program"),
        max_length=60,
        help_text=_("What will use the token, for example: monthly upload of the fleet register."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=Token.SCOPES,
        widget=forms.CheckboxSelectMultiple(),
        initial=[Scope.READ.value],
        help_text=_("Never more than you may do yourself."),
    )
    days = forms.IntegerField(
        label=_("Good for, in days"),
        initial=USUAL_DAYS,
        help_text=_("1 to 365. After that it has to be made anew."),
    )
