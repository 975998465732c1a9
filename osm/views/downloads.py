"""All figures of a unit and those below it as a file: at once, or written for later."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest
from core.service_form import told
from core.sheets import CSV, TYPES, csv_lines, download, file_headers
from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from osm.downloads import figures
from osm.downloads.page import TooLarge, own_table, table_page
from osm.downloads.services.large_tables import (
    MOST_AT_ONCE,
    ask_for_table,
    written_rows,
    written_sheet,
)
from scorecard.selectors.context import requested_unit

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
def all_figures(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give all figures below a unit; where they are many, offer to write them."""
    unit = _unit(request.user, kind, request.GET.get("unit", ""))
    found = figures.figures_of(request.user, unit)
    total = found.count()
    if total > MOST_AT_ONCE:
        page = TooLarge(unit, kind, total)
        return render(request, "osm/too_large.html", {"page": page})
    rows = list(figures.as_rows(figures.rows_in(found)))
    return download(figures.sheet_of(unit, rows), kind)


@require_POST
def ask(request: SignedInRequest) -> HttpResponse:
    """Let a table be written, and go to where one sees how far it is."""
    kind = request.POST.get("kind", "")
    unit = _unit(request.user, kind, request.POST.get("unit", ""))
    with told(request):
        table = ask_for_table(actor=request.user, unit=unit, kind=kind)
        return redirect("large-table", table.pk)
    return redirect("scorecard:heatmap")


@require_safe
def table(request: SignedInRequest, table_id: int) -> HttpResponse:
    """Show how far a table is, and where it is to be had."""
    page = table_page(own_table(request.user, table_id))
    return render(request, "osm/large_table.html", {"page": page})


@require_safe
def content(request: SignedInRequest, table_id: int) -> HttpResponse | StreamingHttpResponse:
    """Give a table that is written to the one who asked for it; the gate is asked again."""
    found = own_table(request.user, table_id)
    if not table_page(found).is_ready:
        raise Http404(_("This table is not written yet."))
    sheet = written_sheet(found, [])
    headers = file_headers(sheet.name, found.kind)
    if found.kind != CSV:
        return HttpResponse(found.content, headers=headers)
    lines = csv_lines(sheet.heads, written_rows(found), sheet.notes)
    return StreamingHttpResponse(lines, headers=headers)


def _unit(user: "User", kind: str, code: str) -> Unit:
    """Return a unit whose breakdown the person may see.

    Raises
    ------
    Http404
        Where there is no such kind of file, or nothing that this person sees below the unit.
    """
    if kind not in TYPES:
        raise Http404(_("A table can be had as .csv or as .xlsx."))
    unit = requested_unit(user, code)
    if not may(user, Action.SEE_UNIT, unit):
        raise Http404(_("You see no units at this address."))
    return unit
