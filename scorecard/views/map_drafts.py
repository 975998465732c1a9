"""Edit the strategy map as a draft, and publish it."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest, User
from core.service_form import told, typed
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from organization.services.organization import present_organization
from scorecard.forms.maps import PublishForm, change_forms
from scorecard.models import MapChange, MapDraft
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.map_drafts import drafted_map
from scorecard.selectors.map_edits import MapEdit, map_edit_page
from scorecard.selectors.periods import MONTHS, months_around, today_of
from scorecard.services.map_drafts import discard_draft, propose_change, take_back_change
from scorecard.services.map_publishing import publish_draft

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest) -> "HttpResponse":
    """Show the map as the draft would make it; a POST proposes a change."""
    page = _page(request)
    forms = change_forms(page, typed(request))
    sent = next((form for form in forms.values() if form.is_bound), None)
    proposed = sent and sent.submit(lambda: propose_change(actor=request.user, **sent.change()))
    if not proposed:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
        values = {"page": page, "forms": forms, "sent": sent}
        return render(request, "scorecard/map_edit.html", values, status=status)
    messages.success(request, _("Kept in the draft. Nobody but the strategy office sees it."))
    return redirect(_address(proposed.objective))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest) -> "HttpResponse":
    """Show each change with its date; a POST publishes them all."""
    _require_office(request.user)
    months = months_around(calendar_now(), today_of(present_organization()))
    month = next((each for each in months if each.word == request.GET.get("from")), months[MONTHS])
    form = PublishForm(typed(request), months=months)
    ending = form.submit(lambda: publish_draft(actor=request.user, **form.cleaned_data))
    if ending is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        values = {"draft": drafted_map(month.first_day), "months": months, "month": month}
        return render(request, "scorecard/map_publish.html", values | {"form": form}, status=status)
    messages.success(request, _("Published. The map shows it from that month on."))
    return redirect("scorecard:map")


@require_POST
def discard(request: SignedInRequest) -> "HttpResponse":
    """Throw the draft away."""
    _require_office(request.user)
    number = request.POST.get("draft", "")
    draft = get_object_or_404(MapDraft, pk=number if number.isdecimal() else 0)
    with told(request):
        discard_draft(actor=request.user, draft=draft)
        messages.success(request, _("The draft is discarded. The map stays as it is."))
    return redirect("scorecard:map-edit")


@require_POST
def take_back(request: SignedInRequest, change_id: int) -> "HttpResponse":
    """Take one change out of the draft."""
    _require_office(request.user)
    change = get_object_or_404(MapChange.objects.select_related("draft"), pk=change_id)
    with told(request):
        take_back_change(actor=request.user, change=change)
        messages.success(request, _("Taken back."))
    return redirect("scorecard:map-edit")


def _page(request: SignedInRequest) -> MapEdit:
    """Return the page with the objective of the address selected.

    Raises
    ------
    Http404
        Where there is no such objective on the map.
    """
    _require_office(request.user)
    asked = request.GET.get("objective", "")
    page = map_edit_page(asked)
    if asked and page.selected is None:
        raise Http404(_("There is no objective “%(code)s” on the map.") % {"code": asked})
    return page


def _require_office(user: User) -> None:
    require(user, Action.SHAPE, top_unit())


def _address(code: str) -> str:
    return f"{reverse('scorecard:map-edit')}?{urlencode({'objective': code})}#o-{code}"
