"""How a score comes from value and thresholds, and how one comes from the scores below it."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.contributions import added
from scorecard.engine.scores import (
    DEFAULT_CUTS,
    FULL,
    Cuts,
    progress_score,
    score,
    yes_no_score,
)
from scorecard.engine.states import divided
from scorecard.engine.types import Bools, Floats, Ints, Status


@dataclass(frozen=True)
class ScoreLines:
    """How a score comes about: ``start``, ``way`` and ``clamping`` add up to it.

    Attributes
    ----------
    score
        0..100, NaN where it is not scored: then all are NaN.
    start
        The score where the way begins: at the red flag the lower cut score, at the bound of a band
        100, at a baseline and for a no 0.
    way
        What the way adds towards the goal, or takes off on the way down from a band.
    clamping
        What is cut off below 0 or above 100, 0 in between.
    """

    score: float
    start: float
    way: float
    clamping: float


@dataclass(frozen=True, eq=False)
class Members:
    """The children of one node, each array ``(n_children,)``, in the order of their codes.

    Attributes
    ----------
    score, status
        As they count: 0..100 and ``Status`` numbers after caps.
    weight, critical, present
        The weights valid in the period, the marks, and whether the child is there at all.
    capped_red
        Of nodes: whether the child is capped at red, which it hands on. False for KPIs.
    """

    score: Floats
    status: Ints
    weight: Floats
    critical: Bools
    present: Bools
    capped_red: Bools


@dataclass(frozen=True)
class Cap:
    """A child that caps its parent.

    Attributes
    ----------
    child
        Its place among the children.
    at
        The status that the parent cannot be better than: amber or red.
    handed_on
        Whether the child is capped at red itself, and only for that caps its parent.
    """

    child: int
    at: Status
    handed_on: bool


@dataclass(frozen=True, eq=False)
class NodeLines:
    """What each child contributes to the score of a node; ``points`` and ``rest`` add up to it.

    Attributes
    ----------
    points
        ``(n_children,)``, weight times score over the weight that counted; 0 for a child that
        does not count, NaN where the node has no score.
    counts
        Whether the child has a share: it is present, its score counts, its weight is above 0.
    share
        ``(n_children,)``, the child's share in the weight that counted, 0 for one without.
    rest
        What is none of these: what rounding leaves over.
    caps
        The children that make the status worse than the score says, in their order.
    """

    points: Floats
    counts: Bools
    share: Floats
    rest: float
    caps: tuple[Cap, ...]


def score_lines(value: float, goal: float, red: float, cuts: Cuts = DEFAULT_CUTS) -> ScoreLines:
    """Say how the score of a KPI with goal and red flag comes about.

    ``score = c_R + (c_G - c_R) * (a - R) / (G - R)``, clamped at 0 and 100. Where the red flag is
    so near the goal that the line goes beyond all numbers, the way ends where it is cut off.
    Source: scoring.md, sections 5 and 8.

    Parameters
    ----------
    value, goal, red
        NaN is unknown.
    cuts
        The organisation's cut scores.

    Examples
    --------
    >>> score_lines(900, 700, 500, Cuts(40, 80))
    ScoreLines(score=100.0, start=40, way=80.0, clamping=-20.0)
    """
    a, goals, reds = _arrays(value, goal, red)
    with np.errstate(over="ignore"):
        way = (cuts.goal - cuts.red) * divided(a - reds, goals - reds)
    return _lines(score(a, goals, reds, cuts), cuts.red, way)


def band_lines(value: float, bound: float, zero: float) -> ScoreLines:
    """Say how the score of a value outside a band falls from 100 at the bound to 0 at the zero.

    ``score = 100 - 100 * (a - L) / (LL - L)``, and likewise above the band. Source: scoring.md,
    section 5.

    Parameters
    ----------
    value, bound, zero
        The bound that the value is beyond, and where on that side the score has fallen to 0.

    Examples
    --------
    >>> band_lines(35, 30, 40)
    ScoreLines(score=50.0, start=100.0, way=-50.0, clamping=0.0)
    """
    a, bounds, zeros = _arrays(value, bound, zero)
    with np.errstate(over="ignore", invalid="ignore"):
        # A zero that lies on its bound leaves no way down: outside is 0.
        fallen = np.where(zeros == bounds, 1.0, divided(a - bounds, zeros - bounds))
    return _lines(np.clip(FULL - FULL * fallen, 0.0, FULL), FULL, -FULL * fallen)


def progress_lines(value: float, goal: float, baseline: float) -> ScoreLines:
    """Say how much of the way from baseline to goal is done, and what of it is cut off.

    Source: scoring.md, section 5.

    Examples
    --------
    >>> progress_lines(40, 30, 10)
    ScoreLines(score=100.0, start=0.0, way=150.0, clamping=-50.0)
    """
    a, goals, baselines = _arrays(value, goal, baseline)
    with np.errstate(over="ignore"):
        way = FULL * divided(a - baselines, goals - baselines)
    return _lines(progress_score(a, goals, baselines), 0.0, way)


def yes_no_lines(value: float) -> ScoreLines:
    """Say what a share of yes adds to a no, which is 0.

    Examples
    --------
    >>> yes_no_lines(0.25)
    ScoreLines(score=25.0, start=0.0, way=25.0, clamping=0.0)
    """
    (shares,) = _arrays(value)
    return _lines(yes_no_score(shares), 0.0, FULL * shares)


def _arrays(*numbers: float) -> tuple[Floats, ...]:
    return tuple(np.array([number], dtype=np.float64) for number in numbers)


def _lines(scores: Floats, start: float, ways: Floats) -> ScoreLines:
    """Put the lines together; a way beyond all numbers ends where it is cut off."""
    found, way = float(scores[0]), float(ways[0])
    if np.isnan(found):
        return ScoreLines(np.nan, np.nan, np.nan, np.nan)
    if not np.isfinite(way):
        way = found - start
    return ScoreLines(found, start, way, found - (start + way))


def node_lines(score: float, uncapped: Status, members: Members) -> NodeLines:
    """Say how the score and the status of a node come from its children.

    Holds for the weighted mean of the children's scores, and with equal weights for their mean.
    A contributory objective is one more child. Source: scoring.md, sections 6 and 8.

    Parameters
    ----------
    score
        S of the node, NaN where it has none.
    uncapped
        The status by the score alone.
    members
        The children.

    Examples
    --------
    >>> no, yes = np.zeros(2, dtype=bool), np.ones(2, dtype=bool)
    >>> status, weight = np.array([Status.GREEN, Status.NO_DATA]), np.array([2.0, 1.0])
    >>> below = Members(np.array([90.0, np.nan]), status, weight, ~yes | [False, True], yes, no)
    >>> lines = node_lines(90.0, Status.GREEN, below)
    >>> lines.points.tolist(), lines.caps
    ([90.0, 0.0], (Cap(child=1, at=<Status.AMBER: 1>, handed_on=False),))
    """
    counts = (
        members.present
        & (members.status <= Status.RED)
        & ~np.isnan(members.score)
        & (members.weight > 0)
    )
    weight = np.where(counts, members.weight, 0.0)
    share = np.nan_to_num(divided(weight, np.full_like(weight, added(weight))))
    points = share * np.where(counts, members.score, 0.0)
    if np.isnan(score):
        points = np.full_like(points, np.nan)
    return NodeLines(points, counts, share, score - added(points), _caps(uncapped, members))


def _caps(uncapped: Status, members: Members) -> tuple[Cap, ...]:
    """Find the caps that bite: red under any other status, amber only under a green."""
    critical = members.critical & members.present
    red = critical & (members.status == Status.RED)
    handed_on = members.capped_red & members.present & ~red
    unknown = critical & np.isin(members.status, (Status.NO_DATA, Status.INSUFFICIENT))
    to_red = (red | handed_on) & (uncapped != Status.RED)
    to_amber = unknown & ~to_red & (uncapped == Status.GREEN)
    return tuple(
        Cap(child, Status.RED if to_red[child] else Status.AMBER, bool(handed_on[child]))
        for child in np.flatnonzero(to_red | to_amber).tolist()
    )
