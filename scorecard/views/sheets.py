"""The tables of the pages as files."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.sheets import download
from scorecard.selectors.arranging import Arrangement
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.events import Happened, Knowledge
from scorecard.selectors.explained_sheets import forecast_sheet, miss_sheet, waterfall_sheet
from scorecard.selectors.kpi_events import kpi_events
from scorecard.selectors.kpis import KpiPage, kpi_page
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.map_order import Asked
from scorecard.selectors.map_sheets import units_sheet
from scorecard.selectors.scorecards import scorecard_page
from scorecard.selectors.sheets import course_sheet, parts_sheet, scorecard_sheet
from scorecard.selectors.sister_sheets import sisters_sheet
from scorecard.selectors.subjects import (
    DEFAULT_SPAN,
    Readings,
    Subject,
    decided_of,
    kpi_at,
)
from scorecard.services.figures import read_columns, read_readings
from scorecard.services.heatmaps import read_heatmap
from scorecard.services.misses import read_miss
from scorecard.services.past import requested_moment
from scorecard.services.sisters import read_sisters
from scorecard.services.waterfalls import read_waterfall
from scorecard.views.readings import owned_matters


@require_safe
def scorecard(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give the scorecard of a unit, as far as the person may see it."""
    moment, context = requested_moment(request.GET), _context(request)
    strategy = strategy_at(context.unit, context.last_day, moment)
    columns = read_columns(context, strategy, moment)
    page = scorecard_page(context, strategy, columns, Arrangement.asked(context, request.GET))
    return download(scorecard_sheet(context, page), kind)


@require_safe
def units(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give all units directly below one, not only those of one page."""
    context, moment = _context(request), requested_moment(request.GET)
    if not context.can_see_breakdown:
        raise Http404(_("You see no units at this address."))
    strategy = strategy_at(context.unit, context.last_day, moment)
    page = read_heatmap(context, strategy, Asked.of(request.GET), most=None, as_of=moment)
    return download(units_sheet(context, page), kind)


@require_safe
def course(
    request: SignedInRequest, kind: str, code: str, happened: Happened | None = None
) -> HttpResponse:
    """Give the course of a KPI at a unit; what is done about it comes from above."""
    moment, context = requested_moment(request.GET), _context(request)
    subject, readings = _readings(request, context, code, moment)
    known_of = Knowledge(moment, owned_matters(request))
    events = kpi_events(context, subject, readings.own, known_of, happened)
    page = kpi_page(context, subject, readings, events=events)
    return download(course_sheet(context, page), kind)


@require_safe
def parts(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give the units below one with what a KPI says there."""
    context, page, _readings = _kpi(request, code)
    if page.breakdown is None:
        raise Http404(_("You see no units at this address."))
    return download(parts_sheet(context, page), kind)


@require_safe
def sisters(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give a KPI at a unit beside its sister units, as far as its page does."""
    context, page, readings = _kpi(request, code)
    found = read_sisters(context, page, readings)
    if found is None:
        raise Http404(_("You see no sister units at this address."))
    return download(sisters_sheet(context, page, found), kind)


@require_safe
def miss(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give which units carry how much of the miss of a KPI."""
    context = _context(request)
    strategy = strategy_at(context.unit, context.last_day)
    found = read_miss(context, strategy, code) if context.can_see_breakdown else None
    if found is None or found.missed.code != code:
        raise Http404(_("This KPI misses nothing that you can see at this address."))
    return download(miss_sheet(context, found), kind)


@require_safe
def waterfall(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give the way from target to actual of a KPI at a unit, step by step."""
    moment, context = requested_moment(request.GET), _context(request)
    subject, readings = _readings(request, context, code, moment)
    way = read_waterfall(context, subject, readings, moment)
    if way is None or way.refusal:
        raise Http404(_("From target to actual there are no steps that you can see here."))
    return download(waterfall_sheet(context, subject, way), kind)


@require_safe
def forecast(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Give what is expected of a KPI to the end of the year."""
    context, page, _readings = _kpi(request, code)
    return download(forecast_sheet(context, page), kind)


def _context(request: SignedInRequest) -> Context:
    return read_context(request.user, request.GET, request.GET.get("as_of", ""))


def _kpi(request: SignedInRequest, code: str) -> tuple[Context, KpiPage, Readings]:
    moment, context = requested_moment(request.GET), _context(request)
    subject, readings = _readings(request, context, code, moment)
    page = kpi_page(context, subject, readings, decided_of(context, subject, moment))
    return context, page, readings


def _readings(
    request: SignedInRequest, context: Context, code: str, moment: datetime | None
) -> tuple[Subject, Readings]:
    subject = kpi_at(request.user, context, code, moment)
    span = request.GET.get("span", DEFAULT_SPAN)
    return subject, read_readings(context, subject, span, moment)
