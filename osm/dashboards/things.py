"""What can be pinned: a thing of some kind, at a unit, that the person may see."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from communications.models import Delivery, Message
from organization.models import Unit
from organization.selectors.units import open_unit
from osm.models import Pin
from scorecard.models import Kpi, Objective
from scorecard.selectors.context import requested_unit
from scorecard.selectors.matters import find_kpi, find_objective

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Thing:
    """What a pin names; None is what its kind does not need."""

    kind: str
    unit: Unit | None = None
    kpi: Kpi | None = None
    objective: Objective | None = None
    message: Message | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The columns of the pin that names it."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "kpi": self.kpi,
            "objective": self.objective,
            "message": self.message,
        }


def requested_thing(user: "User", kind: str, code: str, unit_code: str) -> Thing:
    """Return what is to be pinned; without a unit at the person's own top unit.

    Parameters
    ----------
    code
        Of the KPI or objective, or the number of the message; empty for a list.

    Raises
    ------
    Http404
        Where there is no such thing that `user` may see.
    NotAllowedError
        For late data and initiatives above one's own unit.
    """
    if kind == Pin.STEPS:
        return Thing(kind)
    if kind == Pin.MESSAGE:
        return Thing(kind, message=_message(user, code))
    unit = requested_unit(user, unit_code)
    if kind in {Pin.LATE, Pin.PORTFOLIO}:
        return Thing(kind, unit=open_unit(user, unit.code))
    matter = _matter(user, kind, code)
    return Thing(
        kind,
        unit=unit,
        kpi=matter if isinstance(matter, Kpi) else None,
        objective=matter if isinstance(matter, Objective) else None,
    )


def _matter(user: "User", kind: str, code: str) -> Kpi | Objective:
    found: Kpi | Objective | None = None
    if kind in {Pin.KPI, Pin.COURSE}:
        found = find_kpi(user, code)
    elif kind == Pin.OBJECTIVE:
        found = find_objective(user, code)
    if found is None:
        raise Http404(_("There is nothing of this kind that you can pin."))
    return found


def _message(user: "User", number: str) -> Message:
    mine = Delivery.objects.to(user).select_related("version__message")
    found = mine.filter(version__message=number).first() if number.isdecimal() else None
    if found is None:
        raise Http404(_("You have no message at this address."))
    message: Message = found.version.message
    return message
