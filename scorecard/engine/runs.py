"""What signals in a course, as stretches of points that can be spoken of."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from scorecard.engine.scores import TOLERANCE
from scorecard.engine.signals import RUN, Behaviour, Rule, signs, two_of_three
from scorecard.engine.types import Bools, Floats, Ints


class Run(NamedTuple):
    """Known points in a row that signal together.

    Attributes
    ----------
    rule
        What makes them a signal.
    side
        1 above the centre or rising, -1 below it or falling.
    first, last
        Indices of the first and the last of them, among all periods.
    points
        How many points they are; of points near a limit, how many are that near.
    """

    rule: Rule
    side: int
    first: int
    last: int
    points: int


def runs(values: Floats, found: Behaviour, provisional: Bools | None = None) -> tuple[Run, ...]:
    """Return what signals since limits were last computed anew, the newest last.

    Parameters
    ----------
    values, provisional
        ``(n_periods,)``, those that `found` was computed from.

    Examples
    --------
    >>> from scorecard.engine.signals import behaviour
    >>> course = np.array([10.0, 12, 11, 13, 10, 12, 11, 13, 30])
    >>> [(run.rule.name, run.side, run.last) for run in runs(course, behaviour(course))]
    [('ONE_SIDE', -1, 7), ('OUTSIDE', 1, 8)]
    """
    is_counted = ~np.isnan(values) if provisional is None else ~(np.isnan(values) | provisional)
    places = found.start + np.flatnonzero(is_counted[found.start :])
    if not places.size or np.isnan(found.centre[found.start]):
        return ()
    centre = found.centre[found.start]
    stretches = _found(values[places], centre, found.upper[found.start] - centre)
    placed = [
        run._replace(first=int(places[run.first]), last=int(places[run.last])) for run in stretches
    ]
    return tuple(sorted(placed, key=lambda run: (run.last, run.first, run.rule)))


def _found(points: Floats, centre: float, reach: float) -> list[Run]:
    """Return the runs among known points, by their own indices."""
    least = TOLERANCE * float(np.abs(points).max())
    distance = points - centre
    beyond = signs(distance, reach * 2 / 3 + least)
    # A rise is a step between two points: its last step ends one point later.
    rising = _stretches(Rule.TREND, signs(np.diff(points), least), RUN - 1)
    return [
        *_stretches(Rule.OUTSIDE, signs(distance, reach + least), 1),
        *_stretches(Rule.ONE_SIDE, signs(distance, least), RUN),
        *(run._replace(last=run.last + 1, points=run.points + 1) for run in rising),
        *_near(np.where(two_of_three(beyond), beyond, 0)),
    ]


def _stretches(rule: Rule, sides: Ints, fewest: int) -> list[Run]:
    """Return the longest stretches on one side, zeros and those that are too short apart."""
    edges = [0, *(np.flatnonzero(np.diff(sides)) + 1).tolist(), len(sides)]
    return [
        Run(rule, int(sides[first]), first, stop - 1, stop - first)
        for first, stop in pairwise(edges)
        if stop - first >= fewest and sides[first]
    ]


def _near(sides: Ints) -> list[Run]:
    """Return the stretches of points near a limit; one point between two of them breaks none."""
    found = []
    for side in (1, -1):
        near = sides == side
        bridged = near.copy()
        bridged[1:-1] |= near[:-2] & near[2:]
        found += [
            run._replace(side=side, points=int(np.count_nonzero(near[run.first : run.last + 1])))
            for run in _stretches(Rule.NEAR_LIMIT, bridged.astype(np.int8), 1)
        ]
    return found
