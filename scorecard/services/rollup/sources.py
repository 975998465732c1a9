"""Read the sources of one KPI and one stretch of time into arrays (n_units, n_periods)."""

from dataclasses import dataclass

import numpy as np

from core.columns import FLOAT, LOGICAL, WHOLE, Columns, read_columns, read_query
from jobs.services.keeping import once
from scorecard.engine.carrying import carry_forward
from scorecard.engine.types import (
    Bools,
    Floats,
    Ints,
    LongerTarget,
    Own,
    Scoring,
    Targets,
    TimeRule,
    UnitRule,
)
from scorecard.models import KpiVersion, Reporter
from scorecard.services.rollup.meanings import load_meaning
from scorecard.services.rollup.stretches import Stretch
from scorecard.services.rollup.targets import read_targets, scored_by

NUMBERS = ("value", "numerator", "denominator")
#: What is read of reporters and entries, and what its columns hold.
WINDOW = {"id": WHOLE, "unit_id": WHOLE, "first_period": FLOAT, "last_period": FLOAT}
CELL = dict.fromkeys(("unit_id", "period", "revision"), WHOLE)
SAID = dict.fromkeys(("not_applicable", "is_override"), LOGICAL)


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
