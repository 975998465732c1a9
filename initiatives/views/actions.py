"""The next steps of a unit, one next step, and what one does with it."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import SignedInRequest
from core.printing import printable
from core.service_form import typed
from initiatives.forms import ActionForm, DropForm, FinishForm, HandOverForm, MoveForm
from initiatives.policies import require_finisher
from initiatives.selectors.actions import action_list, visible_action
from initiatives.services.actions import (
    add_action,
    drop_action,
    finish_action,
    hand_over_action,
    move_action,
)
from initiatives.views.access import matters_asked_for, unit_asked_for
from initiatives.views.pages import action_detail
from scorecard.policies import require_speaker

if TYPE_CHECKING:
    from django.http import HttpResponse


@printable
@require_safe
def actions(request: SignedInRequest) -> "HttpResponse":
    """Show next steps: of one unit, of those below it too, or only one's own."""
    page = action_list(
        request.user,
        unit_asked_for(request),
        only_mine=request.GET.get("mine") == "1",
        with_below=request.GET.get("below") == "1",
    )
    return render(request, "initiatives/actions.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> "HttpResponse":
    """Add a next step."""
    unit, matters = matters_asked_for(request)
    form = ActionForm(typed(request), user=request.user, matters=matters)
    action = form.submit(lambda: add_action(actor=request.user, unit=unit, **form.change()))
    if action is not None:
        messages.success(request, _("The next step is added."))
        return redirect("initiatives:action", action.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "unit": unit, "matter": matters[0] if len(matters) == 1 else None}
    return render(request, "initiatives/action_add.html", context, status=status)


@printable
@require_safe
def action(request: SignedInRequest, action_id: int) -> "HttpResponse":
    """Show a next step with what happened to it."""
    return action_detail(request, visible_action(request.user, action_id))


@require_POST
def finish(request: SignedInRequest, action_id: int) -> "HttpResponse":
    """Say that it is done."""
    step = visible_action(request.user, action_id)
    require_finisher(request.user, step)
    form = FinishForm(request.POST)
    done = form.submit(lambda: finish_action(actor=request.user, action=step, **form.cleaned_data))
    if done is None:
        return action_detail(request, step, done_form=form)
    messages.success(request, _("Done. It stays on record, with what came of it."))
    return redirect("initiatives:action", step.pk)


@require_POST
def move(request: SignedInRequest, action_id: int) -> "HttpResponse":
    """Move it to another day."""
    step = visible_action(request.user, action_id)
    require_speaker(request.user, step.unit, step.matter)
    form = MoveForm(request.POST)
    moved = form.submit(lambda: move_action(actor=request.user, action=step, **form.cleaned_data))
    if moved is None:
        return action_detail(request, step, move_form=form)
    messages.success(request, _("It is moved. The earlier day stays on record."))
    return redirect("initiatives:action", step.pk)


@require_POST
def hand_over(request: SignedInRequest, action_id: int) -> "HttpResponse":
    """Give it to somebody else."""
    step = visible_action(request.user, action_id)
    require_speaker(request.user, step.unit, step.matter)
    form = HandOverForm(request.POST, user=request.user)
    handed = form.submit(lambda: hand_over_action(actor=request.user, action=step, **form.change()))
    if handed is None:
        return action_detail(request, step, hand_over_form=form)
    messages.success(request, _("%(name)s has it now.") % {"name": handed.owner_text})
    return redirect("initiatives:action", step.pk)


@require_POST
def drop(request: SignedInRequest, action_id: int) -> "HttpResponse":
    """Say that it will not be done."""
    step = visible_action(request.user, action_id)
    require_speaker(request.user, step.unit, step.matter)
    form = DropForm(request.POST)
    dropped = form.submit(lambda: drop_action(actor=request.user, action=step, **form.cleaned_data))
    if dropped is None:
        return action_detail(request, step, drop_form=form)
    messages.success(request, _("It is dropped. It stays on record, with the reason."))
    return redirect("initiatives:action", step.pk)
