"""Read the sources of one KPI and one stretch of time into arrays (n_units, n_periods)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Case, Q, QuerySet, When

from core.columns import FLOAT, LOGICAL, WHOLE, Columns, read_columns, read_query
from jobs.services.keeping import once
from scorecard.engine.carrying import carry_forward
from scorecard.engine.periods import Period
from scorecard.engine.types import (
    ANCHORS,
    Bools,
    Figures,
    Floats,
    Frequency,
    Ints,
    LongerTarget,
    Own,
    Scoring,
    Targets,
    TimeRule,
    UnitRule,
)
from scorecard.models import KpiVersion, Reporter, Target
from scorecard.services.rollup.history import History
from scorecard.services.rollup.meanings import load_meaning

NUMBERS = ("value", "numerator", "denominator")
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
#: What is read, and what its columns hold; the place of a target's frequency is in FREQUENCIES.
TARGET = {
    **dict.fromkeys(("id", "kpi_id", "unit_id", "place", "period"), WHOLE),
    **dict.fromkeys(TARGET_NUMBERS, FLOAT),
}
WINDOW = {"id": WHOLE, "unit_id": WHOLE, "first_period": FLOAT, "last_period": FLOAT}
CELL = dict.fromkeys(("unit_id", "period", "revision"), WHOLE)
SAID = dict.fromkeys(("not_applicable", "is_override"), LOGICAL)


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
    def scoring(self) -> Scoring:
        """What values are held against."""
        return Scoring(self.version.scoring)

    @property
    def profile(self) -> Floats | None:
        """Shares of the base periods in a yearly target."""
        shares = self.version.target_profile
        return None if shares is None else np.array(shares, dtype=np.float64)


def read_sources(stretch: Stretch, version: KpiVersion) -> Sources:
    """Read entries, reporters and targets of a KPI as a version of its definition needs them."""
    explicit, longer = scored_by(Scoring(version.scoring), *read_targets(stretch, version.kpi_id))
    return Sources(version, stretch, _carried(stretch, version), explicit, longer)


def _carried(stretch: Stretch, version: KpiVersion) -> Own:
    """Return the own entries, those of earlier periods carried forward as the KPI allows."""
    n_before = version.carry_forward_periods
    first, stop = stretch.ordinals.start, stretch.ordinals.stop
    before = Stretch(stretch.history, stretch.frequency, range(first - n_before, stop))
    own = carry_forward(UnitRule(version.unit_rule), _own(before, version), n_before)
    return own.each(lambda array: array[:, n_before:])


def _own(stretch: Stretch, version: KpiVersion) -> Own:
    """Return the own entries, with denominators or weights where the rule needs them."""
    entered = _effective(stretch, version)
    x, w, override, override_w = (stretch.empty() for _ in range(4))
    value, second = ("numerator", "denominator") if version.is_ratio else ("value", "value")
    for kind, first, other in (("entry", x, w), ("override", override, override_w)):
        of_kind = entered.of_kind(kind)
        first[of_kind.cells] = of_kind.numbers[value]
        other[of_kind.cells] = of_kind.numbers[second]
    not_applicable = np.zeros(stretch.shape, dtype=bool)
    not_applicable[entered.cells] = entered.not_applicable
    if not version.is_ratio:
        w = _weights(stretch, version)
    return Own(x, w, _due(stretch, version.kpi_id), not_applicable, override, override_w)


def _weights(stretch: Stretch, version: KpiVersion) -> Floats:
    """Return the units' own entries of the KPI that weighs this one."""
    weights = stretch.empty()
    if version.weight_kpi_id is not None:
        history = stretch.history
        weighing = load_meaning(history.known, version.weight_kpi_id).on(history.today)
        entered = _effective(stretch, weighing).of_kind("entry")
        weights[entered.cells] = entered.numbers["value"]
    return weights


@dataclass(frozen=True, eq=False)
class Entered:
    """Effective revisions, one row each: their cells (unit, column) and what they say."""

    units: Ints
    columns: Ints
    is_override: Bools
    numbers: dict[str, Floats]
    not_applicable: Bools

    @property
    def cells(self) -> tuple[Ints, Ints]:
        """The index of each row in an array (n_units, n_periods)."""
        return self.units, self.columns

    def taken(self, mask: Bools) -> "Entered":
        """Return some of the rows."""
        numbers = {name: column[mask] for name, column in self.numbers.items()}
        return Entered(
            self.units[mask],
            self.columns[mask],
            self.is_override[mask],
            numbers,
            self.not_applicable[mask],
        )

    def of_kind(self, kind: str) -> "Entered":
        """Return the entries, or the overrides."""
        return self.taken(self.is_override == (kind == "override"))


def _effective(stretch: Stretch, version: KpiVersion) -> Entered:
    """Read the newest revision of each cell that still stands."""
    rows = _entries(stretch, version)
    units, columns = _cells(stretch, rows)
    entered = Entered(
        units,
        columns,
        rows["is_override"],
        {name: rows[name] for name in NUMBERS if name in rows},
        rows["not_applicable"],
    )
    newest = np.zeros(stretch.shape, dtype=np.int64)
    np.maximum.at(newest, (units, columns), rows["revision"])
    return entered.taken(newest[units, columns] == rows["revision"])


def _entries(stretch: Stretch, version: KpiVersion) -> Columns:
    """Return all revisions that stand: CELL, SAID, and the numbers that the KPI is made of."""
    known, numbers = stretch.history.known, NUMBERS if version.is_ratio else NUMBERS[:1]
    (entered, moment), (happened, _) = known.condition("entry"), known.condition("event")
    return read_columns(
        {**CELL, **dict.fromkeys(numbers, FLOAT), **SAID},
        f"""
        SELECT unit_id, period, revision, {", ".join(numbers)}, not_applicable,
            kind = 'override' AS is_override
        FROM scorecard_entry AS entry
        WHERE kpi_id = %s AND period BETWEEN %s AND %s AND {entered} AND NOT EXISTS (
            SELECT 1 FROM scorecard_entryevent AS event
            WHERE event.entry_id = entry.id AND event.kind IN ('withdrawn', 'rejected')
            AND {happened})
        AND (%s OR EXISTS (
            SELECT 1 FROM scorecard_entryevent AS event
            WHERE event.entry_id = entry.id AND event.kind = 'approved' AND {happened}))
        """,  # noqa: S608 - column names only
        # Where only approved values count, one that waits leaves the one before in its place.
        [
            version.kpi_id,
            stretch.ordinals.start,
            stretch.ordinals.stop - 1,
            *moment,
            *moment,
            not version.approved_only,
            *moment,
        ],
    )


def _cells(stretch: Stretch, rows: Columns) -> tuple[Ints, Ints]:
    """Return the index of unit and column of each row."""
    return stretch.history.index_of(rows["unit_id"]), rows["period"] - stretch.ordinals.start


def _due(stretch: Stretch, kpi_id: int) -> Bools:
    """Tell which unit is due: in its reporter's window, open, the period begun."""
    rows = once(("windows", stretch.history.known, kpi_id), lambda: _windows(stretch, kpi_id))
    # Assigned in order: the newest window of a unit stays.
    order = np.argsort(rows["id"])
    units = stretch.history.index_of(rows["unit_id"][order])
    first, last = np.full(stretch.shape[0], np.inf), np.full(stretch.shape[0], np.inf)
    first[units] = np.nan_to_num(rows["first_period"][order], nan=-np.inf)
    last[units] = np.nan_to_num(rows["last_period"][order], nan=np.inf)
    ordinals, periods = np.array(stretch.ordinals), stretch.periods
    in_window = (first[:, np.newaxis] <= ordinals) & (last[:, np.newaxis] >= ordinals)
    return in_window & stretch.history.open_in(periods) & stretch.history.begun(periods)


def _windows(stretch: Stretch, kpi_id: int) -> Columns:
    reporters = stretch.history.known.among(Reporter.objects.filter(kpi_id=kpi_id))
    return read_query(WINDOW, reporters)


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
