"""One entry saved, until all results and scores are right: beside everything, and beside a row.

The database waits for the disk. Afterwards a full rebuild finds nothing to change.
"""

import time
from statistics import median

from tests.bench.changes import cells, check, settle, timed
from tests.bench.verdict import Line, Place

SIZES = ("S", "M", "L")
ROUNDS = 15
MOST_MILLISECONDS = 60.0


def measure(place: Place) -> list[Line]:
    """Save entries one by one, and rows one by one."""
    settled = settle(place)
    place.say("Saving one entry after the other …")
    wanted = cells(settled.loaded, settled.loaded.world.n_months - 3, ROUNDS)
    ours = median(timed([cell], 2, 100 + n) for n, cell in enumerate(wanted))
    row = _one_row()
    place.say("Rebuilding everything to compare …")
    check()
    return [
        Line(place, "beside a full rebuild", ours, settled.full, 100, faster=True),
        Line(place, "beside one row", ours, row, 40, "the row alone, through Django"),
        Line(place, "in milliseconds", ours, MOST_MILLISECONDS, 1, "the peer is the goal"),
    ]


def _one_row() -> float:
    """Insert rows through the same connection; return the median milliseconds of one."""
    from django.utils import timezone

    from jobs.models import Heartbeat

    taken = []
    for place in range(ROUNDS):
        begun = time.perf_counter()
        Heartbeat.objects.create(name=f"row {place}", seen_at=timezone.now())
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)
