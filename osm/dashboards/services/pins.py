"""Pin things to one's dashboard, move them and take them off."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record
from core.errors import DomainError, NotAllowedError
from osm.models import Pin

if TYPE_CHECKING:
    from osm.dashboards.things import Thing

# A dashboard prints on one page.
MOST_PINS = 24


@transaction.atomic
def pin_thing(*, actor: "User", thing: "Thing") -> Pin:
    """Put a thing at the end of one's dashboard; what is there already stays where it is.

    Who calls has asked the gate for the thing: `osm.dashboards.things.requested_thing`.

    Raises
    ------
    DomainError
        Where the dashboard is full.
    """
    pins = _locked(actor)
    for pin in pins:
        if all(getattr(pin, name) == value for name, value in thing.columns.items()):
            return pin
    if len(pins) >= MOST_PINS:
        raise DomainError(
            _("Your dashboard is full: it holds %(most)d pins. Remove one, then pin this.")
            % {"most": MOST_PINS}
        )
    place = pins[-1].place + 1 if pins else 0
    pin = Pin(person=actor, place=place, pinned_at=timezone.now(), **thing.columns)
    pin.save()
    record(actor=actor, verb="pinned", kind="dashboard", subject=str(pin))
    return pin


@transaction.atomic
def remove_pin(*, actor: "User", pin: Pin) -> None:
    """Take a pin off one's dashboard; the thing itself stays as it is.

    Raises
    ------
    NotAllowedError
        For a pin of somebody else.
    """
    _require_own(actor, pin)
    _locked(actor)
    record(actor=actor, verb="removed pin", kind="dashboard", subject=str(pin))
    pin.delete()


@transaction.atomic
def move_pin(*, actor: "User", pin: Pin, place: int) -> None:
    """Put a pin at a place of one's dashboard, the first is 0; the others close up.

    Of two who move at once the later one wins; no pin is lost. A place beyond the end is the end.

    Raises
    ------
    NotAllowedError
        For a pin of somebody else.
    """
    _require_own(actor, pin)
    others = [each for each in _locked(actor) if each.pk != pin.pk]
    others.insert(max(0, place), pin)
    for number, each in enumerate(others):
        each.place = number
    Pin.objects.bulk_update(others, ["place"])
    record(actor=actor, verb="moved pin", kind="dashboard", subject=str(pin))


def _locked(actor: "User") -> list[Pin]:
    """Return one's pins in their order; whoever changes them at the same moment waits."""
    User.objects.select_for_update().get(pk=actor.pk)
    return list(Pin.objects.filter(person=actor).select_related("unit", "kpi", "objective"))


def _require_own(actor: "User", pin: Pin) -> None:
    if pin.person_id != actor.pk:
        raise NotAllowedError(_("This pin is on the dashboard of somebody else."))
