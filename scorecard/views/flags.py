"""Say that something is at risk, and that it is over."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import SignedInRequest
from core.service_form import typed
from organization.services.organization import present_organization
from scorecard.forms.own_words import FlagEndingForm, FlagForm
from scorecard.policies import require_speaker
from scorecard.selectors.flags import flag_line, flags_on, visible_flag
from scorecard.selectors.matters import MatterPage, requested_matter
from scorecard.services.flags import end_flag, raise_flag
from scorecard.views.matters import to_words

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def flags(request: SignedInRequest, code: str, kind: str) -> "HttpResponse":
    """Show the flags on a matter at a unit so far; raise one."""
    place = requested_matter(request.user, kind, code, request.GET.get("unit", ""))
    require_speaker(request.user, place.unit, place.matter)
    form = FlagForm(typed(request))
    flag = form.submit(
        lambda: raise_flag(
            actor=request.user, unit=place.unit, matter=place.matter, **form.cleaned_data
        )
    )
    if flag is not None:
        messages.success(request, _("The flag is up: everybody above who sees this unit reads it."))
        return to_words(place, "flag-objective")
    standing, over = flags_on(place.unit, place.matter, present_organization())
    lines = ([standing] if standing else []) + list(over)
    return _form_page(request, "flags", form, {"page": place, "flags": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, flag_id: int) -> "HttpResponse":
    """Say how a flag ended."""
    flag = visible_flag(request.user, flag_id)
    require_speaker(request.user, flag.unit, flag.matter)
    form = FlagEndingForm(typed(request))
    ending = form.submit(lambda: end_flag(actor=request.user, flag=flag, **form.cleaned_data))
    place = MatterPage(flag.unit, flag.matter)
    if ending is not None:
        messages.success(request, _("The flag is down. It stays on record, with what you wrote."))
        return to_words(place, "flag-objective")
    line = flag_line(flag, present_organization())
    return _form_page(request, "flag_ending", form, {"page": place, "flag": line})


def _form_page(
    request: SignedInRequest, name: str, form: "forms.Form", values: dict[str, Any]
) -> "HttpResponse":
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, f"scorecard/{name}.html", values | {"form": form}, status=status)
