"""Copies of the dated rows that hold today, for lists and for the gate; the roll-up reads rows."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.database import hold_sources_alone
from organization.services.organization import local_day
from organization.services.placements import refresh_present
from scorecard.models import Kpi, KpiVersion, Objective, ObjectiveVersion


@transaction.atomic
def follow_the_day() -> None:
    """Let what was recorded beforehand hold from its day on: places, definitions, objectives.

    Safe to run at any time, and twice.
    """
    # Whoever records meanwhile makes the same copies: what is read here must stay the newest.
    hold_sources_alone()
    today = local_day(timezone.now())
    refresh_present(today)
    refresh_current(Kpi, KpiVersion, "kpi", today)
    refresh_current(Objective, ObjectiveVersion, "objective", today)


def refresh_current(model: Any, version_model: Any, thing: str, today: date) -> None:
    """Make `current` of every thing the version that holds today, else its first one."""
    best: dict[int, tuple[tuple[bool, int, int], int]] = {}
    for pk, owner, start in version_model._default_manager.values_list(
        "id", f"{thing}_id", "valid_from"
    ):
        begun, ordinal = start <= today, start.toordinal()
        rank = (begun, ordinal if begun else -ordinal, pk)
        best[owner] = max(best.get(owner, (rank, pk)), (rank, pk))
    changed = []
    for row in model._default_manager.filter(pk__in=list(best)) if best else []:
        if row.current_id != best[row.pk][1]:
            row.current_id = best[row.pk][1]
            changed.append(row)
    model._default_manager.bulk_update(changed, ["current"], batch_size=200)
