"""Ranks: the place of each of some rows, the first one being number one."""

from collections.abc import Sequence
from typing import Any


def ranks(values: Sequence[Any]) -> list[int | None]:
    """Return the rank of each of some values that stand in order, the unknown ones last.

    Equal values share a rank, and the ranks after them are left out; what is unknown has none.

    >>> ranks([40, 40, 70, None])
    [1, 1, 3, None]
    """
    found: list[int | None] = []
    for place, value in enumerate(values):
        is_same = place > 0 and value == values[place - 1]
        found.append(None if value is None else found[-1] if is_same else place + 1)
    return found
