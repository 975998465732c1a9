"""A world that is rolled up, checked, and then changed cell by cell."""

import time
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from tests.bench import full
from tests.bench.verdict import Place, WrongError
from tests.bench.worlds import Loaded


@dataclass(frozen=True)
class Settled:
    """A world with all its results and scores, and how long it took to make them all, in ms."""

    loaded: Loaded
    full: float
    in_sql: float


def settle(place: Place) -> Settled:
    """Load a world and roll it up; on PostgreSQL compare that with the same made in SQL."""
    from django.db import connection

    from core.database import analyze
    from scorecard.models import Result, Score

    loaded = full.prepare(place)
    place.say("Rolling up …")
    taken = sum(full.timed_rebuild())
    analyze(Result, Score)
    in_sql = 0.0
    if connection.vendor == "postgresql":
        place.say("Rolling up in the database …")
        in_sql = full.in_the_database(int(loaded.world.depths.max()) + 1)
        full.check()
    _drop_what_the_first_pass_left()
    return Settled(loaded, taken, in_sql)


def _drop_what_the_first_pass_left() -> None:
    from jobs.services.drain import drain

    drain()


def cells(loaded: Loaded, month: int, n_cells: int, seed: int = 1) -> list[tuple[int, int, int]]:
    """Return cells (kpi id, unit id, period) of one month that hold a plain value."""
    found = [
        (int(kpi_id), int(unit_id), loaded.world.first_month + month)
        for measure, kpi_id in zip(loaded.world.measures, loaded.kpi_ids, strict=True)
        if measure.unit_rule != "ratio"
        for unit_id in loaded.unit_ids[~np.isnan(measure.x[:, month])]
    ]
    chosen = np.random.default_rng(seed).choice(len(found), min(n_cells, len(found)), replace=False)
    return [found[place] for place in chosen]


def enter(wanted: list[tuple[int, int, int]], revision: int, value: int) -> None:
    """Save a new revision of cells and ask for their roll-up, in one transaction."""
    from django.db import transaction
    from django.utils import timezone

    from jobs.services.outbox import post
    from scorecard.models import Entry
    from scorecard.services.dependents import keys_of_entries
    from scorecard.services.rollup.parts import part_of

    now = timezone.now()
    with transaction.atomic():
        Entry.objects.bulk_create(
            Entry(
                kpi_id=kpi_id,
                unit_id=unit_id,
                period=period,
                revision=revision,
                value=value,
                source="typed",
                recorded_at=now,
            )
            for kpi_id, unit_id, period in wanted
        )
        units = defaultdict(list)
        for kpi_id, unit_id, period in wanted:
            units[kpi_id, period // 12].append(unit_id)
        for (kpi_id, year), its_units in units.items():
            post("rollup", keys_of_entries(kpi_id, [year]), part_of(its_units))


def timed(wanted: list[tuple[int, int, int]], revision: int, value: int) -> float:
    """Save and roll up until nothing is left to do; return the milliseconds."""
    from jobs.services import hints
    from jobs.services.drain import drain

    begun = time.perf_counter()
    with hints.withheld():
        enter(wanted, revision, value)
        drain()
    return (time.perf_counter() - begun) * 1000


def check() -> None:
    """Rebuild everything: had the changes left one bit wrong, rows would change."""
    from scorecard.services.rollup.full import rebuild

    if differing := rebuild():
        raise WrongError(f"{differing} rows differ from those of a full rebuild")
