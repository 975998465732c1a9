"""Who acts for oneself, and for whom one acts."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SignedInRequest
from core.service_form import told, typed
from organization.forms import DeputyForm
from organization.models import Deputy
from organization.selectors.deputies import deputies_page
from organization.services.deputies import end_deputy, name_deputy

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: SignedInRequest) -> "HttpResponse":
    """Show one's deputies; a POST names another."""
    form = DeputyForm(typed(request), initial={"first": timezone.now().date()})
    named = form.submit(
        lambda: name_deputy(
            actor=request.user,
            deputy=form.deputy(),
            first=form.cleaned_data["first"],
            last=form.cleaned_data["last"],
        )
    )
    if named is None:
        context = {"page": deputies_page(request.user), "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "organization/deputies.html", context, status=status)
    messages.success(request, _("%(name)s can act for you.") % {"name": named.deputy.name})
    return redirect("organization:deputies")


@require_POST
def end(request: SignedInRequest, deputy_id: int) -> "HttpResponse":
    """End a deputyship at once."""
    own = Deputy.objects.filter(Q(principal=request.user) | Q(deputy=request.user))
    row = get_object_or_404(own.select_related("principal", "deputy"), pk=deputy_id)
    with told(request):
        end_deputy(actor=request.user, row=row)
        messages.success(request, _("Ended. It gives no right any more."))
    return redirect("organization:deputies")
