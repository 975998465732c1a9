"""Decide what happens where figures of a KPI are doubtful."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from scorecard.models import CheckRule, Kpi
from scorecard.selectors.check_rules import effects_of

if TYPE_CHECKING:
    from accounts.models import User


def decide_checks(
    *, actor: "User", kpi: Kpi, effects: Mapping[str, str], reason: str
) -> list[CheckRule]:
    """Let what is doubtful about figures of a KPI have these effects, by kind, from now on.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the whole organisation: a KPI belongs to all of it.
    DomainError
        Where there is no reason, or it is so already.
    """
    top = top_unit()
    require(actor, Action.SHAPE, top)
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever decides at the same moment waits here.
        Unit.objects.select_for_update().get(pk=top.pk)
        before = effects_of(kpi)
        changes = {kind: word for kind, word in effects.items() if before[kind] != word}
        if not changes:
            raise DomainError(_("It is so already: choose something else."))
        rows = CheckRule.objects.bulk_create(
            CheckRule(
                kpi=kpi,
                kind=kind,
                effect=effect,
                reason=reason.strip(),
                author=actor,
                recorded_at=recorded_at,
            )
            for kind, effect in changes.items()
        )
        record(
            actor=actor,
            verb="changed",
            kind="checks",
            subject=kpi.code,
            reason=reason.strip(),
            detail={"changes": {kind: [before[kind], word] for kind, word in changes.items()}},
            unit_id=top.pk,
        )
    return rows
