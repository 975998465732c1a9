"""Which months take no figures any more, of which units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core import dates
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import MonthLock, Reopening
from scorecard.selectors.deadlines import Deadlines, extensions_of, month_of, read_deadlines
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from organization.models import Unit


@dataclass(frozen=True)
class Locks:
    """What is locked at a moment.

    Attributes
    ----------
    locked
        When the office locked a month.
    reopened
        Until when a locked month takes figures, by month and unit id; None stands for all units.
    """

    now: datetime
    deadlines: Deadlines
    locked: Mapping[int, datetime] = field(default_factory=dict)
    reopened: Mapping[tuple[int, int | None], datetime] = field(default_factory=dict)
    extended: Mapping[tuple[int, int], datetime] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day where the organisation is."""
        return self.now.astimezone(ZoneInfo(self.deadlines.home)).date()

    @property
    def locks_nothing(self) -> bool:
        """Whether nothing can be locked: most often so, and cheap to know."""
        rules = (rule for known in self.deadlines.rules.values() for _first, rule in known)
        return not self.locked and all(rule.locks_after is None for rule in rules)

    def since(self, unit: "Unit", period: Period) -> datetime | None:
        """Return since when a period takes no figures of a unit; None where it takes them."""
        month = month_of(period, self.deadlines.calendar)
        if self.open_until(unit, month):
            return None
        due = self.deadlines.due(period, unit.path, self.extended.get((unit.pk, month)))
        moments = [moment for moment in (self.locked.get(month), due.locks) if moment]
        return min((moment for moment in moments if moment <= self.now), default=None)

    def open_until(self, unit: "Unit", month: int) -> datetime | None:
        """Return until when a month was opened again for a unit; None where it was not."""
        known = [self.reopened.get((month, each)) for each in (unit.pk, None)]
        return max((until for until in known if until), default=None)

    def refusal(self, unit: "Unit", period: Period) -> str:
        """Say why a figure of a period is refused; empty where it is not."""
        since = self.since(unit, period)
        if since is None:
            return ""
        return _(
            "%(period)s is locked since %(moment)s: its figures change no more. If one is wrong, "
            "ask for reopening on the page “Figures coming in”; somebody else confirms it."
        ) % {"period": period_name(period), "moment": dates.moment(since)}

    def opening_refusal(self, unit: "Unit", period: Period) -> str:
        """Say that a period takes no figures yet; empty where it does."""
        due = self.deadlines.due(period, unit.path)
        opens = due.moments.opens
        if opens is None or opens <= self.now:
            return ""
        return _("%(period)s takes figures from %(moment)s on. Enter the figure then.") % {
            "period": period_name(period),
            "moment": due.told(opens),
        }


def read_locks(now: datetime, periods: Iterable[Period] | None = None) -> Locks:
    """Return what is locked at a moment, of some periods or all, in two to seven queries."""
    organization = present_organization()
    calendar = FiscalCalendar(organization.fiscal_year_start_month)
    months = None if periods is None else {month_of(period, calendar) for period in periods}
    deadlines = read_deadlines(calendar, organization.time_zone)
    rows = MonthLock.objects.all() if months is None else MonthLock.objects.filter(month__in=months)
    found = Locks(now, deadlines, dict(rows.values_list("month", "recorded_at")))
    if found.locks_nothing:
        return found
    reopened = Reopening.objects.in_force(now).order_by("until")
    known = reopened.values_list("month", "unit", "until")
    return Locks(
        now,
        deadlines,
        found.locked,
        {(month, unit): until for month, unit, until in known},
        extensions_of(months),
    )
