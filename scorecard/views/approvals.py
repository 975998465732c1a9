"""Approve or reject figures of a KPI of which only approved ones count."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SignedInRequest
from core.service_form import told, typed
from organization.policies import require
from organization.roles import Action
from scorecard.forms.rejections import RejectionForm
from scorecard.models import Entry
from scorecard.policies import require_approver
from scorecard.selectors.approval_queue import QUEUE
from scorecard.selectors.approvals import approvals_of, named_approver, periods_behind
from scorecard.selectors.context import read_context
from scorecard.selectors.due import month_with
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.subjects import kpi_at
from scorecard.selectors.waiting import waiting_figures
from scorecard.services.approvals import approve_entry, period_of_entry, reject_entry

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def approvals(request: SignedInRequest, code: str) -> "HttpResponse":
    """Show what waits for approval below a unit, for one KPI and period, and what is approved."""
    context = read_context(request.user, request.GET)
    subject = kpi_at(request.user, context, code)
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
    return redirect(_kpi_page(entry, request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: SignedInRequest, entry_id: int) -> "HttpResponse":
    """Show a figure that waits, to be rejected with a reason; a POST rejects it."""
    entry = _visible_entry(request, entry_id)
    require_approver(request.user, entry, named_approver(entry))
    back = _back(request, entry)
    form = RejectionForm(typed(request), initial={"figure_hash": entry.figure_hash})
    event = form.submit(lambda: reject_entry(actor=request.user, entry=entry, **form.cleaned_data))
    if event is not None:
        messages.success(request, _("Rejected. Whoever enters it is told why, and corrects it."))
        return redirect(back)
    values = {"form": form, "figure": waiting_figures([entry])[0], "back": back}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "scorecard/reject.html", values, status=status)


def _visible_entry(request: SignedInRequest, entry_id: int) -> Entry:
    """Return an entry that the person may see, or answer 404."""
    seen = Entry.objects.allowing(request.user, Action.SEE_UNIT)
    entry: Entry | None = (
        seen.select_related("unit", "kpi__current", "author").filter(pk=entry_id).first()
    )
    if entry is None:
        raise Http404(_("You see no figure at this address."))
    return entry


def _back(request: SignedInRequest, entry: Entry) -> str:
    """Return the page that the person came from: all that waits, or what waits of the KPI."""
    if request.GET.get("from") != QUEUE:
        return _kpi_page(entry, request.GET)
    asked = {"period": _month(entry), "show": request.GET.get("show", "")}
    return reverse("scorecard:approvals", query={key: word for key, word in asked.items() if word})


def _kpi_page(entry: Entry, asked: QueryDict) -> str:
    """Return what waits of a KPI, at the unit and period asked for, or else at the figure's own."""
    place = {
        "unit": asked.get("unit") or entry.unit.code,
        "period": asked.get("period") or _month(entry),
    }
    return reverse("scorecard:approvals-kpi", args=[entry.kpi.code], query=place)


def _month(entry: Entry) -> str:
    calendar = calendar_now()
    return calendar.format(month_with(period_of_entry(entry), calendar))
