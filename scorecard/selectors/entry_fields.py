"""What the fields are called in which figures are typed, and which figure a name means."""

import re
from urllib.parse import urlencode

from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi

Placed = tuple[Kpi, Period]

# A month holds several weeks, and one period of every other length: only a week is named.
FIELD = re.compile(
    r"cell-(?P<kpi>\d{1,18})-(?P<unit>\d{1,18})-(?:(?P<week>\d{4}-W\d{2})-)?"
    r"(?P<part>value|numerator|denominator|comment)",
    re.ASCII,
)


def field_name(kpi: Kpi, unit: Unit, period: Period, part: str) -> str:
    """Name a field: ``cell-<kpi>-<unit>-<part>``, of a week ``cell-<kpi>-<unit>-<week>-<part>``."""
    kpi_id, week = place_of(kpi, period)
    return joined("cell", kpi_id, unit.pk, week, part)


def place_of(kpi: Kpi, period: Period) -> tuple[int, str]:
    """Return KPI id and week of a figure on a month's page, as its fields name them.

    The week is written ``2026-W40``; empty for a KPI of another frequency.
    """
    is_week = period.frequency is Frequency.WEEKLY
    return kpi.pk, FiscalCalendar().format(period) if is_week else ""


def figure_query(unit: Unit, kpi: Kpi, period: Period) -> str:
    """Name a figure for an address: ``unit=MARA&kpi=VEH&period=2026-10``."""
    word = FiscalCalendar().format(period)
    return urlencode({"unit": unit.code, "kpi": kpi.code, "period": word})


def joined(*words: str | int) -> str:
    """Join the words that are not empty.

    >>> joined(12, "2026-W40"), joined(12, "")
    ('12-2026-W40', '12')
    """
    return "-".join(str(word) for word in words if word != "")
