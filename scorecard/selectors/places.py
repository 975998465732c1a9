"""A cell that an address names: unit, KPI and base period."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi
from scorecard.selectors.context import requested_unit
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.periods import period_name, requested_period

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Place:
    """A unit, a KPI and a base period of it."""

    unit: Unit
    kpi: Kpi
    period: Period

    @property
    def cell(self) -> dict[str, Any]:
        """The same as a filter of entries."""
        return {"unit": self.unit, "kpi": self.kpi, "period": self.period.ordinal}

    @property
    def period_name(self) -> str:
        """The period as people read it."""
        return period_name(self.period)

    @property
    def query(self) -> dict[str, str]:
        """The same for an address."""
        word = calendar_now().format(self.period)
        return {"unit": self.unit.code, "period": word, "kpi": self.kpi.code}

    @property
    def page_query(self) -> dict[str, str]:
        """The same for the page of the KPI, which shows weeks within their month."""
        calendar, period = calendar_now(), self.period
        if period.frequency is Frequency.WEEKLY:
            period = calendar.enclosing(period, Frequency.MONTHLY)
        return {"unit": self.unit.code, "period": calendar.format(period)}

    @property
    def page_address(self) -> str:
        """The same as one word for a template: ``unit=HQ&period=2026-10``."""
        return urlencode(self.page_query)

    @property
    def address(self) -> str:
        """The same as one word for a template: ``unit=HQ&period=2026-10&kpi=VEH``."""
        return urlencode(self.query)


def requested_place(user: "User", params: QueryDict) -> Place:
    """Return the cell that an address asks for.

    Raises
    ------
    Http404
        Where there is no such unit, KPI or period, or `user` may not know of it.
    """
    unit = requested_unit(user, params.get("unit", ""))
    known = Kpi.objects.known_to(user).select_related("current").exclude(current=None)
    kpi: Kpi | None = known.filter(code=params.get("kpi", "")).first()
    if kpi is None:
        raise Http404(_("There is no KPI with the code “%(code)s”.") % {"code": params.get("kpi")})
    today, frequency = local_day(timezone.now()), Frequency(kpi.definition.frequency)
    word = params.get("period", "")
    period = requested_period(word, calendar_now(), range(0), today, offered={frequency})
    if period.frequency is not frequency:
        raise Http404(_("Name a period of the length in which this KPI is entered."))
    return Place(unit, kpi, period)
