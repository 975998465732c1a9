"""Say from which day on critical children cap a node of a unit's scorecard, or do not."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from scorecard.models import CapSwitch
from scorecard.selectors.cap_switches import CapNode, cap_nodes
from scorecard.services.dependents import score_years_from

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


def switch_cap(
    *, actor: "User", unit: Unit, node: CapNode, caps: bool, valid_from: "date", reason: str
) -> CapSwitch:
    """Let critical children cap a node from a day on, or not; earlier months keep their scores.

    Raises
    ------
    NotAllowedError
        Where `actor` may not do this for the unit.
    DomainError
        Where there is no reason, or it is so already.
    """
    policies.require(actor, Action.OVERRIDE, unit)
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever switches at this unit at the same moment waits here.
        Unit.objects.select_for_update().get(pk=unit.pk)
        held = {(each.kind, each.node): each.caps for each in cap_nodes(unit, valid_from)}
        if held.get((node.kind, node.node)) == caps:
            raise DomainError(_("It is so on that day already: choose another day or node."))
        switch = CapSwitch.objects.create(
            unit=unit,
            **node.fields,
            caps=caps,
            valid_from=valid_from,
            reason=reason,
            author=actor,
            recorded_at=recorded_at,
        )
        record(
            actor=actor,
            verb="switched cap on" if caps else "switched cap off",
            kind="scorecard",
            subject=f"{unit.code} {node.code}",
            reason=reason,
            detail={"from": valid_from.isoformat()},
            unit_id=unit.pk,
        )
        post("scores", score_years_from(valid_from))
    return switch
