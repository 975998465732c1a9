"""Say what one expects a KPI to be at the end of a fiscal year."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.policies import require
from organization.roles import Action
from scorecard.forms.own_words import OwnForecastForm
from scorecard.selectors.own_forecasts import own_forecast_page
from scorecard.selectors.rebasings import known_kpi
from scorecard.services.own_forecasts import give_own_forecast, years_to_forecast

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def own_forecasts(request: SignedInRequest, code: str) -> "HttpResponse":
    """Show what was expected of a KPI at a unit so far; take what is expected now."""
    kpi, unit = known_kpi(request.user, code, request.GET.get("unit", ""))
    require(request.user, Action.ENTER_VALUES, unit)
    years = years_to_forecast()
    form = OwnForecastForm(typed(request), version=kpi.definition, years=years)
    row = form.submit(
        lambda: give_own_forecast(actor=request.user, unit=unit, kpi=kpi, **form.cleaned_data)
    )
    if row is not None:
        messages.success(request, _("Your forecast stands beside the computed one."))
        return redirect(reverse("scorecard:own-forecasts", args=[kpi.code]) + f"?unit={unit.code}")
    page = own_forecast_page(kpi, unit, years)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"page": page, "form": form}
    return render(request, "scorecard/own_forecasts.html", context, status=status)
