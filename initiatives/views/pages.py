"""Render the page of one initiative and the form of its facts, with what was typed into them."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from initiatives.forms import ContributionForm, MilestoneForm, StatusLineForm
from initiatives.selectors import initiative_page

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from accounts.models import SignedInRequest
    from initiatives.forms import InitiativeForm
    from initiatives.models import Initiative

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
