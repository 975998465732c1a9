"""Render the pages that hold forms: an initiative, its facts, a next step; with what was typed."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from initiatives.forms import (
    ContributionForm,
    DropForm,
    FinishForm,
    HandOverForm,
    MilestoneForm,
    MoveForm,
    StatusLineForm,
)
from initiatives.selectors import initiative_page
from initiatives.selectors.action_page import action_page

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from accounts.models import SignedInRequest
    from initiatives.forms import InitiativeForm
    from initiatives.models import ActionItem, Initiative

UNPROCESSABLE = 422


def detail_page(
    request: "SignedInRequest", initiative: "Initiative", **refused: "Form"
) -> "HttpResponse":
    """Show an initiative with its small forms; with a refused one, the answer is 422."""
    forms: dict[str, Form] = {
        "status_form": StatusLineForm(),
        "milestone_form": MilestoneForm(),
        "contribution_form": ContributionForm(user=request.user),
    }
    context = {
        "page": initiative_page(request.user, initiative.pk, today=timezone.localdate()),
        **forms,
        **refused,
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "initiatives/detail.html", context, status=status)


def form_page(
    request: "SignedInRequest", form: "InitiativeForm", initiative: "Initiative | None" = None
) -> "HttpResponse":
    """Show the form of the facts; with what is wrong in it, the answer is 422."""
    context = {"form": form, "initiative": initiative}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "initiatives/edit.html", context, status=status)


def action_detail(
    request: "SignedInRequest", action: "ActionItem", **refused: "Form"
) -> "HttpResponse":
    """Show a next step with its small forms; with a refused one, the answer is 422."""
    forms: dict[str, Form] = {
        "done_form": FinishForm(),
        "move_form": MoveForm(),
        "hand_over_form": HandOverForm(user=request.user),
        "drop_form": DropForm(),
    }
    page = action_page(request.user, action)
    context = {"page": page, "refused": refused.values(), **forms, **refused}
    status = UNPROCESSABLE if refused else 200
    return render(request, "initiatives/action.html", context, status=status)
