"""Rows to rows: rebuild every result and score, beside the same roll-up done in the database.

The peer reads the same tables, climbs level by level in temporary tables and writes rows of the
same columns with the same key. Where one cell of the two differs the answer is wrong.
"""

import time

from tests.bench import in_sql
from tests.bench.verdict import Line, Place, WrongError
from tests.bench.worlds import Loaded, load, make_world

SIZES = ("S", "M", "L")
TIMES_FASTER = {"S": 4.0, "M": 6.0, "L": 6.0}
# What somebody would set who does this in the database.
SETTINGS = (
    "SET work_mem = '256MB'",
    "SET maintenance_work_mem = '256MB'",
    "SET jit = off",
    "SET enable_mergejoin = off",
)
LOOK_ANEW = "ANALYZE unit, entry, target, due"

UNITS = """
CREATE TEMP TABLE unit AS WITH RECURSIVE below AS (
    SELECT unit_id AS unit, parent_id AS parent, 0 AS depth FROM organization_placement
    WHERE parent_id IS NULL
    UNION ALL SELECT unit_id, parent_id, depth + 1
    FROM organization_placement JOIN below ON parent_id = below.unit
) SELECT * FROM below
"""
ENTRIES = """
CREATE TEMP TABLE entry AS
SELECT DISTINCT ON (kpi_id, period, unit_id) kpi_id AS kpi, period, unit_id AS unit,
    coalesce(value, numerator)::float8 AS x, denominator::float8 AS w, not_applicable
FROM scorecard_entry AS entry WHERE NOT EXISTS (
    SELECT 1 FROM scorecard_entryevent AS event
    WHERE event.entry_id = entry.id AND event.kind IN ('withdrawn', 'rejected'))
ORDER BY kpi_id, period, unit_id, revision DESC
"""
TARGETS = """
CREATE TEMP TABLE target AS
SELECT DISTINCT ON (kpi_id, period, unit_id) kpi_id AS kpi, period AS year, unit_id AS unit,
    goal::float8 AS goal, red_flag::float8 AS red_flag
FROM scorecard_target WHERE frequency = 'yearly' ORDER BY kpi_id, period, unit_id, id DESC
"""
DUE = """
CREATE TEMP TABLE due AS
SELECT reporter.kpi_id AS kpi, month AS period, month / 12 AS year, unit.unit, depth,
    unit_rule AS rule, weight_kpi_id AS weight_kpi,
    CASE WHEN time_rule = 'sum' AND unit_rule <> 'ratio' THEN 12 ELSE 1 END AS share
FROM scorecard_reporter AS reporter
JOIN unit ON unit.unit = reporter.unit_id
JOIN scorecard_kpi AS kpi ON kpi.id = reporter.kpi_id
JOIN scorecard_kpiversion AS version ON version.id = kpi.current_id
CROSS JOIN LATERAL generate_series(first_period, last_period) AS month
"""
OWN = """
CREATE TEMP TABLE own AS SELECT *,
    is_expected AND x IS NOT NULL AND (rule <> 'ratio' OR w IS NOT NULL) AS is_reported
FROM (
    SELECT due.kpi, due.period, due.unit, depth, rule, entry.x,
        CASE rule WHEN 'weighted_mean' THEN weight.x ELSE entry.w END AS w,
        coalesce(NOT entry.not_applicable, true) AS is_expected,
        target.goal / share AS own_goal, target.red_flag / share AS own_red
    FROM due
    LEFT JOIN entry
        ON (entry.kpi, entry.period, entry.unit) = (due.kpi, due.period, due.unit)
    LEFT JOIN entry AS weight
        ON (weight.kpi, weight.period, weight.unit) = (due.weight_kpi, due.period, due.unit)
    LEFT JOIN target ON (target.kpi, target.year, target.unit) = (due.kpi, due.year, due.unit)
) AS numbered
"""
WRITE = (
    "CREATE TABLE peer_result AS SELECT * FROM rolled ORDER BY kpi, period, unit",
    "ALTER TABLE peer_result ADD PRIMARY KEY (kpi, period, unit)",
)
FIGURES = ("a", "b", "value", "goal", "red_flag", "score")
COUNTS = ("reported", "expected", "status")
DIFFERING = """
SELECT count(*) FROM scorecard_result AS ours FULL JOIN peer_result AS theirs
    ON (ours.kpi_id, ours.period, ours.unit_id) = (theirs.kpi, theirs.period, theirs.unit)
WHERE ours.kpi_id IS NULL OR theirs.kpi IS NULL OR {differs}
"""


def measure(place: Place) -> list[Line]:
    """Load a world, roll it up both ways, compare every cell."""
    from django.db import connection

    loaded = prepare(place)
    place.say("Rolling up …")
    results, scores = timed_rebuild()
    if connection.vendor != "postgresql":
        return [Line(place, "results and scores", results + scores, results + scores, None)]
    place.say("Rolling up in the database …")
    peer = in_the_database(int(loaded.world.depths.max()) + 1)
    check()
    return [
        Line(place, "results and scores", results + scores, peer, None, "the peer has no scores"),
        Line(place, "results", results, peer, TIMES_FASTER[place.size], faster=True),
    ]


def prepare(place: Place) -> Loaded:
    """Migrate the empty database and load a world of the size at hand."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    world = make_world(place.size)
    place.say(f"Loading {len(world.parents):,} units and {len(world.measures)} KPIs …")
    return load(world)


def timed_rebuild() -> tuple[float, float]:
    """Rebuild as `rollup --full` does; return the milliseconds of results and of scores."""
    from jobs.services import hints
    from jobs.services.drain import work_off, work_off_together
    from scorecard.services.dependents import keys_of_everything, score_years
    from scorecard.services.rollup.full import Rebuilding, by_kpi

    with hints.withheld():
        begun = time.perf_counter()
        rebuilding, keys = Rebuilding(), keys_of_everything()
        for names in by_kpi(keys):
            work_off_together("rollup", names, rebuilding.roll_up)
        between = time.perf_counter()
        for year in score_years(keys):
            work_off(("scores", year), rebuilding.score, wait=True)
    return (between - begun) * 1000, (time.perf_counter() - between) * 1000


def in_the_database(n_levels: int) -> float:
    """Roll up in SQL; return the milliseconds."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in SETTINGS:
            cursor.execute(statement)
        begun = time.perf_counter()
        for statement in (UNITS, ENTRIES, TARGETS, DUE, LOOK_ANEW, OWN, "ANALYZE own"):
            cursor.execute(statement)
        in_sql.roll_up(cursor.execute, n_levels)
        for statement in WRITE:
            cursor.execute(statement)
        return (time.perf_counter() - begun) * 1000


def check() -> None:
    """Compare every cell of the two: the one is the other's second opinion."""
    from django.db import connection

    far = [
        f"abs(ours.{name} - theirs.{name}) > 1e-9 * greatest(1, abs(theirs.{name}))"
        f" OR (ours.{name} IS NULL) <> (theirs.{name} IS NULL)"
        for name in FIGURES
    ]
    other = [f"ours.{name} <> theirs.{name}" for name in COUNTS]
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING.format(differs=" OR ".join([*far, *other])))
        (differing,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM scorecard_result")
        (rows,) = cursor.fetchone()
    if differing or not rows:
        raise WrongError(f"{differing} of {rows} results differ from those made in SQL")
