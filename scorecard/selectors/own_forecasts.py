"""What those who answer for a KPI expect of its year."""

from dataclasses import dataclass
from datetime import datetime

from core import numbers
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, OwnForecast
from scorecard.selectors.periods import period_name


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What somebody expects of a year, as a page says it."""

    year: str
    value: str
    comment: str
    author: str
    at: datetime


@dataclass(frozen=True)
class OwnForecastPage:
    """What was expected of a KPI at a unit so far, the newest first."""

    unit: Unit
    kpi: Kpi
    lines: tuple[OwnLine, ...]


def own_forecast(
    unit: Unit, kpi: Kpi, year: int, as_of: datetime | None = None
) -> OwnForecast | None:
    """Return what counts for a year, as known at a moment."""
    rows = OwnForecast.objects.filter(unit=unit, kpi=kpi, year=year)
    if as_of is not None:
        rows = rows.filter(recorded_at__lte=as_of)
    found: OwnForecast | None = rows.select_related("author").order_by("-id").first()
    return found


def own_line(row: OwnForecast, unit_of_measure: str, decimals: int) -> OwnLine:
    """Return a forecast as a page says it."""
    return OwnLine(
        year=period_name(Period(Frequency.YEARLY, row.year)),
        value=numbers.figure(row.value, unit_of_measure, decimals=decimals),
        comment=row.comment,
        author=row.author.name,
        at=row.recorded_at,
    )


def own_forecast_page(kpi: Kpi, unit: Unit, years: tuple[int, ...]) -> OwnForecastPage:
    """Return the page on which somebody says what they expect of some years."""
    rows = OwnForecast.objects.filter(unit=unit, kpi=kpi, year__in=years)
    version = kpi.definition
    return OwnForecastPage(
        unit=unit,
        kpi=kpi,
        lines=tuple(
            own_line(row, version.unit_of_measure, version.decimals)
            for row in rows.select_related("author").order_by("-id")
        ),
    )
