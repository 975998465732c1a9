"""Who asks, which initiative or unit they may see, and of what they may speak."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.errors import NotAllowedError
from initiatives.models import Initiative
from initiatives.selectors.actions import matters_at
from organization.models import Unit
from organization.roles import Action
from organization.selectors.units import open_unit
from scorecard.policies import require_speaker
from scorecard.selectors.matters import KPI, OBJECTIVE, requested_matter

if TYPE_CHECKING:
    from accounts.models import SignedInRequest
    from scorecard.models import Matter


def visible_initiative(request: "SignedInRequest", initiative_id: int) -> Initiative:
    """Return an initiative that the person may see, or answer 404."""
    seen = Initiative.objects.allowing(request.user, Action.SEE_UNIT).with_facts()
    initiative: Initiative = get_object_or_404(seen.exclude(current=None), pk=initiative_id)
    return initiative


def unit_asked_for(request: "SignedInRequest") -> Unit | None:
    """Return the unit that the address names, which the person must see into; None without one."""
    code = request.GET.get("unit")
    return open_unit(request.user, code) if code else None


def matters_asked_for(request: "SignedInRequest") -> "tuple[Unit, tuple[Matter, ...]]":
    """Return the unit of the address, and the matter that it names or all that one may speak for.

    Raises
    ------
    Http404
        For a unit, KPI or objective that the person may not know of.
    NotAllowedError
        For who may not speak for it, or for nothing there.
    """
    code = request.GET.get("unit", "")
    for kind in (KPI, OBJECTIVE):
        if named := request.GET.get(kind):
            place = requested_matter(request.user, kind, named, code)
            require_speaker(request.user, place.unit, place.matter)
            return place.unit, (place.matter,)
    unit = open_unit(request.user, code)
    matters = matters_at(request.user, unit)
    if not matters:
        raise NotAllowedError(
            _(
                "%(unit)s has nothing for which you speak. Its manager and the strategy office "
                "speak for all of it, an owner for what they own: tell one of them."
            )
            % {"unit": unit.name}
        )
    return unit, matters
