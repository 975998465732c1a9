"""Where one goes after having spoken of a KPI or an objective."""

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpResponse

    from scorecard.selectors.matters import MatterPage


def to_words(place: "MatterPage", form_page: str) -> "HttpResponse":
    """Lead to where the words now stand.

    That is the page of a KPI. An objective without a score has none: its form lists them.
    """
    code = place.matter.code
    if place.is_kpi:
        return redirect(f"{reverse('scorecard:kpi', args=[code])}?{place.query}#own-words")
    return redirect(f"{reverse(f'scorecard:{form_page}', args=[code])}?{place.query}")
