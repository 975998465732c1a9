"""Upload a file of figures: choose it, say how it is laid out, look at it, let it be stored."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SignedInRequest
from core.errors import NotAllowedError
from core.service_form import told, typed
from core.sheets import XLSX, download, file_headers
from scorecard.forms.uploads import LayoutForm, UploadForm
from scorecard.selectors.entries import calendar_now, units_to_enter
from scorecard.selectors.entry_workbook import workbook_rows
from scorecard.services.uploads.own_workbook import own_workbook
from scorecard.services.uploads.pages import (
    own_upload,
    refused_sheet,
    sample_of,
    upload_lines,
    upload_page,
)
from scorecard.services.uploads.uploads import answer, confirm, discard, lay_out, receive
from scorecard.views.entries import unit_and_month

if TYPE_CHECKING:
    from scorecard.models import Upload

ANSWER = "answer:"


@require_safe
def workbook(request: SignedInRequest) -> HttpResponse:
    """Give the figures of a unit and month as a workbook to be filled in."""
    unit, month = unit_and_month(request)
    content = own_workbook(workbook_rows([unit], month))
    name = f"figures {unit.code} {calendar_now().format(month)}"
    return HttpResponse(content, headers=file_headers(name, XLSX))


@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: SignedInRequest) -> HttpResponse:
    """Show my files, and take another one."""
    units = units_to_enter(request.user)
    if not units:
        return _nothing(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*data, units=units, initial={"unit": request.GET.get("unit")})
    upload = form.submit(lambda: receive(actor=request.user, **form.asked()))
    if upload is not None:
        return redirect("scorecard:upload", upload.pk)
    values = {"form": form, "lines": upload_lines(request.user)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "scorecard/uploads.html", values, status=status)


@never_cache
@require_safe
def upload(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Show where a file is, and what becomes of its figures."""
    return _page(request, own_upload(request.user, upload_id))


@require_POST
def layout(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Say how a file is laid out."""
    found = own_upload(request.user, upload_id)
    if not upload_page(found).can_lay_out:
        raise Http404(_("Nothing can be said of the layout of this file."))
    form = _layout_form(request, found)
    form.submit(lambda: lay_out(actor=request.user, upload=found, layout=form.layout()))
    return _page(request, found, form) if form.errors else redirect("scorecard:upload", found.pk)


@require_POST
def answers(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Say why doubtful figures are right."""
    found = own_upload(request.user, upload_id)
    said = {
        name.removeprefix(ANSWER): str(text)
        for name, text in request.POST.items()
        if name.startswith(ANSWER)
    }
    with told(request):
        answer(actor=request.user, upload=found, answers=said)
    return redirect("scorecard:upload", found.pk)


@require_POST
def store(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Let the figures of a file be stored."""
    found = own_upload(request.user, upload_id)
    seen, leaves_out = request.POST.get("seen", ""), "leaves_out" in request.POST
    with told(request):
        confirm(actor=request.user, upload=found, seen=seen, leaves_out=leaves_out)
    return redirect("scorecard:upload", found.pk)


@require_POST
def remove(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Remove a file; what was stored of it stays."""
    discard(actor=request.user, upload=own_upload(request.user, upload_id))
    messages.success(request, _("The file is removed. What was stored of it stays."))
    return redirect("scorecard:uploads")


@require_safe
def refused(request: SignedInRequest, upload_id: int, kind: str) -> HttpResponse:
    """Give the refused figures of a file, each with its reason."""
    return download(refused_sheet(own_upload(request.user, upload_id)), kind)


def _nothing(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        raise NotAllowedError(
            _("You may not enter figures for any unit. Ask the strategy office for the right.")
        )
    return render(request, "scorecard/enter_nothing.html")


def _layout_form(request: SignedInRequest, found: "Upload") -> LayoutForm:
    # Also a form that was posted offers the columns of the sheet that it was about.
    asked = request.POST if request.method == "POST" else request.GET
    where = {name: asked.get(name, "") for name in ("sheet", "header")}
    return LayoutForm(typed(request), user=request.user, upload=found, **where)


def _page(
    request: SignedInRequest, found: "Upload", form: LayoutForm | None = None
) -> HttpResponse:
    page = upload_page(found)
    is_shown = page.wants_layout or (page.can_lay_out and "sheet" in request.GET)
    if form is None and is_shown:
        form = _layout_form(request, found)
    sample = sample_of(found, form.start.sheet) if form else None
    values = {"page": page, "form": form, "sample": sample}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.is_bound else HTTPStatus.OK
    return render(request, "scorecard/upload.html", values, status=status)
