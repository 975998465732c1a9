"""One role of one person: changed or ended from a day on."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.forms import RoleChangeForm, RoleEndForm
from organization.models import Membership
from organization.selectors.people import LABELS
from organization.services.memberships import change_role, end_role
from organization.views.access import managed_role

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: SignedInRequest, membership_id: int) -> "HttpResponse":
    """Show a role with what can become of it; a POST changes it."""
    held = managed_role(request, membership_id)
    form = RoleChangeForm(
        typed(request), giver=request.user, initial={"unit": held.unit_id, "role": held.role}
    )
    changed = form.submit(
        lambda: change_role(
            actor=request.user,
            membership=held,
            unit=form.cleaned_data["unit"],
            role=form.role_given(),
            first=form.cleaned_data["first"],
        )
    )
    if changed is None:
        return _shown(request, held, form, _end_form())
    messages.success(request, _("The role is changed."))
    return redirect("organization:person", held.person_id)


@require_POST
def end(request: SignedInRequest, membership_id: int) -> "HttpResponse":
    """End a role."""
    held = managed_role(request, membership_id)
    form = RoleEndForm(request.POST)
    ended = form.submit(
        lambda: end_role(actor=request.user, membership=held, first=form.cleaned_data["first"])
    )
    if ended is None:
        change = RoleChangeForm(giver=request.user)
        return _shown(request, held, change, form)
    messages.success(request, _("The role is ended."))
    return redirect("organization:person", held.person_id)


def _end_form() -> RoleEndForm:
    return RoleEndForm(initial={"first": timezone.now().date()})


def _shown(
    request: SignedInRequest, held: Membership, form: RoleChangeForm, end_form: RoleEndForm
) -> "HttpResponse":
    bound = form.is_bound or end_form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    context = {"held": held, "role": LABELS[held.role], "form": form, "end_form": end_form}
    return render(request, "organization/role.html", context, status=status)
