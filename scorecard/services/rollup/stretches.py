"""The stretch of time for which figures are read: units and base periods as arrays have them."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.periods import Period
from scorecard.engine.types import Floats, Frequency
from scorecard.services.rollup.history import History


@dataclass(frozen=True, eq=False)
class Stretch:
    """The base periods, one column each, for which a KPI is read."""

    history: History
    frequency: Frequency
    ordinals: range

    @property
    def periods(self) -> list[Period]:
        """The base periods."""
        return [Period(self.frequency, ordinal) for ordinal in self.ordinals]

    @property
    def shape(self) -> tuple[int, int]:
        """(n_units, n_periods)."""
        return self.history.n_units, len(self.ordinals)

    @property
    def scope(self) -> dict[str, list[int]]:
        """A filter for rows of the units at hand; empty where all are."""
        units: list[int] = self.history.unit_ids.tolist()
        return {} if self.history.is_whole else {"unit_id__in": units}

    def empty(self) -> Floats:
        """Return an array in which everything is unknown."""
        return np.full(self.shape, np.nan)


def whole_years(history: History, frequency: Frequency, years: range) -> Stretch:
    """Return the base periods of some fiscal years, none where there are no years."""
    first = history.calendar.base_range(years.start, frequency).start if years else 0
    stop = history.calendar.base_range(years.stop - 1, frequency).stop if years else 0
    return Stretch(history, frequency, range(first, stop))
