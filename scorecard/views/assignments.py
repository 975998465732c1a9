"""Say who of a unit enters which of its figures."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from scorecard.forms.assignments import AssignmentForm
from scorecard.selectors.assignments import assignable_units, assignment_page, requested_unit
from scorecard.services.assignments import assign

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: SignedInRequest) -> "HttpResponse":
    """Show who enters and approves which figure of a unit; a POST says it anew."""
    units = assignable_units(request.user)
    unit = requested_unit(request.user, units, request.GET.get("unit", ""))
    page = assignment_page(unit, units)
    form = AssignmentForm(typed(request), page=page)
    rows = form.submit(lambda: assign(actor=request.user, unit=unit, **form.wanted()))
    if rows is None:
        values = {"page": page, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "scorecard/assignments.html", values, status=status)
    messages.success(request, _("Saved.") if rows else _("Nothing was changed."))
    return redirect(reverse("scorecard:assignments", query={"unit": unit.code}))
