"""What is due when something changes: one function says it for all services."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
    """Return the `rollup` keys that a changed entry or target makes due; see `keys_of_changes`."""
    return keys_of_changes({kpi_id: years})


def keys_of_changes(changed: Mapping[int, Iterable[int]]) -> list[str]:
    """Return the `rollup` keys that changed entries or targets make due, in a few queries.

    The KPIs themselves in the fiscal years of the changes and in those that their values are
    carried into, every KPI that is weighted by one, and every one that is computed from these.

    Parameters
    ----------
    changed
        The fiscal years of the changes, by KPI id.
    """
    years = {kpi_id: set(its) for kpi_id, its in changed.items()}
    reached: dict[int, set[int]] = defaultdict(set)
    for kpi_id, more in _years_carried(years).items():
        reached[kpi_id] = {year + after for year in years[kpi_id] for after in range(more + 1)}
    weighted = KpiVersion.objects.filter(weight_kpi__in=years).order_by()
    for kpi_id, weight in weighted.values_list("kpi_id", "weight_kpi_id").distinct():
        reached[kpi_id] |= years[weight]
    for kpi_id, operands in _computed_from().items():
        for each in operands & reached.keys():
            reached[kpi_id] |= reached[each]
    return [f"{kpi}:{year}" for kpi in sorted(reached) for year in sorted(reached[kpi])]


def _computed_from() -> dict[int, set[int]]:
    """Return by formula KPI all KPIs that it is computed from, directly or through others."""
    formulas = KpiVersion.objects.exclude(formula="").values_list("kpi_id", flat=True).distinct()
    if not formulas:
        return {}
    return {
        kpi_id: {each.kpi_id for each in meaning.with_operands()} - {kpi_id}
        for kpi_id, meaning in load_meanings(NOW, formulas).items()
    }


def _years_carried(kpi_ids: Collection[int]) -> dict[int, int]:
    """Return by KPI into how many fiscal years after its own a value may be carried."""
    years = dict.fromkeys(kpi_ids, 0)
    rows = KpiVersion.objects.filter(kpi__in=kpi_ids, carry_forward_periods__gt=0).order_by()
    for kpi_id, periods, frequency in rows.values_list(
        "kpi_id", "carry_forward_periods", "frequency"
    ):
        per_year = len(FiscalCalendar().base_range(2026, Frequency(frequency)))
        years[kpi_id] = max(years[kpi_id], 1 + (periods - 1) // per_year)
    return years


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
