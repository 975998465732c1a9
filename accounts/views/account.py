"""Who one is here."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
def account(request: SignedInRequest) -> "HttpResponse":
    """Show one's name and address, and the way to a new password."""
    return render(request, "accounts/account.html")
