"""The list of initiatives, one initiative, and the form of its facts."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import SignedInRequest
from core.printing import printable
from core.service_form import typed
from initiatives.forms import InitiativeForm
from initiatives.policies import require_editor, require_editor_anywhere
from initiatives.selectors import portfolio
from initiatives.selectors.portfolio import grouping
from initiatives.services.initiatives import create_initiative, update_initiative
from initiatives.views.access import unit_asked_for, visible_initiative
from initiatives.views.pages import detail_page, form_page
from organization.policies import may_anywhere
from organization.roles import Action

if TYPE_CHECKING:
    from django.http import HttpResponse

require_form = require_http_methods(["GET", "HEAD", "POST"])


@printable
@require_safe
def index(request: SignedInRequest) -> "HttpResponse":
    """Show the portfolio, by perspective or by unit; of one unit and below if one is named."""
    unit, by = unit_asked_for(request), grouping(request.GET.get("by", ""))
    context = {
        "page": portfolio(request.user, today=timezone.localdate(), by=by, unit=unit),
        "by": by,
        "unit": unit,
        "query": urlencode({"by": by} | ({"unit": unit.code} if unit else {})),
        "can_create": may_anywhere(request.user, Action.EDIT_INITIATIVES),
    }
    return render(request, "initiatives/index.html", context)


@printable
@require_safe
def detail(request: SignedInRequest, initiative_id: int) -> "HttpResponse":
    """Show one initiative."""
    return detail_page(request, visible_initiative(request, initiative_id))


@require_form
def create(request: SignedInRequest) -> "HttpResponse":
    """Propose an initiative."""
    require_editor_anywhere(request.user)
    form = InitiativeForm(typed(request), user=request.user)
    initiative = form.submit(
        lambda: create_initiative(
            actor=request.user, code=form.cleaned_data["code"], **form.change()
        )
    )
    if initiative is None:
        return form_page(request, form)
    messages.success(request, _("“%(name)s” is added.") % {"name": initiative})
    return redirect("initiatives:detail", initiative.pk)


@require_form
def edit(request: SignedInRequest, initiative_id: int) -> "HttpResponse":
    """Change what is known of an initiative."""
    initiative = visible_initiative(request, initiative_id)
    require_editor(request.user, initiative)
    form = InitiativeForm(typed(request), user=request.user, version=initiative.current)
    saved = form.submit(
        lambda: update_initiative(actor=request.user, initiative=initiative, **form.change())
    )
    if saved is None:
        return form_page(request, form, initiative)
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
    return redirect("initiatives:detail", saved.pk)
