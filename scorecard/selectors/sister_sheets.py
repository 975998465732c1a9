"""A KPI beside its sister units as a sheet: as much as the page tells of them."""

from django.utils.translation import gettext as _

from core.sheets import Sheet, amount
from scorecard.selectors.context import Context
from scorecard.selectors.kpis import KpiPage
from scorecard.selectors.sheets import notes
from scorecard.selectors.sisters import Sister, Sisters


def sisters_sheet(context: Context, page: KpiPage, sisters: Sisters) -> Sheet:
    """Return the unit and its sister units, best first; without names where those are not told."""
    return Sheet(
        name=f"{page.subject.kpi.code} beside {context.unit.code} {context.period_word}",
        heads=(_("Rank"), _("Unit"), _("Score") if sisters.by_score else _("Actual")),
        rows=[
            (row.rank, _named(row), amount(row.number, sisters.unit_of_measure))
            for row in sisters.rows
        ],
        notes=[page.name, sisters.finding, *notes(context)],
    )


def _named(row: Sister) -> str:
    return row.name or _("A sister unit")
