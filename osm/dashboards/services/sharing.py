"""Share one's dashboard with a role, and withdraw it."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from organization import policies
from organization.models import Unit
from organization.roles import Action
from osm.dashboards.sharing import shared_by
from osm.models import Pin, SharedDashboard, SharedPin

if TYPE_CHECKING:
    from accounts.models import User

COPIED = ("kind", "unit_id", "kpi_id", "objective_id", "message_id")


@transaction.atomic
def share_dashboard(*, actor: "User", unit: Unit, role: str, at_own_unit: bool) -> SharedDashboard:
    """Share one's dashboard, as it is now, with everybody in a role at and below a unit.

    It replaces what was shared with them from that unit before. Later changes of one's own
    dashboard are not shared until it is shared again.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the scorecard of `unit`.
    DomainError
        Where one's dashboard is empty.
    """
    policies.require(actor, Action.SHAPE, unit)
    pins = list(Pin.objects.filter(person=actor))
    if not pins:
        raise DomainError(_("Your dashboard is empty: pin what they are to see, then share it."))
    shared = _append(actor, unit, role, at_own_unit=at_own_unit, withdrawn=False)
    SharedPin.objects.bulk_create(
        SharedPin(shared=shared, place=place, **{name: getattr(pin, name) for name in COPIED})
        for place, pin in enumerate(pins)
    )
    _record(actor, "shared", shared)
    return shared


@transaction.atomic
def withdraw_dashboard(*, actor: "User", shared: SharedDashboard) -> SharedDashboard:
    """Share nothing with a role any more; they start with Today again.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the scorecard of its unit.
    DomainError
        Where it was withdrawn or shared anew meanwhile.
    """
    unit = shared.unit
    policies.require(actor, Action.SHAPE, unit)
    if shared not in shared_by(unit):
        message = _("It was withdrawn or shared anew meanwhile: the page shows what holds now.")
        raise DomainError(message)
    row = _append(actor, unit, shared.role, at_own_unit=shared.at_own_unit, withdrawn=True)
    _record(actor, "withdrew shared", row)
    return row


def _append(
    actor: "User", unit: Unit, role: str, *, at_own_unit: bool, withdrawn: bool
) -> SharedDashboard:
    return SharedDashboard.objects.create(
        unit=unit,
        role=role,
        at_own_unit=at_own_unit,
        withdrawn=withdrawn,
        author=actor,
        recorded_at=timezone.now(),
    )


def _record(actor: "User", verb: str, shared: SharedDashboard) -> None:
    record(
        actor=actor,
        verb=f"{verb} dashboard",
        kind="dashboard",
        subject=f"{shared.unit.code} {shared.role}",
        detail={"role": shared.role},
        unit_id=shared.unit_id,
    )
