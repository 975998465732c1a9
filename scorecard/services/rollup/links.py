"""Objectives that contribute their score to others, and scores that were given by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scorecard.engine.periods import Period
from scorecard.engine.types import Floats, Frequency, Ints
from scorecard.models import ManualScore, ObjectiveLink
from scorecard.services.rollup.history import History
from scorecard.services.rollup.known import Known

LINK = ("valid_from", "source_id", "target_id", "weight", "ended")
#: A unit and an objective, by index.
Place = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Contributions:
    """Which objective adds its score to which other one, by index; each array (n_links,)."""

    source: Ints
    target: Ints
    weight: Floats

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, float]]) -> "Contributions":
        """Gather (source, target, weight)."""
        table = np.array(sorted(rows), dtype=np.float64).reshape(-1, 3)
        return cls(table[:, 0].astype(np.intp), table[:, 1].astype(np.intp), table[:, 2])

    @property
    def depth(self) -> int:
        """How many links the longest way upward has; imports have refused circles."""
        length: dict[int, int] = {}
        sources: dict[int, list[int]] = {}
        for source, target in zip(self.source.tolist(), self.target.tolist(), strict=True):
            sources.setdefault(target, []).append(source)

        def climbed(objective: int) -> int:
            if objective not in length:
                below = sources.get(objective, ())
                length[objective] = max((1 + climbed(source) for source in below), default=0)
            return length[objective]

        return max(map(climbed, sources), default=0)

    def above(self, objective: int) -> set[int]:
        """Return every objective that an objective contributes to, directly or through others."""
        found: set[int] = set()
        waiting = [objective]
        while waiting:
            targets = set(self.target[self.source == waiting.pop()].tolist()) - found
            found |= targets
            waiting += targets
        return found


def contributory_rows(known: Known, objective_index: dict[int, int]) -> list[tuple[Any, ...]]:
    """Return (valid from, source, target, weight, ended) of contributory links, newest last."""
    links = ObjectiveLink.objects.filter(kind=ObjectiveLink.CONTRIBUTORY).order_by("id")
    rows = known.among(links).values_list(*LINK)
    return [
        (day, objective_index[source], objective_index[target], weight, ended)
        for day, source, target, weight, ended in rows
    ]


class ManualScores:
    """The scores that were given by hand, by place and month."""

    def __init__(
        self, known: Known, unit_index: dict[int, int], objective_index: dict[int, int]
    ) -> None:
        self._by_place: dict[Place, dict[int, float | None]] = {}
        rows = known.among(ManualScore.objects.order_by("id"))
        for row in rows.values_list("unit_id", "objective_id", "period", "score"):
            unit_id, objective_id, month, score = row
            place = unit_index[unit_id], objective_index[objective_id]
            self._by_place.setdefault(place, {})[month] = score

    def in_periods(self, history: History, periods: Sequence[Period]) -> dict[Place, Floats]:
        """Return by place what was given for each period: of a longer one in its last month."""
        months = [history.calendar.within(period, Frequency.MONTHLY) for period in periods]
        found = {}
        for place, given in self._by_place.items():
            scores = np.array([_latest(given, within) for within in months], dtype=np.float64)
            if not np.isnan(scores).all():
                found[place] = scores
        return found


def _latest(given: dict[int, float | None], months: range) -> float:
    known = [given[month] for month in reversed(months) if given.get(month) is not None]
    return np.nan if not known or known[0] is None else known[0]
