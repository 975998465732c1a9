"""Decide about the reporting calendar."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.service_form import ServiceForm, told
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from scorecard.engine.periods import Period
from scorecard.forms.calendars import HolidayForm, RemindersForm, RuleForm, ZoneForm
from scorecard.models import Holiday
from scorecard.selectors.calendars import calendar_page
from scorecard.selectors.entries import present_month
from scorecard.services.calendars import decide_holiday, decide_rule, decide_zone
from scorecard.services.reminder_rules import decide_reminders

if TYPE_CHECKING:
    from accounts.models import User

RULE, REMINDERS, HOLIDAY, ZONE = "rule", "reminders", "holiday", "zone"


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedInRequest) -> HttpResponse:
    """Show when figures are due; a POST decides a rule, reminders, a holiday or a time zone."""
    require(request.user, Action.SHAPE, top_unit())
    what = request.POST.get("what", "")
    forms = _forms(request, what)
    if what in forms and forms[what].submit(_services(request.user, forms)[what]) is not None:
        messages.success(request, _("Decided. It holds at once."))
        return redirect("scorecard:calendar")
    values = {"page": calendar_page(), "forms": forms}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "scorecard/calendar.html", values, status=status)


@require_POST
def no_holiday(request: SignedInRequest, holiday_id: int) -> HttpResponse:
    """Take a holiday back."""
    require(request.user, Action.SHAPE, top_unit())
    row = get_object_or_404(Holiday.objects.all(), pk=holiday_id)
    with told(request):
        decide_holiday(actor=request.user, day=row.day, name=row.name, is_taken_back=True)
        messages.success(request, _("It is a working day again."))
    return redirect("scorecard:calendar")


def _forms(request: SignedInRequest, what: str) -> dict[str, ServiceForm]:
    """Return the forms of the page; the one that was posted holds what was typed."""

    def data(name: str) -> Any:
        return request.POST if name == what else None

    calendar, _today, last = present_month()
    month = Period(last.frequency, last.ordinal + 1)
    units = Unit.objects.allowing(request.user, Action.SHAPE).order_by("path")
    return {
        RULE: RuleForm(data(RULE), calendar=calendar, initial={"first": calendar.format(month)}),
        # Its own ids: the form of the rule has a reason as well.
        REMINDERS: RemindersForm(data(REMINDERS), auto_id="reminders_%s"),
        HOLIDAY: HolidayForm(data(HOLIDAY)),
        ZONE: ZoneForm(data(ZONE), units=units),
    }


def _services(user: "User", forms: dict[str, ServiceForm]) -> dict[str, Callable[[], object]]:
    """Return what each form does."""
    rule, reminders = forms[RULE], forms[REMINDERS]
    return {
        RULE: lambda: decide_rule(actor=user, **rule.decision()),  # type: ignore[attr-defined]
        REMINDERS: lambda: decide_reminders(actor=user, **reminders.decision()),  # type: ignore[attr-defined]
        HOLIDAY: lambda: decide_holiday(actor=user, **forms[HOLIDAY].cleaned_data),
        ZONE: lambda: decide_zone(actor=user, **forms[ZONE].cleaned_data),
    }
