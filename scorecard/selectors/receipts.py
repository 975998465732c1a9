"""When the figures of a period came in."""

from datetime import datetime

from django.db.models import Max

from scorecard.engine.types import Frequency
from scorecard.models import Entry
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Column


def last_received(context: Context, column: Column) -> dict[int, datetime]:
    """Return when the last figure at or below the unit came in, by KPI id, in one query.

    Nothing for those who may not see what is below it.

    Parameters
    ----------
    column
        What the unit says in the period of `context`: the periods of its figures are looked at.
    """
    if not context.can_see_breakdown:
        return {}
    weeks = context.calendar.within(context.period, Frequency.WEEKLY)
    periods = {*context.base_ordinals(), *weeks, *(f.period.ordinal for f in column.kpis.values())}
    entries = Entry.objects.filter(kpi__in=list(column.kpis), period__in=periods).standing()
    found = entries.below([context.unit.path]).order_by().values_list("kpi")
    return dict(found.annotate(Max("recorded_at")))
