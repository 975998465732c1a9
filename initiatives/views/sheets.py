"""The list of initiatives as a file."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.sheets import download
from initiatives.selectors import portfolio
from initiatives.selectors.portfolio import grouping
from initiatives.selectors.sheets import portfolio_sheet
from initiatives.views.access import unit_asked_for

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def initiatives(request: SignedInRequest, kind: str) -> "HttpResponse":
    """Give the portfolio in the order of its page."""
    unit, by = unit_asked_for(request), grouping(request.GET.get("by", ""))
    page = portfolio(request.user, today=timezone.localdate(), by=by, unit=unit)
    return download(portfolio_sheet(page, unit), kind)
