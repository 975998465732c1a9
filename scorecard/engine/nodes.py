"""The arrays that the layers of the scorecard are combined from and into.

Every array is indexed ``[row, period]``. NaN is unknown, never zero.
"""

from dataclasses import dataclass

from scorecard.engine.types import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Leaves:
    """What a layer of the scorecard is combined from, each array ``(n_rows, n_periods)``."""

    score: Floats
    status: Ints


@dataclass(frozen=True, eq=False)
class Nodes(Leaves):
    """One layer of the scorecard, each array ``(n_nodes, n_periods)``.

    Attributes
    ----------
    score
        S, NaN where no child has a counted score.
    status
        After the caps of critical children, int8.
    uncapped
        The status by S alone, int8.
    coverage
        Σw counted / Σw due, NaN where Σw due is 0.
    worst
        The row of the child with the lowest counted score, the first of equals, -1 for none.
    capped_red
        Whether a critical child that is red caps this node: it is then itself critical for its
        parent. Clear it where the office switched that off for the node.
    """

    uncapped: Ints
    coverage: Floats
    worst: Ints
    capped_red: Bools
