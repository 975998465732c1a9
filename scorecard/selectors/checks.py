"""Who approved the figures behind a number, and when last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import day
from scorecard.models import EntryEvent, KpiVersion
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Figure


@dataclass(frozen=True, slots=True)
class Checked:
    """How many people approved, one of them by name, and when the last one did."""

    people: int
    name: str
    last: datetime


def checks_of(
    context: Context, figures: Mapping[int, Figure], versions: Mapping[int, KpiVersion]
) -> dict[int, Checked]:
    """Return who approved what came in at and below the unit, by KPI id, in one query at most.

    Only KPIs of which approved figures alone count have it; nothing is told above one's own unit.

    Parameters
    ----------
    figures
        Of one base period each, by KPI id.
    """
    asked = {pk: each for pk, each in figures.items() if versions[pk].approved_only}
    if not asked or not context.can_see_breakdown:
        return {}
    rows = EntryEvent.objects.filter(
        kind=EntryEvent.APPROVED,
        entry__kpi__in=list(asked),
        entry__period__in={each.period.ordinal for each in asked.values()},
        entry__unit__path__startswith=context.unit.path,
    ).exclude(entry__events__kind__in=[EntryEvent.WITHDRAWN, EntryEvent.REJECTED])
    found = (
        rows.order_by()
        .values_list("entry__kpi", "entry__period")
        .annotate(
            people=Count("actor", distinct=True), name=Min("actor__name"), last=Max("recorded_at")
        )
    )
    return {
        kpi: Checked(people, name, last)
        for kpi, period, people, name, last in found
        if asked[kpi].period.ordinal == period and people
    }


def checked_words(checked: Checked | None, context: Context) -> str:
    """Say who approved and when; empty where nobody did, or nobody has to."""
    if checked is None:
        return ""
    said = {
        "count": checked.people,
        "name": checked.name,
        "day": day(timezone.localtime(checked.last).date(), today=context.today),
    }
    if checked.people == 1:
        return _("approved by %(name)s, the last on %(day)s") % said
    return _("approved by %(count)d people, the last on %(day)s") % said
