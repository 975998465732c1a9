"""What units learn of the figures of their sister units."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.forms import ComparisonForm
from organization.policies import require
from organization.roles import Action
from organization.selectors.comparisons import comparisons, present_comparison
from organization.selectors.units import top_unit
from organization.services.comparisons import decide_comparison

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: SignedInRequest) -> "HttpResponse":
    """Show what sister units see of each other; a POST decides something else."""
    require(request.user, Action.SHAPE, top_unit())
    form = ComparisonForm(typed(request), initial={"kind": present_comparison()})
    decided = form.submit(lambda: decide_comparison(actor=request.user, **form.cleaned_data))
    if decided is None:
        context = {"form": form, "decisions": comparisons()}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "organization/comparison.html", context, status=status)
    messages.success(request, _("Decided. It holds on every page from now on."))
    return redirect("organization:comparison")
