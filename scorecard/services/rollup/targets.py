"""Read the targets of one KPI into arrays, of base periods and of longer ones around them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.db.models import Case, Q, QuerySet, When

from core.columns import FLOAT, WHOLE, Columns, read_query
from jobs.services.keeping import once
from scorecard.engine.periods import Period
from scorecard.engine.types import (
    ANCHORS,
    Figures,
    Floats,
    Frequency,
    LongerTarget,
    Scoring,
    Targets,
)
from scorecard.models import Target
from scorecard.services.rollup.stretches import Stretch

LONGER = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY)
#: The numbers that targets are made of, whatever a KPI is scored by.
TARGET_NUMBERS = (
    "goal",
    "red_flag",
    "baseline",
    "lower",
    "upper",
    "lower_zero",
    "upper_zero",
)
FREQUENCIES = tuple(Frequency)
#: Weeks.
MOST_IN_YEAR = 53
#: What is read, and what its columns hold; the place of a frequency is that in FREQUENCIES.
TARGET = {
    **dict.fromkeys(("id", "kpi_id", "unit_id", "place", "period"), WHOLE),
    **dict.fromkeys(TARGET_NUMBERS, FLOAT),
}


def read_targets(stretch: Stretch, kpi_id: int) -> tuple[Targets, list[LongerTarget]]:
    """Return explicit targets of base periods, and those of longer periods around them.

    Each with all TARGET_NUMBERS; `scored_by` takes those that a KPI is scored by.
    """
    return placed_targets(stretch, _targets(stretch, kpi_id))


def _targets(stretch: Stretch, kpi_id: int) -> Columns:
    """Return the rows of targets: those of a year are kept, more are read once by a rebuild."""
    rows = Target.objects.filter(_around(stretch), kpi_id=kpi_id, **stretch.scope)
    known = stretch.history.known
    if not stretch.history.is_whole or len(stretch.ordinals) > MOST_IN_YEAR:
        return target_columns(known.among(rows))
    name = "targets", known, stretch.frequency, stretch.ordinals, kpi_id
    return once(name, lambda: target_columns(known.among(rows)))


def _around(stretch: Stretch) -> Q:
    """Return a filter for periods of every frequency that may lie in, or around, the stretch."""
    calendar, found = stretch.history.calendar, Q(pk__in=[])
    for frequency in FREQUENCIES if stretch.ordinals else ():
        first = calendar.enclosing(stretch.periods[0], frequency)
        last = calendar.containing(calendar.last_day(stretch.periods[-1]), frequency)
        found |= Q(frequency=frequency.value, period__range=(first.ordinal, last.ordinal))
    return found


def target_columns(rows: QuerySet[Target]) -> Columns:
    """Read targets, the newest revision last, by the names of TARGET."""
    place = Case(*(When(frequency=each, then=n) for n, each in enumerate(FREQUENCIES)))
    found = read_query(TARGET, rows.annotate(place=place))
    order = np.argsort(found["id"])
    return {name: column[order] for name, column in found.items()}


def placed_targets(stretch: Stretch, rows: Columns) -> tuple[Targets, list[LongerTarget]]:
    """Place the targets of one KPI, the newest revision last."""
    numbers = np.stack([rows[name] for name in TARGET_NUMBERS])
    units, ordinals = stretch.history.index_of(rows["unit_id"]), rows["period"]
    explicit, longer = np.full((len(numbers), *stretch.shape), np.nan), []
    for place in np.unique(rows["place"]).tolist():
        of_frequency = rows["place"] == place
        if FREQUENCIES[place] == stretch.frequency:
            columns = ordinals - stretch.ordinals.start
            inside = of_frequency & (columns >= 0) & (columns < len(stretch.ordinals))
            explicit[:, units[inside], columns[inside]] = numbers[:, inside]
            continue
        for ordinal in np.unique(ordinals[of_frequency]).tolist():
            mine = of_frequency & (ordinals == ordinal)
            anchors = np.full((len(numbers), stretch.shape[0]), np.nan)
            anchors[:, units[mine]] = numbers[:, mine]
            longer.append(_longer_target(stretch, Period(FREQUENCIES[place], ordinal), anchors))
    return Targets(explicit), [target for target in longer if target is not None]


def scored_by(
    scoring: Scoring, explicit: Targets, longer: Sequence[LongerTarget]
) -> tuple[Targets, list[LongerTarget]]:
    """Take the numbers of targets that a KPI is scored by."""
    places = [TARGET_NUMBERS.index(name) for name in ANCHORS[scoring]]
    taken = [replace(target, anchors=target.anchors[places]) for target in longer]
    return Targets(explicit.anchors[places]), taken


def every_number(figures: Figures, scoring: Scoring) -> Figures:
    """Give each of TARGET_NUMBERS its place; NaN in those that the KPI is not scored by."""
    anchors = np.full((len(TARGET_NUMBERS), *figures.value.shape), np.nan)
    for name, numbers in zip(ANCHORS[scoring], figures.anchors, strict=True):
        anchors[TARGET_NUMBERS.index(name)] = numbers
    return replace(figures, anchors=anchors)


def _longer_target(stretch: Stretch, period: Period, anchors: Floats) -> LongerTarget | None:
    """Place a longer period over the columns; None where it touches none of them."""
    calendar, today = stretch.history.calendar, stretch.history.today
    inside = calendar.within(period, stretch.frequency)
    if inside.start >= stretch.ordinals.stop or inside.stop <= stretch.ordinals.start:
        return None
    year = calendar.base_range(calendar.fiscal_year(period), stretch.frequency)
    return LongerTarget(
        first=inside.start - stretch.ordinals.start,
        stop=inside.stop - stretch.ordinals.start,
        anchors=anchors,
        place=inside.start - year.start,
        complete=calendar.last_day(period) < today,
    )
