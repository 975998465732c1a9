"""The organisation tree in breadth-first order, and the one way values climb it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scorecard.engine.types import Floats, Ints

ROOT = -1
OUTSIDE = -2


class CycleError(ValueError):
    """Units stand below each other in a circle; ``path`` names them, the first one twice."""

    def __init__(self, path: tuple[int, ...]) -> None:
        self.path = path
        super().__init__(f"Units {' < '.join(map(str, path))} stand below each other in a circle.")


class OrphanError(ValueError):
    """A unit hangs below a unit that is not in the tree."""

    def __init__(self, unit: int, parent: int) -> None:
        self.unit = unit
        self.parent = parent
        super().__init__(f"Unit {unit} hangs below unit {parent}, which is not in the tree.")


@dataclass(frozen=True, eq=False)
class Level:
    """The units of one depth: their rows in breadth-first order and where each family starts.

    ``parents`` are the rows of the units above that have children here, ``starts`` the first
    child of each, counted from the beginning of ``rows``. Both are empty for the roots.
    """

    rows: slice
    parents: Ints
    starts: Ints


@dataclass(frozen=True, eq=False)
class Tree:
    """Units in breadth-first order: children of one parent stand side by side.

    ``order[row]`` is the unit; ``levels`` go from the roots down.
    """

    n_units: int
    order: Ints
    levels: tuple[Level, ...]


@dataclass(frozen=True, eq=False)
class TreeSpan:
    """The tree that was valid for the columns ``first`` to ``stop - 1``."""

    first: int
    stop: int
    tree: Tree

    @property
    def columns(self) -> slice:
        """The columns as a slice."""
        return slice(self.first, self.stop)


def build_tree(parents: Ints) -> Tree:
    """Bring the units of one tree into breadth-first order, several roots allowed.

    Parameters
    ----------
    parents
        ``(n_units,)``, the parent's index; -1 for a root, -2 for a unit outside the tree.

    Raises
    ------
    CycleError
        Where units stand below each other in a circle.
    OrphanError
        Where a unit hangs below one that is not in the tree.

    Examples
    --------
    >>> build_tree(np.array([-1, 2, 0, 0, -2])).order.tolist()
    [0, 2, 3, 1]
    """
    parents = np.asarray(parents, dtype=np.intp)
    # Two spare slots: the marks -1 and -2 index them and find "no rank".
    rank = np.full(parents.size + 2, -1, dtype=np.intp)
    depths: list[Ints] = [np.flatnonzero(parents == ROOT)]
    levels = [Level(slice(0, depths[0].size), np.empty(0, np.intp), np.empty(0, np.intp))]
    while depths[-1].size:
        above = levels[-1].rows
        rank[depths[-1]] = np.arange(above.start, above.stop)
        units, level = _next_level(parents, rank, above)
        depths.append(units)
        levels.append(level)
    order = np.concatenate(depths)
    if order.size < np.count_nonzero(parents != OUTSIDE):
        _refuse_unreachable(parents, order)
    return Tree(parents.size, order, tuple(levels[:-1]))


def climb(
    tree: Tree,
    state: Floats,
    combine: np.ufunc,
    settle: Callable[[slice], None] | None = None,
) -> None:
    """Combine states from the deepest level up to the roots, in place.

    Parameters
    ----------
    tree
        The tree.
    state
        ``(n_rows, ...)`` in breadth-first order; each unit's own contribution on entry, that of
        its subtree afterwards. NaN goes through as ``combine`` treats it.
    combine
        The ufunc that adds a child: ``np.add``, ``np.fmin`` or ``np.fmax``.
    settle
        Called with the rows of each level once all below has arrived, before it goes up.

    Examples
    --------
    >>> state = np.array([[1.0], [2.0], [4.0]])
    >>> climb(build_tree(np.array([-1, 0, 0])), state, np.add)
    >>> state[0, 0].item()
    7.0
    """
    for level in reversed(tree.levels):
        if settle is not None:
            settle(level.rows)
        if level.parents.size:
            families = combine.reduceat(state[level.rows], level.starts, axis=0)
            state[level.parents] = combine(state[level.parents], families)


def _next_level(parents: Ints, rank: Ints, above: slice) -> tuple[Ints, Level]:
    """Find the children of the units in the rows ``above``, family by family."""
    row_of_parent = rank[parents]
    units = np.flatnonzero(row_of_parent >= above.start)
    units = units[np.argsort(row_of_parent[units], kind="stable")]
    row_of_parent = row_of_parent[units]
    starts = np.flatnonzero(np.diff(row_of_parent, prepend=-1))
    return units, Level(slice(above.stop, above.stop + units.size), row_of_parent[starts], starts)


def _refuse_unreachable(parents: Ints, order: Ints) -> None:
    """Follow a unit that no root reaches until the circle or the missing parent shows."""
    left = np.setdiff1d(np.flatnonzero(parents != OUTSIDE), order)
    path = [int(left[0])]
    while True:
        parent = int(parents[path[-1]])
        if parents[parent] == OUTSIDE:
            raise OrphanError(path[-1], parent)
        if parent in path:
            raise CycleError((*path[path.index(parent) :], parent))
        path.append(parent)
