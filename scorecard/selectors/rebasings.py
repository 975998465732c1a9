"""From when on the course of a KPI is held against new limits."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.roles import Action
from organization.selectors.units import published_unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Rebasing, Result
from scorecard.selectors.periods import period_name
from scorecard.selectors.signals import MOST_PERIODS

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class RebasingLine:
    """A decision that holds, as a page lists it."""

    pk: int
    period: str
    reason: str
    author: str
    at: datetime


@dataclass(frozen=True)
class RebasingPage:
    """Of what the limits are computed anew, from when on so far, and from when on they could be.

    `choices` are periods as addresses write them and as people read them, the newest first.
    """

    unit: Unit
    kpi: Kpi
    lines: tuple[RebasingLine, ...]
    choices: tuple[tuple[str, str], ...]


def rebasings_of(unit: Unit, kpi_id: int, as_of: datetime | None = None) -> tuple[Rebasing, ...]:
    """Return the decisions about a KPI at a unit that hold, as known at a moment, by period."""
    rows = Rebasing.objects.in_force(as_of).filter(unit=unit, kpi=kpi_id)
    return tuple(rows.select_related("author").order_by("period"))


def rebased_periods(unit: Unit, kpis: Collection[int]) -> dict[int, list[int]]:
    """Return the ordinals with which new limits begin at a unit, by KPI id, in one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Rebasing.objects.in_force().filter(unit=unit, kpi__in=kpis)
    for kpi_id, period in rows.values_list("kpi_id", "period"):
        found[kpi_id].append(period)
    return found


def known_kpi(user: "User", code: str, unit_code: str) -> tuple[Kpi, Unit]:
    """Return a KPI and a unit that `user` may know of.

    Raises
    ------
    Http404
        Where there is no such KPI or unit for `user`.
    """
    unit = published_unit(user, unit_code)
    known = Kpi.objects.known_to(user).select_related("current").exclude(current=None)
    kpi: Kpi | None = known.filter(code=code).first()
    if kpi is None:
        raise Http404(_("There is no KPI with the code “%(code)s”.") % {"code": code})
    return kpi, unit


def visible_rebasing(user: "User", rebasing_id: int) -> Rebasing:
    """Return a decision about a unit that `user` may see, or answer 404."""
    seen = Rebasing.objects.allowing(user, Action.SEE_UNIT).select_related("unit", "kpi__current")
    found: Rebasing = get_object_or_404(seen, pk=rebasing_id)
    return found


def rebasing_page(kpi: Kpi, unit: Unit, calendar: FiscalCalendar) -> RebasingPage:
    """Return the page on which somebody decides about the limits of a KPI at a unit."""
    frequency = Frequency(kpi.definition.frequency)
    ordinals = Result.objects.filter(kpi=kpi, unit=unit).order_by("-period")[:MOST_PERIODS]
    periods = [Period(frequency, each) for each in ordinals.values_list("period", flat=True)]
    lines = [
        RebasingLine(
            pk=row.pk,
            period=period_name(Period(frequency, row.period)),
            reason=row.reason,
            author=row.author.name,
            at=row.recorded_at,
        )
        for row in rebasings_of(unit, kpi.pk)
    ]
    return RebasingPage(
        unit=unit,
        kpi=kpi,
        lines=tuple(reversed(lines)),
        choices=tuple((calendar.format(each), period_name(each)) for each in periods),
    )
