"""What is due when something changes: one function says it for all services."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Max, Min

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, Kpi, KpiVersion, Reporter, Result
from scorecard.services.rollup.history import History, load_history


def keys_of_entries(kpi_id: int, years: Iterable[int]) -> list[str]:
    """Return the `rollup` keys that a changed entry or target makes due.

    The KPI itself in the fiscal years of the change and in those that its values are carried
    into, and every KPI that is weighted by it.
    """
    weighted = KpiVersion.objects.filter(weight_kpi=kpi_id).values_list("kpi_id", flat=True)
    years = sorted(set(years))
    keys = [f"{kpi_id}:{year}" for year in _carried_into(kpi_id, years)]
    return keys + [f"{kpi}:{year}" for kpi in sorted(set(weighted)) for year in years]


def _carried_into(kpi_id: int, years: Sequence[int]) -> list[int]:
    """Return years and those after them that values of these years may be carried into."""
    version = KpiVersion.objects.filter(kpi=kpi_id).order_by("-carry_forward_periods").first()
    if version is None or not version.carry_forward_periods:
        return list(years)
    per_year = len(FiscalCalendar().base_range(2026, Frequency(version.frequency)))
    n_years = 1 + (version.carry_forward_periods - 1) // per_year
    return sorted({year + more for year in years for more in range(n_years + 1)})


def keys_of_everything(kpi_ids: Collection[int] | None = None) -> list[str]:
    """Return the `rollup` keys of all KPIs, or of some, in all years that have anything."""
    history = load_history()
    kpis = Kpi.objects.filter(current__isnull=False).select_related("current").order_by("code")
    if kpi_ids is not None:
        kpis = kpis.filter(pk__in=kpi_ids)
    return [f"{kpi.pk}:{year}" for kpi in kpis for year in years_of(history, kpi)]


def years_of(history: History, kpi: Kpi) -> range:
    """Return the fiscal years in which `kpi` has or expects entries, or has results."""
    bounds = [
        Entry.objects.filter(kpi=kpi).aggregate(first=Min("period"), last=Max("period")),
        Result.objects.filter(kpi=kpi).aggregate(first=Min("period"), last=Max("period")),
        Reporter.objects.filter(kpi=kpi).aggregate(
            first=Min("first_period"), last=Max("last_period")
        ),
    ]
    periods = [bound[end] for bound in bounds for end in bound if bound[end] is not None]
    frequency = Frequency(kpi.definition.frequency)
    this_year = _year(history.calendar, frequency, _today(history, frequency))
    years = [min(_year(history.calendar, frequency, period), this_year) for period in periods]
    if Reporter.objects.filter(kpi=kpi).newest().filter(last_period=None).exists():
        years.append(this_year)
    return range(min(years), max(years) + 1) if years else range(0)


def score_years(keys: Iterable[str]) -> list[str]:
    """Return the `scores` keys of the fiscal years that `rollup` keys touch.

    With the year after each: a yearly figure counts in the months after its end.
    """
    years = {int(key.split(":")[1]) for key in keys}
    return [str(year) for year in sorted(years | {year + 1 for year in years})]


def _today(history: History, frequency: Frequency) -> int:
    return history.calendar.containing(history.today, frequency).ordinal


def _year(calendar: FiscalCalendar, frequency: Frequency, ordinal: int) -> int:
    return calendar.fiscal_year(Period(frequency, ordinal))
