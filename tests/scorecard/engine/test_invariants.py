"""What must never change a figure, and what must, on random organisations."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import (
    OUTSIDE,
    ROOT,
    Cuts,
    FiscalCalendar,
    Frequency,
    Leaves,
    Own,
    Parents,
    Targets,
    TreeSpan,
    UnitRule,
    View,
    allowed_time_rules,
    build_tree,
    combine,
    finish,
    over_time,
    roll_up,
    roll_up_targets,
    windows,
)
from tests.scorecard.engine.worlds import samples

some = settings(max_examples=35, deadline=None)
rules = st.sampled_from(list(UnitRule))
# Larger than 8: numpy adds longer families in several lanes.
broad = samples(n_periods=8, max_units=40)


def assert_close(ours, theirs, scale):
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * scale)


def magnitude(sample):
    return 1 + float(sum(map(abs, sample.world.x.values())))


def results(rule, sample):
    cells = roll_up(rule, sample.trees, sample.own)
    targets = roll_up_targets(rule, sample.trees, sample.own, sample.targets)
    return cells, targets


def renamed(sample, place):
    """The same organisation with unit ``u`` at index ``place[u]``."""
    order = np.argsort(place)
    above = {ROOT: ROOT, OUTSIDE: OUTSIDE} | dict(enumerate(place.tolist()))
    trees = [
        replace(span, tree=build_tree(np.array([above[parents[u]] for u in order])))
        for span, parents in zip(sample.trees, sample.parents, strict=True)
    ]
    own = sample.own.each(lambda array: array[order])
    targets = Targets(sample.targets.anchors[:, order])
    return replace(sample, trees=trees, own=own, targets=targets)


@some
@given(broad, rules, st.randoms())
def test_the_order_of_children_does_not_matter(sample, rule, random):
    place = np.array(random.sample(range(sample.n_units), sample.n_units))
    cells, targets = results(rule, sample)
    other_cells, other_targets = results(rule, renamed(sample, place))
    assert_close(other_cells.value[place], cells.value, magnitude(sample))
    assert_close(other_targets.goal[place], targets.goal, magnitude(sample))
    assert np.array_equal(other_cells.expected[place], cells.expected)


def with_pass_through(sample, unit):
    """The same organisation with one more unit between ``unit`` and its parent."""
    extra = sample.n_units
    trees = []
    for span, parents in zip(sample.trees, sample.parents, strict=True):
        above = [*parents, parents[unit]]
        if parents[unit] != OUTSIDE:
            above[unit] = extra
        trees.append(replace(span, tree=build_tree(np.array(above))))

    def longer(array):
        nothing = False if array.dtype == bool else np.nan
        return np.vstack([array, np.full((1, array.shape[1]), nothing)])

    own = sample.own.each(longer)
    targets = Targets(np.stack(list(map(longer, sample.targets.anchors))))
    return replace(sample, trees=trees, own=own, targets=targets)


@some
@given(samples(), st.sampled_from(sorted(set(UnitRule) - {UnitRule.MEAN_OF_CHILDREN})), st.data())
def test_a_pass_through_unit_changes_nothing(sample, rule, data):
    unit = data.draw(st.integers(0, sample.n_units - 1))
    cells, targets = results(rule, sample)
    other_cells, other_targets = results(rule, with_pass_through(sample, unit))
    n = sample.n_units
    assert_close(other_cells.value[:n], cells.value, magnitude(sample))
    assert_close(other_targets.goal[:n], targets.goal, magnitude(sample))
    assert_close(other_targets.red[:n], targets.red, magnitude(sample))
    assert np.array_equal(other_cells.reported[:n], cells.reported)


@some
@given(samples(), st.sampled_from([0.001, 0.3, 7, 1e6]))
def test_scaling_all_weights_of_a_weighted_mean_changes_nothing(sample, factor):
    heavier = replace(sample, own=replace(sample.own, w=sample.own.w * factor))
    cells, targets = results(UnitRule.WEIGHTED_MEAN, sample)
    other_cells, other_targets = results(UnitRule.WEIGHTED_MEAN, heavier)
    assert_close(other_cells.value, cells.value, magnitude(sample))
    assert_close(other_targets.goal, targets.goal, magnitude(sample))


@some
@given(st.integers(0, 2**32), st.sampled_from([0.001, 0.3, 7, 1e6]))
def test_scaling_all_weights_of_a_layer_changes_nothing(seed, factor):
    rng = np.random.default_rng(seed)
    leaves = Leaves(rng.uniform(0, 100, (9, 3)), rng.integers(0, 6, (9, 3)))
    parent, weight = np.sort(rng.integers(0, 4, 9)), rng.integers(0, 4, (9, 3)).astype(float)
    flags = rng.random((9, 3)) < 0.2, rng.random((9, 3)) < 0.9
    one = combine(leaves, parent, Parents.plain(4), weight, *flags)
    other = combine(leaves, parent, Parents.plain(4), weight * factor, *flags)
    assert_close(other.score, one.score, 100)
    assert_close(other.coverage, one.coverage, 1)
    assert np.array_equal(other.status, one.status)


@some
@given(samples(max_units=40))
def test_a_sum_is_exact_within_a_million_millionth_of_its_parts(sample):
    x = np.where(sample.own.due & ~sample.own.not_applicable, sample.own.x * (1 + 1e-9), np.nan)
    cells = roll_up(UnitRule.SUM, sample.trees, replace(sample.own, x=x, override=None))
    for period in range(sample.n_periods):
        for unit in range(sample.n_units):
            parts = [x[u, period] for u in sample.world.subtree(unit, period)]
            parts = [Fraction(part) for part in parts if not np.isnan(part)]
            if parts:
                error = abs(Fraction(cells.value[unit, period]) - sum(parts))
                assert error <= Fraction(1, 10**12) * sum(map(abs, parts))


def assert_same_bits(ours, theirs):
    """Every array of two results holds the same bits, NaN included."""
    for name, array in vars(ours).items():
        other = vars(theirs)[name]
        assert array.dtype == other.dtype, name
        assert np.ascontiguousarray(array).tobytes() == np.ascontiguousarray(other).tobytes(), name


def columns_of(result, columns):
    return type(result)(**{name: array[..., columns] for name, array in vars(result).items()})


def jittered(sample):
    """Entries and targets that no two orders of addition add up to the same."""

    def jitter(array):
        return array * (1 + 1e-9 * np.arange(array.size).reshape(array.shape))

    own = sample.own.each(lambda array: array if array.dtype == bool else jitter(array))
    return replace(sample, own=own, targets=Targets(jitter(sample.targets.anchors)))


def part_of(sample, columns):
    """Only these columns of an organisation, each under its own tree."""
    span_of = {c: s for s in sample.trees for c in range(s.first, s.stop)}
    trees = [TreeSpan(k, k + 1, span_of[c].tree) for k, c in enumerate(columns)]
    own = sample.own.each(lambda array: array[:, columns])
    targets = Targets(sample.targets.anchors[..., columns])
    return replace(sample, trees=trees, own=own, targets=targets)


@some
@given(broad, rules)
def test_a_column_alone_equals_the_same_column_of_the_whole_bit_for_bit(sample, rule):
    sample = jittered(sample)
    cells, targets = results(rule, sample)
    for column in range(sample.n_periods):
        alone_cells, alone_targets = results(rule, part_of(sample, [column]))
        assert_same_bits(alone_cells, columns_of(cells, [column]))
        assert_same_bits(alone_targets, columns_of(targets, [column]))


@settings(max_examples=80, deadline=None)
@given(
    broad,
    st.sampled_from([(r, t) for r in UnitRule for t in sorted(allowed_time_rules(r))]),
    st.sampled_from(list(View)),
)
def test_a_fiscal_year_recomputed_equals_the_full_rebuild_bit_for_bit(sample, pair, view):
    (rule, time_rule), sample, calendar = pair, jittered(sample), FiscalCalendar(4)
    first = calendar.base_range(2026, Frequency.QUARTERLY).start

    def figures(columns):
        part = part_of(sample, columns)
        ordinals = range(first + columns[0], first + columns[-1] + 1)
        at_hand = windows(view, ordinals, Frequency.QUARTERLY, calendar)
        cells, targets = results(rule, part)
        found = finish(over_time(cells, targets, rule, time_rule, at_hand), 0.6, Cuts(70, 85))
        shown = np.where(found.shown >= 0, found.shown + columns[0], -1)
        return replace(found, shown=shown)

    full, half = figures(range(8)), slice(0, 1 if view is View.YEAR else 4)
    assert_same_bits(figures(range(4)), columns_of(full, half))
    if view is not View.ROLLING12:
        later = slice(half.stop, None)
        assert_same_bits(figures(range(4, 8)), columns_of(full, later))


@some
@given(st.integers(0, 2**32))
def test_a_layer_of_one_period_equals_that_of_many_bit_for_bit(seed):
    rng = np.random.default_rng(seed)
    leaves = Leaves(rng.uniform(0, 100, (60, 5)), rng.integers(0, 6, (60, 5)))
    parent, weight = np.sort(rng.integers(0, 4, 60)), rng.uniform(0, 4, (60, 5))
    critical, present = rng.random((60, 5)) < 0.02, rng.random((60, 5)) < 0.9
    full = combine(leaves, parent, Parents.plain(4), weight, critical, present)
    for period in range(5):
        one = [period]
        alone = combine(
            columns_of(leaves, one),
            parent,
            Parents.plain(4),
            weight[:, one],
            critical[:, one],
            present[:, one],
        )
        assert_same_bits(alone, columns_of(full, one))


@pytest.mark.parametrize("rule", sorted(set(UnitRule) - {UnitRule.NONE}))
def test_one_entry_changes_nothing_but_its_own_column_and_its_ancestors(rule):
    parents = np.array([ROOT, 0, 0, 1, 1, 2, 2])
    trees = [TreeSpan(0, 3, build_tree(parents))]
    x = np.arange(21, dtype=float).reshape(7, 3)
    due = np.repeat([[False], [False], [False], [True], [True], [True], [True]], 3, axis=1)
    before = roll_up(rule, trees, Own(x, x + 1, due, due & False)).value
    changed = x.copy()
    changed[3, 1] = -50 if rule is UnitRule.MIN else 900
    after = roll_up(rule, trees, Own(changed, x + 1, due, due & False)).value
    assert [tuple(cell) for cell in np.argwhere(before != after).tolist()] == [
        (0, 1),
        (1, 1),
        (3, 1),
    ]
