"""The record of changes: one page after the other, and all of it as a file."""

import csv
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from audit.models import Record
from core.printing import printable
from core.sheets import XLSX, download
from organization.models import Unit
from organization.roles import Action
from organization.selectors.records import records_open_to
from osm.audit import (
    MOST_IN_A_WORKBOOK,
    changes_page,
    changes_sheet,
    export_lines,
    require_auditor,
    too_many_for_a_workbook,
)
from osm.forms import ChangesForm

if TYPE_CHECKING:
    from django.http import HttpResponse

LINES_A_PAGE = 50


@printable
@require_safe
def audit(request: SignedInRequest) -> "HttpResponse":
    """List the changes in one's reach, the last one first."""
    require_auditor(request.user)
    unit, form = _unit_asked_for(request), ChangesForm(request.GET)
    open_ones = records_open_to(request.user, unit)
    chosen = form.chosen(open_ones) if form.is_valid() else Record.objects.none()
    shown = Paginator(chosen.with_people(), LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": changes_page(shown, unit),
        "lines": shown,
        "form": form,
        "query": _query(request),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "osm/audit.html", context, status=status)


@require_safe
def audit_export(request: SignedInRequest) -> "HttpResponse | StreamingHttpResponse":
    """Give the same changes as CSV, in the order of the chain."""
    require_auditor(request.user)
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return audit(request)
    chosen = form.chosen(records_open_to(request.user, _unit_asked_for(request)))
    lines = map(csv.writer(_Echo()).writerow, export_lines(chosen))
    name = {"Content-Disposition": 'attachment; filename="record-of-changes.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=name)


@require_safe
def audit_workbook(request: SignedInRequest) -> "HttpResponse":
    """Give the same changes as a workbook, as many as one takes in reasonable time."""
    require_auditor(request.user)
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return audit(request)
    chosen = form.chosen(records_open_to(request.user, _unit_asked_for(request)))
    if chosen.count() > MOST_IN_A_WORKBOOK:
        messages.error(request, too_many_for_a_workbook())
        return redirect(f"{reverse('audit')}?{_query(request)}")
    return download(changes_sheet(chosen), XLSX)


class _Echo:
    """A file that hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _unit_asked_for(request: SignedInRequest) -> Unit | None:
    code = request.GET.get("unit")
    seen = Unit.objects.allowing(request.user, Action.SEE_AUDIT)
    return get_object_or_404(seen, code=code) if code else None


def _query(request: SignedInRequest) -> str:
    """Return what was asked for as part of an address, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()
