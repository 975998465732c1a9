"""Say what happened and what comes next, and add the office's line."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.policies import require
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.forms.own_words import ExplanationForm, OfficeLineForm
from scorecard.policies import require_speaker
from scorecard.selectors.matters import MatterPage, requested_matter, with_period
from scorecard.selectors.owner_explanations import (
    explanation_lines,
    explanations_of,
    visible_explanation,
)
from scorecard.services.owner_explanations import add_office_line, explain
from scorecard.views.matters import to_words

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def explanations(request: SignedInRequest, code: str, kind: str) -> "HttpResponse":
    """Show what was said of a matter in a period so far; take what is said now."""
    asked = requested_matter(request.user, kind, code, request.GET.get("unit", ""))
    require_speaker(request.user, asked.unit, asked.matter)
    place, period = with_period(asked, request.GET.get("period", ""))
    lines = explanations_of(place.unit, place.matter, period)
    form = ExplanationForm(typed(request), last=lines[0] if lines else None)
    row = form.submit(
        lambda: explain(
            actor=request.user,
            unit=place.unit,
            matter=place.matter,
            period=period,
            words=form.words(),
        )
    )
    if row is not None:
        messages.success(request, _("Your explanation stands beside the figure."))
        return to_words(place, "explanation-objective")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    values = {"page": place, "form": form, "explanations": lines}
    return render(request, "scorecard/owner_explanations.html", values, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def office_line(request: SignedInRequest, owner_explanation_id: int) -> "HttpResponse":
    """Add the strategy office's line to an explanation."""
    said = visible_explanation(request.user, owner_explanation_id)
    require(request.user, Action.REMARK, said.unit)
    form = OfficeLineForm(typed(request))
    line = form.submit(
        lambda: add_office_line(
            actor=request.user, explanation=said, text=form.cleaned_data["text"]
        )
    )
    place = MatterPage(said.unit, said.matter, Period(Frequency(said.frequency), said.period))
    if line is not None:
        messages.success(request, _("Your line stands below the explanation."))
        return to_words(place, "explanation-objective")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    values = {"page": place, "form": form, "line": explanation_lines([said])[0]}
    return render(request, "scorecard/office_line.html", values, status=status)
