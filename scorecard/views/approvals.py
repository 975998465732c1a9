"""Approve figures of a KPI of which only approved ones count."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest
from core.service_form import told
from organization.policies import require
from organization.roles import Action
from scorecard.models import Entry
from scorecard.selectors.approvals import approvals_of, periods_behind
from scorecard.selectors.context import read_context
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.subjects import kpi_at
from scorecard.services.approvals import approve_entry, period_of_entry

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def approvals(request: SignedInRequest) -> "HttpResponse":
    """Show what waits for approval below a unit, for one KPI and period, and what is approved."""
    context = read_context(request.user, request.GET)
    subject = kpi_at(request.user, context, request.GET.get("kpi", ""))
    require(request.user, Action.SEE_UNIT, context.unit)
    periods = periods_behind(context, subject)
    page = approvals_of(request.user, context.unit, subject.version, periods)
    values = {"context": context, "subject": subject, "page": page}
    return render(request, "scorecard/approvals.html", values)


@require_POST
def approve(request: SignedInRequest, entry_id: int) -> "HttpResponse":
    """Approve one figure, as it was read."""
    entry = _visible_entry(request, entry_id)
    with told(request):
        approve_entry(
            actor=request.user, entry=entry, figure_hash=request.POST.get("figure_hash", "")
        )
        messages.success(
            request, _("Approved. The figure of %(unit)s counts.") % {"unit": entry.unit.name}
        )
    return redirect(_address(request, entry))


def _visible_entry(request: SignedInRequest, entry_id: int) -> Entry:
    """Return an entry that the person may see, or answer 404."""
    seen = Entry.objects.allowing(request.user, Action.SEE_UNIT)
    entry: Entry | None = (
        seen.select_related("unit", "kpi__current", "author").filter(pk=entry_id).first()
    )
    if entry is None:
        raise Http404(_("You see no figure at this address."))
    return entry


def _address(request: SignedInRequest, entry: Entry) -> str:
    """Return the page that the person came from, or else the one of the figure's own unit."""
    query = request.POST.copy()
    period = calendar_now().format(period_of_entry(entry))
    asked = {
        "unit": query.get("unit") or entry.unit.code,
        "period": query.get("period") or period,
        "kpi": entry.kpi.code,
    }
    return reverse("scorecard:approvals", query=asked)
