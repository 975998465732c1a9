"""Decide how figures of a KPI are checked when they are entered."""

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
from organization.selectors.units import top_unit
from scorecard.forms.checks import ChecksForm, CrossCheckForm
from scorecard.selectors.check_rules import check_page, effects_of
from scorecard.selectors.cross_checks import cross_page, initial_of
from scorecard.selectors.rebasings import known_kpi
from scorecard.services.check_rules import decide_checks
from scorecard.services.cross_checks import decide_cross_check

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: SignedInRequest, code: str) -> "HttpResponse":
    """Show what is asked about figures of a KPI; a POST decides something else."""
    top = top_unit()
    require(request.user, Action.SHAPE, top)
    kpi, _unit = known_kpi(request.user, code, top.code)
    form = ChecksForm(typed(request), initial=effects_of(kpi))
    decided = form.submit(lambda: decide_checks(actor=request.user, kpi=kpi, **form.decision()))
    if decided is None:
        context = {"page": check_page(kpi), "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "scorecard/checks.html", context, status=status)
    messages.success(request, _("Decided. It holds for every figure that is entered from now on."))
    return redirect(reverse("scorecard:checks", args=[kpi.code]))


@require_http_methods(["GET", "HEAD", "POST"])
def cross_checks(request: SignedInRequest, code: str) -> "HttpResponse":
    """Show what figures of a KPI are held against; a POST decides one rule."""
    top = top_unit()
    require(request.user, Action.SHAPE, top)
    kpi, _unit = known_kpi(request.user, code, top.code)
    page = cross_page(kpi)
    initial = initial_of(kpi, request.GET.get("rule", ""))
    form = CrossCheckForm(typed(request), initial=initial, kpi=kpi, choices=page.choices)
    decided = form.submit(lambda: decide_cross_check(actor=request.user, **form.decision()))
    if decided is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        context = {"page": page, "form": form}
        return render(request, "scorecard/cross_checks.html", context, status=status)
    messages.success(request, _("Decided. It holds for every figure that is entered from now on."))
    return redirect(reverse("scorecard:cross-checks", args=[kpi.code]))
