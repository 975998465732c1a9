"""The same roll-up by DuckDB: level by level, then window by window, all in SQL.

Before the clock starts DuckDB has the arrays as tables of its own, one row for each cell that is
due. What only the engine says (what was carried or overridden) is spared it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from scorecard.engine import View
from tests.bench import in_sql
from tests.bench.worlds import MONTHS, RULES, Measure, World
from tests.services import ServiceError

WHAT_TO_DO = (
    "DuckDB is not installed, and compute measures against it: "
    "call `make bench NAME=compute`, or `python3 requirements/install.py bench` first."
)
CELLS = {"kpi": "int32", "period": "int32", "unit": "int32", "x": "float64", "w": "float64"}
OWN = """
CREATE TEMP TABLE own AS SELECT *,
    is_expected AND x IS NOT NULL AND (rule <> 'ratio' OR w IS NOT NULL) AS is_reported
FROM (
    SELECT cell.kpi, cell.period, cell.unit, depth, rule, x, w,
        NOT not_applicable AS is_expected, goal / share AS own_goal, red_flag / share AS own_red
    FROM cell JOIN unit USING (unit) JOIN measure USING (kpi)
    LEFT JOIN target ON (target.kpi, target.year, target.unit)
        = (cell.kpi, cell.period // 12, cell.unit)
) AS numbered
"""


@dataclass(frozen=True)
class Length:
    """A view in SQL: what its period is, and how base periods come together in it."""

    period: str
    over: str
    together: str


RUNNING = " OVER so_far"
LENGTHS = {
    View.QUARTER: Length("period // 3", "", "GROUP BY kpi, period // 3, unit"),
    View.YEAR: Length("period // 12", "", "GROUP BY kpi, period // 12, unit"),
    View.YTD: Length(
        "period",
        RUNNING,
        "WINDOW so_far AS (PARTITION BY kpi, unit, period // 12 ORDER BY period)",
    ),
}
# How values, and how targets come together over time.
TIMES = {
    "pooled": ("sum(a){over} / nullif(sum(b){over}, 0)", "avg"),
    "sum": ("sum(value){over}", "sum"),
    "mean": ("avg(value){over}", "avg"),
    "min": ("min(value){over}", "min"),
    "max": ("max(value){over}", "max"),
}
ADDED = """
CREATE TEMP TABLE {view}_{time} AS SELECT kpi, {period} AS period, unit, {value} AS value,
    sum(reported){over} AS reported, sum(expected){over} AS expected,
    CASE WHEN count(goal){over} = count(*){over} THEN {target}(goal){over} END AS goal,
    CASE WHEN count(red_flag){over} = count(*){over} THEN {target}(red_flag){over} END AS red_flag
FROM rolled JOIN measure USING (kpi) WHERE time = '{time}' {together}
"""
# The latest base period with a value, else the latest one.
LATEST = """
CREATE TEMP TABLE {view}_last AS SELECT kpi, shown.period, unit, value, reported, expected,
    CASE WHEN value IS NOT NULL THEN goal END AS goal,
    CASE WHEN value IS NOT NULL THEN red_flag END AS red_flag
FROM (
    SELECT kpi, {period} AS period, unit,
        max(CASE WHEN value IS NULL THEN period ELSE period + 100000 END){over} % 100000 AS latest
    FROM rolled JOIN measure USING (kpi) WHERE time = 'last' {together}
) AS shown JOIN rolled USING (kpi, unit) WHERE rolled.period = latest
"""
# A year that has ended shows the unit's own target of that year.
OWN_YEARS = """
SELECT line.kpi, period, line.unit, value, reported, expected,
    CASE WHEN target.unit IS NULL THEN line.goal ELSE target.goal END AS goal,
    CASE WHEN target.unit IS NULL THEN line.red_flag ELSE target.red_flag END AS red_flag
FROM ({lines}) AS line LEFT JOIN target
    ON (target.kpi, target.year, target.unit) = (line.kpi, line.period, line.unit)
"""
TABLES = {View.BASE: "rolled"} | {view: f"in_{view}" for view in LENGTHS}
FIGURES = ("value", "goal", "red_flag", "score", "reported", "expected", "status")


@contextmanager
def duckdb(world: World) -> Iterator["Peer"]:
    """Lend DuckDB with a world in its tables."""
    try:
        import duckdb as module
    except ImportError as error:
        raise ServiceError(WHAT_TO_DO) from error
    with module.connect() as connection:
        peer = Peer(connection, int(world.depths.max()) + 1)
        peer.load(world)
        yield peer


class Peer:
    """DuckDB, and how deep the organisation is."""

    def __init__(self, connection, n_levels: int) -> None:
        self.connection, self.n_levels = connection, n_levels

    def load(self, world: World) -> None:
        """Make tables of the arrays."""
        rules = ", ".join(f"'{rule}'" for rule in sorted({rule for rule, _ in RULES}))
        self.connection.execute(f"CREATE TYPE unit_rule AS ENUM ({rules})")
        units = np.arange(len(world.parents))
        self._table("unit", {"unit": units, "parent": world.parents, "depth": world.depths})
        self.connection.execute(
            "CREATE TABLE measure (kpi INTEGER, rule unit_rule, time VARCHAR, share INTEGER)"
        )
        for kpi, measure in enumerate(world.measures):
            share = MONTHS if measure.is_shared else 1
            row = [kpi, measure.unit_rule, _time(measure), share]
            self.connection.execute("INSERT INTO measure VALUES (?, ?, ?, ?)", row)
            self._table("cell", _cells(kpi, measure))
            self._table("target", _targets(kpi, measure))

    def _table(self, name: str, columns: dict[str, np.ndarray]) -> None:
        """Add rows to a table, which is made where there is none."""
        self.connection.register("arrays", columns)
        made = f"CREATE TABLE IF NOT EXISTS {name} AS FROM arrays LIMIT 0"
        self.connection.execute(made)
        self.connection.execute(f"INSERT INTO {name} FROM arrays")
        self.connection.unregister("arrays")

    def roll_up(self) -> None:
        """Make all figures."""
        run = self.connection.execute
        run(OWN)
        in_sql.roll_up(run, self.n_levels)
        for view, length in LENGTHS.items():
            self._in_view(view, length)

    def _in_view(self, view: View, length: Length) -> None:
        run, words = self.connection.execute, {"view": view, **vars(length)}
        for time, (value, target) in TIMES.items():
            given = {"time": time, "value": value.format(**words), "target": target}
            run(ADDED.format(**words, **given))
        run(LATEST.format(**words))
        lines = " UNION ALL ".join(f"FROM {view}_{time}" for time in (*TIMES, "last"))
        run(
            in_sql.scored(
                TABLES[view], OWN_YEARS.format(lines=lines) if view is View.YEAR else lines
            )
        )

    def forget(self) -> None:
        """Drop all that was made."""
        found = "SELECT table_name FROM duckdb_tables() WHERE temporary"
        for (name,) in self.connection.execute(found).fetchall():
            self.connection.execute(f"DROP TABLE {name}")

    def figures(self, view: View, kpi: int, shape: tuple[int, int]) -> dict[str, np.ndarray]:
        """Return what was made of one KPI, by FIGURES and `due`, NaN where there is nothing."""
        columns = ", ".join(FIGURES)
        asked = f"SELECT unit, period, {columns} FROM {TABLES[view]} WHERE kpi = ?"
        found = self.connection.execute(asked, [kpi]).fetchnumpy()
        cells = found["unit"], found["period"]
        arrays = {name: np.full(shape, np.nan) for name in (*FIGURES, "due")}
        arrays["due"][cells] = 1
        for name in FIGURES:
            arrays[name][cells] = np.ma.filled(found[name].astype(float), np.nan)
        return arrays


def _time(measure: Measure) -> str:
    """Return how the base periods of a KPI come together."""
    pooled = {("ratio", "sum"), ("mean", "mean"), ("weighted_mean", "mean")}
    return "pooled" if (measure.unit_rule, measure.time_rule) in pooled else measure.time_rule


def _cells(kpi: int, measure: Measure) -> dict[str, np.ndarray]:
    unit, period = np.nonzero(measure.due)
    numbers = np.full(unit.shape, kpi), period, unit, measure.x[measure.due], measure.w[measure.due]
    kinds = zip(CELLS.items(), numbers, strict=True)
    columns = {name: column.astype(kind) for (name, kind), column in kinds}
    return columns | {"not_applicable": measure.not_applicable[measure.due]}


def _targets(kpi: int, measure: Measure) -> dict[str, np.ndarray]:
    unit, year = np.nonzero(~np.isnan(measure.goal))
    cells = unit, year
    whole = {"kpi": np.full(unit.shape, kpi), "year": year, "unit": unit}
    kept = {name: column.astype("int32") for name, column in whole.items()}
    return kept | {"goal": measure.goal[cells], "red_flag": measure.red[cells]}
