"""The people of the units that one manages: the list, an invitation, one person."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SignedInRequest, User
from core.service_form import told, typed
from organization.forms import InvitationForm, RoleForm
from organization.policies import may_close, require_people
from organization.selectors.people import people_page, person_lines
from organization.selectors.records import person_history
from organization.services.accounts import close_account, open_account
from organization.services.invitations import invite, invite_again
from organization.services.memberships import give_role
from organization.views.access import managed_person

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse


@require_safe
def people(request: SignedInRequest) -> "HttpResponse":
    """List them."""
    require_people(request.user)
    page = people_page(request.user, request.GET.get("q", "").strip(), request.GET.get("page", "1"))
    return render(request, "organization/people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: SignedInRequest) -> "HttpResponse":
    """Invite somebody."""
    require_people(request.user)
    form = InvitationForm(typed(request), giver=request.user)
    invited = form.submit(lambda: invite(actor=request.user, invited=form.invited()))
    if invited is None:
        return _shown(request, "organization/invite.html", form)
    messages.success(
        request, _("%(name)s is invited; the mail leaves now.") % {"name": invited.person.name}
    )
    return redirect("organization:person", invited.person_id)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, person_id: int) -> "HttpResponse":
    """Show one person; a POST gives a role."""
    found = managed_person(request, person_id)
    form = RoleForm(typed(request), giver=request.user)
    given = form.submit(
        lambda: give_role(
            actor=request.user,
            person=found,
            unit=form.cleaned_data["unit"],
            role=form.role_given(),
            first=form.cleaned_data["first"],
            until=form.cleaned_data["until"],
        )
    )
    if given is None:
        return _shown(request, "organization/person.html", form, **_about(request.user, found))
    messages.success(request, _("The role is given."))
    return redirect("organization:person", person_id)


@require_POST
def again(request: SignedInRequest, person_id: int) -> "HttpResponse":
    """Send another invitation."""
    found = managed_person(request, person_id)
    with told(request):
        invite_again(actor=request.user, person=found)
        messages.success(request, _("Another mail leaves now; earlier links open nothing."))
    return redirect("organization:person", person_id)


@require_POST
def close(request: SignedInRequest, person_id: int) -> "HttpResponse":
    """Close the account."""
    found = managed_person(request, person_id)
    with told(request):
        close_account(actor=request.user, person=found)
        messages.success(request, _("The account is closed and every session ended."))
    return redirect("organization:person", person_id)


@require_POST
def reopen(request: SignedInRequest, person_id: int) -> "HttpResponse":
    """Open a closed account."""
    found = managed_person(request, person_id)
    with told(request):
        open_account(actor=request.user, person=found)
        messages.success(request, _("The account is open again."))
    return redirect("organization:person", person_id)


def _about(user: User, found: User) -> dict[str, Any]:
    return {
        "line": person_lines(user, [found])[0],
        "is_open": found.is_active,
        "can_be_invited": found.is_active and not found.has_usable_password(),
        "can_close": may_close(user, found),
        "is_self": found.pk == user.pk,
        "history": person_history(user, found),
    }


def _shown(request: SignedInRequest, template: str, form: "Form", **context: Any) -> "HttpResponse":
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)
