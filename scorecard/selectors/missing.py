"""The first figure that somebody still has to enter for a unit and month."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.selectors.entries import MINE, calendar_now, entry_page, kpis_due
from scorecard.selectors.entry_owners import shown_to

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Missing:
    """Where it is entered: unit, month and rows shown, and the field; None where all is in."""

    query: dict[str, str]
    field: str | None


def first_missing(user: "User", unit: Unit, month: Period) -> Missing:
    """Return the first field in which nothing stands submitted.

    One that is the reader's to enter, or else any of the unit.
    """
    page = entry_page(units=[unit], unit=unit, month=month, due=kpis_due(unit, month), show=MINE)
    place = {"unit": unit.code, "period": calendar_now().format(month)}
    for rows, shown in ((shown_to(user, page).rows, {"show": MINE}), (page.rows, {})):
        for row in rows:
            if row.state != "ok":
                return Missing(place | shown, f"cell-{row.key}")
    return Missing(place, None)
