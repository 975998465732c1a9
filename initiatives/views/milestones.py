"""Plan a milestone, say that it was reached, drop it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import SignedInRequest
from initiatives.forms import MilestoneDoneForm, MilestoneForm
from initiatives.policies import require_editor
from initiatives.services.milestones import complete_milestone, drop_milestone, set_milestone
from initiatives.views.access import visible_initiative
from initiatives.views.pages import detail_page

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_POST
def plan(request: SignedInRequest, initiative_id: int) -> "HttpResponse":
    """Plan a milestone, or move the one of that name."""
    initiative = visible_initiative(request, initiative_id)
    require_editor(request.user, initiative)
    form = MilestoneForm(request.POST)
    milestone = form.submit(
        lambda: set_milestone(actor=request.user, initiative=initiative, **form.cleaned_data)
    )
    if milestone is None:
        return detail_page(request, initiative, milestone_form=form)
    messages.success(request, _("“%(name)s” is planned.") % {"name": milestone.name})
    return redirect("initiatives:detail", initiative.pk)


@require_POST
def complete(request: SignedInRequest, initiative_id: int, milestone_id: int) -> "HttpResponse":
    """Say that a milestone was reached."""
    initiative = visible_initiative(request, initiative_id)
    require_editor(request.user, initiative)
    milestone = get_object_or_404(initiative.milestones, pk=milestone_id)
    form = MilestoneDoneForm(request.POST)
    done = form.submit(
        lambda: complete_milestone(
            actor=request.user, milestone=milestone, done_on=form.cleaned_data["done_on"]
        )
    )
    if done is None:
        return detail_page(request, initiative, done_form=form)
    messages.success(request, _("“%(name)s” is reached.") % {"name": milestone.name})
    return redirect("initiatives:detail", initiative.pk)


@require_POST
def drop(request: SignedInRequest, initiative_id: int, milestone_id: int) -> "HttpResponse":
    """Say that a milestone is no longer planned."""
    initiative = visible_initiative(request, initiative_id)
    require_editor(request.user, initiative)
    milestone = get_object_or_404(initiative.milestones, pk=milestone_id)
    drop_milestone(actor=request.user, milestone=milestone)
    messages.success(request, _("“%(name)s” is dropped.") % {"name": milestone.name})
    return redirect("initiatives:detail", initiative.pk)
