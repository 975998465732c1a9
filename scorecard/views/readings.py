"""What a shared page needs to know of who opens it: what they own, and that they opened a flag."""

from django.http import Http404

from accounts.models import SignedInRequest
from core.kept import kept
from scorecard.models import Flag
from scorecard.policies import Owned, owned_by
from scorecard.selectors.context import requested_unit
from scorecard.selectors.flags import unread_flags
from scorecard.services.flags import note_reading


def owned_matters(request: SignedInRequest) -> Owned:
    """Return what the person owns, who is shown pages that others see as well."""
    user = request.user
    return kept(request, ("owned", user.pk), lambda: owned_by(user))


def note_readings(request: SignedInRequest, **matter: str) -> None:
    """Note that the person opened the flags that stand on a matter at the unit of the address.

    A browser that only asks for the head shows nothing.
    """
    if request.method != "GET":
        return
    user, asked = request.user, request.GET.get("unit", "")

    def unread() -> tuple[Flag, ...]:
        return tuple(unread_flags(user, asked or _own_unit(request), **matter))

    for flag in kept(request, ("unread", user.pk, asked, matter), unread):
        note_reading(actor=user, flag=flag)


def _own_unit(request: SignedInRequest) -> str:
    try:
        return requested_unit(request.user, "").code
    except Http404:
        return ""
