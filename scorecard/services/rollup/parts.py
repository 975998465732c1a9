"""Which units' scores of a year are due: the `part` of outbox rows of topic `scores`."""

from collections.abc import Collection

from scorecard.engine.types import Ints

#: A change at more units asks for all of them: one path of a tree is shorter.
MOST_IN_PART = 50
#: As many are scored by name, in all parts of a year together.
MOST_NAMED = 1000


def part_of(unit_ids: Ints) -> str:
    """Return the part of a year's scores that results of these units change; "" for all.

    Examples
    --------
    >>> import numpy as np
    >>> part_of(np.array([3, 7]))
    '3,7'
    """
    return "" if len(unit_ids) > MOST_IN_PART else ",".join(map(str, unit_ids.tolist()))


def units_of(parts: Collection[str]) -> set[int] | None:
    """Return the ids of the units in parts; None where all are due.

    Examples
    --------
    >>> sorted(units_of({"3,7", "7,9"}))
    [3, 7, 9]
    >>> units_of({"3,7", ""})
    """
    if not parts or "" in parts:
        return None
    named = {int(unit_id) for part in parts for unit_id in part.split(",")}
    return None if len(named) > MOST_NAMED else named
