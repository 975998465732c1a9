"""Find out which derived rows changed, so that only those are written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = tuple[Any, ...]


def changed_rows(
    stored: Sequence[Row], wanted: Sequence[Row], n_key: int
) -> tuple[list[Row], list[Row]]:
    """Compare what is stored with what is wanted; the first `n_key` columns are the key.

    Returns
    -------
    tuple
        The keys to delete, and the rows to insert afterwards.

    Examples
    --------
    >>> changed_rows([(1, 5.0), (2, 6.0)], [(1, 5.0), (2, 7.0), (3, None)], 1)
    ([(2,)], [(2, 7.0), (3, None)])
    """
    if not stored:
        return [], list(wanted)
    gone = set(map(tuple, stored))
    new = [row for row in wanted if row not in gone]
    gone.difference_update(wanted)
    # Most often one row of ten thousand changed: only then is the place of each looked for.
    return [tuple(row[:n_key]) for row in stored if tuple(row) in gone] if gone else [], new


def nullable(numbers: "NDArray[Any]") -> list[Any]:
    """Return Python numbers, None for NaN: what a database stores."""
    return [None if number != number else number for number in numbers.tolist()]  # noqa: PLR0124
