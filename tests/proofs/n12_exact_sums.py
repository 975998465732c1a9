"""Promise 12: sums are exact to 1e-12 of Σ|x|, and nothing that is no number gets in.

A million random values, of both signs and eighteen orders of magnitude, climb a random tree and
are added over time by the engine; fractions say what comes out, at every unit with children and in
every month, year to date and twelve months. Then NaN and infinities are brought to every door.
"""

import random
import sys
from collections import Counter

import numpy as np

from tests.proofs.databases import a_database
from tests.proofs.exact import Entries, by_view

VALUES, MONTHS, PROMISED = 1_000_000, 24, 1e-12
SHARE_GIVEN = 0.95
# Half of all units report straight to the top: the broadest family that there could be.
SHARE_ON_TOP = 0.5


def prove():
    """Print the largest error of each rule and view, and what each door said; tell if all held."""
    with a_database():
        from tests.proofs.doors import refused_everywhere

        exact = sums_are_exact()
        return refused_everywhere(say) and exact


def sums_are_exact():
    """Compare rule by rule; tell whether every figure was as close as promised."""
    from scorecard.engine.types import TimeRule, UnitRule

    entries = random_entries(random.Random(12), round(VALUES / MONTHS / SHARE_GIVEN) + 100)
    given = int(np.count_nonzero(~np.isnan(entries.x)))
    say(f"{given:,} values of {len(entries.parents):,} units in {MONTHS} months")
    found = [
        is_exact(entries, UnitRule.SUM, TimeRule.SUM),
        is_exact(entries, UnitRule.MEAN, TimeRule.MEAN),
        is_exact(entries, UnitRule.RATIO, TimeRule.SUM),
        is_exact(entries, UnitRule.WEIGHTED_MEAN, TimeRule.MEAN),
    ]
    return all(found) and given >= VALUES


def random_entries(chance, n_units):
    """Make a tree and its entries; a parent's index is lower than its child's."""
    parents = [-1] + [
        0 if chance.random() < SHARE_ON_TOP else chance.randrange(unit)
        for unit in range(1, n_units)
    ]
    numbers = np.random.default_rng(chance.randrange(2**32))
    shape = n_units, MONTHS
    x = numbers.choice([-1.0, 1.0], shape) * 10.0 ** numbers.uniform(-6, 12, shape)
    x[numbers.random(shape) >= SHARE_GIVEN] = np.nan
    w = 10.0 ** numbers.uniform(-3, 6, shape)
    return Entries(parents, x, np.where(np.isnan(x), np.nan, w))


def is_exact(entries, rule, time_rule):
    """Print by view how far the engine is off at most; tell whether that is as promised."""
    lines = engine_lines(entries, rule, time_rule)
    looked_at = sorted(set(entries.parents) - {-1})
    worst, compared = Counter(), 0
    for view, month, states in by_view(entries, rule, looked_at):
        values = lines[view].value[looked_at, month].tolist()
        misses = max(state.misses(value, rule) for state, value in zip(states, values, strict=True))
        worst[view] = max(worst[view], misses)
        compared += len(values)
    told = ", ".join(f"{view} {misses:.1e}" for view, misses in worst.items())
    say(f"{rule}: {compared:,} figures compared, off by at most (of Σ|x|): {told}")
    return all(misses <= PROMISED for misses in worst.values())


def engine_lines(entries, rule, time_rule):
    """Let the engine roll the entries up, over units and then over time, by view."""
    from scorecard.engine import (
        FiscalCalendar,
        Frequency,
        Own,
        Targets,
        TreeSpan,
        View,
        build_tree,
        over_time,
        roll_up,
        windows,
    )

    due = np.ones(entries.x.shape, dtype=bool)
    tree = build_tree(np.array(entries.parents))
    own = Own(entries.x, entries.w, due, ~due)
    cells = roll_up(rule, [TreeSpan(0, MONTHS, tree)], own)
    none = Targets.pair(np.full(due.shape, np.nan), np.full(due.shape, np.nan))
    calendar = FiscalCalendar()
    first = calendar.base_range(2025, Frequency.MONTHLY).start
    months = range(first, first + MONTHS)
    return {
        view: over_time(
            cells, none, rule, time_rule, windows(view, months, Frequency.MONTHLY, calendar)
        )
        for view in (View.BASE, View.YTD, View.ROLLING12)
    }


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
