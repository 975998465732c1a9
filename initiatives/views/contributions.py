"""Link an initiative to an objective."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import SignedInRequest
from initiatives.forms import ContributionForm
from initiatives.policies import require_editor
from initiatives.services.contributions import link_objective
from initiatives.views.access import visible_initiative
from initiatives.views.pages import detail_page

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_POST
def link(request: SignedInRequest, initiative_id: int) -> "HttpResponse":
    """Link to an objective, or judge the link anew."""
    initiative = visible_initiative(request, initiative_id)
    require_editor(request.user, initiative)
    form = ContributionForm(request.POST, user=request.user)
    linked = form.submit(
        lambda: link_objective(actor=request.user, initiative=initiative, **form.cleaned_data)
    )
    if linked is None:
        return detail_page(request, initiative, contribution_form=form)
    messages.success(request, _("“%(name)s” is linked.") % {"name": linked.objective})
    return redirect("initiatives:detail", initiative.pk)
