"""Files of evidence: attach them to a figure, take them along, withdraw them."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import SignedInRequest
from core.attachments import attachment_headers
from core.service_form import typed
from organization.policies import may, require
from organization.roles import Action
from scorecard.forms.evidence import EvidenceForm, WithdrawalForm
from scorecard.selectors.evidence import evidence_line
from scorecard.selectors.evidence_pages import evidence_page, standing_file, visible_evidence
from scorecard.selectors.places import Place, requested_place
from scorecard.services.evidence import attach_evidence, place_of_evidence, withdraw_evidence


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: SignedInRequest) -> HttpResponse:
    """Show the files of a figure; a POST attaches another one."""
    place = requested_place(request.user, request.GET)
    is_post = request.method == "POST"
    require(request.user, Action.ENTER_VALUES if is_post else Action.SEE_UNIT, place.unit)
    data = (request.POST, request.FILES) if is_post else ()
    form = EvidenceForm(*data)
    added = form.submit(lambda: attach_evidence(actor=request.user, place=place, **form.asked()))
    if added is not None:
        messages.success(request, _("%(name)s is attached.") % {"name": added.name})
        return redirect(_page_of(place))
    page = evidence_page(place, can_attach=may(request.user, Action.ENTER_VALUES, place.unit))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "scorecard/evidence.html", {"page": page, "form": form}, status=status)


@require_safe
def file(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    """Give a file as it was attached, to be saved and not to be shown."""
    found = standing_file(request.user, evidence_id)
    return HttpResponse(bytes(found.content), headers=attachment_headers(found.name))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    """Ask why a file is withdrawn; a POST withdraws it."""
    found = visible_evidence(request.user, evidence_id)
    require(request.user, Action.ENTER_VALUES, found.unit)
    form, place = WithdrawalForm(typed(request)), place_of_evidence(found)
    done = form.submit(
        lambda: withdraw_evidence(actor=request.user, evidence=found, **form.cleaned_data)
    )
    if done is not None:
        messages.success(request, _("Withdrawn. It stays listed, with your reason."))
        return redirect(_page_of(place))
    context = {"line": evidence_line(found), "form": form, "place": place}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "scorecard/evidence_withdraw.html", context, status=status)


def _page_of(place: Place) -> str:
    return reverse("scorecard:evidence", query=place.query)
