"""Follow how the figures of a month come in, remind units, and give them more time."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import SignedInRequest
from core.service_form import typed
from core.sheets import download
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import published_unit
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.forms.calendars import UntilForm
from scorecard.policies import require_extender
from scorecard.selectors.collection import collect
from scorecard.selectors.collection_page import collection_page
from scorecard.selectors.collection_sheets import collection_sheet
from scorecard.selectors.context import requested_unit
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.locks import read_locks
from scorecard.selectors.periods import period_name, requested_period
from scorecard.services.extensions import extend
from scorecard.services.reminders import Reminded, remind

if TYPE_CHECKING:
    from scorecard.selectors.collection import Collection

LATE = "late"


@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: SignedInRequest) -> HttpResponse:
    """Show which figures are in and who is late; a POST reminds one unit, or all late ones."""
    unit, month = requested_collection(request)
    if request.method == "POST":
        require(request.user, Action.ASSIGN, unit)
        found = collect(request.user, unit, month)
        _say(request, remind(actor=request.user, units=_asked(request, found), month=month))
        return redirect(reverse("scorecard:collection", query=_query(unit, month)))
    page = collection_page(request.user, unit, month, shows_all="all" in request.GET)
    return render(request, "scorecard/collection.html", {"page": page})


@require_safe
def sheet(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give the units of the page as a file, all of them."""
    unit, month = requested_collection(request)
    return download(collection_sheet(collect(request.user, unit, month)), kind)


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: SignedInRequest) -> HttpResponse:
    """Give a unit more time for the figures of a month."""
    unit, month = (
        published_unit(request.user, request.GET.get("unit", "")),
        requested_month(request),
    )
    require_extender(request.user, unit)
    due = read_locks(timezone.now(), [month]).deadlines.due(month, unit.path)
    form = UntilForm(typed(request), zone=due.zone)
    row = form.submit(lambda: extend(actor=request.user, unit=unit, month=month, **form.decision()))
    if row is None:
        values = {"form": form, "unit": unit, "month": period_name(month), "due": due}
        values["back"] = reverse("scorecard:collection", query=_query(unit, month))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "scorecard/extend.html", values, status=status)
    messages.success(request, _("%(unit)s has more time, and is told so.") % {"unit": unit.name})
    parent = unit.parent or unit
    return redirect(reverse("scorecard:collection", query=_query(parent, month)))


def requested_collection(request: SignedInRequest) -> tuple[Unit, Period]:
    """Return the unit and the month of an address, if what is below the unit may be seen.

    Raises
    ------
    Http404
        Where there is no such unit or month, or the person may not know of it.
    NotAllowedError
        Above one's own unit.
    """
    unit = requested_unit(request.user, request.GET.get("unit", ""))
    require(request.user, Action.SEE_UNIT, unit)
    return unit, requested_month(request)


def requested_month(request: SignedInRequest) -> Period:
    """Return the month of an address; else the last one that has ended."""
    word, today = request.GET.get("period", ""), local_day(timezone.now())
    return requested_period(word, calendar_now(), range(0), today)


def _query(unit: Unit, month: Period) -> dict[str, str]:
    return {"unit": unit.code, "period": calendar_now().format(month)}


def _asked(request: SignedInRequest, found: "Collection") -> list[Unit]:
    """Return the units that are to be reminded: one by its code, or all that are late."""
    word = request.POST.get("remind", "")
    wanted = {line.pk for line in found.lines if line.missing and line.code == word}
    if word == "" and request.POST.get(LATE):
        wanted = {line.pk for line in found.lines if line.late}
    return list(Unit.objects.filter(pk__in=wanted))


def _say(request: SignedInRequest, done: Reminded) -> None:
    if done.rows:
        sentence = ngettext(
            "%(count)d unit is reminded: whoever enters its figures is told.",
            "%(count)d units are reminded: whoever enters their figures is told.",
            len(done.rows),
        )
        messages.success(request, sentence % {"count": len(done.rows)})
    if done.n_before:
        sentence = ngettext(
            "%(count)d unit was reminded today already: nobody is reminded twice a day.",
            "%(count)d units were reminded today already: nobody is reminded twice a day.",
            done.n_before,
        )
        messages.info(request, sentence % {"count": done.n_before})
    if not done.rows and not done.n_before:
        messages.info(request, _("Nothing is missing there: nobody was reminded."))
