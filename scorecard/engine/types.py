"""The words and the arrays that the engine takes and gives back.

Every array is indexed ``[unit, period]``. NaN is unknown, never zero.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.integer]
Bools: TypeAlias = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)


class UnitRule(StrEnum):
    """How the values of units become the value of their parent."""

    SUM = "sum"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted_mean"
    RATIO = "ratio"
    MIN = "min"
    MAX = "max"
    MEAN_OF_CHILDREN = "mean_of_children"
    NONE = "none"


class TimeRule(StrEnum):
    """How the values of base periods become the value of a longer period."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MIN = "min"
    MAX = "max"


class Frequency(StrEnum):
    """How often a KPI is entered."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    WEEKLY = "weekly"


class Scoring(StrEnum):
    """How a value is held against its targets."""

    GOAL_RED_FLAG = "goal_red_flag"
    BAND = "band"
    PROGRESS = "progress"
    YES_NO = "yes_no"


#: The numbers of a target that each scoring needs, in the order of their arrays.
ANCHORS: dict[Scoring, tuple[str, ...]] = {
    Scoring.GOAL_RED_FLAG: ("goal", "red_flag"),
    Scoring.BAND: ("lower", "upper", "lower_zero", "upper_zero"),
    Scoring.PROGRESS: ("goal", "baseline"),
    Scoring.YES_NO: (),
}


class NodeRule(StrEnum):
    """How the scores of children become the score of a node."""

    WEIGHTED_MEAN = "weighted_mean"
    MEAN = "mean"
    WORST = "worst"
    BEST = "best"
    MANUAL = "manual"

    @property
    def number(self) -> int:
        """The place of the rule in arrays."""
        return list(NodeRule).index(self)


class View(StrEnum):
    """The stretch of time that a line shows."""

    BASE = "base"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    YTD = "ytd"
    ROLLING12 = "rolling12"


class Status(IntEnum):
    """What a line or a node of the scorecard says; a higher number of the first three is worse."""

    GREEN = 0
    AMBER = 1
    RED = 2
    NO_DATA = 3
    INSUFFICIENT = 4
    NOT_SCORED = 5

    @property
    def word(self) -> str:
        """The status as stored in rows and style sheets, such as ``no_data``."""
        return self.name.lower()


@dataclass(frozen=True, eq=False)
class Own:
    """What the units themselves entered for one KPI, each array ``(n_units, n_periods)``.

    Attributes
    ----------
    x
        The value, or the numerator of a ratio; NaN where there is no entry.
    w
        The denominator of a ratio or the weight of a weighted mean, NaN where missing;
        None for the rules that need neither.
    due
        Whether the unit is a reporter and due. Entries of cells that are not due are ignored.
    not_applicable
        Whether the unit said that the KPI does not apply: such a cell has no value and leaves
        both numbers of coverage.
    override, override_w
        What replaces the value that came from below, and the denominator of a ratio's; NaN where
        there is none, None where there is none at all. A cell has an override or an entry.
    carried
        Whether ``x`` was carried forward from an earlier period; None where nothing was.
    """

    x: Floats
    w: Floats | None
    due: Bools
    not_applicable: Bools
    override: Floats | None = None
    override_w: Floats | None = None
    carried: Bools | None = None

    def each(self, change: Callable[[NDArray[Any]], NDArray[Any]]) -> "Own":
        """Return the same with every array changed alike."""
        changed = {name: change(array) for name, array in vars(self).items() if array is not None}
        return replace(self, **changed)


@dataclass(frozen=True, eq=False)
class Cells:
    """One KPI rolled up over units, each array ``(n_units, n_periods)``.

    Attributes
    ----------
    a, b
        The partial state. ``sum`` and ``mean``: Σx, n. ``weighted_mean``: Σw·x, Σw.
        ``ratio``: ΣN, ΣD. All other rules: the value (NaN where none) and 1 or 0 for whether
        there is one.
    value
        The finished value, NaN where there is none.
    reported, carried, expected
        The numbers of coverage, int32: entered, carried forward, due.
    due
        Whether somebody in the subtree is due, those not applicable included. For the rule
        ``none``, ``due`` and the numbers of coverage are of the unit alone.
    overridden
        Whether the value is an override.
    computed
        The value that came from below; NaN where there is none.
    """

    a: Floats
    b: Floats
    value: Floats
    reported: Ints
    carried: Ints
    expected: Ints
    due: Bools
    overridden: Bools
    computed: Floats

    @property
    def held(self) -> Ints:
        """How many of the expected ``min_coverage`` takes as there: all under an override."""
        held: Ints = self.reported + self.carried
        if self.overridden.any():
            held = np.where(self.overridden, self.expected, held)
        return held


@dataclass(frozen=True, eq=False)
class Targets:
    """The targets of one KPI.

    Attributes
    ----------
    anchors
        ``(n_anchors, n_units, n_periods)`` in the order of ``ANCHORS`` of its scoring, NaN where
        there is none.
    """

    anchors: Floats

    @classmethod
    def pair(cls, goal: Floats, red: Floats) -> "Targets":
        """Make targets of goals and red flags ``(n_units, n_periods)``."""
        return cls(np.stack([goal, red]))

    @property
    def goal(self) -> Floats:
        """The goals of a KPI scored by goal and red flag, or by progress."""
        goal: Floats = self.anchors[0]
        return goal

    @property
    def red(self) -> Floats:
        """The red flags, or the baselines of a KPI scored by progress."""
        red: Floats = self.anchors[1]
        return red


@dataclass(frozen=True, eq=False)
class LongerTarget:
    """The explicit targets of all units for one period longer than the base period.

    Attributes
    ----------
    first, stop
        The base columns of that period; below 0 or beyond the last column where the columns
        at hand hold only a part of it.
    anchors
        ``(n_anchors, n_units)``, NaN where there is none.
    place
        Which base period of its fiscal year ``first`` is, counted from 0: where a profile of
        a whole year is read from.
    complete
        Whether the period has ended: only then is the target shown for the period itself.
    """

    first: int
    stop: int
    anchors: Floats
    place: int = 0
    complete: bool = False


@dataclass(frozen=True, eq=False)
class Lines:
    """One KPI in one view, not scored yet, each array ``(n_units, n_windows)``.

    Attributes
    ----------
    value
        NaN where there is none.
    reported, carried, expected
        The numbers of coverage, int32.
    held
        How many of the expected ``min_coverage`` takes as there: reported, carried forward, or
        below an override; int32.
    due
        Whether there is a line at all.
    overridden
        Whether an override stands in the value.
    anchors
        The targets ``(n_anchors, n_units, n_windows)``, NaN where there is none or no line.
    shown
        For the time rule ``last`` the column of the base period whose value is shown, else -1.
    """

    value: Floats
    reported: Ints
    carried: Ints
    expected: Ints
    held: Ints
    due: Bools
    overridden: Bools
    anchors: Floats
    shown: Ints

    @property
    def goal(self) -> Floats:
        """The goals of a KPI scored by goal and red flag, or by progress."""
        goal: Floats = self.anchors[0]
        return goal

    @property
    def red(self) -> Floats:
        """The red flags, or the baselines of a KPI scored by progress."""
        red: Floats = self.anchors[1]
        return red


@dataclass(frozen=True, eq=False)
class Figures(Lines):
    """Lines with their score 0..100 (NaN where not scored) and their status (int8)."""

    score: Floats
    status: Ints
