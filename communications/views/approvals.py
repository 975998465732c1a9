"""The speaker's answer to a message in their name."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages as notices
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from communications import selectors
from communications.forms import ApprovalForm, ReturnForm
from communications.models import MessageVersion
from communications.policies import require_speaker
from communications.services import approvals
from communications.views.access import open_version
from core.service_form import typed

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Show the exact text to its speaker; a POST approves and sends it."""
    message = _own(request, message_id).message
    form = ApprovalForm(typed(request))
    if form.is_valid():
        with form.refusing():
            approvals.approve_message(
                actor=request.user, message=message, text_hash=form.cleaned_data["text_hash"]
            )
            notices.success(request, _("Approved. It is on its way to everyone."))
            return redirect("communications:message", message_id)
    return _page(request, message_id, form)


@require_POST
def send_back(request: SignedInRequest, message_id: int) -> "HttpResponse":
    """Return the text to its writers with a reason."""
    message = _own(request, message_id).message
    form = ReturnForm(request.POST)
    if form.is_valid():
        with form.refusing():
            approvals.return_message(
                actor=request.user,
                message=message,
                text_hash=form.cleaned_data["text_hash"],
                reason=form.cleaned_data["reason"],
            )
            notices.success(request, _("Returned. The writers see what you asked for."))
            return redirect("communications:message", message_id)
    return _page(request, message_id, form)


def _own(request: SignedInRequest, message_id: int) -> MessageVersion:
    version = open_version(request, message_id)
    require_speaker(request.user, version.message)
    return version


def _page(request: SignedInRequest, message_id: int, form: ApprovalForm) -> "HttpResponse":
    # Fetched again: after a refusal the page must show the text that waits now.
    page = selectors.message_page(request.user, _own(request, message_id))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    returning = form if isinstance(form, ReturnForm) else ReturnForm()
    context = {"page": page, "form": form, "return_form": returning}
    return render(request, "communications/approve.html", context, status=status)
