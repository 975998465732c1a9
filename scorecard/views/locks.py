"""Lock months, ask that one is opened again, and answer that."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.service_form import ServiceForm, told, typed
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import published_unit, top_unit
from scorecard.forms.calendars import LockForm, UntilForm
from scorecard.models import Reopening
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.locks import read_locks
from scorecard.selectors.periods import period_name
from scorecard.services.locks import lock_month
from scorecard.services.reopenings import answer_reopening, ask_reopening
from scorecard.views.collection import requested_month


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: SignedInRequest) -> HttpResponse:
    """Let a month take no figures any more."""
    require(request.user, Action.COLLECT, top_unit())
    month = requested_month(request)
    form = LockForm(typed(request))
    row = form.submit(lambda: lock_month(actor=request.user, month=month, **form.cleaned_data))
    if row is None:
        return _form(request, "lock", form, {"month": period_name(month)})
    messages.success(
        request,
        _("%(month)s is locked: its figures change no more.") % {"month": period_name(month)},
    )
    return _to_collection("", calendar_now().format(month))


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedInRequest) -> HttpResponse:
    """Ask that a locked month takes figures again, of one unit or of all."""
    month, unit = requested_month(request), _unit(request)
    place = unit or top_unit()
    require(request.user, Action.ENTER_VALUES if unit else Action.COLLECT, place)
    due = read_locks(timezone.now(), [month]).deadlines.due(month, place.path)
    form = UntilForm(typed(request), zone=due.zone)
    row = form.submit(
        lambda: ask_reopening(actor=request.user, month=month, unit=unit, **form.decision())
    )
    if row is None:
        values = {"month": period_name(month), "unit": unit, "zone": due.zone}
        return _form(request, "reopen", form, values)
    messages.success(request, _("Asked. It opens once somebody else of the office confirms it."))
    return _to_collection(place.code, calendar_now().format(month))


@require_POST
def answer(request: SignedInRequest, reopening_id: int) -> HttpResponse:
    """Confirm that a month is opened again, or leave it locked."""
    row = _visible(request, reopening_id)
    is_confirmed = request.POST.get("answer") == "confirm"
    with told(request):
        answer_reopening(actor=request.user, reopening=row, is_confirmed=is_confirmed)
        said = _("It is open again.") if is_confirmed else _("It stays locked.")
        messages.success(request, said)
    month = requested_month(request)
    return _to_collection(row.unit.code if row.unit else "", calendar_now().format(month))


def _unit(request: SignedInRequest) -> Unit | None:
    code = request.GET.get("unit", "")
    return published_unit(request.user, code) if code else None


def _visible(request: SignedInRequest, reopening_id: int) -> Reopening:
    """Return a request of a unit into which the person sees."""
    rows = Reopening.objects.select_related("unit")
    row: Reopening | None = rows.filter(pk=reopening_id).first()
    seen = Unit.objects.allowing(request.user, Action.SEE_UNIT)
    if row is None or not seen.filter(pk=(row.unit or top_unit()).pk).exists():
        raise Http404(_("There is no request to open a month at this address."))
    return row


def _form(
    request: SignedInRequest, name: str, form: ServiceForm, values: dict[str, Any]
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, f"scorecard/{name}.html", values | {"form": form}, status=status)


def _to_collection(code: str, word: str) -> HttpResponse:
    query = {"unit": code, "period": word} if code else {"period": word}
    return redirect(reverse("scorecard:collection", query=query))
