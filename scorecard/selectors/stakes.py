"""What a miss costs: the points that a unit's scorecard would gain if a KPI met its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scorecard.engine.scores import Cuts
from scorecard.engine.types import NodeRule
from scorecard.models import PerspectiveVersion, Score
from scorecard.selectors.figures import Column
from scorecard.selectors.lines import Strategy, valid_on
from scorecard.selectors.sentences import SCORED


@dataclass(frozen=True, slots=True)
class _Member:
    """A child with a score that counts."""

    key: int
    weight: float
    score: float


def perspective_weights(day: date) -> dict[int, float]:
    """Return what each perspective weighs on a day, by id, in one query."""
    versions = valid_on(day, PerspectiveVersion.objects.all(), lambda row: row.perspective_id)
    return {key: version.weight for key, version in versions.items()}


def stakes(
    strategy: Strategy, column: Column, weights: Mapping[int, float], cuts: Cuts
) -> dict[int, float]:
    """Return the score points that a scorecard would gain by each KPI, by id; 0 on its target.

    The distance from the score of a target, times the KPI's share in the objective, the
    objective's in the perspective and the perspective's in the scorecard, of what has a score.
    Objectives that others contribute count as if they had no weight.

    Parameters
    ----------
    weights
        What the perspectives weigh, by id.
    """
    known = {each.pk: weights.get(each.pk, 1.0) for each in strategy.perspectives}
    perspectives = _shares(_nodes(column, Score.PERSPECTIVE, known), NodeRule.WEIGHTED_MEAN)
    found: dict[int, float] = {}
    for perspective, part in perspectives.items():
        versions = {
            key: version
            for key, version in strategy.objectives.items()
            if version.perspective_id == perspective
        }
        own_weights = {key: version.weight for key, version in versions.items()}
        members = _nodes(column, Score.OBJECTIVE, own_weights)
        for objective, share in _shares(members, NodeRule.WEIGHTED_MEAN).items():
            rule = NodeRule(versions[objective].roll_up)
            for kpi, own in _shares(_kpis(strategy, column, objective), rule).items():
                lost = max(0.0, cuts.goal - (column.kpis[kpi].score or 0.0))
                found[kpi] = found.get(kpi, 0.0) + part * share * own * lost
    return found


def _nodes(column: Column, kind: int, weights: Mapping[int, float]) -> list[_Member]:
    nodes = {key: column.nodes.get((kind, key)) for key in weights}
    return [
        _Member(key, weights[key], node.score)
        for key, node in nodes.items()
        if node and node.score is not None
    ]


def _kpis(strategy: Strategy, column: Column, objective: int) -> list[_Member]:
    figures = [(line, column.kpis.get(line.kpi.pk)) for line in strategy.lines.get(objective, [])]
    return [
        _Member(line.kpi.pk, line.weight, figure.score)
        for line, figure in figures
        if figure and figure.status in SCORED and figure.score is not None
    ]


def _shares(members: list[_Member], rule: NodeRule) -> dict[int, float]:
    """Return the share of each child in the score of its parent; none where it is given by hand."""
    match rule:
        case NodeRule.MANUAL:
            return {}
        case NodeRule.WORST | NodeRule.BEST:
            choose = min if rule is NodeRule.WORST else max
            alone = choose(members, key=lambda each: each.score, default=None)
            return {} if alone is None else {alone.key: 1.0}
        case NodeRule.MEAN:
            return {each.key: 1 / len(members) for each in members}
        case _weighted:
            whole = sum(each.weight for each in members)
            return {each.key: each.weight / whole for each in members} if whole else {}
