"""Switch off that critical children cap a node, and on again."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.policies import require
from organization.roles import Action
from scorecard.forms.decisions import CapForm
from scorecard.selectors.cap_switches import cap_nodes
from scorecard.selectors.context import read_context
from scorecard.services.cap_switches import switch_cap

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def caps(request: SignedInRequest) -> "HttpResponse":
    """Show which nodes of a unit's scorecard nothing caps; a POST switches one."""
    context = read_context(request.user, request.GET)
    require(request.user, Action.OVERRIDE, context.unit)
    nodes = cap_nodes(context.unit, context.last_day)
    first_day = context.calendar.first_day(context.period)
    form = CapForm(typed(request), nodes=nodes, initial={"valid_from": first_day})
    switched = form.submit(
        lambda: switch_cap(actor=request.user, unit=context.unit, **form.switch())
    )
    if switched is None:
        all_cap = all(node.caps for node in nodes)
        values = {"context": context, "nodes": nodes, "all_cap": all_cap, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "scorecard/caps.html", values, status=status)
    messages.success(request, _("Switched. The scores are calculated again."))
    return redirect(f"{request.path}?{context.query}")
