"""The first page: what needs you today."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from communications.selectors.deliveries import latest_from_chief
from core.kept import kept
from core.printing import printable
from core.revalidation import revalidated
from core.shared_pages import shared_page
from core.sheets import download
from organization.policies import may_anywhere
from organization.roles import Action
from organization.selectors.readers import reader_of, rights_of
from osm.duties import duties_of
from osm.shaping.services.beginning import may_begin
from osm.sheets import my_strategy_sheet
from osm.today import today_page
from scorecard.selectors.context import read_context

# What an address says of the page that it wants, in this order.
CONTEXT_NAMES = ("unit", "period", "as_of")


@printable
@revalidated
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """Show one's unit in a month; somebody who sees no unit has the messages."""
    if not may_anywhere(request.user, Action.SEE_UNIT):
        return redirect("shape-begin" if may_begin(request.user) else "communications:inbox")
    if "as_of" in request.GET:
        return _past(request)
    user, reader = request.user, reader_of(request.user)
    letter = kept(request, ("letter", user.pk), lambda: latest_from_chief(user))
    duties = kept(request, ("duties", user.pk), lambda: duties_of(user))

    def values() -> dict[str, Any]:
        context = read_context(reader, request.GET)
        shows_all = request.GET.get("needs") == "all"
        return {"page": today_page(reader, context, letter, duties, shows_all=shows_all)}

    own = (rights_of(reader), letter, duties)
    return shared_page(request, "osm/today.html", values, depends_on=own)


def _past(request: SignedInRequest) -> HttpResponse:
    """Lead to the scorecard of that day: who owes what, and what is being done, is of today."""
    messages.info(request, _("Today is always today. The scorecard shows what was known then."))
    kept_names = {name: request.GET[name] for name in CONTEXT_NAMES if name in request.GET}
    return redirect(f"{reverse('scorecard:scorecard')}?{urlencode(kept_names)}")


@require_safe
def my_strategy_table(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give what one's unit gives to the strategy as a file."""
    context = read_context(request.user, request.GET)
    page = today_page(request.user, context, None, duties_of(request.user), shows_all=False)
    if page.mine is None:
        raise Http404(_("What a unit gives to the strategy is told to those who work in it."))
    return download(my_strategy_sheet(context, page.mine), kind)
