"""Why a figure says what it says: a page of its own, and the same as a part of any other page."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import SignedInRequest
from core.htmx import is_partial
from core.printing import printable
from core.revalidation import revalidated
from core.shared_pages import Values, shared_page
from core.sheets import TYPES
from organization.selectors.readers import reader_of, rights_of
from scorecard.policies import NOTHING_OWNED, Owned
from scorecard.selectors.comments import comments_beside
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.matters import find_objective
from scorecard.selectors.own_words import own_words
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
from scorecard.views.readings import note_readings, owned_matters

if TYPE_CHECKING:
    from accounts.models import User

# More than anybody reads; those of one unit stand in its own explanation.
ALL_ENTRIES = 2000


@printable
@revalidated
@require_safe
@vary_on_headers("HX-Request")
def kpi(request: SignedInRequest, code: str) -> HttpResponse:
    """Explain the figure of a KPI at a unit."""
    reader = reader_of(request.user)
    return _answer(request, "explain_kpi", lambda: _kpi_values(reader, request.GET, code))


@printable
@revalidated
@require_safe
@vary_on_headers("HX-Request")
def objective(request: SignedInRequest, code: str) -> HttpResponse:
    """Explain the score of an objective at a unit."""
    reader, owned = reader_of(request.user), owned_matters(request)
    note_readings(request, objective__code=code)

    def values() -> dict[str, Any]:
        context, moment = _place(reader, request.GET)
        found = explain_objective(context, code, moment)
        matter = find_objective(reader, code)
        sheets = _sheets("objective", code=code)
        values: dict[str, Any] = {"context": context, "page": found, "sheets": sheets}
        if matter:
            period = context.period
            values["words"] = own_words(context, matter, period, found.status, owned, moment)
            values["comments"] = comments_beside(context, matter, period, owned, moment)
        return values

    return _answer(request, "explain_node", values, owned)


@printable
@revalidated
@require_safe
@vary_on_headers("HX-Request")
def perspective(request: SignedInRequest, code: str) -> HttpResponse:
    """Explain the score of a perspective at a unit."""
    sheets = _sheets("perspective", code=code)
    return _node(
        request, lambda context, moment: explain_perspective(context, code, moment), sheets
    )


@printable
@revalidated
@require_safe
@vary_on_headers("HX-Request")
def scorecard(request: SignedInRequest) -> HttpResponse:
    """Explain the score of the whole scorecard of a unit."""
    return _node(request, explain_scorecard, _sheets("scorecard"))


def _node(
    request: SignedInRequest,
    explain: Callable[[Context, datetime | None], object],
    sheets: dict[str, str],
) -> HttpResponse:
    reader = reader_of(request.user)

    def values() -> dict[str, Any]:
        context, moment = _place(reader, request.GET)
        return {"context": context, "page": explain(context, moment), "sheets": sheets}

    return _answer(request, "explain_node", values)


def _sheets(node: str, **code: str) -> dict[str, str]:
    """Return where the table of a page is given as a file, by kind of file."""
    return {
        kind: reverse(f"scorecard:sheet-why-{node}", kwargs={"kind": kind, **code})
        for kind in TYPES
    }


def _place(reader: "User", asked: QueryDict) -> tuple[Context, datetime | None]:
    """Return where an address asks to stand, and as of when; None for now."""
    moment = requested_moment(asked)
    return read_context(reader, asked, asked.get("as_of", "")), moment


def _answer(
    request: SignedInRequest, name: str, values: Values, owned: Owned = NOTHING_OWNED
) -> HttpResponse:
    """Answer a page, or to a page that shows it beside itself the panel alone."""
    if is_partial(request):
        return render(request, f"scorecard/{name}_panel.html", values() | {"is_panel": True})
    depends_on = (rights_of(reader_of(request.user)), owned)
    return shared_page(request, f"scorecard/{name}.html", values, depends_on=depends_on)


def _kpi_values(reader: "User", asked: QueryDict, code: str) -> dict[str, Any]:
    context, moment = _place(reader, asked)
    subject = kpi_at(reader, context, code, moment)
    readings = read_readings(context, subject, DEFAULT_SPAN, moment)
    most = ALL_ENTRIES if asked.get("entries") == "all" else NEWEST
    found = read_explanation(context, subject, readings, moment, most_entries=most)
    if found is None:
        raise Http404(_("There is no figure to explain in this period."))
    return {"context": context, "page": found}
