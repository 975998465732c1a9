"""What stands directly below a figure: from a rolled-up organisation, or written by hand."""

from dataclasses import replace

import numpy as np

from scorecard.engine import ROOT, Parts, TreeSpan, UnitRule, Whole, build_tree, roll_up
from scorecard.engine.explain import Standing
from tests.scorecard.engine.worlds import NAN, Sample, own_entries, whole


def standings(rule: UnitRule, sample: Sample):
    """Every figure of an organisation with all that it is made of, by (unit, period).

    The own entry is one more part, at the unit's own place. Parts are all units, so that two
    periods can be compared: one that is elsewhere has no share. Overridden figures are made of
    nothing and are left out; as parts of other figures they stay.
    """
    cells = roll_up(rule, sample.trees, sample.own)
    alone = [TreeSpan(0, sample.n_periods, build_tree(np.full(sample.n_units, ROOT)))]
    own = roll_up(rule, alone, replace(sample.own, override=None))
    found = {}
    for span, parents in zip(sample.trees, sample.parents, strict=True):
        inside = np.array(parents) >= ROOT
        for period in range(span.first, span.stop):
            for unit in np.flatnonzero(inside & ~cells.overridden[:, period]).tolist():
                below = np.array(parents) == unit
                below &= rule is not UnitRule.NONE
                found[unit, period] = _standing(cells, own, unit, period, below)
    return found


def _standing(cells, own, unit, period, below) -> Standing:
    a, b, value = (
        np.where(below, getattr(cells, name)[:, period], nothing)
        for name, nothing in (("a", 0.0), ("b", 0.0), ("value", NAN))
    )
    a[unit], b[unit], value[unit] = (array[unit, period] for array in (own.a, own.b, own.value))
    figure = Whole(cells.value[unit, period], NAN, cells.b[unit, period])
    return Standing(figure, Parts(a, b, value, np.full_like(a, NAN)))


def family(rule: UnitRule, x, w=None, goal=NAN, goals=None) -> Standing:
    """One family by hand: the figure of what is directly below; None is unknown."""
    weights = w or [None] * len(x)
    cells = roll_up(rule, whole([ROOT] + [0] * len(x)), own_entries([None, *x], [None, *weights]))
    goals = np.array(goals or [NAN] * len(x), dtype=float)
    parts = Parts(cells.a[1:, 0], cells.b[1:, 0], cells.value[1:, 0], goals)
    return Standing(Whole(float(cells.value[0, 0]), goal, float(cells.b[0, 0])), parts)
