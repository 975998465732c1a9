"""The KPI or objective at a unit of which somebody speaks."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.selectors.units import published_unit
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Matter, Objective
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.periods import OFFERED, period_name, requested_period, scored_months

if TYPE_CHECKING:
    from accounts.models import User

KPI, OBJECTIVE = "kpi", "objective"


@dataclass(frozen=True)
class MatterPage:
    """Of what a form is: a matter at a unit, and of which period where it is of one."""

    unit: Unit
    matter: Matter
    period: Period | None = None

    @property
    def is_kpi(self) -> bool:
        """Whether it is a KPI, which has a page of its own."""
        return isinstance(self.matter, Kpi)

    @property
    def period_name(self) -> str:
        """The period as people read it; empty without one."""
        return period_name(self.period) if self.period else ""

    @property
    def query(self) -> str:
        """Unit and period for the address of the matter's page, which shows weeks in months."""
        words = {"unit": self.unit.code}
        if self.period:
            calendar, period = calendar_now(), self.period
            if period.frequency is Frequency.WEEKLY:
                period = calendar.enclosing(period, Frequency.MONTHLY)
            words["period"] = calendar.format(period)
        return urlencode(words)


def requested_matter(user: "User", kind: str, code: str, unit_code: str) -> MatterPage:
    """Return a KPI or an objective, and a unit, that `user` may know of.

    Raises
    ------
    Http404
        Where there is none for `user`.
    """
    unit = published_unit(user, unit_code)
    found = find_kpi(user, code) if kind == KPI else find_objective(user, code)
    if found is None:
        sentence = _("There is nothing with the code “%(code)s” that you can see.")
        raise Http404(sentence % {"code": code})
    return MatterPage(unit, found)


def with_period(place: MatterPage, word: str) -> tuple[MatterPage, Period]:
    """Return a place in the period of an address, and the period; without one the last month.

    Raises
    ------
    Http404
        Where the word is no period that a page of the matter can show.
    """
    calendar, today = calendar_now(), local_day(timezone.now())
    offered = set(OFFERED)
    if isinstance(place.matter, Kpi):
        offered.add(Frequency(place.matter.definition.frequency))
    period = requested_period(word, calendar, scored_months(), today, offered=offered)
    return replace(place, period=period), period


def find_kpi(user: "User", code: str) -> Kpi | None:
    """Return a KPI by its code; None where there is none, or `user` may not know of it."""
    known = Kpi.objects.known_to(user).select_related("current__owner").exclude(current=None)
    kpi: Kpi | None = known.filter(code=code).first()
    return kpi


def find_objective(user: "User", code: str) -> Objective | None:
    """Return an objective by its code; None where there is none, or `user` may not know of it."""
    seen = Objective.objects.filter(unit__in=Unit.objects.published_to(user), code=code)
    return seen.exclude(current=None).select_related("current__owner", "unit").first()
