"""Comments on a figure: read them, write one, say one's own anew and take it back."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.service_form import told, typed
from scorecard.forms.comments import CommentForm
from scorecard.policies import require_discussant
from scorecard.selectors.comments import (
    address_of,
    comments_on,
    discussants,
    line_of,
    mentions_of,
    own_comment,
    place_of,
)
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.matters import requested_matter, with_period
from scorecard.services.comments import (
    note_mentions,
    reword_comment,
    withdraw_comment,
    write_comment,
)

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: SignedInRequest, code: str, kind: str) -> "HttpResponse":
    """Show the comments on a matter in a period; take one more. Who is mentioned has seen it."""
    asked = requested_matter(request.user, kind, code, request.GET.get("unit", ""))
    require_discussant(request.user, asked.unit, asked.matter)
    place, period = with_period(asked, request.GET.get("period", ""))
    unit, matter = place.unit, place.matter
    form = CommentForm(typed(request), people=discussants(unit, matter))
    at: Any = {"actor": request.user, "unit": unit, "matter": matter, "period": period}
    comment = form.submit(lambda: write_comment(**at, **form.cleaned_data))
    if comment is not None:
        messages.success(request, _("Your comment stands beside the figure."))
        return redirect(address_of(comment, calendar_now()))
    # The one that writes is asked where there is something to note: pages are opened often.
    if request.method != "HEAD" and mentions_of(request.user, unit, matter, period).exists():
        note_mentions(**at)
    values = {"page": place, "comments": comments_on(unit, matter, period)}
    return _form_page(request, "comments", form, values)


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: SignedInRequest, comment_id: int) -> "HttpResponse":
    """Say one's own comment anew."""
    found = own_comment(request.user, comment_id)
    line = line_of(found)
    people = discussants(found.unit, found.matter)
    form = CommentForm(typed(request), people=people, initial={"text": line.text})
    text = form.submit(
        lambda: reword_comment(actor=request.user, comment=found, **form.cleaned_data)
    )
    if text is not None:
        messages.success(request, _("Your comment says it anew; what it said before stays behind."))
        return redirect(address_of(found, calendar_now()))
    return _form_page(request, "comment_own", form, {"page": place_of(found)[0], "line": line})


@require_POST
def withdraw(request: SignedInRequest, comment_id: int) -> "HttpResponse":
    """Take one's own comment back."""
    found = own_comment(request.user, comment_id)
    with told(request):
        withdraw_comment(actor=request.user, comment=found)
        messages.success(request, _("Your comment is withdrawn: its words are shown no more."))
    return redirect(address_of(found, calendar_now()))


def _form_page(
    request: SignedInRequest, name: str, form: CommentForm, values: dict[str, object]
) -> "HttpResponse":
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, f"scorecard/{name}.html", values | {"form": form}, status=status)
