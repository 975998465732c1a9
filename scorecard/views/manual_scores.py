"""Give an objective its score by hand."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.policies import require
from organization.roles import Action
from scorecard.engine.types import View
from scorecard.forms.decisions import ScoreForm
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.manual_scores import given_scores, manual_objectives
from scorecard.services.manual_scores import give_score

if TYPE_CHECKING:
    from django.http import HttpResponse

    from scorecard.models import ObjectiveVersion


@require_http_methods(["GET", "HEAD", "POST"])
def manual_score(request: SignedInRequest, code: str) -> "HttpResponse":
    """Show the form of a score at a unit in a month; a POST gives it."""
    context = _month_context(request)
    version = _objective(context, code)
    form = ScoreForm(typed(request))
    given = form.submit(
        lambda: give_score(
            actor=request.user,
            unit=context.unit,
            objective=version.objective,
            month=context.period,
            **form.cleaned_data,
        )
    )
    if given is None:
        standing = given_scores(context.unit, [version.objective_id], context.period)
        values = {
            "context": context,
            "version": version,
            "form": form,
            "standing": standing.get(version.objective_id),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "scorecard/manual_score.html", values, status=status)
    messages.success(request, _("The score of “%(name)s” is given.") % {"name": version.name})
    return redirect(f"{reverse('scorecard:scorecard')}?{context.query}")


def _month_context(request: SignedInRequest) -> Context:
    context = read_context(request.user, request.GET)
    require(request.user, Action.OVERRIDE, context.unit)
    if context.view is not View.BASE:
        raise Http404(_("Scores are given by hand for months: choose one."))
    return context


def _objective(context: Context, code: str) -> "ObjectiveVersion":
    """Return an objective of the unit whose score is given by hand, or answer 404."""
    for version in manual_objectives(context.unit, context.last_day).values():
        if version.objective.code == code:
            return version
    raise Http404(_("There is no objective “%(code)s” with a score by hand.") % {"code": code})
