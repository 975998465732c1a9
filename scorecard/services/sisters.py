"""Read what a KPI says at the sister units of a unit, as far as they may learn of each other."""

from organization.models import Comparison, Unit
from organization.policies import may
from organization.roles import Action
from organization.selectors.comparisons import present_comparison
from scorecard.engine.periods import Period
from scorecard.selectors.breakdowns import all_below_in
from scorecard.selectors.context import Context
from scorecard.selectors.kpis import KpiPage
from scorecard.selectors.lines import path_on
from scorecard.selectors.sisters import Beside, Sisters, sisters_page
from scorecard.selectors.subjects import Readings
from scorecard.services.figures import read_at_units, view_of


def read_sisters(context: Context, page: KpiPage, readings: Readings) -> Sisters | None:
    """Return how a unit stands among its sister units; None where nothing may be told of them.

    Above one's own unit only its published figure is told. What was decided about the comparison
    holds for those who do not see into all sister units themselves.
    """
    parent = _parent(context, readings.period)
    if parent is None or context.as_of or not context.can_see_breakdown:
        return None
    beside = _beside(context, page, readings.period, parent)
    kind = Comparison.NAMED if beside.all_seen else present_comparison()
    if kind == Comparison.NONE:
        return None
    return sisters_page(context, page, beside, are_named=kind == Comparison.NAMED)


def _parent(context: Context, period: Period) -> Unit | None:
    """Return the unit above at the end of the period; None where it is none of those above now.

    A unit that came from elsewhere learns nothing of those that it left.
    """
    path = path_on(context.unit, context.calendar.last_day(period))
    return next((unit for unit in context.above if unit.pk in path[-2:-1]), None)


def _beside(context: Context, page: KpiPage, period: Period, parent: Unit) -> Beside:
    units = list(all_below_in(context, [parent.pk], period).in_order())
    ids = [unit.pk for unit in units]
    subject = page.subject
    found = read_at_units(subject, ids, view_of(context, subject), [period])
    return Beside(
        parent=parent,
        units=units,
        seen=frozenset(unit.pk for unit in units if may(context.user, Action.SEE_UNIT, unit)),
        figures={unit_id: each[period] for unit_id, each in found.items() if period in each},
    )
