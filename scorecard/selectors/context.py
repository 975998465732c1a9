"""Where a page stands: which unit, which period, and how complete the figures are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from organization.models import Organization, Unit
from organization.policies import may
from organization.querysets import paths_allowing
from organization.roles import Action
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.scores import Cuts
from scorecard.engine.types import Frequency, View
from scorecard.models import Kpi, Result
from scorecard.selectors.periods import (
    OFFERED,
    VIEWS,
    Periods,
    address,
    period_choices,
    period_name,
    requested_period,
    scored_months,
    today_of,
)
from scorecard.selectors.units import UnitLink, UnitNode, unit_tree, units_above

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the figures due below a unit have come in."""

    reported: int
    expected: int
    provisional: bool


@dataclass(frozen=True)
class Context:
    """Where a page stands; it lives in the address, so that a link shows the same figures.

    Attributes
    ----------
    user
        Who looks: what is below a unit is asked for in their name.
    above
        The units above, the top first.
    as_of
        The moment of which the page is asked for what was known then, as addresses write it;
        empty for now.
    can_see_breakdown
        Whether the figures of the units below may be seen; above one's own unit they may not.
    coverage
        None where the breakdown may not be seen, or nothing was due.
    """

    user: "User"
    organization: Organization
    calendar: FiscalCalendar
    today: date
    unit: Unit
    above: tuple[Unit, ...]
    tree: tuple[UnitNode, ...]
    unit_count: int
    period: Period
    periods: Periods
    coverage: Coverage | None
    can_see_breakdown: bool
    as_of: str = ""

    @property
    def period_word(self) -> str:
        """The period as addresses write it: ``2026-10``."""
        return self.calendar.format(self.period)

    @property
    def period_label(self) -> str:
        """The period as people read it: ``October 2026``."""
        return period_name(self.period)

    @property
    def caption(self) -> str:
        """Where figures belong, for a picture that leaves the page."""
        return " · ".join(self._belonging())

    def _belonging(self) -> Iterable[str]:
        yield from (self.organization.name, self.unit.name, self.period_label)
        if self.as_of:
            yield _("As known on %(day)s") % {"day": self.as_of}
        if self.coverage:
            counts = {"reported": self.coverage.reported, "expected": self.coverage.expected}
            yield _("Figures in: %(reported)d of %(expected)d") % counts

    @property
    def path(self) -> list[UnitLink]:
        """The units above as links to the same page, the top first."""
        word = self.period_word
        return [UnitLink(unit.name, address(unit.code, word, self.as_of)) for unit in self.above]

    @property
    def view(self) -> View:
        """The stretch of time shown: base (a month), quarter or year."""
        return VIEWS[self.period.frequency]

    @property
    def cuts(self) -> Cuts:
        """The organisation's cut scores."""
        return Cuts(self.organization.score_at_red_flag, self.organization.score_at_goal)

    @property
    def last_day(self) -> date:
        """The last day of the period: the weights and names valid on it count."""
        return self.calendar.last_day(self.period)

    @property
    def last_month(self) -> Period:
        """The last month of the period; of a month, itself."""
        return Period(Frequency.MONTHLY, self._months.stop - 1)

    @property
    def last_ended_month(self) -> Period:
        """The last month of a period that has ended; its first where none has; of a month, itself.

        What is late is asked for month by month.
        """
        ended = self.calendar.containing(self.today, Frequency.MONTHLY).ordinal - 1
        months = self._months
        return Period(Frequency.MONTHLY, max(months.start, min(months.stop - 1, ended)))

    @property
    def is_long(self) -> bool:
        """Whether the period is longer than a month: coverage then counts figures, not units."""
        return self.view is not View.BASE

    @property
    def coverage_head(self) -> str:
        """What is counted as coverage, as the head of a column."""
        return _("Figures in") if self.is_long else _("Units in")

    @property
    def _months(self) -> range:
        return self.calendar.within(self.period, Frequency.MONTHLY)

    @property
    def query(self) -> str:
        """Unit and period for the address of another page: ``unit=HQ&period=2026-10``."""
        return self.query_for(self.unit.code)

    def query_for(self, unit_code: str) -> str:
        """Return the same period for another unit."""
        return address(unit_code, self.period_word, self.as_of).removeprefix("?")

    @property
    def shapes_all(self) -> bool:
        """Whether the reader decides for the whole organisation."""
        top = self.above[0] if self.above else self.unit
        return may(self.user, Action.SHAPE, top)

    @property
    def present_query(self) -> str:
        """The same page as all is known now."""
        return address(self.unit.code, self.period_word).removeprefix("?")

    def base_ordinals(self) -> list[int]:
        """Return the months, and the quarters and years that end, within the period."""
        first, last = self.calendar.first_day(self.period), self.last_day
        ordinals: list[int] = []
        for frequency in VIEWS:
            begin = self.calendar.containing(first, frequency).ordinal
            end = self.calendar.containing(last, frequency).ordinal
            periods = [Period(frequency, ordinal) for ordinal in range(begin, end + 1)]
            ordinals += [p.ordinal for p in periods if self.calendar.last_day(p) <= last]
        return ordinals


def read_context(user: "User", params: QueryDict, as_of: str = "") -> Context:
    """Return the unit and the period that an address asks for.

    Links to the same page keep `as_of`, for a page that shows what was known at a moment.

    Without a unit it is the person's own top unit, without a period the last one that ended.

    Raises
    ------
    Http404
        For a unit that there is not or that `user` may not know of, and for a period that is none.
    """
    organization = Organization.objects.order_by("-id").first() or Organization()
    calendar = FiscalCalendar(organization.fiscal_year_start_month)
    today, months = today_of(organization), scored_months()
    unit = requested_unit(user, params.get("unit", ""))
    word = params.get("period", "")
    period = requested_period(word, calendar, months, today, offered=OFFERED)
    month = min(calendar.within(period, Frequency.MONTHLY)[-1], months[-1] if months else 0)
    above = units_above(unit)
    context = Context(
        user=user,
        organization=organization,
        calendar=calendar,
        today=today,
        unit=unit,
        above=above,
        tree=unit_tree(
            user, unit, above, month=month, period_word=calendar.format(period), as_of=as_of
        ),
        unit_count=Unit.objects.published_to(user).count(),
        period=period,
        periods=period_choices(unit.code, period, calendar, months, as_of),
        coverage=None,
        can_see_breakdown=may(user, Action.SEE_UNIT, unit),
        as_of=as_of,
    )
    return replace(context, coverage=_coverage(context))


def requested_unit(user: "User", code: str) -> Unit:
    """Return a unit whose published figures `user` may see; without a code, their own top unit.

    Raises
    ------
    Http404
        Where there is none, or `user` may not know of it.
    """
    seen = Unit.objects.published_to(user)
    if code:
        found = seen.filter(code=code).first()
    else:
        found = seen.filter(path__in=paths_allowing(user, Action.SEE_UNIT)).in_order().first()
    if found is None:
        raise Http404(_("You see no unit at this address."))
    unit: Unit = found
    return unit


def _coverage(context: Context) -> Coverage | None:
    """Count the figures due below the unit in the period, over all KPIs."""
    # What came in by now says nothing of what was known then.
    if context.as_of or not context.can_see_breakdown:
        return None
    # By primary key: the first column of the results' key is the KPI.
    counts = Result.objects.filter(
        kpi__in=Kpi.objects.values("pk"), period__in=context.base_ordinals(), unit=context.unit
    ).aggregate(reported=Sum("reported"), expected=Sum("expected"))
    if not counts["expected"]:
        return None
    unfinished = context.last_day >= context.today
    missing = counts["reported"] < counts["expected"]
    return Coverage(counts["reported"], counts["expected"], provisional=unfinished or missing)
