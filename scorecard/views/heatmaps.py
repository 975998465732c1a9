"""The units directly below one, by objective, and what drives its worst miss."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import SignedInRequest
from core.htmx import is_partial
from core.printing import printable
from core.revalidation import revalidated
from core.shared_pages import shared_page
from organization.policies import require
from organization.roles import Action
from organization.selectors.readers import reader_of, rights_of
from scorecard import charts
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.map_order import Asked
from scorecard.selectors.misses import Miss
from scorecard.services.heatmaps import read_heatmap, read_rows
from scorecard.services.misses import read_miss
from scorecard.services.past import requested_moment
from scorecard.services.past_units import units_past

if TYPE_CHECKING:
    from accounts.models import User

DEEPEST = 6
MOST_DIGITS = 6


@printable
@revalidated
@require_safe
@vary_on_headers("HX-Request")
def heatmap(request: SignedInRequest) -> HttpResponse:
    """Show how the units below one stand; to htmx, only their rows for a map further up."""
    if is_partial(request):
        return _rows(request)
    reader = reader_of(request.user)
    return shared_page(
        request,
        "scorecard/heatmap.html",
        lambda: _values(_context(reader, request.GET), request.GET),
        depends_on=rights_of(reader),
    )


def _values(context: Context, asked: QueryDict) -> dict[str, Any]:
    if not context.can_see_breakdown:
        return {"context": context}
    moment = requested_moment(asked)
    strategy = strategy_at(context.unit, context.last_day, moment)
    words, first = Asked.of(asked), _number(asked, "from")
    page = read_heatmap(context, strategy, words, first, as_of=moment)
    # Which units carry a miss is told of what is known now.
    miss = None if moment else read_miss(context, strategy, asked.get("kpi", ""))
    return {
        "context": context,
        "page": page,
        "past": units_past(context, moment, strategy, page),
        "miss": miss,
        "chart": charts.contributions(miss.parts, _scale(miss)) if miss else None,
    }


def _rows(request: SignedInRequest) -> HttpResponse:
    """Answer the rows of the units below the one that was opened."""
    context, moment = _context(request.user, request.GET), requested_moment(request.GET)
    require(request.user, Action.SEE_UNIT, context.unit)
    codes = request.GET.get("objectives", "").split(",")
    level = len(context.above) - _number(request.GET, "depth") + 1
    level = min(max(level, 1), DEEPEST)
    order, rows = read_rows(context, codes, Asked.of(request.GET), level, moment)
    values = {"context": context, "order": order, "rows": rows}
    return render(request, "scorecard/heatmap_rows.html", values)


def _context(user: "User", asked: QueryDict) -> Context:
    return read_context(user, asked, asked.get("as_of", ""))


def _scale(miss: Miss) -> charts.Scale:
    return charts.Scale(miss.missed.line.version.unit_of_measure, miss.decimals)


def _number(asked: QueryDict, name: str) -> int:
    """Return a whole number of the address, 0 where there is none."""
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0
