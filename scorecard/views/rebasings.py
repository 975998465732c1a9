"""Compute the limits of a KPI anew from a period on."""

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
from scorecard.forms.decisions import RebasingForm
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.rebasings import known_kpi, rebasing_page, visible_rebasing
from scorecard.services.rebasings import rebase_limits, take_back_rebasing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from scorecard.models import Rebasing


@require_http_methods(["GET", "HEAD", "POST"])
def rebasings(request: SignedInRequest, code: str) -> "HttpResponse":
    """Show from when on limits were computed anew; decide it for one more period."""
    kpi, unit = known_kpi(request.user, code, request.GET.get("unit", ""))
    require(request.user, Action.SHAPE, unit)
    calendar = calendar_now()
    page = rebasing_page(kpi, unit, calendar)
    form = RebasingForm(typed(request), choices=page.choices)
    row = form.submit(
        lambda: rebase_limits(
            actor=request.user,
            unit=unit,
            kpi=kpi,
            period=calendar.parse(form.cleaned_data["period"]),
            reason=form.cleaned_data["reason"],
        )
    )
    if row is not None:
        messages.success(request, _("The limits are computed anew from that period on."))
        return _to_page(row)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "scorecard/rebasings.html", {"page": page, "form": form}, status=status)


@require_POST
def take_back(request: SignedInRequest, rebasing_id: int) -> "HttpResponse":
    """Let a decision no longer hold, for a reason."""
    rebasing = visible_rebasing(request.user, rebasing_id)
    with told(request):
        take_back_rebasing(
            actor=request.user, rebasing=rebasing, reason=request.POST.get("reason", "")
        )
        messages.success(request, _("The limits are as they were without that decision."))
    return _to_page(rebasing)


def _to_page(row: "Rebasing") -> "HttpResponse":
    return redirect(reverse("scorecard:rebasings", args=[row.kpi.code]) + f"?unit={row.unit.code}")
