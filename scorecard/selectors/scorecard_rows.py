"""The rows of a scorecard: KPIs, and the objectives and perspectives that they make."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from scorecard.engine.types import Status
from scorecard.selectors.figures import Figure


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI in the table; scores are whole numbers as printed, None is unknown.

    Attributes
    ----------
    of_period
        The period of the figure, where it is another than that of the page.
    values
        The values of the last periods, the newest last.
    before, better
        The figure of the period before, and in which direction it gets better: ``up``, ``down``
        or empty.
    received
        When the last of its figures came in, where that was asked for.
    """

    code: str
    name: str
    unit_of_measure: str
    decimals: int
    critical: bool
    owner: str
    figure: Figure
    of_period: str
    score: int | None
    score_before: int | None
    values: tuple[float | None, ...]
    label: str
    before: Figure | None
    better: Literal["up", "down", ""]
    received: datetime | None

    @property
    def moved(self) -> float | None:
        """The value less the one of the period before."""
        value, earlier = self.figure.value, self.before.value if self.before else None
        return None if value is None or earlier is None else value - earlier

    @property
    def change(self) -> int | None:
        """The score less the one of the period before, as both are printed."""
        return _change(self.score, self.score_before)

    @property
    def n_missing(self) -> int:
        """How many of its figures are not in."""
        return self.figure.expected - self.figure.reported

    @property
    def share_in(self) -> float | None:
        """How much of it is in, of 1; None where nothing is due."""
        expected = self.figure.expected
        return self.figure.reported / expected if expected else None

    @property
    def is_off_target(self) -> bool:
        """Whether it has reached its red flag."""
        return self.figure.status is Status.RED

    @property
    def is_short(self) -> bool:
        """Whether it misses its target: the gap then has the colour of the status."""
        return self.figure.status in {Status.RED, Status.AMBER}

    @property
    def is_not_reported(self) -> bool:
        """Whether figures of it are missing."""
        return self.figure.value is None or self.figure.reported < self.figure.expected


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An objective or a perspective in the table, with what stands below it.

    Attributes
    ----------
    notes
        Why the status is worse than the score says, and what a green hides.
    """

    code: str
    name: str
    owner: str
    critical: bool
    status: Status
    score: int | None
    score_before: int | None
    notes: tuple[str, ...]
    scores: tuple[float | None, ...]
    label: str
    objectives: "tuple[NodeRow, ...]" = ()
    kpis: tuple[KpiRow, ...] = ()

    @property
    def change(self) -> int | None:
        """The score less the one of the period before, as both are printed."""
        return _change(self.score, self.score_before)

    @property
    def reported(self) -> int:
        """How many figures of the KPIs below are in."""
        return sum(kpi.figure.reported for kpi in self._below.values())

    @property
    def expected(self) -> int:
        """How many of them are due."""
        return sum(kpi.figure.expected for kpi in self._below.values())

    @property
    def n_missing(self) -> int:
        """How many of them are not in."""
        return self.expected - self.reported

    @property
    def _below(self) -> dict[str, KpiRow]:
        """The KPIs below, each one once."""
        rows = [*self.kpis, *(kpi for each in self.objectives for kpi in each.kpis)]
        return {kpi.code: kpi for kpi in rows}


def _change(score: int | None, earlier: int | None) -> int | None:
    return None if score is None or earlier is None else score - earlier
