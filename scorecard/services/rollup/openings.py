"""Time passes: when a period begins, figures are due that nobody has yet."""

from django.db import transaction
from django.db.models import Max

from jobs.services.outbox import post
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Reporter
from scorecard.services.rollup.history import load_history


@transaction.atomic
def post_begun_periods() -> list[str]:
    """Ask for the roll-up of every KPI whose present period has begun since its last one.

    Returns
    -------
    list of str
        The `rollup` keys that were posted; none where nothing has begun. Safe to run twice.
    """
    history = load_history()
    awaited = Reporter.objects.newest().filter(last_period=None).values("kpi_id")
    kpis = (
        Kpi.objects.filter(pk__in=awaited, current__isnull=False)
        .select_related("current")
        .annotate(newest=Max("results__period"))
    )
    keys = []
    for kpi in kpis:
        present = history.calendar.containing(history.today, Frequency(kpi.definition.frequency))
        if kpi.newest is None or kpi.newest < present.ordinal:
            keys.append(f"{kpi.pk}:{history.calendar.fiscal_year(present)}")
    post("rollup", keys)
    return keys
