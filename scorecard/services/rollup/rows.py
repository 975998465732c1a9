"""Find out which derived rows changed, so that only those are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from django.db.models import QuerySet

from core.columns import Column, Columns, delete_columns, insert_columns, read_query
from scorecard.engine.types import Bools, Ints

#: Keys are made into one number each where they fit.
LARGEST = 2**62
Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Written:
    """How many rows were written or removed, and the ids of the units that they are about."""

    count: int
    unit_ids: Ints


def write_changes(rows: QuerySet[Any], n_key: int, wanted: Columns) -> Written:
    """Make stored rows equal to `wanted`; touch no other.

    Parameters
    ----------
    rows
        Those that are stored; of them only the columns in `wanted` are looked at.
    n_key
        How many of the columns are the key; whatever is no whole number there may be NULL.
    """
    stored = read_query({name: column.dtype.kind for name, column in wanted.items()}, rows)
    key = list(wanted)[:n_key]
    gone, new = changed(stored, wanted, key)
    delete_columns(rows.model, {name: stored[name][gone] for name in key})
    insert_columns(rows.model, {name: column[new] for name, column in wanted.items()})
    touched = np.concatenate([stored["unit_id"][gone], wanted["unit_id"][new]])
    return Written(len(touched), np.unique(touched))


def changed(stored: Columns, wanted: Columns, key: Sequence[str]) -> tuple[Ints, Ints]:
    """Compare what is stored with what is wanted; NULL equals NULL.

    Returns
    -------
    tuple
        The places in `stored` of rows to delete, and those in `wanted` of rows to insert then.

    Examples
    --------
    >>> stored = {"key": np.array([1, 2]), "value": np.array([5.0, 6.0])}
    >>> wanted = {"key": np.array([1, 2, 3]), "value": np.array([5.0, 7.0, np.nan])}
    >>> [found.tolist() for found in changed(stored, wanted, ["key"])]
    [[1], [1, 2]]
    """
    n_stored, n_wanted = (len(columns[key[0]]) for columns in (stored, wanted))
    if not n_stored:
        return np.empty(0, dtype=np.intp), np.arange(n_wanted)
    old, new = _keys(stored, wanted, key)
    order = np.argsort(old, kind="stable")
    place = order[np.minimum(np.searchsorted(old, new, sorter=order), n_stored - 1)]
    same = old[place] == new
    for name, column in wanted.items():
        same &= _equal(stored[name][place], column)
    left = np.ones(n_stored, dtype=bool)
    left[place[same]] = False
    return np.flatnonzero(left), np.flatnonzero(~same)


def _equal(stored: Column, wanted: Column) -> Bools:
    if wanted.dtype.kind != "f":
        return np.asarray(stored == wanted)
    # SQLite keeps no sign of a zero: -0.0 equals 0.0.
    return np.asarray((stored == wanted) | (np.isnan(wanted) & np.isnan(stored)))


def _keys(stored: Columns, wanted: Columns, names: Sequence[str]) -> tuple[Ints, Ints]:
    """Return one number for each key, equal where the keys are."""
    columns = [np.concatenate([stored[name], wanted[name]]) for name in names]
    lowest = [int(column.min()) for column in columns]
    spans = [int(column.max()) - first + 1 for column, first in zip(columns, lowest, strict=True)]
    whole = 1
    for span in spans:
        whole *= span
    if whole > LARGEST:
        ranked = [np.unique(column, return_inverse=True) for column in columns]
        columns, lowest = [places for _, places in ranked], [0] * len(columns)
        spans = [len(numbers) for numbers, _ in ranked]
    keys = np.zeros(len(columns[0]), dtype=np.int64)
    for column, first, span in zip(columns, lowest, spans, strict=True):
        keys = keys * span + (column - first)
    n_stored = len(stored[names[0]])
    return keys[:n_stored], keys[n_stored:]
