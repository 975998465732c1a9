"""Override a figure, and take that back."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.service_form import told, typed
from organization.policies import require
from organization.roles import Action
from scorecard.forms.decisions import OverrideForm
from scorecard.selectors.overrides import override_note
from scorecard.selectors.places import Place, requested_place
from scorecard.services.overrides import override_figure, undo_override

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def override(request: SignedInRequest) -> "HttpResponse":
    """Show the form of an override; a POST stores one."""
    place = _place(request)
    form = OverrideForm(typed(request), version=place.kpi.definition)
    stored = form.submit(
        lambda: override_figure(actor=request.user, place=place, **form.cleaned_data)
    )
    if stored is None:
        values = {"form": form, "note": override_note(place, can=True)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "scorecard/override.html", values, status=status)
    messages.success(request, _("Overridden. It counts on every scorecard above."))
    return redirect(_back(place))


@require_POST
def undo(request: SignedInRequest) -> "HttpResponse":
    """Take an override back."""
    place = _place(request)
    with told(request):
        undo_override(actor=request.user, place=place, reason=request.POST.get("reason", ""))
        messages.success(request, _("The override is taken back."))
    return redirect(_back(place))


def _place(request: SignedInRequest) -> Place:
    place = requested_place(request.user, request.GET)
    require(request.user, Action.OVERRIDE, place.unit)
    return place


def _back(place: Place) -> str:
    """Return the page of the KPI."""
    return reverse("scorecard:kpi", args=[place.kpi.code], query=place.page_query)
