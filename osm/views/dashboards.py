"""My dashboard, the buttons that pin, move and remove, and what the office shares."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest
from core.errors import NotAllowedError
from core.printing import printable
from core.service_form import told
from organization.models import Unit
from organization.policies import may_anywhere
from organization.roles import Action
from osm.dashboards.page import dashboard_page
from osm.dashboards.services.pins import move_pin, pin_thing, remove_pin
from osm.dashboards.services.sharing import share_dashboard, withdraw_dashboard
from osm.dashboards.sharing import sharing_unit, start_of
from osm.dashboards.things import requested_thing
from osm.forms import PlaceForm, ShareForm
from osm.models import Pin, SharedDashboard
from scorecard.selectors.context import read_context

if TYPE_CHECKING:
    from django.http import HttpResponse


@printable
@require_safe
def dashboard(request: SignedInRequest) -> "HttpResponse":
    """Show what the person pinned; somebody who sees no unit has the messages."""
    if not may_anywhere(request.user, Action.SEE_UNIT):
        return redirect("communications:inbox")
    return _page(request, ShareForm(None))


@require_safe
def start(request: SignedInRequest) -> "HttpResponse":
    """Begin with the dashboard that the office shares with one's role, or else with Today."""
    return redirect("dashboard" if start_of(request.user) else "today")


@require_POST
def pin(request: SignedInRequest) -> "HttpResponse":
    """Put a thing on the dashboard, and go back to its page."""
    asked = [request.POST.get(name, "") for name in ("kind", "code", "unit")]
    thing = requested_thing(request.user, *asked)
    with told(request):
        pin_thing(actor=request.user, thing=thing)
        messages.success(request, _("It is on your dashboard."))
    return _back(request)


@require_POST
def unpin(request: SignedInRequest, pin_id: int) -> "HttpResponse":
    """Take a pin off the dashboard."""
    remove_pin(actor=request.user, pin=_own(request, pin_id))
    messages.success(request, _("It is off your dashboard. Pin it again from its own page."))
    return _back(request)


@require_POST
def share(request: SignedInRequest) -> "HttpResponse":
    """Share one's dashboard with a role."""
    unit, form = _sharing_unit(request), ShareForm(request.POST)
    shared = form.submit(lambda: share_dashboard(actor=request.user, unit=unit, **form.sharing()))
    if shared is None:
        return _page(request, form)
    messages.success(request, _("Shared. They see it when they next open their dashboard."))
    return redirect("dashboard")


@require_POST
def withdraw(request: SignedInRequest, shared_id: int) -> "HttpResponse":
    """Share one's dashboard with a role no more."""
    _sharing_unit(request)
    ours = Unit.objects.allowing(request.user, Action.SHAPE)
    found = SharedDashboard.objects.select_related("unit").filter(unit__in=ours)
    shared: SharedDashboard = get_object_or_404(found, pk=shared_id)
    with told(request):
        withdraw_dashboard(actor=request.user, shared=shared)
        messages.success(request, _("Withdrawn. They start with Today again."))
    return redirect("dashboard")


@require_POST
def move(request: SignedInRequest, pin_id: int) -> "HttpResponse":
    """Put a pin at another place."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        place = form.cleaned_data["place"]
        move_pin(actor=request.user, pin=_own(request, pin_id), place=place)
    else:
        messages.error(request, _("Say which place it goes to: 0 is the first."))
    return _back(request)


def _page(request: SignedInRequest, form: ShareForm) -> "HttpResponse":
    page = dashboard_page(request.user, read_context(request.user, request.GET))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "osm/dashboard.html", {"page": page, "form": form}, status=status)


def _sharing_unit(request: SignedInRequest) -> Unit:
    unit = sharing_unit(request.user)
    if unit is None:
        raise NotAllowedError(
            _("Dashboards are shared by the strategy office: tell it what your people should see.")
        )
    return unit


def _own(request: SignedInRequest, pin_id: int) -> Pin:
    mine = Pin.objects.select_related("unit", "kpi", "objective").filter(person=request.user)
    found: Pin = get_object_or_404(mine, pk=pin_id)
    return found


def _back(request: SignedInRequest) -> "HttpResponse":
    """Return to the page on which the button stands; without one to the dashboard."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if is_ours else "dashboard")
