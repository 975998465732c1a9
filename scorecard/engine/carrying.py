"""Carry forward: a reporter's last value stands in for one that did not come."""

from dataclasses import replace

import numpy as np

from scorecard.engine.states import has_entry
from scorecard.engine.types import Bools, Own, UnitRule


def carry_forward(rule: UnitRule, own: Own, n_periods: int) -> Own:
    """Fill cells that are due and empty with the unit's own last value, marked as carried.

    A value is reused for at most ``n_periods`` periods, never across a cell that is not
    applicable. A weighted mean takes the weight of the period that it fills; a ratio is carried
    as the pair that it is. Source: scoring.md, section 1.

    Parameters
    ----------
    rule
        The unit rule.
    own
        Entries ``(n_units, n_columns)``, with ``n_periods`` columns before the first one wanted.
    n_periods
        How old a value may grow; 0 carries nothing.

    Returns
    -------
    Own
        The same shape; ``carried`` marks what was filled.

    Examples
    --------
    >>> x = np.array([[5.0, np.nan, np.nan, np.nan]])
    >>> due = np.ones(x.shape, dtype=bool)
    >>> carry_forward(UnitRule.SUM, Own(x, None, due, ~due), 2).x.tolist()
    [[5.0, 5.0, 5.0, nan]]
    """
    if not n_periods:
        return own
    pair = rule is UnitRule.RATIO
    x, w = own.x.copy(), own.w.copy() if pair and own.w is not None else own.w
    entered, empty = has_entry(rule, own), _empty(own)
    carried = np.zeros(x.shape, dtype=bool)
    last = np.full(x.shape[0], -1)
    for period in range(x.shape[1]):
        here = empty[:, period] & ~entered[:, period]
        fills = here & (last >= 0) & (period - last <= n_periods)
        units = np.flatnonzero(fills)
        x[units, period] = own.x[units, last[units]]
        if pair and w is not None and own.w is not None:
            w[units, period] = own.w[units, last[units]]
        carried[units, period] = True
        last[own.due[:, period] & own.not_applicable[:, period]] = -1
        last[entered[:, period]] = period
    return replace(own, x=x, w=w, carried=carried)


def _empty(own: Own) -> Bools:
    """Tell which cells are due and wait for a value: an override takes the place of one."""
    empty: Bools = own.due & ~own.not_applicable
    return empty if own.override is None else empty & np.isnan(own.override)
