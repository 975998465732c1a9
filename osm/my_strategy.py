"""What a unit gives to the strategy: its objectives, and how they stand at the top."""

from collections.abc import Sequence
from dataclasses import dataclass

from organization.models import Unit
from scorecard.engine.types import Status
from scorecard.models import Score
from scorecard.selectors.context import Context
from scorecard.selectors.figures import NodeFigure, shown
from scorecard.selectors.lines import Strategy
from scorecard.selectors.scorecard_rows import NodeRow
from scorecard.services.figures import read_nodes


@dataclass(frozen=True, slots=True)
class Served:
    """An objective that a unit works for: its row there, and how it stands at the top."""

    here: NodeRow
    top_status: Status
    top_score: int | None


@dataclass(frozen=True, slots=True)
class MyStrategy:
    """What a unit gives, and to whom: the unit at the top."""

    top: Unit
    served: tuple[Served, ...]


def my_strategy(
    context: Context, strategy: Strategy, objectives: Sequence[NodeRow]
) -> MyStrategy | None:
    """Return what the unit of `context` gives to the strategy; None at the top itself.

    Parameters
    ----------
    objectives
        The rows of its scorecard.
    """
    if not context.above:
        return None
    top = context.above[0]
    nodes = read_nodes(context, [top.pk])[top.pk].get(context.period, {})
    ids = {version.objective.code: key for key, version in strategy.objectives.items()}
    return MyStrategy(
        top,
        tuple(
            _served(context, row, nodes.get((Score.OBJECTIVE, ids[row.code]))) for row in objectives
        ),
    )


def _served(context: Context, row: NodeRow, figure: NodeFigure | None) -> Served:
    if figure is None:
        return Served(row, Status.NOT_SCORED, None)
    return Served(row, figure.status, shown(figure.score, figure.by_score, context.cuts))
