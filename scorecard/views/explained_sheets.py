"""Why a figure or a score says what it says, as files."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.sheets import download
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.explained_sheets import explanation_sheet, node_sheet
from scorecard.selectors.node_explanations import NodeExplanation
from scorecard.selectors.revisions import NEWEST
from scorecard.selectors.subjects import DEFAULT_SPAN, kpi_at
from scorecard.services.explanations import read_explanation
from scorecard.services.figures import read_readings
from scorecard.services.node_explanations import (
    explain_objective,
    explain_perspective,
    explain_scorecard,
)
from scorecard.services.past import requested_moment


@require_safe
def kpi(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give the parts of a figure, what it is computed from, and the steps to its score."""
    context, moment = _place(request)
    subject = kpi_at(request.user, context, code, moment)
    readings = read_readings(context, subject, DEFAULT_SPAN, moment)
    found = read_explanation(context, subject, readings, moment, most_entries=NEWEST)
    if found is None:
        raise Http404(_("There is no figure to explain in this period."))
    return download(explanation_sheet(context, found), kind)


@require_safe
def objective(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give what each KPI contributes to the score of an objective."""
    return _node(request, kind, lambda *place: explain_objective(place[0], code, place[1]))


@require_safe
def perspective(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give what each objective contributes to the score of a perspective."""
    return _node(request, kind, lambda *place: explain_perspective(place[0], code, place[1]))


@require_safe
def scorecard(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give what each perspective contributes to the score of a unit."""
    return _node(request, kind, explain_scorecard)


def _node(
    request: SignedInRequest,
    kind: str,
    explain: Callable[[Context, datetime | None], NodeExplanation],
) -> HttpResponse:
    context, moment = _place(request)
    return download(node_sheet(context, explain(context, moment)), kind)


def _place(request: SignedInRequest) -> tuple[Context, datetime | None]:
    moment = requested_moment(request.GET)
    return read_context(request.user, request.GET, request.GET.get("as_of", "")), moment
