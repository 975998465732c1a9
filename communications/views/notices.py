"""What one has been told, and the marks that one has read it."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SignedInRequest
from communications.forms import AllReadForm, MailChoiceForm
from communications.models import Notice
from communications.selectors.mail_choices import mail_page
from communications.selectors.notices import notices_page
from communications.services.mail_plans import choose_mail
from communications.services.notices import mark_all_read, mark_notice_read
from core.service_form import typed

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def notices(request: SignedInRequest) -> "HttpResponse":
    """Show what this person was told, the latest first; looking at it marks nothing."""
    return render(request, "communications/notices.html", {"page": notices_page(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: SignedInRequest) -> "HttpResponse":
    """Show when this person is told by mail; a POST chooses anew."""
    page = mail_page(request.user)
    form = MailChoiceForm(typed(request), home=page.home, initial=page.chosen)
    if form.submit(lambda: choose_mail(actor=request.user, wish=form.wish())) is not None:
        messages.success(request, _("Kept. What waits for you comes at the time that you chose."))
        return redirect("notices:mail")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    values = {"page": page, "form": form}
    return render(request, "communications/mail_choice.html", values, status=status)


@require_POST
def read(request: SignedInRequest, notice_id: int) -> "HttpResponse":
    """Mark one notice as read."""
    notice = get_object_or_404(Notice.objects.to(request.user), pk=notice_id)
    mark_notice_read(actor=request.user, notice=notice)
    return redirect("notices:notices")


@require_POST
def read_all(request: SignedInRequest) -> "HttpResponse":
    """Mark all notices as read that stood on the page."""
    form = AllReadForm(request.POST)
    n_read = mark_all_read(actor=request.user, until=form.until_number())
    if n_read:
        text = ngettext("%(n)d notice marked as read.", "%(n)d notices marked as read.", n_read)
        messages.success(request, text % {"n": n_read})
    else:
        messages.info(request, _("There was nothing left to mark."))
    return redirect("notices:notices")
