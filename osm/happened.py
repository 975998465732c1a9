"""What happened to a KPI outside the scorecard: initiatives launched, next steps done."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.selectors.happenings import DoneFact, StageFact, stages_reached, steps_done
from organization.models import Unit
from scorecard.models import Kpi
from scorecard.selectors.events import Event

if TYPE_CHECKING:
    from accounts.models import User


def happened(
    user: "User",
    unit: Unit,
    kpi: Kpi,
    objective_ids: Collection[int],
    as_of: datetime | None = None,
) -> list[Event]:
    """Return what was done about a KPI at a unit and its objectives, as known at a moment."""
    return [
        *map(_of_initiative, stages_reached(user, objective_ids, as_of)),
        *map(_of_step, steps_done(user, unit, kpi, as_of)),
    ]


def _of_initiative(fact: StageFact) -> Event:
    values = {"initiative": fact.name, "stage": fact.word}
    return Event(
        day=fact.day,
        text=_("Initiative %(stage)s: %(initiative)s") % values,
        by=fact.owner,
        url=reverse("initiatives:detail", args=[fact.initiative_id]),
    )


def _of_step(fact: DoneFact) -> Event:
    values = {"step": fact.text, "outcome": fact.outcome}
    text = _("Next step done: %(step)s") if not fact.outcome else _("Done: %(step)s – %(outcome)s")
    return Event(
        day=fact.day,
        text=text % values,
        by=fact.by,
        url=reverse("initiatives:action", args=[fact.action_id]),
    )
