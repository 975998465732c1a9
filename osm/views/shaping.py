"""The pages on which the office shapes the organisation."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import IntegrityError
from django.forms import model_to_dict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import SignedInRequest
from core.service_form import ServiceForm, typed
from core.sheets import download
from organization.services.organization import present_organization
from osm.shaping.forms import BeginForm, ListForm, OrganizationForm
from osm.shaping.lists import list_called
from osm.shaping.pages import list_page, list_sheet, shape_page
from osm.shaping.services.beginning import begin, may_begin
from osm.shaping.services.changes import Outlook, OvertakenError, rehearse, require_shaping, store

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def shape(request: SignedInRequest) -> "HttpResponse":
    """Show how far the organisation is, and where it is shaped."""
    if may_begin(request.user):
        return redirect("shape-begin")
    require_shaping(request.user)
    return render(request, "osm/shape/shape.html", {"page": shape_page()})


@require_http_methods(["GET", "HEAD", "POST"])
def begin_here(request: SignedInRequest) -> "HttpResponse":
    """Begin with an empty database."""
    if not may_begin(request.user):
        return redirect("shape")
    form = BeginForm(typed(request), initial={"fiscal_year_start_month": 1})
    if form.submit(lambda: begin(first=request.user, **form.cleaned_data)) is None:
        return _answer(request, "osm/shape/begin.html", form)
    messages.success(request, _("The headquarters is there. Go on with its units."))
    return redirect("shape")


@require_http_methods(["GET", "HEAD", "POST"])
def shape_organization(request: SignedInRequest) -> "HttpResponse":
    """Show what holds for all; a POST shows what would change, or stores what was shown."""
    require_shaping(request.user)
    now, outlook = present_organization(), None
    form = OrganizationForm(typed(request), initial=model_to_dict(now, OrganizationForm.SAID))
    if form.is_bound and form.is_valid():
        outlook = _looked_at_or_stored(request, form)
        if outlook is None:
            return redirect("shape-organization")
    return _answer(request, "osm/shape/organization.html", form, outlook=outlook)


@require_http_methods(["GET", "HEAD", "POST"])
def shape_list(request: SignedInRequest, name: str) -> "HttpResponse":
    """Show a list; a POST shows what its rows would change, or stores what was shown."""
    require_shaping(request.user)
    of = list_called(name)
    form, outlook = ListForm(typed(request), request.FILES or None, of=of), None
    if form.is_bound and form.is_valid():
        outlook = _looked_at_or_stored(request, form)
        if outlook is None:
            return redirect("shape-list", name)
    page = list_page(of, request.GET.get("q", "").strip(), request.GET.get("page", "1"))
    return _answer(request, "osm/shape/list.html", form, of=of, page=page, outlook=outlook)


@require_safe
def shape_list_file(request: SignedInRequest, name: str, kind: str) -> "HttpResponse":
    """Give a list as a file that may be changed and brought back."""
    require_shaping(request.user)
    return download(list_sheet(list_called(name)), kind)


def _looked_at_or_stored(
    request: SignedInRequest, form: ListForm | OrganizationForm
) -> Outlook | None:
    """Return what the rows would do; None where they were stored."""
    change, seen = form.change(), form.cleaned_data["seen"]
    outlook = rehearse(actor=request.user, change=change)
    if "store" not in request.POST or outlook.problems:
        return outlook
    with form.refusing():
        try:
            done = store(
                actor=request.user, change=change, seen=seen, reason=form.cleaned_data["reason"]
            )
        except OvertakenError as error:
            form.add_error(None, error.message)
            return error.outlook
        except IntegrityError:
            sentence = _("Somebody else stored the same at the same moment: look again.")
            form.add_error(None, sentence)
            return outlook
        messages.success(request, _stored(done))
        return None
    return outlook


def _stored(done: Outlook) -> str:
    count = len(done.differences)
    return ngettext(
        "%(count)d row is stored. What it changes is rolled up now.",
        "%(count)d rows are stored. What they change is rolled up now.",
        count,
    ) % {"count": count}


def _answer(
    request: SignedInRequest, template: str, form: ServiceForm, **context: object
) -> "HttpResponse":
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)
