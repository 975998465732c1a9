"""A believable organisation of any size as arrays, and the same one as rows of a database.

HQ, 13 commands, in the larger sizes regions below them, and units that report every month. All
unit rules and time rules, gaps, cells that do not apply, units that began later, commands with
entries of their own, targets by year that some units lack.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

COMMANDS, LAST_YEAR, MONTHS = 13, 2025, 12
#: Units, regions among them, KPIs, months.
SIZES = {"S": (314, 0, 40, 36), "M": (2_000, 100, 50, 60), "L": (10_000, 500, 50, 60)}
#: Unit rule and time rule, as often as they come; every tenth KPI begins again.
RULES = (
    ("sum", "sum"),
    ("ratio", "sum"),
    ("sum", "last"),
    ("mean", "mean"),
    ("ratio", "last"),
    ("weighted_mean", "mean"),
    ("sum", "mean"),
    ("max", "max"),
    ("mean_of_children", "last"),
    ("sum", "sum"),
    ("ratio", "sum"),
    ("min", "min"),
    ("mean", "last"),
    ("weighted_mean", "last"),
    ("none", "mean"),
)
OBJECTIVES, PERSPECTIVES, THEMES = 12, 4, 3
WEIGHT_KPI = 0


@dataclass(frozen=True)
class Measure:
    """One KPI: its rules, and what the units entered and aim at.

    `x`, `w` and `not_applicable` are (n_units, n_months), NaN where nothing was entered; `due` is
    whether a unit reports; `goal` and `red` (n_units, n_years), NaN where there is none.
    """

    code: str
    unit_rule: str
    time_rule: str
    x: np.ndarray
    w: np.ndarray
    not_applicable: np.ndarray
    due: np.ndarray
    goal: np.ndarray
    red: np.ndarray

    @property
    def is_shared(self) -> bool:
        """Whether a year's target is shared out over its months."""
        return self.time_rule == "sum" and self.unit_rule != "ratio"


@dataclass(frozen=True)
class World:
    """Units by index, parents before children (-1 for HQ), and the KPIs over some months."""

    parents: np.ndarray
    first_month: int
    measures: list[Measure]

    @property
    def n_months(self) -> int:
        """How many months."""
        return self.measures[0].x.shape[1]

    @property
    def depths(self) -> np.ndarray:
        """How far below HQ each unit stands, (n_units,)."""
        found = np.zeros(len(self.parents), dtype=int)
        for unit, parent in enumerate(self.parents[1:].tolist(), start=1):
            found[unit] = found[parent] + 1
        return found


def make_world(size: str, seed: int = 1) -> World:
    """Make the organisation of a size; the same one each time."""
    n_units, n_regions, n_kpis, n_months = SIZES[size]
    random = np.random.default_rng(seed)
    parents = _parents(n_units, n_regions)
    kpis = [_measure(random, parents, place, n_months) for place in range(n_kpis)]
    weight = kpis[WEIGHT_KPI]
    for measure in kpis:
        if measure.unit_rule == "weighted_mean":
            measure.w[:] = weight.x
    return World(parents, LAST_YEAR * MONTHS + MONTHS - n_months, kpis)


def _parents(n_units: int, n_regions: int) -> np.ndarray:
    """HQ, commands, regions in turn under the commands, units in turn under the lowest of these."""
    inner = 1 + COMMANDS + n_regions
    above = np.arange(1 + COMMANDS, inner) if n_regions else np.arange(1, inner)
    regions = 1 + np.arange(n_regions) % COMMANDS
    units = above[np.arange(n_units - inner) % len(above)]
    return np.concatenate([[-1], np.zeros(COMMANDS, int), regions, units])


def _measure(random: np.random.Generator, parents: np.ndarray, place: int, n_months: int):
    unit_rule, time_rule = RULES[place % len(RULES)]
    shape = len(parents), n_months
    due = _due(random, parents, place, n_months)
    chance = random.random(shape)
    entered = due & ((chance < 0.94) if place != WEIGHT_KPI else (chance < 0.99))
    level = random.integers(50, 500, (shape[0], 1))
    cents = np.rint(level * random.normal(100, 12, shape)).clip(1)
    w = np.full(shape, np.nan)
    if unit_rule == "ratio":
        whole = np.rint(level * random.uniform(0.8, 1.2, shape))
        w = np.where(entered, whole, np.nan)
        cents = np.rint(whole * random.beta(8, 2, shape)) * 100
    goal, red = _targets(random, due, level, place, n_months // MONTHS)
    return Measure(
        code=f"K{place:02}",
        unit_rule=unit_rule,
        time_rule=time_rule,
        x=np.where(entered, cents / 100, np.nan),
        w=w,
        not_applicable=due & (chance > 0.99) & (place != WEIGHT_KPI),
        due=due,
        goal=goal,
        red=red,
    )


def _due(random: np.random.Generator, parents: np.ndarray, place: int, n_months: int):
    """The lowest units report; of every fifth KPI the commands too; some began a year later."""
    due = np.ones((len(parents), n_months), dtype=bool)
    due[np.unique(parents[1:])] = False
    due[1 : 1 + COMMANDS] = place % 5 == 0
    begun_later = random.random(len(parents)) < 0.03
    begun_later[: 1 + COMMANDS] = False
    due[begun_later, :MONTHS] = False
    return due


def _targets(
    random: np.random.Generator, due: np.ndarray, level: np.ndarray, place: int, n_years: int
):
    """Aim a little higher each year, of every third KPI lower; every eighth KPI has no target."""
    unit_rule, time_rule = RULES[place % len(RULES)]
    goal = (0.8 if unit_rule == "ratio" else level) * (1 + 0.02 * np.arange(n_years))
    if time_rule == "sum" and unit_rule != "ratio":
        goal = goal * MONTHS
    goal = np.rint(goal * np.ones((len(due), 1)) * 100) / 100
    red = np.rint(goal * (1.25 if place % 3 == 2 else 0.75) * 100) / 100
    has_goal = due.any(axis=1) & (place % 8 != 7)
    if place % 6 == 5:
        has_goal &= random.random(len(due)) < 0.98
    none = np.where(has_goal, 0.0, np.nan)[:, None]
    return goal + none, red + none


@dataclass(frozen=True)
class Loaded:
    """The ids that the rows of a world got: (n_units,) and (n_kpis,)."""

    world: World
    unit_ids: np.ndarray
    kpi_ids: np.ndarray


def load(world: World) -> Loaded:
    """Write the world into an empty, migrated database, without the doors for people."""
    unit_ids = _load_units(world)
    kpi_ids = _load_kpis(world)
    _load_strategy(world, unit_ids, kpi_ids)
    with _trusted():
        for measure, kpi_id in zip(world.measures, kpi_ids.tolist(), strict=True):
            _load_reporters(world, measure, unit_ids, kpi_id)
            _load_targets(world, measure, unit_ids, kpi_id)
            _load_entries(world, measure, unit_ids, kpi_id)
    _look_anew()
    return Loaded(world, unit_ids, kpi_ids)


def _load_units(world: World) -> np.ndarray:
    from django.utils import timezone

    from organization.models import Organization, Placement, Unit, UnitWindow

    now = timezone.now()
    Organization.objects.create(name="Measured", recorded_at=now)
    units: list[Unit] = []
    for unit, parent in enumerate(world.parents.tolist()):
        above = units[parent] if parent >= 0 else None
        code = f"U{unit:05}" if unit else "HQ"
        path = f"{above.path if above else '/'}{unit + 1}/"
        units.append(Unit(id=unit + 1, code=code, name=code, parent=above, path=path))
    Unit.objects.bulk_create(units, batch_size=1000)
    placements = [Placement(unit=unit, parent=unit.parent, recorded_at=now) for unit in units]
    Placement.objects.bulk_create(placements, batch_size=1000)
    windows = [UnitWindow(unit=unit, recorded_at=now) for unit in units]
    UnitWindow.objects.bulk_create(windows, batch_size=1000)
    return np.array([unit.pk for unit in units])


def _load_kpis(world: World) -> np.ndarray:
    from django.utils import timezone

    from scorecard.models import Kpi, KpiVersion

    kpis = [Kpi.objects.create(code=measure.code) for measure in world.measures]
    for kpi, measure in zip(kpis, world.measures, strict=True):
        weighted = measure.unit_rule == "weighted_mean"
        kpi.current = KpiVersion.objects.create(
            kpi=kpi,
            name=measure.code,
            unit_rule=measure.unit_rule,
            time_rule=measure.time_rule,
            frequency="monthly",
            weight_kpi=kpis[WEIGHT_KPI] if weighted else None,
            recorded_at=timezone.now(),
        )
        kpi.save()
    return np.array([kpi.pk for kpi in kpis])


def _load_strategy(world: World, unit_ids: np.ndarray, kpi_ids: np.ndarray) -> None:
    """Perspectives, themes, objectives; HQ's lines, and a command that has some of its own."""
    from django.utils import timezone

    from scorecard.models import (
        Line,
        Objective,
        ObjectiveVersion,
        Perspective,
        PerspectiveVersion,
        Theme,
    )

    recorded = {"recorded_at": timezone.now()}
    hq, command = unit_ids[:2].tolist()
    perspectives = [
        Perspective.objects.create(code=f"P{n}", name=f"P{n}") for n in range(PERSPECTIVES)
    ]
    for n, perspective in enumerate(perspectives):
        PerspectiveVersion.objects.create(perspective=perspective, weight=1 + n, **recorded)
    themes = [Theme.objects.create(code=f"T{n}", name=f"T{n}") for n in range(THEMES)]
    objectives = []
    for n in range(OBJECTIVES):
        objective = Objective.objects.create(code=f"O{n:02}", unit_id=hq)
        objective.current = ObjectiveVersion.objects.create(
            objective=objective,
            name=objective.code,
            perspective=perspectives[n % PERSPECTIVES],
            theme=themes[n % THEMES] if n % 5 else None,
            weight=1 + n % 3,
            critical=n == 4,
            **recorded,
        )
        objective.save()
        objectives.append(objective)
    lines = [(hq, place % OBJECTIVES, place) for place in range(len(kpi_ids))]
    # Some KPIs stand below two objectives.
    lines += [(hq, (place + 1) % OBJECTIVES, place) for place in range(0, len(kpi_ids), 10)]
    lines += [(command, 0, place) for place in (0, 12, 25)]
    Line.objects.bulk_create(
        Line(
            unit_id=unit_id,
            objective=objectives[objective],
            kpi_id=int(kpi_ids[place]),
            weight=1 + place % 3,
            critical=place in {3, 17},
            **recorded,
        )
        for unit_id, objective, place in lines
    )


def _load_reporters(world: World, measure: Measure, unit_ids: np.ndarray, kpi_id: int) -> None:
    from scorecard.models import Reporter

    units = np.flatnonzero(measure.due.any(axis=1))
    first = world.first_month + measure.due[units].argmax(axis=1)
    last = world.first_month + world.n_months - 1
    rows = (
        {"unit_id": unit_id, "kpi_id": kpi_id, "first_period": begun, "last_period": last}
        for unit_id, begun in zip(unit_ids[units].tolist(), first.tolist(), strict=True)
    )
    _insert(Reporter, rows)


def _load_targets(world: World, measure: Measure, unit_ids: np.ndarray, kpi_id: int) -> None:
    from scorecard.models import Target

    units, years = np.nonzero(~np.isnan(measure.goal))
    goals, reds = measure.goal[units, years].tolist(), measure.red[units, years].tolist()
    first = world.first_month // MONTHS
    rows = (
        {
            "unit_id": unit_id,
            "kpi_id": kpi_id,
            "frequency": "yearly",
            "period": first + year,
            "goal": repr(goal),
            "red_flag": repr(red),
        }
        for unit_id, year, goal, red in zip(
            unit_ids[units].tolist(), years.tolist(), goals, reds, strict=True
        )
    )
    _insert(Target, rows)


def _load_entries(world: World, measure: Measure, unit_ids: np.ndarray, kpi_id: int) -> None:
    from scorecard.models import Entry

    units, months = np.nonzero(~np.isnan(measure.x) | measure.not_applicable)
    numbers = zip(
        unit_ids[units].tolist(),
        (months + world.first_month).tolist(),
        measure.x[units, months].tolist(),
        measure.w[units, months].tolist(),
        measure.not_applicable[units, months].tolist(),
        strict=True,
    )
    ratio = measure.unit_rule == "ratio"
    rows = (
        {
            "unit_id": unit_id,
            "kpi_id": kpi_id,
            "period": period,
            "value": None if ratio or empty else repr(x),
            "numerator": repr(x) if ratio and not empty else None,
            "denominator": repr(w) if ratio and not empty else None,
            "not_applicable": empty,
            "source": "import",
        }
        for unit_id, period, x, w, empty in numbers
    )
    _insert(Entry, rows)


def _insert(model, rows: Iterator[dict]) -> None:
    """COPY rows; a column that no row names has the default of its field."""
    from django.db import connection
    from django.utils import timezone

    from core.database import insert_rows

    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    plain = {field.column: field.get_default() for field in fields}
    plain["recorded_at"] = connection.ops.adapt_datetimefield_value(timezone.now())
    insert_rows(model, list(plain), (tuple((plain | row).values()) for row in rows))


@contextmanager
def _trusted() -> Iterator[None]:
    """Spare PostgreSQL looking up the keys of each row, where it lets us: they are its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        if may := connection.vendor == "postgresql":
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            (may,) = cursor.fetchone()
        if may:
            cursor.execute("SET session_replication_role = replica")
        yield
        if may:
            cursor.execute("SET session_replication_role = origin")


def _look_anew() -> None:
    from core.database import analyze
    from organization.models import Unit
    from scorecard.models import Entry, Reporter, Target

    analyze(Unit, Entry, Reporter, Target)
