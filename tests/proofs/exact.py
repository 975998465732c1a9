"""The second opinion of proof 12: the same sums with fractions, unit by unit, month by month."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scorecard.engine.types import UnitRule, View

MONTHS_OF_A_YEAR = 12
NONE = Fraction(0)


@dataclass(frozen=True)
class Entries:
    """Random entries: values and weights (n_units, n_months), NaN where nothing came.

    `parents` are indexes that are lower than the unit's own, so that a loop from the last unit to
    the first has seen all children of a unit before it.
    """

    parents: list[int]
    x: np.ndarray
    w: np.ndarray


def above_the_line(rule: UnitRule, x: Fraction, w: Fraction) -> Fraction:
    """Return what is added up of a value and its weight."""
    return x * w if rule is UnitRule.WEIGHTED_MEAN else x


def below_the_line(rule: UnitRule, w: Fraction) -> Fraction:
    """Return what the sum of the rule is divided by, as far as this entry brings it."""
    return w if rule in {UnitRule.RATIO, UnitRule.WEIGHTED_MEAN} else Fraction(1)


@dataclass
class Exact:
    """What a subtree has: Σ above the line, Σ of its sizes, Σ below the line, and how many."""

    above: Fraction = NONE
    size: Fraction = NONE
    below: Fraction = NONE
    count: int = 0

    def add(self, other: "Exact", sign: int = 1) -> None:
        """Add another one to this, or with −1 take it away."""
        self.above += sign * other.above
        self.size += sign * other.size
        self.below += sign * other.below
        self.count += sign * other.count

    def misses(self, value: float, rule: UnitRule) -> float:
        """Tell how far a value is from the exact one, as a share of Σ|x| (over what is below)."""
        if not self.count:
            return 0.0 if np.isnan(value) else np.inf
        if not np.isfinite(value):
            return np.inf
        divisor = Fraction(1) if rule is UnitRule.SUM else self.below
        return float(abs(Fraction(value) * divisor - self.above) / self.size)


def subtrees(entries: Entries, rule: UnitRule, month: int) -> list[Exact]:
    """Add one month up, with fractions."""
    cells = np.stack((entries.x[:, month], entries.w[:, month]), axis=1).tolist()
    found = [_alone(rule, *cell) for cell in cells]
    for unit in range(len(found) - 1, 0, -1):
        found[entries.parents[unit]].add(found[unit])
    return found


def _alone(rule: UnitRule, x: float, w: float) -> Exact:
    if np.isnan(x):
        return Exact()
    value, weight = Fraction(x), Fraction(w)
    above = above_the_line(rule, value, weight)
    return Exact(above, abs(above), below_the_line(rule, weight), 1)


def by_view(
    entries: Entries, rule: UnitRule, looked_at: list[int]
) -> Iterator[tuple[View, int, list[Exact]]]:
    """Yield view, month and the exact states of the units looked at: month, year to date, twelve.

    What is yielded goes on changing: look at it at once.
    """
    to_date, twelve = ([Exact() for _ in looked_at] for _ in range(2))
    past: deque[list[Exact]] = deque()
    for month in range(entries.x.shape[1]):
        whole = subtrees(entries, rule, month)
        here = [whole[unit] for unit in looked_at]
        if month % MONTHS_OF_A_YEAR == 0:
            to_date = [Exact() for _ in looked_at]
        past.append(here)
        gone = past.popleft() if len(past) > MONTHS_OF_A_YEAR else None
        for place, state in enumerate(here):
            to_date[place].add(state)
            twelve[place].add(state)
            if gone is not None:
                twelve[place].add(gone[place], -1)
        yield View.BASE, month, here
        yield View.YTD, month, to_date
        yield View.ROLLING12, month, twelve
