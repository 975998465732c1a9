"""A figure with all that stands directly below it: what an explanation is made of.

All of it, whoever looks: a figure can be explained only by everything that is in it. Who may see
which part is decided where the parts are named.
"""

from dataclasses import dataclass

import numpy as np

from organization.models import Unit
from scorecard.engine.contributions import Parts, Split, can_be_split, split_miss
from scorecard.engine.explain import Composition, Movement, Standing, composed, moved
from scorecard.engine.types import Bools, UnitRule
from scorecard.selectors.figures import Figure


@dataclass(frozen=True, eq=False)
class Family:
    """A figure and its parts.

    Attributes
    ----------
    rule
        How the parts became the figure.
    units
        The parts by code: the units below that had a figure due in one of the two periods, and
        the unit itself where it entered one of its own.
    earlier, now
        The same parts in the period before, and in the period.
    figures
        What each part says in the period; None for an own entry and for what is not there.
    own, own_carried
        Which of the parts is the own entry, and whether that was carried forward; None for none.
    unassigned
        The goal set for the unit less what the goals of the units below make; None where it was
        rolled up itself, or they make none.
    """

    rule: UnitRule
    units: tuple[Unit, ...]
    earlier: Standing
    now: Standing
    figures: tuple[Figure | None, ...]
    own: int | None = None
    own_carried: bool = False
    unassigned: float | None = None

    @property
    def composition(self) -> Composition:
        """What each part contributes to the figure."""
        return composed(self.rule, self.now)

    @property
    def movement(self) -> Movement:
        """What each part contributes to the change."""
        return moved(self.rule, self.earlier, self.now)

    @property
    def there(self) -> Bools:
        """Which parts are units below that have a figure due in the period."""
        return np.array([figure is not None for figure in self.figures], dtype=bool)

    @property
    def split(self) -> Split | None:
        """How the distance from the goal splits; None where it cannot be split.

        The parts are those that are `there`: an own entry is the rest of it.
        """
        whole, there, parts = self.now.whole, self.there, self.now.parts
        below = Parts(parts.a[there], parts.b[there], parts.value[there], parts.goal[there])
        overridden = whole.replaces is not None
        if np.isnan(whole.miss):
            return None
        can_be = overridden or (below.value.size > 0 and can_be_split(self.rule, below))
        return split_miss(self.rule, whole, below) if can_be else None
