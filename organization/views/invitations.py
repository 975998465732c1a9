"""The door for who was invited: a password, and in."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.service_form import typed
from organization.services.invitations import accept_invitation, invitation_of, why_closed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from organization.models import Invitation


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters()
def accept(request: "HttpRequest", token: str) -> "HttpResponse":
    """Ask for a password; a POST sets it and signs in. Looking at the page uses nothing."""
    row = invitation_of(token)
    reason = (
        why_closed(row) if row else _("This is no link that we sent. Open the one in the mail.")
    )
    if row is None or reason:
        context = {"reason": reason, "door": True}
        return render(request, "organization/accept.html", context, status=HTTPStatus.GONE)
    form = SetPasswordForm(row.person, typed(request))
    person = _accepted(row, form)
    if person is None:
        context = {"form": form, "person": row.person, "door": True}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "organization/accept.html", context, status=status)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("today")


def _accepted(row: "Invitation", form: "SetPasswordForm[User]") -> "User | None":
    if not form.is_valid():
        return None
    try:
        return accept_invitation(invitation=row, password=form.cleaned_data["new_password1"])
    except DomainError as error:
        form.add_error(None, error.message)
        return None
