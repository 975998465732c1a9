"""Which units are due: the `part` of outbox rows of topics `rollup` and `scores`.

Of a KPI and year, those whose entries changed; of a year's scores, those whose results changed.
"""

from collections.abc import Collection

#: A change at more units asks for all of them: one path of a tree is shorter.
MOST_IN_PART = 50
#: As many are named, in all parts of a key together.
MOST_NAMED = 1000


def part_of(unit_ids: Collection[int]) -> str:
    """Return the part of a key that a change at these units makes due; "" for all.

    Examples
    --------
    >>> part_of([3, 7])
    '3,7'
    """
    return "" if len(unit_ids) > MOST_IN_PART else ",".join(map(str, unit_ids))


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
