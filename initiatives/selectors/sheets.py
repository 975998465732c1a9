"""The portfolio as a sheet."""

from django.utils.translation import gettext as _

from core.sheets import Row as Cells
from core.sheets import Sheet
from initiatives.selectors.portfolio import Portfolio, Row
from organization.models import Unit
from organization.selectors.sheets import notes


def portfolio_sheet(page: Portfolio, unit: Unit | None) -> Sheet:
    """Return the initiatives, grouped and worst first as on the page; money in whole currency."""
    return Sheet(
        name=f"initiatives {unit.code}" if unit else "initiatives",
        heads=(
            *(_("Group"), _("Initiative"), _("Unit"), _("Owner"), _("Stage"), _("Start")),
            *(_("End"), _("Spent"), _("Budget"), _("Milestones"), _("Helps"), _("Concerns")),
        ),
        rows=[_cells(group.name, row) for group in page.groups for row in group.rows],
        notes=notes(unit),
    )


def _cells(group: str, row: Row) -> Cells:
    version = row.version
    days = (day.isoformat() if day else "" for day in (version.starts_on, version.ends_on))
    money = (None if sum_ is None else float(sum_) for sum_ in (version.spent, version.budget))
    return (
        *(group, version.name, row.unit, row.owner, version.get_stage_display()),
        *(*days, *money, row.road_words),
        *(row.main.name if row.main else "", "; ".join(row.concerns)),
    )
