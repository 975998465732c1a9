"""Read the sources of one KPI and one stretch of time into arrays (n_units, n_periods)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from core.database import is_postgresql
from scorecard.engine.periods import Period
from scorecard.engine.types import (
    Bools,
    Floats,
    Frequency,
    Ints,
    LongerTarget,
    Own,
    Targets,
    TimeRule,
    UnitRule,
)
from scorecard.models import KpiVersion, Reporter, Target
from scorecard.services.rollup.history import History

LONGER = (Frequency.QUARTERLY, Frequency.YEARLY)
TARGET = ("unit_id", "frequency", "period", "goal", "red_flag")


@dataclass(frozen=True, eq=False)
class Stretch:
    """The base periods, one column each, for which a KPI is read."""

    history: History
    frequency: Frequency
    ordinals: range

    @property
    def periods(self) -> list[Period]:
        """The base periods."""
        return [Period(self.frequency, ordinal) for ordinal in self.ordinals]

    @property
    def shape(self) -> tuple[int, int]:
        """(n_units, n_periods)."""
        return self.history.n_units, len(self.ordinals)

    @property
    def scope(self) -> dict[str, list[int]]:
        """A filter for rows of the units at hand; empty where all are."""
        units: list[int] = self.history.unit_ids.tolist()
        return {} if self.history.is_whole else {"unit_id__in": units}

    def empty(self) -> Floats:
        """Return an array in which everything is unknown."""
        return np.full(self.shape, np.nan)


def whole_years(history: History, frequency: Frequency, years: range) -> Stretch:
    """Return the base periods of some fiscal years, none where there are no years."""
    first = history.calendar.base_range(years.start, frequency).start if years else 0
    stop = history.calendar.base_range(years.stop - 1, frequency).stop if years else 0
    return Stretch(history, frequency, range(first, stop))


@dataclass(frozen=True, eq=False)
class Sources:
    """Everything that the results of one KPI are made of."""

    version: KpiVersion
    stretch: Stretch
    own: Own
    explicit: Targets
    longer: list[LongerTarget]

    @property
    def rule(self) -> UnitRule:
        """How units become their parent."""
        return UnitRule(self.version.unit_rule)

    @property
    def time_rule(self) -> TimeRule:
        """How base periods become longer ones."""
        return TimeRule(self.version.time_rule)

    @property
    def profile(self) -> Floats | None:
        """Shares of the base periods in a yearly target."""
        shares = self.version.target_profile
        return None if shares is None else np.array(shares, dtype=np.float64)


def read_sources(stretch: Stretch, version: KpiVersion) -> Sources:
    """Read entries, reporters and targets of a KPI as a version of its definition needs them."""
    explicit, longer = read_targets(stretch, version.kpi_id)
    return Sources(version, stretch, _own(stretch, version), explicit, longer)


def _own(stretch: Stretch, version: KpiVersion) -> Own:
    """Return the own entries, with denominators or weights where the rule needs them."""
    x, w, not_applicable = stretch.empty(), stretch.empty(), np.zeros(stretch.shape, dtype=bool)
    rows = _entries(stretch, version.kpi_id)
    units, columns = _cells(stretch, rows)
    x[units, columns] = _floats(row[3] if version.is_ratio else row[2] for row in rows)
    not_applicable[units, columns] = [bool(row[5]) for row in rows]
    if version.is_ratio:
        w[units, columns] = _floats(row[4] for row in rows)
    elif version.weight_kpi_id is not None:
        weights = _entries(stretch, version.weight_kpi_id)
        w[_cells(stretch, weights)] = _floats(row[2] for row in weights)
    return Own(x, w, _due(stretch, version.kpi_id), not_applicable)


def _entries(stretch: Stretch, kpi_id: int) -> list[tuple[Any, ...]]:
    """Return (unit id, period, value, numerator, denominator, n/a), newest revision last."""
    number = "{}::float8" if is_postgresql() else "{}"
    value, numerator, denominator = map(number.format, ("value", "numerator", "denominator"))
    known = stretch.history.known
    (entered, moment), (happened, _) = known.condition("entry"), known.condition("event")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT unit_id, period, {value}, {numerator}, {denominator}, not_applicable
            FROM scorecard_entry AS entry
            WHERE kpi_id = %s AND period BETWEEN %s AND %s AND {entered} AND NOT EXISTS (
                SELECT 1 FROM scorecard_entryevent AS event
                WHERE event.entry_id = entry.id AND event.kind IN ('withdrawn', 'rejected')
                AND {happened})
            ORDER BY revision
            """,  # noqa: S608 - column names only
            [kpi_id, stretch.ordinals.start, stretch.ordinals.stop - 1, *moment, *moment],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _cells(stretch: Stretch, rows: Sequence[tuple[Any, ...]]) -> tuple[Ints, Ints]:
    """Return the index of unit and column of each row; assigned in order, the last one wins."""
    units = stretch.history.index_of(np.array([row[0] for row in rows], dtype=np.int64))
    columns = np.array([row[1] for row in rows], dtype=np.int64) - stretch.ordinals.start
    return units, columns


def _floats(numbers: Iterable[Any]) -> Floats:
    """Make floats of database numbers: text on SQLite, so that both round alike."""
    return np.array([np.nan if x is None else float(x) for x in numbers], dtype=np.float64)


def _due(stretch: Stretch, kpi_id: int) -> Bools:
    """Tell which unit is due: in its reporter's window, open, the period begun."""
    in_window = np.zeros(stretch.shape, dtype=bool)
    ordinals = np.array(stretch.ordinals)
    rows = stretch.history.known.among(Reporter.objects.filter(kpi_id=kpi_id).order_by("id"))
    windows = rows.values_list("unit_id", "first_period", "last_period")
    units = stretch.history.index_of(np.array([row[0] for row in windows], dtype=np.int64))
    for unit, (_, first, last) in zip(units, windows, strict=True):
        in_window[unit] = True
        if first is not None:
            in_window[unit] &= ordinals >= first
        if last is not None:
            in_window[unit] &= ordinals <= last
    periods = stretch.periods
    return in_window & stretch.history.open_in(periods) & stretch.history.begun(periods)


def read_targets(stretch: Stretch, kpi_id: int) -> tuple[Targets, list[LongerTarget]]:
    """Return explicit targets of base periods, and those of longer periods around them."""
    rows = Target.objects.filter(kpi_id=kpi_id, **stretch.scope).order_by("id")
    rows = stretch.history.known.among(rows)
    return placed_targets(stretch, list(rows.values_list(*TARGET)))


def placed_targets(
    stretch: Stretch, rows: Sequence[tuple[Any, ...]]
) -> tuple[Targets, list[LongerTarget]]:
    """Place the targets of one KPI, given by TARGET, the newest revision last."""
    explicit = Targets(stretch.empty(), stretch.empty())
    longer: dict[Period, Targets] = {}
    units = stretch.history.index_of(np.array([row[0] for row in rows], dtype=np.int64))
    for unit, (_, frequency, ordinal, goal, red) in zip(units, rows, strict=True):
        numbers = _floats((goal, red))
        if frequency == stretch.frequency:
            if ordinal in stretch.ordinals:
                column = ordinal - stretch.ordinals.start
                explicit.goal[unit, column], explicit.red[unit, column] = numbers
        else:
            none = np.full(stretch.shape[0], np.nan)
            target = longer.setdefault(
                Period(Frequency(frequency), ordinal), Targets(none, none.copy())
            )
            target.goal[unit], target.red[unit] = numbers
    found = [_longer_target(stretch, period, target) for period, target in longer.items()]
    return explicit, [target for target in found if target is not None]


def _longer_target(stretch: Stretch, period: Period, target: Targets) -> LongerTarget | None:
    """Place a longer period over the columns; None where it touches none of them."""
    calendar, today = stretch.history.calendar, stretch.history.today
    inside = calendar.within(period, stretch.frequency)
    if inside.start >= stretch.ordinals.stop or inside.stop <= stretch.ordinals.start:
        return None
    year = calendar.base_range(calendar.fiscal_year(period), stretch.frequency)
    return LongerTarget(
        first=inside.start - stretch.ordinals.start,
        stop=inside.stop - stretch.ordinals.start,
        goal=target.goal,
        red=target.red,
        place=inside.start - year.start,
        complete=calendar.last_day(period) < today,
    )
