"""The cells of the heat map: how something stands at a unit, how it moved, and how much is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scorecard.engine.scores import Cuts
from scorecard.engine.types import Status
from scorecard.selectors.arranging import CHANGE, COMPLETE
from scorecard.selectors.figures import Figure, NodeFigure, shown

#: What the cells tell: how it stands, how that moved, or how much of what is due has come in.
STATUS = "status"
TELLS = (STATUS, CHANGE, COMPLETE)

NamedCell = tuple[str, "Cell"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many figures have come in, of those due."""

    reported: int = 0
    expected: int = 0


NOTHING_DUE = Count()


@dataclass(frozen=True, slots=True)
class Cell:
    """What something, known by its code, says at a unit; without a status it does not apply.

    Attributes
    ----------
    score, change
        Whole numbers as printed, None is unknown; the change is that of the score.
    count
        Its figures, counted only where the map tells how much is in.
    value
        Of a KPI its figure.
    """

    status: Status | None
    score: int | None
    code: str = ""
    change: int | None = None
    count: Count = NOTHING_DUE
    value: float | None = None

    def told(self, tell: str) -> Any:
        """Return by what units are ranked where the map tells this; None is unknown."""
        if tell == COMPLETE:
            return self.count.reported / self.count.expected if self.count.expected else None
        return self.change if tell == CHANGE else self.score

    def is_bad(self, tell: str) -> bool:
        """Whether it is what a map that tells this is opened for: red, fallen or incomplete."""
        if tell == COMPLETE:
            return self.count.reported < self.count.expected
        return (self.change or 0) < 0 if tell == CHANGE else self.status is Status.RED


NOWHERE = Cell(None, None)


def cell_of(
    now: NodeFigure | Figure | None,
    earlier: NodeFigure | Figure | None,
    cuts: Cuts,
    code: str,
    count: Count = NOTHING_DUE,
) -> Cell:
    """Return the cell of something from what it says in a period and in the one before."""
    if now is None:
        return NOWHERE
    score, before = printed(now, cuts), printed(earlier, cuts)
    return Cell(
        status=now.status,
        score=score,
        code=code,
        change=difference(score, before),
        count=count,
        value=now.value if isinstance(now, Figure) else None,
    )


def printed(figure: NodeFigure | Figure | None, cuts: Cuts) -> int | None:
    """Return a score as it is printed; None is unknown."""
    return shown(figure.score, figure.by_score, cuts) if figure else None


def difference(score: int | None, before: int | None) -> int | None:
    """Return one printed score less an earlier one; None where one of them is unknown."""
    return None if score is None or before is None else score - before


def worst_of(named: Sequence[NamedCell], tell: str) -> list[NamedCell]:
    """Return what is bad where a map tells this, worst first.

    Capped by something critical without data, something may be red and have no score.
    """

    def badness(pair: NamedCell) -> float:
        told = pair[1].told(tell)
        return -1 if told is None else float(told)

    return sorted((pair for pair in named if pair[1].is_bad(tell)), key=badness)
