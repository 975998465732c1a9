"""The same roll-up in SQL, level by level: what somebody would write who has no engine.

The statements are alike for PostgreSQL and DuckDB. They begin from a table `own`, one row for each
(kpi, period, unit) that is due:

    kpi, period, unit, depth, rule, x, w, is_reported, is_expected, own_goal, own_red

and a table `unit (unit, parent)`; they leave `rolled`, one row for each cell with somebody due.
"""

from collections.abc import Callable
from dataclasses import dataclass

LEAST_COVERAGE = 0.6


@dataclass(frozen=True)
class Family:
    """Unit rules that climb alike, and how: the aggregate of values, and of targets."""

    rules: tuple[str, ...]
    combine: str = "sum"
    combine_targets: str = "sum"


FAMILIES = {
    "added": Family(("sum", "mean", "weighted_mean", "ratio")),
    "lowest": Family(("min",), "min", "min"),
    "highest": Family(("max",), "max", "max"),
    "averaged": Family(("mean_of_children",), "sum", "avg"),
}
STATE = "reported, expected, due, weight, goals, reds, balance, paired"
SUMS = ", ".join(f"sum({name}) AS {name}" for name in STATE.split(", "))

OWN_STATE = """
CREATE TEMP TABLE alone AS SELECT kpi, period, unit, depth, rule,
    CASE WHEN is_reported THEN CASE rule WHEN 'weighted_mean' THEN x * w ELSE x END END AS a,
    CASE WHEN NOT is_reported THEN 0
        WHEN rule IN ('ratio', 'weighted_mean') THEN coalesce(w, 0) ELSE 1 END AS b,
    CASE WHEN is_reported THEN 1 ELSE 0 END AS reported,
    CASE WHEN is_expected THEN 1 ELSE 0 END AS expected,
    1 AS due,
    CASE WHEN rule NOT IN ('ratio', 'weighted_mean') THEN 1
        WHEN is_reported THEN coalesce(w, 0) ELSE 0 END AS weight,
    CASE WHEN own_goal IS NULL THEN 0 ELSE 1 END AS goals,
    CASE WHEN own_red IS NULL THEN 0 ELSE 1 END AS reds,
    coalesce(sign(own_goal - own_red), 0) AS balance,
    CASE WHEN own_goal - own_red IS NULL THEN 0 ELSE 1 END AS paired,
    own_goal, own_red
FROM own
"""
# One level: the units' own entries are one more child beside the units below.
LEVEL = """
CREATE TEMP TABLE {name}_{depth} AS SELECT kpi, period, unit, rule, {a} AS a, {b} AS b, {state},
    own_goal, own_red,
    CASE WHEN own_goal IS NULL THEN goal_below ELSE own_goal * {scale} END AS goal_up,
    CASE WHEN own_red IS NULL THEN red_below ELSE own_red * {scale} END AS red_up
FROM ({family}) AS family
"""
ALONE = """
    SELECT kpi, period, unit, rule, a, b, {state}, own_goal, own_red,
        CAST(NULL AS double precision) AS goal_below, CAST(NULL AS double precision) AS red_below
    FROM alone WHERE depth = {depth} AND rule IN ({rules})
"""
TOGETHER = """
    SELECT kpi, period, unit, rule, {combine}(a) AS a, sum(b) AS b, {sums},
        max(own_goal) AS own_goal, max(own_red) AS own_red,
        {combine_targets}(goal_below) AS goal_below, {combine_targets}(red_below) AS red_below
    FROM (
        {alone}
        UNION ALL SELECT kpi, period, parent, rule, a, b, {state}, NULL, NULL, goal_up, red_up
        FROM {name}_{deeper} JOIN unit USING (unit)
    ) AS child GROUP BY kpi, period, unit, rule
"""
SCALE = "CASE WHEN rule IN ('mean', 'ratio', 'weighted_mean') THEN weight ELSE 1 END"
COLUMNS = (
    "kpi, period, unit, rule, a, b, reported, expected, due, weight, goals, reds, balance, "
    "paired, own_goal, own_red, goal_up, red_up"
)
# The state as it is stored: a rule that only knows values keeps the value.
KEPT = """
    CASE WHEN rule IN ('min', 'max', 'mean_of_children', 'none') THEN value ELSE coalesce(a, 0) END
        AS a,
    CASE WHEN rule IN ('min', 'max', 'mean_of_children', 'none') THEN least(b, 1) ELSE b END AS b,
"""
FINISHED = """
    SELECT kpi, period, unit, rule, a, b, reported, expected,
        CASE WHEN rule IN ('mean', 'ratio', 'weighted_mean') THEN a / nullif(b, 0)
            WHEN b > 0 THEN a END AS value,
        CASE WHEN own_goal IS NOT NULL OR own_red IS NOT NULL THEN own_goal
            WHEN goals = due AND abs(balance) = paired THEN goal_up / nullif({scale}, 0) END
            AS goal,
        CASE WHEN own_goal IS NOT NULL OR own_red IS NOT NULL THEN own_red
            WHEN reds = due AND abs(balance) = paired THEN red_up / nullif({scale}, 0) END
            AS red_flag
    FROM ({levels}) AS cell
"""
SCORED = """
CREATE TEMP TABLE {name} AS SELECT kpi, period, unit, {kept}
    value, reported, expected, goal, red_flag,
    CASE WHEN value IS NOT NULL AND direction <> 0 THEN least(greatest(
        {red} + ({goal} - {red}) * (value - red_flag) / (goal - red_flag), 0), 100) END AS score,
    CASE WHEN value IS NULL THEN 3
        WHEN reported < {least} * expected THEN 4
        WHEN direction IS NULL OR direction = 0 THEN 5
        WHEN (value - goal) * direction >= -tolerance THEN 0
        WHEN (value - red_flag) * direction <= tolerance THEN 2 ELSE 1 END AS status
FROM (
    SELECT *, sign(goal - red_flag) AS direction,
        1e-9 * greatest(1, abs(goal), abs(red_flag)) AS tolerance
    FROM ({figures}) AS finished
) AS aimed
"""


def roll_up(run: Callable[[str], object], n_levels: int) -> None:
    """Make `rolled` of `own`, from the deepest level up."""
    run(OWN_STATE)
    made = ["alone_none"]
    run(
        "CREATE TEMP TABLE alone_none AS SELECT kpi, period, unit, rule, a, b, "
        f"{STATE}, own_goal, own_red, own_goal AS goal_up, own_red AS red_up "
        "FROM alone WHERE rule = 'none'"
    )
    for name, family in FAMILIES.items():
        for depth in reversed(range(n_levels)):
            run(_level(name, family, depth, is_deepest=depth == n_levels - 1))
            made.append(f"{name}_{depth}")
    levels = " UNION ALL ".join(f"SELECT {COLUMNS} FROM {table}" for table in made)
    run(scored("rolled", FINISHED.format(levels=levels, scale=SCALE), KEPT))


def scored(name: str, figures: str, kept: str = "") -> str:
    """Return the statement that scores lines with value, coverage and targets into a table."""
    return SCORED.format(
        name=name, figures=figures, kept=kept, red=100 / 3, goal=200 / 3, least=LEAST_COVERAGE
    )


def _level(name: str, family: Family, depth: int, *, is_deepest: bool) -> str:
    averaged = name == "averaged"
    words = {"name": name, "depth": depth, "deeper": depth + 1, "state": STATE, "sums": SUMS}
    words["rules"] = ", ".join(f"'{rule}'" for rule in family.rules)
    alone = ALONE.format(**words)
    together = TOGETHER.format(
        **words,
        alone=alone,
        combine=family.combine,
        combine_targets=family.combine_targets,
    )
    return LEVEL.format(
        **words,
        a="a / nullif(b, 0)" if averaged else "a",
        b="least(b, 1)" if averaged else "b",
        scale=SCALE,
        # At the bottom everybody is alone.
        family=alone if is_deepest else together,
    )
