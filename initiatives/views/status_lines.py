"""A new status line."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import SignedInRequest
from initiatives.forms import StatusLineForm
from initiatives.policies import require_status_writer
from initiatives.services.status_lines import write_status_line
from initiatives.views.access import visible_initiative
from initiatives.views.pages import detail_page

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_POST
def write(request: SignedInRequest, initiative_id: int) -> "HttpResponse":
    """Append what was typed."""
    initiative = visible_initiative(request, initiative_id)
    require_status_writer(request.user, initiative)
    form = StatusLineForm(request.POST)
    line = form.submit(
        lambda: write_status_line(
            actor=request.user, initiative=initiative, text=form.cleaned_data["text"]
        )
    )
    if line is None:
        return detail_page(request, initiative, status_form=form)
    messages.success(request, _("Your status line is published."))
    return redirect("initiatives:detail", initiative.pk)
