"""What was ever submitted for one cell."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.sheets import download
from organization.policies import may, require
from organization.roles import Action
from scorecard.selectors.figure_histories import FigureHistory, figure_history, history_sheet
from scorecard.selectors.places import requested_place

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def history(request: SignedInRequest) -> "HttpResponse":
    """Show each revision of a figure: who, when, from where, why, and what was decided of it."""
    return render(request, "scorecard/figure_history.html", {"page": _read(request)})


@require_safe
def sheet(request: SignedInRequest, kind: str) -> "HttpResponse":
    """Give the same as a file."""
    return download(history_sheet(_read(request)), kind)


def _read(request: SignedInRequest) -> FigureHistory:
    place = requested_place(request.user, request.GET)
    require(request.user, Action.SEE_UNIT, place.unit)
    return figure_history(place, can_enter=may(request.user, Action.ENTER_VALUES, place.unit))
