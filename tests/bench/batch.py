"""A thousand entries of one month, until all results and scores are right: beside everything.

The database waits for the disk. Afterwards a full rebuild finds nothing to change.
"""

from tests.bench.changes import cells, check, settle, timed
from tests.bench.verdict import Line, Place

SIZES = ("S", "M", "L")
ENTRIES = 1000


def measure(place: Place) -> list[Line]:
    """Save the entries at once and work them off."""
    settled = settle(place)
    place.say(f"Saving {ENTRIES:,} entries …")
    wanted = cells(settled.loaded, settled.loaded.world.n_months - 3, ENTRIES)
    ours = timed(wanted, 2, 100)
    place.say("Rebuilding everything to compare …")
    check()
    return [Line(place, "beside a full rebuild", ours, settled.full, 4, faster=True)]
