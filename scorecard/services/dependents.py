"""What is due when something changes: one function says it for all services."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, KpiVersion, Reporter, Result, Target
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.periods import scored_months
from scorecard.services.rollup.history import History, load_history
from scorecard.services.rollup.known import NOW
from scorecard.services.rollup.meanings import Meaning, load_meanings


def keys_of_entries(kpi_id: int, years: Iterable[int]) -> list[str]:
    """Return the `rollup` keys that a changed entry or target makes due.

    The KPI itself in the fiscal years of the change and in those that its values are carried
    into, every KPI that is weighted by it, and every one that is computed from one of these.
    """
    weighted = KpiVersion.objects.filter(weight_kpi=kpi_id).values_list("kpi_id", flat=True)
    reached = {kpi: sorted(set(years)) for kpi in weighted}
    reached[kpi_id] = _carried_into(kpi_id, sorted(set(years)))
    for kpi, operands in _computed_from().items():
        reached.setdefault(kpi, sorted({y for each in operands for y in reached.get(each, ())}))
    return [f"{kpi}:{year}" for kpi in sorted(reached) for year in reached[kpi]]


def _computed_from() -> dict[int, set[int]]:
    """Return by formula KPI all KPIs that it is computed from, directly or through others."""
    formulas = KpiVersion.objects.exclude(formula="").values_list("kpi_id", flat=True).distinct()
    if not formulas:
        return {}
    return {
        kpi_id: {each.kpi_id for each in meaning.with_operands()} - {kpi_id}
        for kpi_id, meaning in load_meanings(NOW, formulas).items()
    }


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
    meanings = sorted(load_meanings(NOW, kpi_ids).values(), key=lambda meaning: meaning.code)
    return [
        f"{meaning.kpi_id}:{year}" for meaning in meanings for year in years_of(history, meaning)
    ]


def years_of(history: History, meaning: Meaning) -> range:
    """Return the fiscal years in which a KPI has or expects anything, or has stored results.

    Whatever once asked for a year to be rolled up: entries, those of the KPIs that weigh it,
    windows of reporters, targets.
    """
    known, kpi_id, frequency = history.known, meaning.kpi_id, meaning.frequency
    periods = _ends(known.among(Entry.objects.filter(kpi__in=[kpi_id, *meaning.weight_kpi_ids])))
    reporters = known.among(Reporter.objects.filter(kpi=kpi_id))
    periods += _ends(reporters, "first_period", "last_period")
    if known.is_now:
        periods += _ends(Result.objects.filter(kpi=kpi_id))
    this_year = _year(history.calendar, frequency, _today(history, frequency))
    years = [_year(history.calendar, frequency, period) for period in periods]
    years += _target_years(history, kpi_id)
    years += [year for each in meaning.operands.values() for year in years_of(history, each)]
    years = [min(year, this_year) for year in years]
    if reporters.newest(known.at).filter(last_period=None).exists():
        years.append(this_year)
    return range(min(years), max(years) + 1) if years else range(0)


def _ends(rows: QuerySet[Any], first: str = "period", last: str = "period") -> list[int]:
    """Return the first and the last period of rows that have any."""
    ends = rows.aggregate(first=Min(first), last=Max(last))
    return [end for end in ends.values() if end is not None]


def _target_years(history: History, kpi_id: int) -> list[int]:
    """Return the first and the last fiscal year with a target of each frequency."""
    rows = history.known.among(Target.objects.filter(kpi=kpi_id)).order_by()
    ends = rows.values_list("frequency").annotate(first=Min("period"), last=Max("period"))
    return [
        _year(history.calendar, Frequency(frequency), period)
        for frequency, *periods in ends
        for period in periods
    ]


def score_years(keys: Iterable[str]) -> list[str]:
    """Return the `scores` keys of the fiscal years that `rollup` keys touch.

    With the year after each: a yearly figure counts in the months after its end.
    """
    years = {int(key.split(":")[1]) for key in keys}
    return [str(year) for year in sorted(years | {year + 1 for year in years})]


def score_years_from(first_day: date) -> list[str]:
    """Return the `scores` keys of the fiscal years with scores from a day on."""
    calendar, months = calendar_now(), scored_months()
    if not months:
        return []
    ends = [Period(Frequency.MONTHLY, month) for month in (months[0], months[-1])]
    first, last = (calendar.fiscal_year(end) for end in ends)
    begin = calendar.containing(first_day, Frequency.YEARLY).ordinal
    return [str(year) for year in range(max(first, begin), last + 1)]


def _today(history: History, frequency: Frequency) -> int:
    return history.calendar.containing(history.today, frequency).ordinal


def _year(calendar: FiscalCalendar, frequency: Frequency, ordinal: int) -> int:
    return calendar.fiscal_year(Period(frequency, ordinal))
